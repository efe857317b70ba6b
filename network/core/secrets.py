"""The house's one secret, and the keys made from it: one for each purpose, never the secret itself.

An operator names it (SECRET), or it is made once and kept in DATA.
"""

import hmac
import os
import secrets
from pathlib import Path

from network.core.errors import Invalid
from network.core.settings import Settings

NAME = "secret"
SHORTEST = 32  # characters
ADVICE = "Set SECRET to at least 32 random characters; `openssl rand -hex 32` makes some."


def settled(settings: Settings) -> Settings:
    """Give these settings with a secret in them: the operator's, else the one kept in DATA.

    Refuses a secret that is too short and a folder that cannot be written.
    """
    if settings.secret:
        _check(settings.secret, f"SECRET is too short. {ADVICE}")
        return settings
    return settings.model_copy(update={"secret": kept(settings.data)})


def kept(folder: Path) -> str:
    """Read the secret in a folder, made there first if need be; whoever asks gets the same one."""
    path = folder / NAME
    try:
        if not path.exists():
            _make(path)
        found = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise Invalid(f"The secret in {path} cannot be kept. {ADVICE}", field="SECRET") from error
    _check(found, f"The secret in {path} is damaged. Put it back from a backup. {ADVICE}")
    return found


def derived(secret: str, purpose: str) -> bytes:
    """Make the key for one purpose ("sign-in"): 32 bytes that tell nothing of any other key."""
    if not secret:
        raise ValueError("no secret: settings come through `settled` first")
    return hmac.digest(secret.encode(), purpose.encode(), "sha256")


def _make(path: Path) -> None:
    """Write a whole file beside it and give that the name, which only the first of many can do."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{NAME}.{os.getpid()}.{secrets.token_hex(4)}")
    opened = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(opened, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        os.link(fresh, path)
    except FileExistsError:
        return  # another process was quicker: its secret is the house's
    finally:
        fresh.unlink()


def _check(secret: str, otherwise: str) -> None:
    if len(secret) < SHORTEST:
        raise Invalid(otherwise, field="SECRET")
