"""Sign-in by another service that is strict: it knows us by a private key, and may answer oddly."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey
from structlog.testing import capture_logs

from network.core import openid, outside
from network.core.errors import Invalid
from network.core.openid import Provider
from network.core.settings import Settings
from tests.network.core.signing_in import (
    AWAY,
    ODD,
    brought_back,
    free,
    made,
    process,
    refused,
    settings,
)

OURS = RSAKey.generate_key(2048, auto_kid=True)


@pytest.fixture(scope="module")
async def strict() -> AsyncIterator[str]:
    """Run a provider that knows us by our private key only."""
    port = free()
    key = json.dumps(OURS.as_dict(private=False))
    words = ("uvicorn", "tests.provider:app", "--port", str(port), "--log-level", "critical")
    async with process(*words, port=port, CLIENT_KEY=key) as address:
        yield address


@pytest.fixture
def keyed(strict: str, tmp_path: Path) -> Provider:
    """Know the strict provider, and have a key to show it."""
    file = tmp_path / "key.pem"
    file.write_bytes(OURS.as_pem(private=True))
    return made(strict, openid_client_secret="", openid_private_key_file=file)


async def go(url: str) -> dict[str, str]:
    """Go where the strict provider asks nothing."""
    async with httpx.AsyncClient() as client:
        return brought_back(await client.get(url))


async def test_a_private_key_shows_who_we_are(keyed: Provider) -> None:
    now = outside.now()
    for _ in range(2):
        begun = await keyed.begin(now)
        claims = await keyed.finish(begun.kept, await go(begun.url), now)
        assert (claims.subject, claims.email, claims.verified) == ("jo-1", "jo@example.org", True)


async def test_another_key_does_not(strict: str, tmp_path: Path) -> None:
    file, now = tmp_path / "key.jwk", outside.now()
    file.write_text(json.dumps(RSAKey.generate_key(2048).as_dict(private=True)))
    one = made(strict, openid_client_secret="", openid_private_key_file=file)
    begun = await one.begin(now)
    with capture_logs() as written:
        assert ODD in await refused(one, begun, await go(begun.url), now)
    assert [line["why"] for line in written] == ["status 401"]


async def test_a_code_that_was_asked_for_by_somebody_else_is_refused(keyed: Provider) -> None:
    now = outside.now()
    mine, others = await keyed.begin(now), await keyed.begin(now)
    stolen = await go(mine.url) | {"code": (await go(others.url))["code"]}
    with capture_logs() as written:
        assert ODD in await refused(keyed, mine, stolen, now)
    assert [line["why"] for line in written] == ["status 400"]


FAULTS = {
    **{name: name for name in ("iss", "aud", "azp", "exp", "iat", "nonce", "at_hash")},
    "no_nonce": "nonce",
    "no_sub": "sub",
    "unsigned": "signature",
    "shared": "signature",
    "forged": "signature",
    "stranger": "key",
    "no_token": "tokens",
    "userinfo": "userinfo",
    "text": "json",
    "list": "json",
    "huge": "size",
    "moved": "status 302",
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_word_with_a_fault_lets_nobody_in(keyed: Provider, fault: str) -> None:
    now = outside.now()
    begun = await keyed.begin(now)
    with capture_logs() as written:
        said = await refused(keyed, begun, await go(f"{begun.url}&fault={fault}"), now)
    assert ODD in said
    assert [line["why"] for line in written] == [FAULTS[fault]]


async def test_a_provider_that_fails_half_way_is_said_to_be_away(keyed: Provider) -> None:
    now = outside.now()
    begun = await keyed.begin(now)
    assert AWAY in await refused(keyed, begun, await go(f"{begun.url}&fault=500"), now)


async def test_a_new_key_of_the_provider_s_is_found_at_once(keyed: Provider, strict: str) -> None:
    now = outside.now()
    begun = await keyed.begin(now)
    await keyed.finish(begun.kept, await go(begun.url), now)
    async with httpx.AsyncClient() as client:
        await client.post(f"{strict}/rotate")
    begun = await keyed.begin(now)
    assert (await keyed.finish(begun.kept, await go(begun.url), now)).subject == "jo-1"


def test_without_a_choice_there_is_no_provider() -> None:
    assert openid.provider(Settings()) is None


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"openid_issuer": "http://id.example.org"}, "OPENID_ISSUER"),
        ({"openid_issuer": "id.example.org"}, "OPENID_ISSUER"),
        ({"openid_client_id": ""}, "OPENID_CLIENT_ID"),
        ({"openid_client_secret": ""}, "OPENID_CLIENT_SECRET"),
        ({"openid_private_key_file": Path("key.pem")}, "OPENID_CLIENT_SECRET"),
        (
            {"openid_client_secret": "", "openid_private_key_file": Path("missing.pem")},
            "OPENID_PRIVATE_KEY_FILE",
        ),
    ],
)
def test_half_a_choice_is_refused_and_named(chosen: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as no:
        openid.provider(settings("https://id.example.org", **chosen))
    assert no.value.field == field


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"river",
        b"{}",
        b"[]",
        "é".encode(),
        OURS.as_pem(private=False),
        json.dumps(OctKey.generate_key(256).as_dict(private=True)).encode(),
        ECKey.generate_key("secp256k1").as_pem(private=True),
    ],
    # Named, because keys made anew would give every worker other tests.
    ids=("nothing", "a word", "an object", "a list", "no text", "public", "shared", "other curve"),
)
def test_what_is_no_private_key_is_refused(tmp_path: Path, text: bytes) -> None:
    file = tmp_path / "key"
    file.write_bytes(text)
    with pytest.raises(Invalid, match="no private key"):
        made("https://id.example.org", openid_client_secret="", openid_private_key_file=file)


@pytest.mark.parametrize("curve", ["P-256", "P-384", "P-521"])
def test_a_key_of_each_curve_is_taken(tmp_path: Path, curve: str) -> None:
    file = tmp_path / "key"
    file.write_bytes(ECKey.generate_key(curve).as_pem(private=True))
    made("https://id.example.org", openid_client_secret="", openid_private_key_file=file)
