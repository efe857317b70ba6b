"""Signing in by letter, attacked: old, used, forged, cut and other people's; and where it leads."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlmodel import select

from network.core import tokens
from network.core.unit import Sessions, Unit
from network.people.sign_in import LASTS, MOST_TRIES
from network.post.tables import KeptLetter
from tests import make_people
from tests.web.people.conftest import ASKING, COOKIE, JO, MO, show
from tests.web.signing import Browser, browsing, code_in, letter, sign_in

OLD = "used or is too old"


def token_in(text: str) -> str:
    """Find what the link in a letter ends in."""
    found = re.search(r"/sign-in/(\S+)", text)
    assert found, text
    return found[1]


async def asked(browser: Browser, steward: Unit, email: str = JO, to: str = "/me") -> str:
    """Ask for a letter, and read it."""
    await browser.open(f"/sign-in?to={quote(to, safe='')}")
    await browser.send({"email": email})
    assert browser.page.heading == "We have sent you an email"
    return await letter(steward, email)


async def test_after_ten_minutes_neither_the_link_nor_the_code_works(
    browser: Browser, steward: Unit, sessions: Sessions, tmp_path: Path, now: datetime
) -> None:
    text = await asked(browser, steward)
    async with browsing(sessions, tmp_path, now + LASTS) as later:
        later.client.cookies = browser.client.cookies
        assert (await later.open(f"/sign-in/{token_in(text)}")).status == 410
        await later.open("/sign-in/code")
        assert OLD in (await later.send({"code": code_in(text)})).words
        answer = await later.post(f"/sign-in/{token_in(text)}", [("press", "yes")])
        assert answer.status == 410
        assert COOKIE not in later.client.cookies


async def test_a_letter_works_once_whichever_way_it_was_used(
    browser: Browser, other: Browser, steward: Unit
) -> None:
    text = await asked(browser, steward)
    show(other, ASKING, browser.client.cookies[ASKING])  # somebody copied it
    await browser.open(f"/sign-in/{token_in(text)}")
    await browser.send()
    assert COOKIE in browser.client.cookies
    assert (await other.open(f"/sign-in/{token_in(text)}")).status == 410
    assert (await other.post(f"/sign-in/{token_in(text)}", [("press", "yes")])).status == 410
    await other.open("/sign-in/code")
    assert OLD in (await other.send({"code": code_in(text)})).words
    assert COOKIE not in other.client.cookies


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1],
        lambda token: token[1:],
        lambda token: f"{token}A",
        lambda token: token.swapcase(),
        lambda token: token[::-1],
        lambda token: f"{token}%00",
        lambda _: "x" * 5000,
        lambda _: "%C3%A9" * 20,
        lambda token: tokens.hashed(token).hex(),
        lambda _: "%27%20or%201=1--",
    ],
    ids=["cut", "headless", "longer", "case", "back", "nul", "vast", "accents", "hash", "sql"],
)
async def test_a_link_that_was_forged_or_cut_is_an_old_link(
    browser: Browser, steward: Unit, spoil: Callable[[str], str]
) -> None:
    token = spoil(token_in(await asked(browser, steward)))
    assert (await browser.open(f"/sign-in/{token}")).status == 410
    assert (await browser.post(f"/sign-in/{token}", [("press", "yes")])).status == 410
    assert COOKIE not in browser.client.cookies


async def test_other_peoples_links_and_codes_let_nobody_in(
    browser: Browser, other: Browser, steward: Unit
) -> None:
    jos = await asked(browser, steward)
    mos = await asked(other, steward, MO)
    await other.open("/sign-in/code")
    assert "does not fit" in (await other.send({"code": code_in(jos)})).words
    page = await other.open(f"/sign-in/{token_in(jos)}")
    assert "another device" in page.words
    assert "does not fit" in (await other.send({"code": code_in(mos)})).words
    assert COOKIE not in other.client.cookies


async def test_a_link_passed_on_signs_nobody_in_as_who_passed_it_on(
    browser: Browser, other: Browser, steward: Unit
) -> None:
    """Else somebody could have others write into their account, without knowing."""
    text = await asked(browser, steward)
    await other.open(f"/sign-in/{token_in(text)}")
    page = await other.post(f"/sign-in/{token_in(text)}", [("press", "yes")])
    assert "Type the code" in page.words
    assert COOKIE not in other.client.cookies


async def test_guessing_codes_kills_the_letter_and_not_the_address(
    browser: Browser, steward: Unit
) -> None:
    text = await asked(browser, steward)
    for _ in range(MOST_TRIES):
        await browser.open("/sign-in/code")
        page = await browser.send({"code": "222222"})
    assert "Ask for a new email." in page.words
    await browser.open("/sign-in/code")
    assert OLD in (await browser.send({"code": code_in(text)})).words
    await browser.open("/sign-in/code")
    assert (await browser.open(f"/sign-in/{token_in(text)}")).status == 410
    await sign_in(browser, steward, JO, "/me")
    assert COOKIE in browser.client.cookies


@pytest.mark.parametrize(
    "typed",
    [
        "jo@example.org\r\nBcc: all@example.org",
        "jo@example.org\nSubject: Win",
        "jo@example.org%0aBcc:all@example.org",
        "jo@exаmple.org",  # a Cyrillic a
        "jо@example.org",  # a Cyrillic o
        "jo@example.org,mo@example.org",
        "Jo <jo@example.org>",
        "jo\x00@example.org",
        f"{'j' * 65}@example.org",
        f"jo@{'a' * 64}.org",
        f"jo@{'a.' * 125}org",
        "j" * 100_000,
    ],
    ids=lambda typed: ascii(typed)[:30],
)
async def test_no_letter_goes_to_an_address_that_misleads(
    browser: Browser, sessions: Sessions, typed: str
) -> None:
    page = await browser.post("/sign-in", [("email", typed), ("to", "")])
    assert page.status in {400, 413}
    assert COOKIE not in browser.client.cookies
    assert ASKING not in browser.client.cookies
    async with sessions.reading() as db:
        assert list(await db.scalars(select(KeptLetter))) == []


async def test_known_and_unknown_addresses_are_the_same_work(
    browser: Browser, other: Browser, steward: Unit, now: datetime, statements: list[str]
) -> None:
    """Else how long an answer takes would tell who has an account: the same is asked for both."""
    await make_people.person(steward, now, JO)
    sent: list[list[str]] = []
    for one, email in ((browser, JO), (other, "nobody@example.org")):
        await one.open("/sign-in")
        statements.clear()
        await one.send({"email": email})
        sent.append([said for said in statements if "directory.words" not in said])
    assert sent[0] == sent[1]
    assert any("INSERT INTO letter" in said for said in sent[0])


async def test_held_back_known_and_unknown_are_told_the_same_and_when_to_come_back(
    browser: Browser, steward: Unit, now: datetime
) -> None:
    await make_people.person(steward, now, JO)
    told = []
    for email in (JO, "nobody@example.org"):
        for _ in range(6):
            await browser.open("/sign-in")
            page = await browser.send({"email": email})
        assert browser.answer is not None
        told.append((page.status, browser.answer.headers["retry-after"], page.words))
        assert ("email", email) in browser.form().pairs
    assert told[0] == told[1]
    assert told[0][:2] == (429, "900")
    assert "Wait a quarter of an hour" in told[0][2]


async def test_trying_address_after_address_is_held_back_too(browser: Browser) -> None:
    answers = [
        (await browser.post("/sign-in", [("email", f"a{n}@example.org"), ("to", "")])).status
        for n in range(32)
    ]
    assert 429 not in answers[:30]
    assert answers[30:] == [429, 429]


ELSEWHERE = (
    "//elsewhere.example",
    "///elsewhere.example",
    "https://elsewhere.example",
    "https:elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "/\t/elsewhere.example",
    "/\n/elsewhere.example",
    "/%09/elsewhere.example",
    "/%2f/elsewhere.example",
    "/.//elsewhere.example",
    "/me\r\nSet-Cookie: a=b",
    "javascript:alert(1)",
    "@elsewhere.example",
    "/@elsewhere.example",
    "me",
    "/" + "a" * 400,
)


@pytest.mark.parametrize("to", ELSEWHERE, ids=ascii)
async def test_nobody_is_led_to_another_site_by_address_form_or_cookie(
    browser: Browser, steward: Unit, to: str
) -> None:
    ways = {quote(to, safe=""), quote(to, safe="/:\\@")}
    for way in sorted(ways):
        text = await asked_at(browser, steward, f"/sign-in?to={way}")
        await browser.open("/sign-in/code")
        await ours(browser, code_in(text))
        browser.client.cookies.clear()
    await browser.client.post(
        "/sign-in", data={"email": JO, "to": to}, headers={"sec-fetch-site": "same-origin"}
    )
    packed = urlsafe_b64encode(to.encode()).decode()
    own = browser.client.cookies[ASKING].strip('"').partition(".")[0]
    browser.client.cookies.clear()
    show(browser, ASKING, f"{own}.{packed}")
    await browser.open("/sign-in/code")
    await ours(browser, code_in(await letter(steward, JO)))


async def asked_at(browser: Browser, steward: Unit, path: str) -> str:
    """Ask for a letter at an address, and read it."""
    await browser.open(path)
    await browser.send({"email": JO})
    return await letter(steward, JO)


async def ours(browser: Browser, code: str) -> None:
    """Type the code, and see that every step on the way is a page of ours."""
    await browser.send({"code": code})
    assert browser.answer is not None
    for step in (*browser.answer.history, browser.answer):
        assert step.url.host == "test", step.url
        assert "set-cookie" not in step.headers.get("location", "").casefold()
    assert COOKIE in browser.client.cookies


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/code", "/hosts/start"])
@pytest.mark.parametrize(
    "told",
    [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {}, {"origin": "null"}],
    ids=["cross-site", "same-site", "nothing", "null"],
)
async def test_another_site_signs_nobody_in(
    browser: Browser, path: str, told: dict[str, str]
) -> None:
    """Else it could have somebody work in an account that is not theirs."""
    answer = await browser.client.post(path, data={"email": JO, "code": "222222"}, headers=told)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
