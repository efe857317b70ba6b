"""Sealing: text that nobody without the key can read or change, with what it is for inside.

Encrypted with AES-256-GCM and written as a JWE (RFC 7516).
"""

from datetime import UTC, datetime

import orjson
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

WAY = {"alg": "dir", "enc": "A256GCM"}
FOR_EVER = datetime.max.replace(tzinfo=UTC)


def sealed(text: str, key: bytes, purpose: str, until: datetime = FOR_EVER) -> str:
    """Seal a text with a key of 32 bytes, for one purpose, perhaps only until a moment."""
    inside = orjson.dumps({"text": text, "for": purpose, "until": until})
    return jwe.encrypt_compact(WAY, inside, OctKey.import_key(key))


def opened(seal: str, key: bytes, purpose: str, now: datetime) -> str | None:
    """Give the text in a seal; nothing where it is broken, lapsed, or for another purpose."""
    try:
        found = jwe.decrypt_compact(seal, OctKey.import_key(key), algorithms=list(WAY.values()))
        inside = orjson.loads(found.plaintext or b"")
    except (JoseError, ValueError):
        return None
    if inside["for"] != purpose or now >= datetime.fromisoformat(inside["until"]):
        return None
    text: str = inside["text"]
    return text
