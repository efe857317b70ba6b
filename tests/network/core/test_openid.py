"""Sign-in by another service: a common one (`oidc-provider-mock`, a process of its own)."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from structlog.testing import capture_logs

from network.core import outside
from network.core.errors import Invalid
from network.core.openid import ELSEWHERE, NOT_LET, Provider
from network.core.outside import Begun
from tests.network.core.signing_in import ODD, brought_back, free, made, process, refused, settings


@pytest.fixture(scope="module")
async def common() -> AsyncIterator[str]:
    """Run a common provider, whose words are good for two minutes."""
    port = free()
    words = ("oidc_provider_mock", "--port", str(port), "--token-max-age", "120")
    async with process(*words, port=port) as address:
        yield address


async def person(address: str, subject: str, **claims: Any) -> None:
    """Tell the common provider of somebody."""
    async with httpx.AsyncClient() as client:
        (await client.put(f"{address}/users/{subject}", json=claims)).raise_for_status()


async def let_in(url: str, subject: str = "jo-1", **form: str) -> dict[str, str]:
    """Go where the browser is sent, say yes, and give what it brings back."""
    async with httpx.AsyncClient() as client:
        answer = await client.post(url, data={"sub": subject} | form)
    return brought_back(answer)


async def test_whoever_the_provider_lets_in_is_who_it_says(common: str) -> None:
    one, now = made(common), outside.now()
    await person(common, "jo-1", email="jo@example.org", email_verified=True, name="Jo")
    begun = await one.begin(now)
    claims = await one.finish(begun.kept, await let_in(begun.url), now)
    assert (claims.issuer, claims.subject, claims.name) == (common, "jo-1", "Jo")
    assert (claims.email, claims.verified) == ("jo@example.org", True)
    assert "jo@" not in repr(claims)


async def test_what_is_asked_of_it_is_one_code_with_pkce(common: str) -> None:
    begun = await made(common).begin(outside.now())
    asked = dict(parse_qsl(urlsplit(begun.url).query))
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "https://support.example.org/sign-in/openid"
    assert set(asked["scope"].split()) == {"openid", "email", "profile"}
    assert all(asked[name] not in begun.kept for name in ("state", "nonce"))
    other = dict(parse_qsl(urlsplit((await made(common).begin(outside.now())).url).query))
    assert all(asked[one] != other[one] for one in ("state", "nonce", "code_challenge"))


async def test_an_answer_to_another_sign_in_is_refused(common: str) -> None:
    one, now = made(common), outside.now()
    mine, others = await one.begin(now), await one.begin(now)
    answer = await let_in(others.url)
    assert await refused(one, mine, answer, now) == ELSEWHERE
    wrong = answer | {"state": "é"}
    assert await refused(one, others, wrong, now) == ELSEWHERE
    del wrong["state"]
    assert await refused(one, others, wrong, now) == ELSEWHERE


async def test_a_browser_that_began_nothing_or_long_ago_is_refused(common: str) -> None:
    one, now = made(common), outside.now()
    begun = await one.begin(now)
    answer = await let_in(begun.url)
    for kept in ("", "x", begun.kept[:-3]):
        assert await refused(one, Begun("", kept), answer, now) == ELSEWHERE
    assert await refused(one, begun, answer, now + timedelta(minutes=10)) == ELSEWHERE
    other_house = made(common)
    other_house._settings = settings(common).model_copy(update={"secret": "x" * 32})  # noqa: SLF001
    assert await refused(other_house, begun, answer, now) == ELSEWHERE


async def test_a_word_for_another_nonce_is_refused(common: str) -> None:
    one, now = made(common), outside.now()
    begun = await one.begin(now)
    nonce = dict(parse_qsl(urlsplit(begun.url).query))["nonce"]
    answer = await let_in(begun.url.replace(nonce, "another"))
    with capture_logs() as written:
        assert ODD in await refused(one, begun, answer, now)
    assert [line["why"] for line in written] == ["nonce"]


async def test_another_issuer_is_refused(common: str) -> None:
    with capture_logs() as written:
        assert ODD in (await refusal_to_begin(made(f"{common}/")) or "")
    assert [line["why"] for line in written] == ["issuer"]
    one, now = made(common), outside.now()
    begun = await one.begin(now)
    answer = await let_in(begun.url) | {"iss": "https://elsewhere.example.org"}
    assert ODD in await refused(one, begun, answer, now)


async def test_a_word_that_is_too_old_is_refused(common: str) -> None:
    one, now = made(common), outside.now()
    begun = await one.begin(now)
    answer = await let_in(begun.url)
    with capture_logs() as written:
        assert ODD in await refused(one, begun, answer, now + timedelta(minutes=4))
    assert [line["why"] for line in written] == ["exp"]


async def test_a_code_works_once(common: str) -> None:
    one, now = made(common), outside.now()
    begun = await one.begin(now)
    answer = await let_in(begun.url)
    await one.finish(begun.kept, answer, now)
    assert ODD in await refused(one, begun, answer, now)


async def test_an_address_that_is_missing_or_unchecked_is_said_to_be_so(common: str) -> None:
    one, now = made(common), outside.now()
    await person(common, "no-email")
    await person(common, "unchecked", email="jo@example.org", email_verified=False)
    begun = await one.begin(now)
    claims = await one.finish(begun.kept, await let_in(begun.url, "no-email"), now)
    assert (claims.email, claims.verified) == (None, False)
    begun = await one.begin(now)
    claims = await one.finish(begun.kept, await let_in(begun.url, "unchecked"), now)
    assert (claims.email, claims.verified) == ("jo@example.org", False)


async def test_whoever_says_no_there_is_not_let_in(common: str) -> None:
    one, now = made(common), outside.now()
    begun = await one.begin(now)
    answer = await let_in(begun.url, action="deny")
    answer = {"state": dict(parse_qsl(urlsplit(begun.url).query))["state"]} | answer
    assert await refused(one, begun, answer, now) == NOT_LET


async def refusal_to_begin(one: Provider) -> str | None:
    try:
        await one.begin(outside.now())
    except Invalid as no:
        return no.sentence
    return None


async def test_a_provider_that_is_away_is_said_to_be_away() -> None:
    said = await refusal_to_begin(made(f"http://127.0.0.1:{free()}"))
    assert said == "Signing in with Sussex NHS does not work just now. Ask for an email instead."
