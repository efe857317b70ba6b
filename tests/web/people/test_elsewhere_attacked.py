"""Signing in by another service, attacked: where it leads, whose cookie it was, and how often."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey

from network.app import House, create
from network.core import openid, outside
from network.core.outside import Outside
from network.core.snapshot import Snapshot
from network.core.unit import Sessions
from network.web.pages.people.elsewhere import MOST
from tests.network.core.signing_in import free, process, settings
from tests.web.people.conftest import ASKING, COOKIE, show
from tests.web.signing import Browser

LEAVING = "__Host-leaving"
OURS = RSAKey.generate_key(2048, auto_kid=True)


@pytest.fixture(scope="module")
async def provider() -> AsyncIterator[str]:
    """Run the strict provider as a process of its own."""
    port, key = free(), json.dumps(OURS.as_dict(private=False))
    words = ("uvicorn", "tests.provider:app", "--port", str(port), "--log-level", "critical")
    async with process(*words, port=port, CLIENT_KEY=key) as address:
        yield address


@pytest.fixture
async def browsers(
    provider: str, sessions: Sessions, tmp_path: Path
) -> AsyncIterator[tuple[Browser, Browser]]:
    """Open two browsers on a service that knows the provider, at the real moment."""
    file = tmp_path / "key.pem"
    file.write_bytes(OURS.as_pem(private=True))
    more = {"openid_client_secret": "", "openid_private_key_file": file, "data": tmp_path}
    chosen = settings(provider, public_url="https://test", **more)
    moment = outside.now()
    beyond = Outside(lambda: moment, provider=openid.provider(chosen))
    app = create(chosen, House(sessions, chosen, Snapshot(tmp_path), beyond))
    transport = httpx.ASGITransport(app)
    async with (
        httpx.AsyncClient(transport=transport, base_url="https://test") as one,
        httpx.AsyncClient(transport=transport, base_url="https://test") as two,
    ):
        yield Browser(one), Browser(two)


async def there(browser: Browser, path: str = "/sign-in/elsewhere") -> str:
    """Go to the provider, and give where it sends the browser back to."""
    answer = await browser.client.get(path)
    assert answer.status_code == 303, answer.text
    async with httpx.AsyncClient() as world:
        back = urlsplit((await world.get(answer.headers["location"])).headers["location"])
    assert back.netloc == "test"
    return f"{back.path}?{back.query}"


@pytest.mark.parametrize(
    "to", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "me", ""]
)
async def test_it_leads_to_pages_of_ours_only(browsers: tuple[Browser, Browser], to: str) -> None:
    browser, _ = browsers
    back = await there(browser, f"/sign-in/elsewhere?to={quote(to, safe='')}")
    await browser.open(back)
    assert browser.at == "https://test/hosts/home"
    assert COOKIE in browser.client.cookies


async def test_an_answer_brought_by_another_browser_lets_nobody_in(
    browsers: tuple[Browser, Browser],
) -> None:
    """Else somebody could have others work in an account that is not theirs."""
    mine, other = browsers
    answer = await there(mine)
    await there(other)
    page = await other.open(answer)
    assert page.status == 400
    assert "began in another browser" in page.words
    assert COOKIE not in other.client.cookies
    assert LEAVING not in other.client.cookies
    assert (await mine.open(answer)).heading == "My offers"


async def test_even_with_the_cookie_an_answer_is_for_once(
    browsers: tuple[Browser, Browser],
) -> None:
    mine, thief = browsers
    answer = await there(mine)
    copied = mine.client.cookies[LEAVING]
    assert (await mine.open(answer)).heading == "My offers"
    assert LEAVING not in mine.client.cookies
    show(thief, LEAVING, copied)
    assert "cannot be trusted" in (await thief.open(answer)).words
    assert COOKIE not in thief.client.cookies


@pytest.mark.parametrize(
    "kept", ["", "x", "a.b.c.d.e", "x" * 900, "x" * 9000], ids=["none", "x", "seal", "long", "vast"]
)
async def test_a_cookie_of_ones_own_making_begins_nothing(
    browsers: tuple[Browser, Browser], kept: str
) -> None:
    mine, other = browsers
    answer = await there(mine)
    if kept:
        show(other, LEAVING, kept)
    assert "began in another browser" in (await other.open(answer)).words
    assert COOKIE not in other.client.cookies


async def test_a_letter_asked_for_before_still_works_in_this_browser(
    browsers: tuple[Browser, Browser],
) -> None:
    browser, _ = browsers
    await browser.open("/sign-in")
    await browser.send({"email": "jo@example.org"})
    asked = browser.client.cookies[ASKING].strip('"').partition(".")[0]
    await there(browser)
    assert browser.client.cookies[ASKING].strip('"').partition(".")[0] == asked


async def test_coming_again_and_again_is_held_back(browsers: tuple[Browser, Browser]) -> None:
    browser, _ = browsers
    for _ in range(MOST):
        answer = await browser.client.get("/sign-in/openid?code=1&state=2")
        assert answer.status_code == 400
    for path in ("/sign-in/openid?code=1&state=2", "/sign-in/elsewhere"):
        answer = await browser.client.get(path)
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "900")
        assert "Wait a quarter of an hour" in answer.text
