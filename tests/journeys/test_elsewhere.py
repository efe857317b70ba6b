"""Signing in by another service, in a browser: Jo gets in, and nobody does by an odd answer."""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from joserfc.jwk import RSAKey
from playwright.async_api import Browser, BrowserContext, Page

from tests import postgres
from tests.journeys.conftest import Opening, Served, running
from tests.network.core.signing_in import free, process
from tests.provider import CLIENT

OURS = RSAKey.generate_key(2048, auto_kid=True)
BUTTON = "Sign in with Sussex NHS"
KEPT = "__Host-alongside"
BOTH = pytest.mark.parametrize("scripts", [False, True], ids=["no scripts", "scripts"])


@dataclass(frozen=True)
class Pair:
    """Our service, and the provider it asks. The two are different sites to a browser."""

    service: Served
    provider: str

    async def odd(self, fault: str) -> None:
        """Have the provider answer the next browser with a fault."""
        async with httpx.AsyncClient() as client:
            (await client.post(f"{self.provider}/next/{fault}")).raise_for_status()


@pytest.fixture(scope="module")
async def pair(server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Pair]:
    """Run a strict provider, which knows us by a private key, and the service."""
    port, folder = free(), tmp_path_factory.mktemp("elsewhere")
    key = json.dumps(OURS.as_dict(private=False))
    words = ("uvicorn", "tests.provider:app", "--port", str(port), "--log-level", "critical")
    own = folder / "key.pem"
    own.write_bytes(OURS.as_pem(private=True))
    async with process(*words, port=port, CLIENT_KEY=key):
        issuer = f"http://localhost:{port}"
        chosen = chosen_for(issuer) | {"OPENID_PRIVATE_KEY_FILE": str(own)}
        address = await postgres.make_database(server, "elsewhere")
        async with running(address, folder, **chosen) as service:
            yield Pair(service, issuer)


def chosen_for(issuer: str) -> dict[str, str]:
    """Give what an operator sets, whichever way we show who we are."""
    return {"OPENID_ISSUER": issuer, "OPENID_CLIENT_ID": CLIENT, "OPENID_LABEL": "Sussex NHS"}


Coming = Callable[..., Awaitable[Page]]


@pytest.fixture
async def coming(browser: Browser) -> AsyncIterator[Coming]:
    """Open a page in a browser that nobody has used."""
    contexts: list[BrowserContext] = []

    async def at(service: Served, path: str = "/sign-in", *, scripts: bool = False) -> Page:
        context = await browser.new_context(
            base_url=service.at, viewport={"width": 390, "height": 900}, java_script_enabled=scripts
        )
        context.set_default_timeout(10_000)
        await context.route(re.compile("^https:"), lambda route: route.abort())  # nobody's style
        contexts.append(context)
        page = await context.new_page()
        await page.goto(path)
        return page

    yield at
    for context in contexts:
        await context.close()


async def cookies(page: Page) -> dict[str, float]:
    """Give the cookies of a browser, and when each ends."""
    return {one["name"]: one["expires"] for one in await page.context.cookies()}


@BOTH
async def test_jo_signs_in_by_another_service_and_goes_on_to_where_they_were_going(
    pair: Pair, coming: Coming, *, scripts: bool
) -> None:
    page = await coming(pair.service, "/me/keys", scripts=scripts)
    assert await cookies(page) == {}
    await page.get_by_role("button", name=BUTTON).click()
    assert await page.locator("h1").inner_text() == "Keys for programs"
    assert page.url == f"{pair.service.at}/me/keys"
    (kept,) = await page.context.cookies()
    assert (kept["name"], kept["secure"], kept["httpOnly"]) == (KEPT, True, True)
    await page.goto("/me")
    assert "You sign in with jo@example.org." in await page.inner_text("main")
    await page.get_by_role("button", name="Sign out", exact=True).click()
    assert await cookies(page) == {}


async def test_an_answer_is_for_the_browser_that_asked_and_for_once(
    pair: Pair, coming: Coming
) -> None:
    page, other = [await coming(pair.service) for _ in range(2)]
    await pair.odd("ask")
    now = datetime.now(UTC).timestamp()
    await page.get_by_role("button", name=BUTTON).click()
    assert await page.locator("h1").inner_text() == "Are you Jo?"
    on_the_way = await cookies(page)
    assert set(on_the_way) == {"__Host-leaving", "__Host-asking"}
    assert all(now < ends < now + 700 for ends in on_the_way.values())
    answer = await page.get_by_role("link", name="Yes").get_attribute("href")
    assert answer is not None
    await other.goto(answer)
    assert "began in another browser" in await other.inner_text("main")
    assert await cookies(other) == {}
    await page.get_by_role("link", name="Yes").click()
    assert page.url == f"{pair.service.at}/hosts/home"
    await page.goto(answer)
    assert "began in another browser" in await page.inner_text("main")


async def test_a_service_that_is_away_is_said_to_be_away_and_letters_still_work(
    server: str, coming: Coming, tmp_path: Path
) -> None:
    address = await postgres.make_database(server, "nobody_there")
    chosen = chosen_for(f"http://localhost:{free()}") | {"OPENID_CLIENT_SECRET": "hush"}
    async with running(address, tmp_path, **chosen) as service:
        page = await coming(service)
        await page.get_by_role("button", name=BUTTON).click()
        assert "does not work just now" in await page.inner_text("main")
        await page.get_by_label("Your email address").fill("jo@example.org")
        await page.get_by_role("button", name="Send me the email").click()
        assert await page.locator("h1").inner_text() == "We have sent you an email"


async def test_a_common_service_with_a_shared_secret_does_as_well(
    server: str, coming: Coming, tmp_path: Path
) -> None:
    port = free()
    words = ("oidc_provider_mock", "--port", str(port))
    address = await postgres.make_database(server, "common")
    chosen = chosen_for(f"http://127.0.0.1:{port}") | {"OPENID_CLIENT_SECRET": "hush"}
    async with process(*words, port=port), running(address, tmp_path, **chosen) as service:
        async with httpx.AsyncClient() as client:
            jo = {"email": "jo@example.org", "email_verified": True, "name": "Jo"}
            await client.put(f"http://127.0.0.1:{port}/users/jo-1", json=jo)
        page = await coming(service, "/sign-in?to=/me")
        await page.get_by_role("button", name=BUTTON).click()
        await page.locator("input[name=sub]").fill("jo-1")
        await page.locator("button[value=authorize], button[type=submit]").first.click()
        assert page.url == f"{service.at}/me"
        assert await page.get_by_label("What can we call you?").input_value() == "Jo"


async def test_without_a_choice_of_the_operator_there_is_no_button(
    opening: Opening, asked: httpx.AsyncClient
) -> None:
    page = await opening("/sign-in")
    assert await page.get_by_role("button").all_inner_texts() != []
    assert "Or without an email" not in await page.inner_text("main")
    for path in ("/sign-in/elsewhere", "/sign-in/openid?code=1&state=1"):
        assert (await asked.get(path)).status_code == 404


FAULTS = {
    "state": "began in another browser",
    "nonce": "cannot be trusted",
    "no_nonce": "cannot be trusted",
    "iss": "cannot be trusted",
    "other_iss": "cannot be trusted",
    "exp": "cannot be trusted",
    "forged": "cannot be trusted",
    "no_email": "did not tell us your email address",
    "unchecked": "have not checked your email address",
    "denied": "You were not signed in there",
    "500": "does not work just now",
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_an_odd_answer_lets_nobody_in_and_leaves_a_way_on(
    pair: Pair, coming: Coming, fault: str
) -> None:
    page = await coming(pair.service, "/sign-in?to=/me")
    await pair.odd(fault)
    await page.get_by_role("button", name=BUTTON).click()
    assert await page.locator("h1").inner_text() == "We could not sign you in"
    assert FAULTS[fault] in await page.locator(".ps-panel").inner_text()
    assert KEPT not in await cookies(page)
    assert "__Host-leaving" not in await cookies(page)
    await page.get_by_role("button", name=BUTTON).click()
    assert page.url == f"{pair.service.at}/me"
