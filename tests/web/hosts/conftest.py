"""Somebody's browser on the service, and Jo, who has just signed in and runs nothing yet."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from network.core.unit import Sessions, Unit
from tests.web.signing import Browser, browsing, sign_in

JO = "jo@example.org"


@pytest.fixture
async def browser(sessions: Sessions, tmp_path: Path, now: datetime) -> AsyncIterator[Browser]:
    """Open a browser in which nobody is signed in."""
    async with browsing(sessions, tmp_path, now) as one:
        yield one


@pytest.fixture
async def jo(browser: Browser, steward: Unit) -> Browser:
    """Sign Jo in."""
    await sign_in(browser, steward, JO)
    return browser
