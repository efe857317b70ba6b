"""What is seen is counted, and nobody is."""

from pathlib import Path
from uuid import UUID

import httpx
import pytest
from starlette.applications import Starlette

from network.core.unit import Sessions, Unit
from network.directory.seen import Tally
from network.directory.tables import Offer
from tests import make
from tests.web.conftest import served
from tests.web.given import NOW


@pytest.fixture
def app(sessions: Sessions, tmp_path: Path) -> Starlette:
    return served(sessions, tmp_path, NOW)


PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1"
)


async def asked(app: Starlette, address: str, **headers: str) -> Tally:
    """Open a page, on a phone if nothing else is said, and give what the house counts by then."""
    headers = {"user-agent": PHONE} | {name.replace("_", "-"): v for name, v in headers.items()}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        assert (await client.get(address, headers=headers)).status_code == 200
    tally: Tally = app.state.house.tally
    return tally


async def listed(steward: Unit) -> Offer:
    run_by = await make.organisation(steward, NOW)
    return await make.offer(steward, NOW, run_by.id, districts=[make.HASTINGS])


async def test_a_page_that_is_opened_and_an_offer_that_is_found_count_once(
    app: Starlette, steward: Unit
) -> None:
    made = await listed(steward)
    for _ in range(2):
        tally = await asked(app, f"/offers/{made.slug}")
    assert tally.pages == {made.id: 2}
    tally = await asked(app, "/find?near=Hastings")
    assert tally.results == {made.id: 1}


@pytest.mark.parametrize(
    "told",
    [
        {"sec_purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"sec_fetch_dest": "empty"},
        {"user_agent": ""},
        {"user_agent": "curl/8.5.0"},
        {"user_agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"},
        {"user_agent": f"{PHONE} (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user_agent": "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0.0.0 Safari/537.36"},
        {"user_agent": "Mozilla/5.0 (compatible; AhrefsBot/7.0)"},
        {"referer": "http://test/hosts/home"},
        {"referer": "http://test/h/abc"},
        {"referer": "http://test/keep"},
    ],
    ids=lambda told: " ".join(f"{name} {value[-20:]}" for name, value in told.items()),
)
async def test_programs_looking_ahead_and_hosts_on_their_round_count_for_nothing(
    app: Starlette, steward: Unit, told: dict[str, str]
) -> None:
    made = await listed(steward)
    assert not await asked(app, f"/offers/{made.slug}", **told)
    assert not await asked(app, "/find?near=Hastings", **told)


@pytest.mark.parametrize(
    "referer", ["http://test/hosts", "https://elsewhere.example/me", "http://[", ""]
)
async def test_whoever_comes_from_anywhere_else_counts(
    app: Starlette, steward: Unit, referer: str
) -> None:
    made = await listed(steward)
    assert (await asked(app, f"/offers/{made.slug}", referer=referer)).pages == {made.id: 1}


async def test_asking_only_for_the_head_of_a_page_is_no_look(app: Starlette, steward: Unit) -> None:
    made = await listed(steward)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        await client.head(f"/offers/{made.slug}", headers={"user-agent": PHONE})
    assert not app.state.house.tally


async def test_a_cookie_changes_nothing_since_it_is_not_read(app: Starlette, steward: Unit) -> None:
    made = await listed(steward)
    tally = await asked(app, f"/offers/{made.slug}", cookie="__Host-alongside=anything")
    assert tally.pages == {made.id: 1}


async def test_nothing_of_what_was_searched_for_is_counted(app: Starlette, steward: Unit) -> None:
    await listed(steward)
    tally = await asked(app, "/find?near=Hastings&q=table")
    assert "table" not in repr(tally)
    assert "Hastings" not in repr(tally)
    assert {type(key) for key in (*tally.pages, *tally.results)} <= {UUID}
