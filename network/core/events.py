"""Events: what was done, kept for good. Audit log and outbox in one.

No foreign keys and no bodies of text in it: erasing a person edits no history.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from network.core.actor import Actor
from network.core.fields import JSON, MOMENT, personal, public
from network.core.ids import new_id

RECORDED = "events_recorded"


class Event(SQLModel, table=True):
    """One thing that happened: its name ("offer.published"), to what, by whom, when."""

    __table_args__ = (Index("ix_event_about", "about", "at"),)

    id: UUID = public(default_factory=new_id, primary_key=True)
    at: datetime | None = public(None, type_=MOMENT, column={"server_default": func.now()})
    name: str = public(max_length=80)
    about: UUID = public()
    by: UUID | None = personal(None)
    by_name: str = public(max_length=80)
    detail: dict[str, Any] = public(default_factory=dict, type_=JSON)


def record(db: AsyncSession, actor: Actor, name: str, about: UUID, **detail: Any) -> None:
    """Write down what was done, in the same transaction as the doing.

    `detail` holds ids, codes and field names, never text that somebody wrote.
    """
    db.add(Event(name=name, about=about, by=actor.person, by_name=actor.name, detail=detail))
    db.info[RECORDED] = db.info.get(RECORDED, 0) + 1
