"""Signing in: a letter, then a button or a code; a cookie no public page sets or reads."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pyotp
import pytest

from network.core.unit import Sessions, Unit
from network.people import sessions as signed
from network.web.pages.people import coming
from tests import make_people
from tests.web.conftest import served
from tests.web.hosts.conftest import JO
from tests.web.signing import Browser, browsing, code_in, letter, sign_in

COOKIE = "__Host-alongside"


def link_in(text: str) -> str:
    """Find the link in a letter, as a path."""
    found = re.search(r"http\S+(/sign-in/\S+)", text)
    assert found, text
    return found[1]


async def asked(browser: Browser, steward: Unit, email: str = JO, to: str = "/hosts/home") -> str:
    """Ask for a letter, and read it."""
    await browser.open(f"/sign-in?to={to}")
    await browser.send({"email": email})
    assert browser.page.heading == "We have sent you an email"
    return await letter(steward, email)


@pytest.fixture
async def other(sessions: Sessions, tmp_path: Path, now: datetime) -> httpx.AsyncClient:
    """Open another browser, on another device."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(served(sessions, tmp_path, now)), base_url="https://test"
    )


async def test_a_code_signs_in_and_leads_on_to_where_one_was_going(
    browser: Browser, steward: Unit
) -> None:
    await asked(browser, steward, to="/me")
    await browser.send({"code": code_in(await letter(steward, JO)).lower()})
    assert browser.at.endswith("/me")
    cookie = next(c for c in browser.client.cookies.jar if c.name == COOKIE)
    assert (cookie.secure, cookie.path, cookie.domain_specified) == (True, "/", False)


async def test_looking_at_the_link_signs_nobody_in_and_the_button_does(
    browser: Browser, steward: Unit
) -> None:
    path = link_in(await asked(browser, steward))
    for _ in range(5):
        page = await browser.open(path)
        assert page.heading == "Sign in"
        assert COOKIE not in browser.client.cookies
    await browser.send()
    assert browser.page.heading == "My offers"
    assert (await browser.open(path)).status == 410
    assert "used or is too old" in browser.page.words


async def test_on_another_device_the_link_wants_the_code_too(
    browser: Browser, other: httpx.AsyncClient, steward: Unit
) -> None:
    text = await asked(browser, steward)
    elsewhere = Browser(other)
    page = await elsewhere.open(link_in(text))
    assert "You opened this on another device." in page.words
    await elsewhere.send({"code": "XXXXXX"})
    assert elsewhere.page.status == 400
    assert elsewhere.page.title.startswith("Error: ")
    await elsewhere.send({"code": code_in(text)})
    assert elsewhere.page.heading == "My offers"


async def test_known_and_unknown_addresses_get_the_same_answer(
    browser: Browser, steward: Unit, now: datetime
) -> None:
    await make_people.person(steward, now, JO)
    pages = []
    for email in (JO, "nobody@example.org"):
        await asked(browser, steward, email)
        pages.append(re.sub(r"[0-9a-f]{16,}", "…", browser.page.html))
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    "typed", ["", "jo", "jo@", "jo@example.org\nBcc: x@example.org", "a" * 300]
)
async def test_what_is_no_address_comes_back_with_a_sentence(browser: Browser, typed: str) -> None:
    await browser.open("/sign-in")
    page = await browser.send({"email": typed})
    assert page.status == 400
    assert page.title.startswith("Error: ")
    assert re.search("Enter an email address|too long", page.words)
    assert ("email", typed.replace("\n", "\r\n")) in browser.form().pairs or "\n" in typed


async def test_too_many_letters_are_held_back_in_a_sentence(browser: Browser) -> None:
    for _ in range(5):
        await browser.open("/sign-in")
        await browser.send({"email": JO})
    await browser.open("/sign-in")
    page = await browser.send({"email": JO})
    assert "Wait a quarter of an hour" in page.words


@pytest.mark.parametrize(
    "to",
    ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "javascript:1"],
)
async def test_nobody_is_led_to_another_site(browser: Browser, steward: Unit, to: str) -> None:
    await browser.client.get("/sign-in", params={"to": to})
    await browser.open(f"/sign-in?to={httpx.QueryParams({'to': to})['to']}")
    await browser.send({"email": JO})
    await browser.send({"code": code_in(await letter(steward, JO))})
    assert browser.at == "https://test/hosts/home"


async def test_signing_out_ends_the_session_and_empties_the_browser(
    browser: Browser, steward: Unit
) -> None:
    await sign_in(browser, steward, JO)
    token = browser.client.cookies[COOKIE]
    answer = await browser.client.post(
        "/sign-out", headers={"sec-fetch-site": "same-origin", "content-type": FORM}, content=""
    )
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert answer.headers["location"] == "/signed-out"
    browser.client.cookies.set(COOKIE, token, domain="test", path="/")
    assert (await browser.client.get("/hosts/home")).status_code == 303


FORM = "application/x-www-form-urlencoded"


async def test_pages_for_people_who_are_signed_in_are_kept_nowhere(
    browser: Browser, steward: Unit
) -> None:
    await sign_in(browser, steward, JO)
    for path in ("/hosts/home", "/me", "/me/keys", "/me/second-step", "/hosts/organisation/new"):
        answer = await browser.client.get(path, follow_redirects=True)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert 'content="noindex"' in answer.text


async def test_public_pages_set_no_cookie_and_do_not_look_at_one(
    browser: Browser, steward: Unit
) -> None:
    await sign_in(browser, steward, JO)
    for path in ("/", "/find", "/hosts", "/about", "/stay-private"):
        known = await browser.client.get(path)
        assert "set-cookie" not in known.headers
        assert "Sign out" not in known.text


async def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(
    browser: Browser, steward: Unit
) -> None:
    page = await browser.open("/me/keys")
    assert page.heading == "Sign in"
    await browser.send({"email": JO})
    await browser.send({"code": code_in(await letter(steward, JO))})
    assert browser.page.heading == "Keys for programs"


async def test_what_was_typed_waits_while_somebody_signs_in_again(
    browser: Browser, steward: Unit
) -> None:
    await sign_in(browser, steward, JO)
    await browser.open("/hosts/organisation/new")
    browser.client.cookies.clear()
    page = await browser.send({"name": "Kitchen Friends", "host": "user_led"})
    assert page.status == 403
    assert page.heading == "Sign in again"
    kept = browser.form()
    assert ("name", "Kitchen Friends") in kept.pairs
    await sign_in(browser, steward, JO)
    await browser.post("/hosts/organisation/new", kept.pairs)
    assert "/hosts/new/1?once=" in browser.at


async def test_all_other_browsers_can_be_signed_out(
    browser: Browser, other: httpx.AsyncClient, steward: Unit
) -> None:
    elsewhere = Browser(other)
    await sign_in(elsewhere, steward, JO)
    await sign_in(browser, steward, JO)
    page = await browser.open("/me")
    assert "This browser" in page.words
    await browser.send(action="/me/sessions")
    assert "That browser is signed out." in browser.page.words
    assert (await elsewhere.open("/me")).heading == "Sign in"
    await browser.send(action="/me/sessions/all")
    assert browser.page.heading == "You are signed out"
    assert (await browser.open("/me")).heading == "Sign in"


async def test_a_name_is_what_one_says_it_is(browser: Browser, steward: Unit) -> None:
    await sign_in(browser, steward, JO)
    await browser.open("/me")
    await browser.send({"name": "Jo"}, action="/me/name")
    assert ("name", "Jo") in browser.form("/me/name").pairs
    await browser.send({"name": "J" * 81}, action="/me/name")
    assert "Shorten this to 80 characters. You have 81." in browser.page.words


async def test_a_second_step_is_set_up_asked_for_and_turned_off(
    browser: Browser, steward: Unit, now: datetime
) -> None:
    await sign_in(browser, steward, JO)
    await browser.open("/me/second-step")
    page = await browser.send()
    secret = dict(browser.form().pairs)["secret"]
    assert "<svg" in page.html
    assert "style=" not in page.html
    await browser.send({"code": "000000"})
    assert browser.page.status == 400
    assert dict(browser.form().pairs)["secret"] == secret
    before = browser.client.cookies[COOKIE]
    await browser.send({"code": pyotp.TOTP(secret).at(now)})
    assert browser.page.heading == "Keep these codes"
    spare = re.findall(r"<li>(\w{5} \w{5})</li>", browser.page.html)
    assert len(set(spare)) == 8
    assert browser.client.cookies[COOKIE] != before
    await sign_in(browser, steward, JO)
    assert browser.page.heading == "Enter the code from your phone"
    await browser.send({"code": "111111"})
    assert browser.page.status == 400
    await browser.send({"code": spare[0]})
    assert browser.page.heading == "My offers"
    await browser.open("/me/second-step")
    await browser.send()
    assert "an email is enough" in browser.page.words.casefold()


async def test_a_key_is_shown_once_and_ends_when_told(browser: Browser, steward: Unit) -> None:
    await sign_in(browser, steward, JO)
    await browser.open("/me/keys")
    await browser.send({"name": "", "scopes": []}, action="/me/keys")
    assert browser.page.title.startswith("Error: ")
    page = await browser.send({"name": "Our website", "scopes": ["read"]}, action="/me/keys")
    assert page.words.count("as_") >= 1
    again = await browser.open("/me/keys")
    assert re.search(r"as_\w{20,}", again.html) is None
    await browser.send(action="/me/keys/end")
    assert "ended" in browser.page.words


async def test_a_session_ends_by_itself(
    sessions: Sessions, tmp_path: Path, now: datetime, browser: Browser, steward: Unit
) -> None:
    await sign_in(browser, steward, JO)
    async with browsing(sessions, tmp_path, now + signed.IDLE + timedelta(minutes=1)) as later:
        later.client.cookies = browser.client.cookies
        assert (await later.open("/hosts/home")).heading == "Sign in"


def test_a_long_address_to_come_back_to_is_read_one_way_only() -> None:
    for end in ("!", "\x00", "//"):  # read in many ways, none of these would end in our lifetime
        assert coming.to(f"/{'a-' * 140}{end}") == coming.HOME
    assert coming.to("/hosts/offers/1/history?after=2") == "/hosts/offers/1/history?after=2"
