"""Everybody who may ask, and everything they may ask about: for the table of what is expected.

Two localities, each with a group and its offers. The host and the key keep the first group; all
others have their role in the first locality.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col

from network.core.actor import Role
from network.core.ids import new_id
from network.core.paging import Page
from network.core.unit import Unit
from network.directory import edits, offers, revisions
from network.directory.tables import Offer, Organisation
from network.people import keys, sessions
from network.people.keys import KeyFields, Scope
from network.places import localities
from network.places.tables import LocalityFields
from schema.base import global_id
from tests import make
from tests.conftest import NOW, OneTransaction
from tests.schema.signed import Somebody, somebody

ROLES = {
    "anyone": (),
    "member": (Role.MEMBER,),
    "planner": (Role.PLANNER,),
    "facilitator": (Role.FACILITATOR,),
    "responder": (Role.RESPONDER,),
    "host": (Role.HOST,),
    "key": (Role.HOST,),
    "weak_steward": (Role.STEWARD,),
    "steward": (Role.STEWARD,),
}
"""`key` is a program of the host; `weak_steward` gave no second factor, all others did."""

THINGS = ("mine", "another's", "hidden", "nothing")
"""Of the first group; of the second and shown; of the second and not shown; there is none."""


@dataclass(frozen=True)
class Things:
    """One of each sort of thing, as an input names it."""

    organisation: str
    locality: str
    offer: str
    draft: str
    paused: str
    revision: str
    key: str
    email: str
    version: int = 1
    draft_version: int = 1
    paused_version: int = 1


@dataclass(frozen=True)
class World:
    """Who asks, and the things by whose they are."""

    headers: Mapping[str, Mapping[str, str]]
    things: Mapping[str, Things]


async def world(keeper: Unit, opened: OneTransaction) -> World:
    """Make everybody and everything."""
    here = (await keeper.read(localities.by_slug, "sussex")).id
    fields = LocalityFields(slug="elsewhere", name="Elsewhere", centroid=(531000, 105000))
    there = (await keeper.write(localities.open_, fields)).id
    first = await _group(keeper, opened, "First group", here)
    second = await _group(keeper, opened, "Second group", there)
    scopes = {Role.HOST: first.id, Role.RESPONDER: new_id()}
    people = {
        role: await somebody(
            keeper,
            opened,
            *((held, scopes.get(held, here)) for held in helds),
            strong=role != "weak_steward",
        )
        for role, helds in ROLES.items()
    }
    other = await somebody(keeper, opened, (Role.HOST, second.id), strong=True)
    mine = await _things(keeper, opened, first, here, people["host"])
    theirs = await _things(keeper, opened, second, there, other)
    headers = {role: who.headers for role, who in people.items()} | {"anyone": {}}
    headers["key"] = {"authorization": f"Bearer {await _key(opened, people['host'], first.id)}"}
    return World(headers, {"mine": mine, "another's": theirs, "nothing": _nothing()})


async def _group(keeper: Unit, opened: OneTransaction, name: str, kept_by: UUID) -> Organisation:
    made = await make.organisation(keeper, NOW, name=name, home_district=make.HASTINGS)
    async with opened.writing() as db, db.begin():
        mine = col(Organisation.id) == made.id
        await db.execute(update(Organisation).where(mine).values(kept_by=kept_by))
    return made


async def _things(
    keeper: Unit, opened: OneTransaction, group: Organisation, kept_by: UUID, host: Somebody
) -> Things:
    shown = await make.offer(keeper, NOW, group.id, title="Tuesday Table")
    said = edits.Amendment(shown.version, {"people_words": "About eight of us."})
    shown = await keeper.write(offers.amend, shown.id, said, NOW)
    draft = await make.offer(keeper, NOW, group.id, title="Not shown yet", draft=True)
    paused = await make.offer(keeper, NOW, group.id, title="Having a break")
    paused = await keeper.write(offers.pause, paused.id, None, NOW)
    async with opened.writing() as db, db.begin():
        mine = col(Offer.organisation_id) == group.id
        await db.execute(update(Offer).where(mine).values(kept_by=kept_by))
    (revision,), _ = await keeper.read(revisions.of, shown.id, Page(1))
    made = await _own(opened, host, group.id)
    return Things(
        organisation=global_id("Organisation", group.id),
        locality=global_id("Locality", kept_by),
        offer=global_id("Offer", shown.id),
        draft=global_id("Offer", draft.id),
        paused=global_id("Offer", paused.id),
        revision=global_id("Revision", revision.id),
        key=global_id("ApiKey", made.id),
        email=host.email,
        version=shown.version,
        draft_version=draft.version,
        paused_version=paused.version,
    )


async def _own(opened: OneTransaction, host: Somebody, organisation_id: UUID) -> keys.Made:
    """Make a key as its host does."""
    async with Unit(opened) as unit:
        unit.actor = (await unit.read(sessions.actor_of, host.token, NOW)).actor
        fields = KeyFields(
            name="Ours", scopes=[Scope.WRITE_OFFERS], organisation_id=organisation_id
        )
        return await unit.write(keys.create, fields, NOW)


async def _key(opened: OneTransaction, host: Somebody, organisation_id: UUID) -> str:
    return (await _own(opened, host, organisation_id)).token


def _nothing() -> Things:
    kinds = {"organisation": "Organisation", "locality": "Locality", "key": "ApiKey"}
    kinds |= dict.fromkeys(("offer", "draft", "paused"), "Offer") | {"revision": "Revision"}
    ids: dict[str, Any] = {name: global_id(kind, new_id()) for name, kind in kinds.items()}
    return Things(**ids, email="nobody@example.org")
