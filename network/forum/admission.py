"""Admission: a facilitator looks at what was put forward before the members see it.

They ask for other words, take others' details out, hand over what concerns their own team, and put
it on the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from network.access import Act, require, somebody
from network.core import sealing
from network.core.actor import Actor
from network.core.errors import Conflict, Invalid, Missing
from network.core.unit import SAID
from network.directory import organisations
from network.forum import issues, nominations, reasons
from network.forum.issue_steps import ISSUE, IssueFacts
from network.forum.tables import Conflict as Handed
from network.forum.tables import Issue, IssueFields, Original, Visibility
from network.forum.transitions import On, take

SAID["pk_conflict"] = "You have handed this over already."
PURPOSE = "original of issue {id}"
TOO_WIDE = "Whoever put it forward did not agree that so many see it."


@dataclass(frozen=True, slots=True)
class Looked:
    """What a facilitator has made sure of, and who is to see the issue.

    `concerns`: organisations whose people do not look after it.
    """

    version: int
    visibility: Visibility
    nobody_named: bool = False
    compared: bool = False
    concerns: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class Redaction:
    """An issue's words without what is others' to tell, and the key that seals what it said."""

    version: int
    fields: IssueFields
    key: bytes


async def ask(
    db: AsyncSession, actor: Actor, issue_id: UUID, question: tuple[int, str], now: datetime
) -> Issue:
    """Ask whoever put it forward for other words. `question`: the version seen, and the words."""
    held = await issues.held(db, actor, issue_id)
    require(actor, Act.KEEP_ISSUE, held.case)
    version, words = question
    asked = reasons.said(words, "question", "Say what you would like to know.")
    await take(db, actor, ISSUE, "ask_for_wording", On(held.issue, held.case, version))
    db.add(reasons.reason(actor, issue_id, "ask_for_wording", asked, now))
    await db.flush()
    return held.issue


async def list_(
    db: AsyncSession, actor: Actor, issue_id: UUID, looked: Looked, now: datetime
) -> Issue:
    """Put an issue on the list, once nobody else is named in it and likely doubles are known."""
    held = await issues.held(db, actor, issue_id)
    require(actor, Act.KEEP_ISSUE, held.case)
    _check(held.issue, looked)
    if len(await organisations.by_id(db, actor, looked.concerns)) < len(set(looked.concerns)):
        raise Missing("We cannot find that organisation.", field="concerns")
    on = On(held.issue, held.case, looked.version, IssueFacts(now))
    await take(db, actor, ISSUE, "list", on, visibility=looked.visibility.value)
    held.issue.visibility = looked.visibility
    held.issue.concerns = list(looked.concerns)
    await db.flush()
    return held.issue


async def redact(
    db: AsyncSession, actor: Actor, issue_id: UUID, redaction: Redaction, now: datetime
) -> Issue:
    """Take out what is others' to tell. What it said is sealed; the record names the parts."""
    held = await issues.held(db, actor, issue_id)
    require(actor, Act.KEEP_ISSUE, held.case)
    issue = held.issue
    before = orjson.dumps({n: getattr(issue, n) for n in IssueFields.model_fields}).decode()
    on = On(issue, held.case, redaction.version)
    changed = [
        n for n in IssueFields.model_fields if getattr(issue, n) != getattr(redaction.fields, n)
    ]
    if not changed:
        raise Conflict("Nothing is different in these words.")
    await take(db, actor, ISSUE, "redact", on, fields=changed)
    sealed = sealing.sealed(before, redaction.key, PURPOSE.format(id=issue.id))
    db.add(Original(issue_id=issue.id, sealed=sealed, at=now))
    nominations.write(issue, redaction.fields)
    issue.redacted = sorted({*issue.redacted, *changed})
    await db.flush()
    return issue


async def hand_over(
    db: AsyncSession, actor: Actor, issue_id: UUID, version: int, now: datetime
) -> None:
    """Hand an issue that concerns one's own team to the other facilitators, for good."""
    held = await issues.held(db, actor, issue_id)
    require(actor, Act.HAND_OVER_ISSUE, held.case)
    await take(db, actor, ISSUE, "hand_over", On(held.issue, held.case, version))
    db.add(Handed(issue_id=issue_id, person_id=somebody(actor), at=now))
    await db.flush()


def _check(issue: Issue, looked: Looked) -> None:
    if not looked.nobody_named:
        raise Invalid("Look first that nobody else is named in it.", field="nobody_named")
    if not looked.compared:
        raise Invalid("Look first whether it is there already.", field="compared")
    if not looked.visibility.within(Visibility(issue.widest)):
        raise Invalid(TOO_WIDE, field="visibility")
