"""Roles by the command line: how the first steward comes to be, and how one is helped."""

import asyncio
import io
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pyotp
import pytest
from rich.console import Console
from typer.testing import CliRunner

from network import cli
from network.cli import people, running
from network.core.errors import Conflict, Invalid, Missing, Refusal
from network.core.outside import now
from network.core.secrets import settled
from network.core.settings import Settings
from network.core.unit import Unit
from network.people import accounts, second_factor, sessions
from network.people.second_factor import Confirmed, Given
from seed import places
from tests import make

T = TypeVar("T")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(people, "console", Console(file=io.StringIO()))
    said("migrate")
    return tmp_path


def said(*words: str) -> str:
    done = CliRunner().invoke(cli.app, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def refused(*words: str) -> Refusal:
    done = CliRunner().invoke(cli.app, ("person", *words))
    assert isinstance(done.exception, Refusal), done.output
    return done.exception


def asking(data: Path, doing: Callable[[Unit], Coroutine[Any, Any, T]]) -> T:
    """Ask the commands' own database something, as the service."""

    async def ask() -> T:
        settings = Settings(data=data)
        async with running.database(settings) as address, running.unit(address, "test") as unit:
            return await doing(unit)

    return asyncio.run(ask())


async def settle(unit: Unit) -> str:
    """Make Sussex and one organisation, and give its slug."""
    await places.sow(unit)
    return (await make.organisation(unit, now(), host=None)).slug


def test_roles_are_given_seen_and_taken_away(data: Path) -> None:
    slug = asking(data, settle)
    assert "Nobody has a role yet." in said("person", "list")
    said("person", "grant", "Sam@example.org", "steward", "sussex")
    said("person", "grant", "jo@example.org", "host", slug)
    shown = said("person", "list")
    assert all(word in shown for word in ("Sam@example.org", "steward", "sussex", "host, leads"))
    assert isinstance(refused("grant", "sam@example.org", "steward", "sussex"), Conflict)
    assert isinstance(refused("grant", "sam", "steward", "sussex"), Invalid)
    assert isinstance(refused("grant", "sam@example.org", "steward", "kent"), Missing)
    assert isinstance(refused("grant", "sam@example.org", "host", "nobody"), Missing)
    assert "no forum here" in refused("grant", "r@example.org", "responder", "sussex").sentence
    said("person", "revoke", "sam@example.org", "steward", "sussex")
    said("person", "revoke", "jo@example.org", "host", slug)
    assert isinstance(refused("revoke", "jo@example.org", "host", slug), Missing)
    assert isinstance(refused("revoke", "new@example.org", "host", slug), Missing)
    assert "Nobody has a role yet." in said("person", "list")


def test_who_lost_their_phone_sets_up_a_new_one(data: Path) -> None:
    asking(data, settle)
    said("person", "grant", "sam@example.org", "steward", "sussex")
    assert "They have no second factor" in refused("unlock", "sam@example.org").sentence
    asking(data, lambda unit: enrolled(unit, settled(Settings(data=data))))
    said("person", "unlock", "sam@example.org")
    assert "They have no second factor" in refused("unlock", "sam@example.org").sentence


async def enrolled(unit: Unit, settings: Settings) -> None:
    """Let Sam set up a second factor."""
    sam, at = await unit.read(accounts.by_email, "sam@example.org"), now()
    token = await unit.write(sessions.open_, sam.id, at)
    async with Unit(unit._sessions) as door:  # noqa: SLF001  # one connection: its snapshot goes
        known = await door.read(sessions.actor_of, token, at)
    assert known.session_id
    own = Unit(unit._sessions, known.actor)  # noqa: SLF001
    secret = await own.write(second_factor.enrol, settings, at)
    given = Given(known.session_id, pyotp.TOTP(secret).at(at))
    assert isinstance(await own.write(second_factor.confirm, given, settings, at), Confirmed)
