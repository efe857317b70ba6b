"""Settings: read once from the environment, fit to be public, safe in production as they stand."""

import ipaddress
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

WORD = "[a-zA-Z0-9_+-]+"
LABEL = r"[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?\."
ADDRESS = rf"^({WORD}(\.{WORD})*@({LABEL})+[a-zA-Z]{{2,}})?$"
"""An e-mail address as plain as one of ours may be, or nothing."""


class Settings(BaseSettings):
    """What an operator may choose. Each is an environment variable of the same name in capitals.

    `database_url`: any PostgreSQL ≥ 16 (`postgresql+asyncpg://…`); without it the embedded one
    under `data` is used. `locality`: whose name the site carries (a slug). `secret`: what all keys
    are made from; `core/secrets.py` fills it in where the operator named none. `host_help`: whom
    hosts may call or write to, in a few words. `reply_to`: where a person reads what they answer.
    `least_free_mb`: with less room than this on the
    disk of the embedded database nothing is changed any more; 0: never mind.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    data: Path = Path(".data")
    secret: str = Field("", repr=False)
    locality: str = "sussex"
    site_name: str = "Peer Support Sussex"
    public_url: str = Field("", pattern=r"^(https?://[^/\s?#@]+/?)?$")
    host_help: str = ""
    mode: Literal["development", "production"] = "production"
    pool_size: int = Field(8, ge=1, le=500)
    smtp_url: str = Field("", repr=False)
    mail_from: str = ""
    reply_to: str = Field("", max_length=254, pattern=ADDRESS)
    inbox: bool = False
    openid_issuer: str = ""
    openid_client_id: str = ""
    openid_client_secret: str = Field("", repr=False)
    openid_private_key_file: Path | None = None
    openid_label: str = "your organisation"
    least_free_mb: int = Field(300, ge=0)
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def development(self) -> bool:
        """Say whether tools for developers (GraphiQL) are offered."""
        return self.mode == "development"

    @property
    def origin(self) -> str:
        """Where people reach the site, for links in letters: never what a request says it is."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def letters_shown(self) -> bool:
        """Say whether letters are read on a page here, because nobody is to get them.

        Never where others can come in: whoever reads them can sign in as anybody.
        """
        wanted = self.inbox or self.development
        return wanted and on_this_machine(self.host) and not self.smtp_url

    @property
    def snapshots(self) -> Path:
        """Where the pages that outlive the database are kept."""
        return self.data / "snapshot"

    @property
    def erased(self) -> Path:
        """Where it is noted whom we erased, so that no backup brings them back."""
        return self.data / "erased"


def on_this_machine(host: str) -> bool:
    """Say whether a name or number of a host can mean only this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
