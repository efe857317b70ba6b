"""Events: what was done, kept for good and in order. Audit log and outbox in one.

No foreign keys and no bodies of text in it: erasing a person edits no history. The database
refuses to change or remove a row, and each is sealed to the one before (`chain.py`).
"""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import BigInteger, Index, LargeBinary, UniqueConstraint, func, insert, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col, select

from network.core import chain
from network.core.actor import Actor
from network.core.chain import START, Noted, Walked
from network.core.fields import JSON, MOMENT, personal, public
from network.core.ids import new_id

RECORDED = "events_recorded"
"""Where a session holds what was recorded and is not yet written down; a unit lays it out."""

AT_A_TIME = 2_000
_ONE_BY_ONE = text("select pg_advisory_xact_lock(hashtext('event chain'))")
_END = text(
    "select clock_timestamp() as now, last.seq, last.chain from (select) as here"
    " left join (select seq, chain from event order by seq desc limit 1) as last on true"
)


class Event(SQLModel, table=True):
    """One thing that happened: its name ("offer.published"), to what, by whom, when.

    `seq`: its place in the record, without gaps. `chain`: its seal.
    """

    __table_args__ = (
        Index("ix_event_about", "about", "at"),
        Index("ix_event_by", "by", "seq"),
        Index("ix_event_name", "name", "seq"),
        Index("ix_event_at", "at"),
        UniqueConstraint("seq"),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    at: datetime | None = public(None, type_=MOMENT, column={"server_default": func.now()})
    name: str = public(max_length=80)
    about: UUID = public()
    by: UUID | None = personal(None)
    by_name: str = public(max_length=80)
    detail: dict[str, Any] = public(default_factory=dict, type_=JSON)
    seq: int = public(type_=BigInteger)
    chain: bytes = public(type_=LargeBinary)


def record(db: AsyncSession, actor: Actor, name: str, about: UUID, **detail: Any) -> None:
    """Write down what was done, in the same transaction as the doing.

    `detail` holds ids, codes and field names, never text that somebody wrote.
    """
    plain = orjson.loads(orjson.dumps(detail))
    said = {"name": name, "about": about, "by": actor.person, "by_name": actor.name}
    db.info[RECORDED].append({"id": new_id(), **said, "detail": plain})


async def keep(db: AsyncSession) -> None:
    """Put what was recorded at the end of the record: the last thing a transaction does.

    Writers take turns here, from this moment to their commit, so the order is the one kept.
    """
    recorded, db.info[RECORDED] = db.info[RECORDED], []
    if not recorded:
        return
    await db.flush()  # what takes long is done before it is our turn
    await db.execute(_ONE_BY_ONE)
    end, now = await _end(db)
    for seq, entry in enumerate(recorded, end.seq + 1):
        entry |= {"seq": seq, "at": now}
        end = Noted(seq, chain.seal(end.seal, entry))
        entry["chain"] = end.seal
    await db.execute(insert(Event), recorded)


async def verify(db: AsyncSession, actor: Actor, noted: Noted | None = None) -> Walked:  # noqa: ARG001  # every verb takes both
    """Walk along the whole record and find the first place where it does not hold."""
    return await chain.walk(_entries(db), noted)


async def _end(db: AsyncSession) -> tuple[Noted, datetime]:
    row = (await db.execute(_END)).one()
    return (Noted(row.seq, row.chain) if row.seq else Noted(0, START)), row.now


async def _entries(db: AsyncSession) -> AsyncIterator[Mapping[str, Any]]:
    columns = Event.__table__.columns  # type: ignore[attr-defined]
    query = select(*columns).order_by(col(Event.seq))
    async for row in await db.stream(query.execution_options(yield_per=AT_A_TIME)):
        yield dict(row._mapping)  # noqa: SLF001  # its public name
