"""Those who decide: the list of bodies an issue can be put before, A to Z and never ranked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Conflict, Invalid, Missing
from network.core.events import record
from network.core.ids import new_id
from network.core.unit import SAID
from network.directory import terms
from network.directory.slugs import slug
from network.forum import turns
from network.forum.asked import AWAITED, Referral
from network.forum.deciding import DecisionForum, DecisionForumFields, Liaison
from network.forum.transitions import CHANGED
from network.people import addresses
from network.places import districts

SAID["uq_decisionforum_slug"] = "A body of this name is being added. Try once more."
SAID["fk_decisionforum_parent_id"] = "We do not know the body above it."
MISSING = "We cannot find those who decide by this name."
ROUND = "It would end up above itself. Choose another body to turn to next."
OWES = "It still owes an answer. Let that come, or take the question back, before you close it."


@dataclass(frozen=True, slots=True)
class Change:
    """An edit of what we know of a body, and the version it was made from."""

    version: int
    fields: DecisionForumFields


async def add(
    db: AsyncSession, actor: Actor, locality_id: UUID, fields: DecisionForumFields
) -> DecisionForum:
    """Add a body that decides to a locality's list. Refuses unknown topics and districts."""
    name = new_id()
    kept = {"id": name, "locality_id": locality_id, "slug": slug(fields.name, name)}
    forum = DecisionForum.model_validate(fields, update=kept)
    require(actor, Act.KEEP_DECIDERS, forum)
    await turns.wait(db, actor, locality_id)
    await _check(db, actor, forum)
    db.add(forum)
    await db.flush()
    record(db, actor, "decider.added", forum.id, level=str(forum.level))
    return forum


async def change(db: AsyncSession, actor: Actor, forum_id: UUID, edit: Change) -> DecisionForum:
    """Change what we know of a body. What was asked before keeps the dates it was sent with."""
    forum = await held(db, actor, forum_id)
    require(actor, Act.KEEP_DECIDERS, forum)
    _check_version(forum, edit.version)
    changed = sorted(name for name, value in edit.fields if getattr(forum, name) != value)
    same = {"id": forum.id, "locality_id": forum.locality_id, "slug": forum.slug}
    await _check(db, actor, DecisionForum.model_validate(edit.fields, update=same))
    for name, value in edit.fields:
        setattr(forum, name, value)
    forum.version += 1
    await db.flush()
    record(db, actor, "decider.changed", forum.id, changed=changed, version=forum.version)
    return forum


async def close(
    db: AsyncSession, actor: Actor, forum_id: UUID, version: int, on: date
) -> DecisionForum:
    """Say that a body has ended, and when. Its page stays; nothing new can be sent to it."""
    forum = await held(db, actor, forum_id)
    require(actor, Act.KEEP_DECIDERS, forum)
    _check_version(forum, version)
    if forum.ended_on is not None:
        raise Conflict("This body has ended already.")
    owing = select(Referral.id).where(col(Referral.forum_id) == forum_id)
    if await db.scalar(owing.where(col(Referral.state).in_(AWAITED)).limit(1)):
        raise Conflict(OWES)
    forum.ended_on = on
    forum.version += 1
    await db.flush()
    record(db, actor, "decider.closed", forum.id, version=forum.version)
    return forum


async def reach(
    db: AsyncSession, actor: Actor, forum_id: UUID, version: int, email: str
) -> DecisionForum:
    """Say at which address questions reach a body's liaison; empty takes it away."""
    forum = await held(db, actor, forum_id)
    require(actor, Act.KEEP_DECIDERS, forum)
    _check_version(forum, version)
    key = addresses.read(email).key if email.strip() else ""
    liaison = await db.scalar(select(Liaison).where(col(Liaison.forum_id) == forum_id))
    if liaison is not None:
        await db.delete(liaison)
        await db.flush()
    if key:
        db.add(Liaison(forum_id=forum_id, email_key=key))
    forum.version += 1
    await db.flush()
    record(db, actor, "decider.reached", forum.id, known=bool(key), version=forum.version)
    return forum


async def liaison(db: AsyncSession, actor: Actor, forum_id: UUID) -> str | None:
    """Give the address of a body's liaison, to those who keep the list."""
    require(actor, Act.KEEP_DECIDERS, await get(db, actor, forum_id))
    asked = select(Liaison.email_key).where(col(Liaison.forum_id) == forum_id)
    return await db.scalar(asked)


async def get(db: AsyncSession, actor: Actor, forum_id: UUID) -> DecisionForum:  # noqa: ARG001  # every verb takes both
    """Find a body that decides."""
    found = await db.scalar(select(DecisionForum).where(col(DecisionForum.id) == forum_id))
    if found is None:
        raise Missing(MISSING)
    return found


async def by_slug(db: AsyncSession, actor: Actor, name: str) -> DecisionForum:  # noqa: ARG001  # every verb takes both
    """Find a body by its name in addresses."""
    found = await db.scalar(select(DecisionForum).where(col(DecisionForum.slug) == name))
    if found is None:
        raise Missing(MISSING)
    return found


async def by_id(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    ids: Sequence[UUID],
) -> Mapping[UUID, DecisionForum]:
    """Find many bodies at once."""
    rows = await db.scalars(select(DecisionForum).where(col(DecisionForum.id).in_(ids)))
    return {row.id: row for row in rows}


async def of(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    locality_id: UUID,
    topic: str | None = None,
) -> Sequence[DecisionForum]:
    """List a locality's bodies A to Z, of one topic if asked; those that ended come too."""
    query = select(DecisionForum).where(col(DecisionForum.locality_id) == locality_id)
    if topic is not None:
        query = query.where(col(DecisionForum.topics).contains([topic]))
    return (await db.scalars(query.order_by(DecisionForum.name, col(DecisionForum.id)))).all()


async def held(db: AsyncSession, actor: Actor, forum_id: UUID) -> DecisionForum:
    """Find a body to change it, once it is this one's turn in the locality."""
    seen = await get(db, actor, forum_id)
    await turns.wait(db, actor, seen.locality_id)
    asked = select(DecisionForum).where(col(DecisionForum.id) == forum_id)
    return (await db.scalars(asked.execution_options(populate_existing=True))).one()


async def _check(db: AsyncSession, actor: Actor, forum: DecisionForum) -> None:
    """Refuse words and districts we do not know, and a ladder that leads round in a circle."""
    words = await terms.words(db, actor)
    for topic in forum.topics:
        words.term("issue_topic", topic, "topics")
    known = {district.code for district in await districts.all_(db, actor)}
    if unknown := [code for code in forum.districts if code not in known]:
        raise Invalid(f"We do not know the district “{unknown[0][:20]}”.", field="districts")
    await _check_ladder(db, actor, forum)


async def _check_ladder(db: AsyncSession, actor: Actor, forum: DecisionForum) -> None:
    above = {one.id: one for one in await of(db, actor, forum.locality_id)}
    at = forum.parent_id
    seen = {forum.id}
    while at is not None:
        if at in seen:
            raise Invalid(ROUND, field="parent_id")
        seen.add(at)
        if at not in above:
            raise Invalid(SAID["fk_decisionforum_parent_id"], field="parent_id")
        at = above[at].parent_id


def _check_version(forum: DecisionForum, version: int) -> None:
    if forum.version != version:
        raise Conflict(CHANGED, field="version")
