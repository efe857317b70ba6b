"""What a sign-in provider says, checked: what it offers, and whom it says somebody is.

Every "no" is an OddAnswerError with a code for the log; a person hears one sentence for all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from network.core.outside import Claims
from network.core.settings import on_this_machine

SIGNED = [f"{way}{bits}" for way in ("RS", "PS", "ES") for bits in (256, 384, 512)]
"""Ways of signing that want a key only the provider has: never “none”, never a shared secret."""
LEEWAY = 60  # seconds that two clocks may differ by
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
ESSENTIAL = ("iss", "sub", "aud", "exp", "iat", "nonce")


class OddAnswerError(Exception):
    """A provider said something that cannot be trusted. `code` says what, in a word of ours."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnknownKeyError(OddAnswerError):
    """A word is signed with a key we have not heard of: the provider may have a new one."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What an identity token must match: who it is from, whom it is for, and which sign-in."""

    issuer: str
    client_id: str
    nonce: str = field(repr=False)
    access_token: str = field(repr=False)


def offered(said: Any, issuer: str) -> Mapping[str, Any]:
    """Check what a provider says it offers: it is the one we asked, and its ways are private."""
    if not isinstance(said, dict) or said.get("issuer") != issuer:
        raise OddAnswerError("issuer")
    for name in NEEDED:
        if not private(said.get(name)):
            raise OddAnswerError(name)
    if said.get("userinfo_endpoint") is not None and not private(said["userinfo_endpoint"]):
        raise OddAnswerError("userinfo_endpoint")
    return cast("Mapping[str, Any]", said)


def private(url: object) -> bool:
    """Say whether nobody on the way can read what goes to this address."""
    if not isinstance(url, str):
        return False
    parts = urlsplit(url)
    host = parts.hostname or ""
    return parts.scheme == "https" or (parts.scheme == "http" and on_this_machine(host))


def keys(said: Any) -> KeySet:
    """Read the keys that a provider signs with."""
    try:
        return KeySet.import_key_set(cast("KeySetSerialization", said))
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise OddAnswerError("keys") from error


def word(token: str, ring: KeySet, expected: Expected, now: datetime) -> Mapping[str, Any]:
    """Check an identity token: signed by the provider, for us, for this sign-in, and still good."""
    try:
        found = jwt.decode(token, ring, algorithms=SIGNED)
    except InvalidKeyIdError as error:
        raise UnknownKeyError("key") from error
    except (JoseError, ValueError, TypeError) as error:
        raise OddAnswerError("signature") from error
    values = {"iss": expected.issuer, "aud": expected.client_id, "nonce": expected.nonce}
    options = {
        name: {"essential": True} | ({"value": values[name]} if name in values else {})
        for name in ESSENTIAL
    }
    about = {
        "nonce": expected.nonce,
        "client_id": expected.client_id,
        "access_token": expected.access_token,
    }
    try:
        claims = CodeIDToken(found.claims, found.header, options, about)
        claims.validate(int(now.timestamp()), LEEWAY)
    except (JoseError, ValueError, TypeError) as error:
        raise OddAnswerError(getattr(error, "claim", None) or "claims") from error
    return found.claims


def claims(issuer: str, said: Mapping[str, Any]) -> Claims:
    """Take out of a provider's word what we use of it."""
    email, name = said.get("email"), said.get("name")
    if not isinstance(said.get("sub"), str) or not 0 < len(said["sub"]) <= 255:
        raise OddAnswerError("sub")
    return Claims(
        issuer=issuer,
        subject=said["sub"],
        email=email if isinstance(email, str) and email else None,
        verified=said.get("email_verified") is True or said.get("email_verified") == "true",
        name=name if isinstance(name, str) else "",
    )
