"""Showing a sign-in provider that it is we who ask: with a private key, not a shared secret.

`private_key_jwt` (RFC 7523; OpenID Connect Core, 9). The key never leaves this machine.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from authlib.oauth2.rfc7523 import private_key_jwt_sign
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey, import_key

from network.core.errors import Invalid

GOOD = 60  # seconds
RSA = ("RS512", "PS256", "RS256")
CURVES = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}


def private_key(file: Path) -> RSAKey | ECKey:
    """Read the key with which we show a provider who we are: RSA or EC, as PEM or a JWK."""
    try:
        key = _read(file.read_text(encoding="ascii"))
    except (OSError, ValueError, TypeError, JoseError):
        key = None
    known = isinstance(key, RSAKey) or (isinstance(key, ECKey) and key.curve_name in CURVES)
    if not isinstance(key, RSAKey | ECKey) or not known or not key.is_private:
        sentence = f"There is no private key, RSA or EC, to be read in {file}."
        raise Invalid(sentence, field="OPENID_PRIVATE_KEY_FILE")
    return key


def signed(key: RSAKey | ECKey, client_id: str, offered: Mapping[str, Any], now: datetime) -> str:
    """Write the proof that it is we who ask. It is good for a minute, at this provider only."""
    at = int(now.timestamp())
    proof: str = private_key_jwt_sign(
        key,
        client_id,
        offered["token_endpoint"],
        alg=_way(key, offered.get("token_endpoint_auth_signing_alg_values_supported") or ()),
        header={"kid": key.kid} if key.kid else {},
        issued_at=at,
        expires_at=at + GOOD,
    )
    return proof


def _way(key: RSAKey | ECKey, known: Any) -> str:
    """Choose how to sign: an RSA key in the first way the provider knows, else as all must."""
    if isinstance(key, ECKey):
        return CURVES[key.curve_name]
    return next((way for way in RSA if way in known), RSA[-1])


def _read(text: str) -> object:
    if text.lstrip().startswith("{"):
        return import_key(orjson.loads(text))
    try:
        return RSAKey.import_key(text)
    except (ValueError, TypeError, JoseError):
        return ECKey.import_key(text)
