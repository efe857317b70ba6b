"""What is kept: printed from the table the worker clears up by, so that what it says is done."""

from dataclasses import dataclass

from starlette.responses import Response

from network.retention import RULES
from network.retention.rule import Rule
from network.web.press import Sheet
from network.web.visit import Visit


@dataclass(frozen=True, slots=True)
class PrivacyPage:
    """All that is kept, kind by kind."""

    rules: tuple[Rule, ...]


async def privacy(visit: Visit) -> Response:
    """Say what is kept, why, how long and who sees it."""
    return visit.show(
        Sheet("privacy.jinja", "What we keep", "private"),
        PrivacyPage(RULES),
    )
