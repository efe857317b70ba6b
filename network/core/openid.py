"""Sign-in by another service: OpenID Connect, the code flow with PKCE, by discovery.

We make the requests (httpx) and let Authlib and joserfc make and check what is in them. What a
sign-in needs until the browser is back goes along in the browser, sealed: `Begun.kept`.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any
from urllib.parse import quote

import httpx
import orjson
import structlog
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc.jwk import ECKey, KeySet, RSAKey

from network.core import openid_checks, openid_keys, sealing, tokens
from network.core.errors import Invalid
from network.core.openid_checks import Expected, OddAnswerError, UnknownKeyError
from network.core.outside import Begun, Claims
from network.core.secrets import derived
from network.core.settings import Settings

log = structlog.get_logger("openid")
LASTS = timedelta(minutes=10)
HEARD = timedelta(hours=1)
"""For so long it is believed what a provider offers, and which keys it signs with."""
STEP = 5.0  # seconds for one answer
PATIENCE = 20.0  # seconds for all the answers that one page waits for
MOST_BYTES = 256 * 1024
BACK = "/sign-in/openid"
"""Where the provider sends the browser back to, under our own origin."""
PURPOSE = "openid"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ELSEWHERE = "This sign-in began in another browser, or took too long. Start again."
NOT_LET = "You were not signed in there. Try again, or ask for an email."
AWAY = "Signing in with {label} does not work just now. Ask for an email instead."
ODD = (
    "The answer from {label} cannot be trusted, so nobody was signed in. Ask for an email instead."
)


class AwayError(Exception):
    """The provider does not answer, or says that it cannot."""


class Provider:
    """One provider of sign-in, and what was heard of it in the last hour."""

    def __init__(self, settings: Settings, key: RSAKey | ECKey | None = None) -> None:
        self._settings = settings
        self._key = key
        self._heard: dict[str, tuple[datetime, Any]] = {}

    @property
    def label(self) -> str:
        """Its name on screen."""
        return self._settings.openid_label

    async def begin(self, now: datetime) -> Begun:
        """Begin a sign-in: where the browser is to go, and what it is to bring back."""
        async with self._plainly():
            offered = await self._offered(now)
        begun = {name: tokens.fresh() for name in ("state", "nonce", "verifier")}
        url = prepare_grant_uri(
            offered["authorization_endpoint"],
            self._settings.openid_client_id,
            "code",
            redirect_uri=self._settings.origin + BACK,
            scope="openid email profile",
            state=begun["state"],
            nonce=begun["nonce"],
            code_challenge=create_s256_code_challenge(begun["verifier"]),
            code_challenge_method="S256",
        )
        kept = sealing.sealed(orjson.dumps(begun).decode(), self._seal, PURPOSE, now + LASTS)
        return Begun(url, kept)

    async def finish(self, kept: str, answer: Mapping[str, str], now: datetime) -> Claims:
        """Find out whom the provider says it is, from what the browser brought back."""
        found = sealing.opened(kept, self._seal, PURPOSE, now)
        begun: dict[str, str] = orjson.loads(found) if found else {}
        if not found or not _same(begun["state"], answer.get("state", "")):
            raise Invalid(ELSEWHERE)
        if not answer.get("code"):
            raise Invalid(NOT_LET)
        async with self._plainly():
            if answer.get("iss", self._issuer) != self._issuer:  # RFC 9207: another one's answer
                raise OddAnswerError("iss")
            return await self._claims(begun, answer["code"], now)

    @property
    def _issuer(self) -> str:
        return self._settings.openid_issuer

    @property
    def _seal(self) -> bytes:
        return derived(self._settings.secret, PURPOSE)

    async def _claims(self, begun: Mapping[str, str], code: str, now: datetime) -> Claims:
        offered = await self._offered(now)
        given = await self._given(offered, code, begun["verifier"], now)
        token, access = given.get("id_token"), given.get("access_token")
        if not isinstance(token, str) or not isinstance(access, str):
            raise OddAnswerError("tokens")
        expected = Expected(self._issuer, self._settings.openid_client_id, begun["nonce"], access)
        said = await self._word(offered, token, expected, now)
        if "email" not in said and "userinfo_endpoint" in offered:
            bearer = {"Authorization": f"Bearer {access}"}
            more = await _ask("GET", offered["userinfo_endpoint"], headers=bearer)
            if more.get("sub") != said["sub"]:
                raise OddAnswerError("userinfo")
            said = {**more, **said}
        return openid_checks.claims(self._issuer, said)

    async def _given(
        self, offered: Mapping[str, Any], code: str, verifier: str, now: datetime
    ) -> Mapping[str, Any]:
        """Change the code for tokens, showing that it is we who ask."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._settings.origin + BACK,
            "code_verifier": verifier,
        }
        client, hush = self._settings.openid_client_id, self._settings.openid_client_secret
        ways = offered.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if self._key is not None:
            proof = openid_keys.signed(self._key, client, offered, now)
            form |= {"client_assertion_type": ASSERTION, "client_assertion": proof}
        elif "client_secret_basic" in ways:
            pair = httpx.BasicAuth(quote(client, safe=""), quote(hush, safe=""))
            return await _ask("POST", offered["token_endpoint"], data=form, auth=pair)
        else:
            form |= {"client_secret": hush}
        return await _ask("POST", offered["token_endpoint"], data=form | {"client_id": client})

    async def _word(
        self, offered: Mapping[str, Any], token: str, expected: Expected, now: datetime
    ) -> Mapping[str, Any]:
        """Check an identity token; signed with a key that is new to us, ask for the keys anew."""
        try:
            return openid_checks.word(token, await self._keys(offered, now), expected, now)
        except UnknownKeyError:
            self._heard.pop(offered["jwks_uri"], None)
            return openid_checks.word(token, await self._keys(offered, now), expected, now)

    async def _offered(self, now: datetime) -> Mapping[str, Any]:
        where = self._issuer.rstrip("/") + "/.well-known/openid-configuration"
        return openid_checks.offered(await self._hear(where, now), self._issuer)

    async def _keys(self, offered: Mapping[str, Any], now: datetime) -> KeySet:
        return openid_checks.keys(await self._hear(offered["jwks_uri"], now))

    async def _hear(self, url: str, now: datetime) -> Any:
        """Ask what is public, and believe it for an hour."""
        heard = self._heard.get(url)
        if heard is None or now >= heard[0] + HEARD:
            heard = self._heard[url] = now, await _ask("GET", url)
        return heard[1]

    @asynccontextmanager
    async def _plainly(self) -> AsyncIterator[None]:
        """Say in a sentence what went wrong; the log has the code."""
        try:
            async with asyncio.timeout(PATIENCE):
                yield
        except OddAnswerError as odd:
            log.warning("the provider's answer was refused", why=odd.code)
            raise Invalid(ODD.format(label=self.label)) from odd
        except (AwayError, TimeoutError) as away:
            log.warning("the provider is away", why=str(away) or "slow")
            raise Invalid(AWAY.format(label=self.label)) from away


def provider(settings: Settings) -> Provider | None:
    """Give the provider that the operator chose, if they did; half a choice is refused."""
    if not settings.openid_issuer:
        return None
    if not openid_checks.private(settings.openid_issuer):
        raise Invalid("OPENID_ISSUER must start with https://", field="OPENID_ISSUER")
    if not settings.openid_client_id:
        raise Invalid("OPENID_ISSUER wants OPENID_CLIENT_ID too.", field="OPENID_CLIENT_ID")
    file = settings.openid_private_key_file
    if bool(settings.openid_client_secret) is (file is not None):
        sentence = "Set one of OPENID_CLIENT_SECRET and OPENID_PRIVATE_KEY_FILE."
        raise Invalid(sentence, field="OPENID_CLIENT_SECRET")
    return Provider(settings, None if file is None else openid_keys.private_key(file))


def _same(one: str, other: str) -> bool:
    return compare_digest(one.encode(), other.encode(errors="replace"))


async def _ask(method: str, url: str, **more: Any) -> Mapping[str, Any]:
    """Ask another server for a small piece of JSON; it has a few seconds."""
    body = bytearray()
    try:
        async with (
            asyncio.timeout(2 * STEP),
            httpx.AsyncClient(timeout=STEP) as client,
            client.stream(method, url, **more) as answer,
        ):
            async for part in answer.aiter_bytes():
                body += part
                if len(body) > MOST_BYTES:
                    raise OddAnswerError("size")
    except (httpx.HTTPError, TimeoutError) as error:
        raise AwayError(type(error).__name__) from error
    if answer.status_code >= 500:
        raise AwayError(f"status {answer.status_code}")
    if answer.status_code != 200:
        raise OddAnswerError(f"status {answer.status_code}")
    return _read(bytes(body))


def _read(body: bytes) -> Mapping[str, Any]:
    try:
        said: Any = orjson.loads(body)
    except ValueError as error:
        raise OddAnswerError("json") from error
    if not isinstance(said, dict):
        raise OddAnswerError("json")
    return {str(name): value for name, value in said.items()}
