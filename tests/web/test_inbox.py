"""The page with the letters that wait: for one's own machine, and for nobody else."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from network.app import House, create
from network.core.outside import Outside
from network.core.settings import Settings
from network.core.snapshot import Snapshot
from network.core.unit import Sessions, Unit
from tests.network.post.writing import letter, posting

HERE = "http://127.0.0.1:8000"
Opening = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def opening(sessions: Sessions, tmp_path: Path, now: datetime) -> Opening:
    """Give the way to open the service as an operator chose."""

    @asynccontextmanager
    async def opened(base: str = HERE, **chosen: Any) -> AsyncIterator[httpx.AsyncClient]:
        settings = Settings(data=tmp_path, **chosen)
        house = House(sessions, settings, Snapshot(tmp_path), Outside(lambda: now))
        transport = httpx.ASGITransport(create(settings, house))
        async with httpx.AsyncClient(transport=transport, base_url=base) as client:
            yield client

    return opened


async def test_it_shows_the_letters_newest_first_with_links_and_nothing_else_as_html(
    opening: Opening, steward: Unit, now: datetime
) -> None:
    await steward.write(posting, letter(subject="First"), now)
    words = "Hello <b>Jo</b>.\n\nOpen https://example.org/s?a=1&b=2 now."
    await steward.write(posting, letter(subject="Second", text=words), now)
    async with opening(inbox=True) as client:
        page = await client.get("/dev/inbox")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "private, no-store"
    assert page.text.index("Second") < page.text.index("First")
    assert "Hello &lt;b&gt;Jo&lt;/b&gt;.<br><br>Open <a " in page.text
    assert '<a href="https://example.org/s?a=1&amp;b=2">' in page.text
    assert "jo@example.org" in page.text


async def test_it_says_that_there_are_none(opening: Opening) -> None:
    async with opening(mode="development", host="::1") as client:
        assert "There are none yet." in (await client.get("/dev/inbox")).text


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"inbox": True, "host": "0.0.0.0"},  # noqa: S104  # that is what is refused
        {"inbox": True, "host": "alongside.example.org"},
        {"inbox": True, "smtp_url": "smtp://127.0.0.1", "mail_from": "us@example.org"},
        {"mode": "development", "host": "192.0.2.7"},
    ],
)
async def test_it_is_not_there_where_letters_are_sent_or_others_come_in(
    opening: Opening, chosen: dict[str, Any]
) -> None:
    async with opening(**chosen) as client:
        assert (await client.get("/dev/inbox")).status_code == 404


@pytest.mark.parametrize("base", ["http://alongside.example.org", "http://192.0.2.7:8000"])
async def test_a_name_that_only_leads_here_gets_nothing(opening: Opening, base: str) -> None:
    async with opening(base, inbox=True) as client:
        assert (await client.get("/dev/inbox")).status_code == 404


@pytest.mark.parametrize(
    "told",
    [
        {"x-forwarded-for": "192.0.2.7"},
        {"forwarded": "for=192.0.2.7"},
        {"via": "1.1 balancer"},
        {"sec-fetch-site": "cross-site"},
    ],
)
async def test_what_was_passed_on_or_asked_by_another_site_gets_nothing(
    opening: Opening, told: dict[str, str]
) -> None:
    async with opening(inbox=True) as client:
        assert (await client.get("/dev/inbox", headers=told)).status_code == 404
        assert (await client.get("/dev/inbox", headers={"sec-fetch-site": "none"})).is_success
