"""A page for stewards that asks something."""

from starlette.responses import Response

from network.web.asking.page import Asking
from network.web.press import Sheet
from network.web.visit import Visit


def show(visit: Visit, page: Asking, section: str, status: int = 200) -> Response:
    """Show it; one with something to put right says so in its name too."""
    wrong = bool(page.filled.problems)
    caption = f": {page.caption}" if page.caption else ""
    title = f"{'Error: ' if wrong else ''}{page.heading}{caption}"
    status = 400 if wrong and status == 200 else status
    return visit.show(Sheet("keep/form.jinja", title, section, status=status), page)
