"""Showing one thing that waits, as every page of that sort does."""

from dataclasses import replace

from starlette.responses import Response

from network.core.errors import Conflict
from network.web.press import Sheet
from network.web.views.keep.deciding import MOVED, DecidingPage
from network.web.views.parts import Notice
from network.web.visit import Visit


def show(visit: Visit, page: DecidingPage, status: int = 200) -> Response:
    """Show it; one with something to put right says so in its name too."""
    wrong = bool(page.filled.problems)
    title = f"{'Error: ' if wrong else ''}{page.kind}: {page.heading}"
    status = 400 if wrong and status == 200 else status
    return visit.show(Sheet("keep/deciding.jinja", title, "queue", status=status), page)


def refused(visit: Visit, page: DecidingPage, refusal: Conflict) -> Response:
    """Show it anew, as it stands now, with why the decision could not be taken."""
    said = Notice("That did not go through", (refusal.sentence,))
    return show(visit, page if page.yes is None else replace(page, notices=(said,)), 409)


def moved(visit: Visit, page: DecidingPage) -> Response:
    """Show it anew: it was changed while somebody looked."""
    return show(visit, replace(page, notices=(MOVED,)), 409)
