"""Sessions, attacked: planted, stolen, cut, left open; and how they end."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pyotp
import pytest

from network.core import tokens
from network.core.unit import Sessions, Unit
from network.people.sessions import IDLE, LONGEST
from tests.web.people.conftest import COOKIE, JO, MO, show
from tests.web.signing import Browser, browsing, sign_in


async def signed_in(browser: Browser) -> bool:
    """Say whether this browser is signed in, by asking for a page that wants it."""
    return (await browser.open("/me")).heading == "Me and my sign-in"


async def test_a_planted_cookie_is_not_taken_over_by_signing_in(
    browser: Browser, other: Browser, steward: Unit
) -> None:
    planted = tokens.fresh()
    show(browser, COOKIE, planted)
    await sign_in(browser, steward, JO)
    assert browser.client.cookies[COOKIE] != planted
    show(other, COOKIE, planted)
    assert not await signed_in(other)


async def test_a_session_planted_by_somebody_else_does_not_become_mine(
    browser: Browser, other: Browser, steward: Unit
) -> None:
    await sign_in(other, steward, MO)
    planted = other.client.cookies[COOKIE]
    show(browser, COOKIE, planted)
    await sign_in(browser, steward, JO)
    assert browser.client.cookies[COOKIE] != planted
    assert JO in (await browser.open("/me")).words
    assert not await signed_in(other), "one browser, one session: the planted one has ended"


async def test_signing_in_again_on_a_browser_leaves_one_session_there(
    browser: Browser, other: Browser, steward: Unit
) -> None:
    await sign_in(browser, steward, JO)
    show(other, COOKIE, browser.client.cookies[COOKIE])
    await sign_in(browser, steward, JO)
    page = await browser.open("/me")
    assert page.words.count("This browser") == 1
    assert "Sign out there" not in page.words
    assert not await signed_in(other)


async def test_a_second_step_gives_a_new_token_and_kills_the_old_one(
    browser: Browser, other: Browser, steward: Unit, now: datetime
) -> None:
    await sign_in(browser, steward, JO)
    show(other, COOKIE, browser.client.cookies[COOKIE])
    await browser.open("/me/second-step")
    await browser.send()
    secret = dict(browser.form().pairs)["secret"]
    await browser.send({"code": pyotp.TOTP(secret).at(now)})
    assert await signed_in(browser)
    assert not await signed_in(other)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1],
        lambda token: f"{token}A",
        lambda token: token.swapcase(),
        lambda token: f"{token}; Path=/",
        lambda token: token * 20,
        lambda token: tokens.hashed(token).hex(),
        lambda _: "' or 1=1 --",
        lambda _: "",
    ],
    ids=["cut", "longer", "case", "more", "vast", "hash", "sql", "empty"],
)
async def test_a_token_that_was_forged_or_cut_is_nobodys(
    browser: Browser, other: Browser, steward: Unit, spoil: Callable[[str], str]
) -> None:
    await sign_in(browser, steward, JO)
    headers = {"cookie": f"{COOKIE}={spoil(browser.client.cookies[COOKIE])}"}
    answer = await other.client.get("/me", headers=headers)
    expected = 200 if spoil("x") == "x; Path=/" else 303  # the rest is another cookie, to a server
    assert answer.status_code == expected
    assert await signed_in(browser)


async def test_an_unused_session_ends_and_one_in_use_ends_after_a_month_all_the_same(
    browser: Browser, steward: Unit, sessions: Sessions, tmp_path: Path, now: datetime
) -> None:
    await sign_in(browser, steward, JO)
    at, used = now, 0
    while True:
        at += IDLE - timedelta(minutes=30)
        async with browsing(sessions, tmp_path, at) as later:
            later.client.cookies = browser.client.cookies
            if not await signed_in(later):
                break
        used += 1
    assert used > 50
    assert at >= now + LONGEST
    assert at - (IDLE - timedelta(minutes=30)) < now + LONGEST


async def test_left_alone_for_half_a_day_it_has_ended(
    browser: Browser, steward: Unit, sessions: Sessions, tmp_path: Path, now: datetime
) -> None:
    await sign_in(browser, steward, JO)
    for away, still in ((IDLE, False), (IDLE - timedelta(seconds=1), True)):
        async with browsing(sessions, tmp_path, now + away) as later:
            later.client.cookies = browser.client.cookies
            assert await signed_in(later) is still


async def test_signing_out_everywhere_ends_every_browser_at_once(
    browser: Browser, other: Browser, steward: Unit
) -> None:
    await sign_in(other, steward, JO)
    await sign_in(browser, steward, JO)
    stolen = browser.client.cookies[COOKIE]
    await browser.open("/me")
    await browser.send(action="/me/sessions/all")
    assert browser.page.heading == "You are signed out"
    assert COOKIE not in browser.client.cookies
    show(browser, COOKIE, stolen)
    assert not await signed_in(browser)
    assert not await signed_in(other)


async def test_nobody_signs_somebody_else_out(
    browser: Browser, other: Browser, steward: Unit
) -> None:
    await sign_in(browser, steward, JO)
    second = await browser.client.get("/me")
    assert second.status_code == 200
    await sign_in(other, steward, MO)
    await browser.open("/me")
    from_elsewhere = {"sec-fetch-site": "cross-site"}
    for path in ("/sign-out", "/me/sessions/all"):
        answer = await browser.client.post(path, data={"x": "1"}, headers=from_elsewhere)
        assert answer.status_code == 403
    assert await signed_in(browser)


async def test_what_is_behind_sign_in_never_stays_in_a_browser(
    browser: Browser, steward: Unit
) -> None:
    await sign_in(browser, steward, JO)
    for path in ("/me", "/sign-in", "/sign-in/code"):
        answer = await browser.client.get(path)
        assert answer.headers["cache-control"] == "private, no-store"
