"""Who was erased stays erased, when a backup is put back that knows them still."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from network import keeping
from network.core import backups, database, erased
from network.core.actor import ANYONE, Actor, Role, service
from network.core.errors import Denied, Invalid
from network.core.events import verify
from network.core.ids import new_id
from network.core.settings import Settings
from network.core.unit import EngineSessions, Unit
from network.directory import terms
from network.people import erasure, erasures, invitations, roles, sign_in
from network.people.invitations import Wish
from network.people.sign_in import Asking
from network.people.teams import Team
from tests import make_people as make
from tests import postgres
from tests.conftest import NOW

JO, KIM, SAM = "jo.canary@example.org", "kim.canary@example.org", "sam@example.org"
OURS, HERE = new_id(), new_id()
TEAM = Team(OURS, "Hastings Open Door")
Opening = Callable[[str], EngineSessions]


@pytest.fixture
async def units() -> AsyncIterator[AsyncExitStack]:
    """Close every unit at the end, the last opened first."""
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
async def opening(server: str, units: AsyncExitStack) -> AsyncIterator[Opening]:
    """Open databases by their address, and close them all at the end."""
    opened: list[EngineSessions] = []

    def one(address: str) -> EngineSessions:
        opened.append(EngineSessions(database.engine(address)))
        return opened[-1]

    terms.forget()
    yield one
    await units.aclose()
    for sessions in opened:
        await sessions.close()
    for name in ("lived", "restored"):
        await postgres.drop_database(server, name)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(secret="s" * 32, data=tmp_path)


async def lived(keeper: Unit, asked: Callable[[Actor], Unit], settings: Settings) -> Actor:
    """Let Jo and Sam keep an entry, and Kim be asked to, who has no account yet."""
    jo = await make.host(keeper, NOW, OURS, JO)
    await make.host(keeper, NOW, OURS, SAM)
    await keeper.write(sign_in.ask, Asking(JO, "browser", "192.0.2.1"), settings, NOW)
    await asked(jo).write(invitations.invite, TEAM, Wish(KIM), settings, NOW)
    return jo


async def words(sessions: EngineSessions) -> str:
    """Read every row of every table, but for the record, as text."""
    async with sessions.reading() as db:
        every = [
            str(row)
            for table in SQLModel.metadata.sorted_tables
            if table.name != "event"
            for row in await db.scalars(text(f'select t::text from "{table.name}" t'))  # noqa: S608
        ]
    return "\n".join(every)


async def test_a_backup_put_back_brings_nobody_back_who_was_erased_since(
    server: str, opening: Opening, units: AsyncExitStack, settings: Settings, tmp_path: Path
) -> None:
    address = await postgres.make_database(server, "lived")
    before = opening(address)
    keeper = await units.enter_async_context(Unit(before, service("test")))
    jo = await lived(keeper, lambda actor: Unit(before, actor), settings)
    file = tmp_path / "yesterday.backup"
    await backups.write(address, file)

    await Unit(before, jo).write(erasure.erase, settings, NOW)
    kim = await make.signed_in(keeper, NOW, KIM)  # known by an account only after the backup
    await Unit(before, kim).write(erasure.erase, settings, NOW)
    async with Unit(before, service("test")) as worker:
        assert await keeping.uphold(worker, settings, NOW) == 0

    other = await postgres.make_empty(server, "restored")
    await backups.restore(other, file)
    after = opening(other)
    assert "canary" in await words(after)  # else this would show nothing
    restored = await units.enter_async_context(Unit(after, service("test")))
    assert await keeping.uphold(restored, settings, NOW) == 1
    left = await words(after)
    assert "canary" not in left
    assert str(jo.person) not in left.replace(f"{jo.person},", "", 1)  # but for the list itself
    assert SAM in left
    assert (await restored.read(verify)).broken_at is None
    assert await restored.read(erasures.listed) == erased.read(settings.erased)
    assert await keeping.uphold(restored, settings, NOW) == 0


async def test_the_lead_passes_on_when_a_backup_s_lead_is_erased_again(
    server: str, opening: Opening, units: AsyncExitStack, settings: Settings
) -> None:
    before = opening(await postgres.make_database(server, "lived"))
    await postgres.make_empty(server, "restored")
    keeper = await units.enter_async_context(Unit(before, service("test")))
    jo = await lived(keeper, lambda actor: Unit(before, actor), settings)
    noted = [erased.Erased(new_id(), jo.person or new_id(), b"x" * 32, NOW)]
    assert await keeper.write(erasures.repeat, noted, settings) == 1
    sam = await make.signed_in(keeper, NOW, SAM)
    mine = await (await units.enter_async_context(Unit(before, sam))).read(roles.of)
    assert [(one.role, one.lead) for one in mine] == [(Role.HOST, True)]


async def test_whoever_comes_back_by_themself_is_left_alone(
    steward: Unit, asking: make.Asking, settings: Settings
) -> None:
    first = await make.signed_in(steward, NOW, JO)
    await asking(first).write(erasure.erase, settings, NOW)
    await steward.write(sign_in.ask, Asking(JO, "browser", "192.0.2.1"), settings, NOW)
    again = await make.signed_in(steward, NOW, JO)
    noted = await steward.read(erasures.listed)
    # A database that does not know of the erasure, though it knows of what came later.
    await steward.count(erasures.clear, NOW + timedelta(days=366))
    assert await steward.write(erasures.repeat, noted, settings) == 0
    papers = await asking(again).read(erasure.papers)
    assert {"person", "signin", "letter"} <= set(papers)


async def test_only_the_service_itself_reads_and_repeats_erasures(
    asking: make.Asking, settings: Settings
) -> None:
    with pytest.raises(Denied):
        await asking(ANYONE).read(erasures.listed)
    with pytest.raises(Denied):
        await asking(ANYONE).write(erasures.repeat, [], settings)


def one(days: int, of: UUID | None = None) -> erased.Erased:
    return erased.Erased(new_id(), of or new_id(), bytes(32), NOW + timedelta(days=days))


def test_the_list_grows_keeps_what_it_has_and_loses_only_what_is_old(tmp_path: Path) -> None:
    path = tmp_path / "erased"
    old, newer, newest = one(-400), one(-2), one(-1)
    since = NOW - timedelta(days=365)
    assert erased.read(path) == []
    assert erased.keep(path, [], since) == []
    assert path.exists()  # so that whoever restores finds a list, though an empty one
    assert erased.keep(path, [newer], since) == [newer]
    assert erased.keep(path, [old, newest], since) == [newer, newest]
    assert erased.read(path) == [newer, newest]
    assert path.stat().st_mode & 0o777 == 0o600
    later = since + timedelta(days=364)
    assert erased.keep(path, [], later) == [newest]


def test_a_damaged_list_is_refused_and_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "erased"
    path.write_bytes(one(-1).line + b'{"id": "half a li')
    before = path.read_bytes()
    with pytest.raises(Invalid, match="damaged"):
        erased.keep(path, [one(-1)], NOW - timedelta(days=365))
    assert path.read_bytes() == before
