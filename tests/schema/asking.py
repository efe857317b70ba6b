"""Everybody who may ask, and everything they may ask about: for the table of what is expected.

Two localities, each with a group and its offers. The host and the key keep the first group; all
others have their role in the first locality.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col

from network.core.actor import Role
from network.core.ids import new_id
from network.core.paging import Page
from network.core.unit import Unit
from network.directory import claims, edits, offers, reports, revisions
from network.directory.organisations import Origin
from network.directory.reports import Wrong
from network.directory.tables import Offer, Organisation, Standing
from network.people import keys, roles, sessions
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
    site: str
    newcomer: str
    waiting: str
    described: str
    claim: str
    report: str
    versions: Mapping[str, int] = field(default_factory=dict)

    def at(self, name: str) -> dict[str, Any]:
        """Name a thing and the version it has."""
        return {"id": getattr(self, name), "version": self.versions.get(name, 1)}


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
    async with as_them(opened, people["host"]) as them:
        token = (await them.write(keys.create, _fields(first.id), NOW)).token
    headers["key"] = {"authorization": f"Bearer {token}"}
    return World(headers, {"mine": mine, "another's": theirs, "nothing": _nothing()})


async def _group(
    keeper: Unit, opened: OneTransaction, name: str, kept_by: UUID, origin: Origin = make.CONFIRMED
) -> Organisation:
    """Make a group that the stewards of one locality look after."""
    made = await make.organisation(keeper, NOW, name=name, origin=origin)
    async with opened.writing() as db, db.begin():
        mine = col(Organisation.id) == made.id
        await db.execute(update(Organisation).where(mine).values(kept_by=kept_by))
    return made


async def _things(
    keeper: Unit, opened: OneTransaction, group: Organisation, kept_by: UUID, host: Somebody
) -> Things:
    offered = await _offers(keeper, group)
    (revision,), _ = await keeper.read(revisions.of, offered["offer"].id, Page(1))
    newcomer = await _group(keeper, opened, "Newcomers", kept_by, Origin())
    await keeper.write(roles.grant, host.id, roles.hosting(newcomer.id, kept_by), NOW)
    described = await _group(keeper, opened, "Described", kept_by, Origin(Standing.UNCONFIRMED))
    claimed = await _group(keeper, opened, "Claimed", kept_by, Origin(Standing.UNCONFIRMED))
    place = await make.site(keeper, group.id)
    async with as_them(opened, host) as them:
        first = await make.offer(them, NOW, newcomer.id, title="Waits for a steward")
        claim = await them.write(claims.make, claimed.id, "I am of theirs.", NOW)
        key = await them.write(keys.create, _fields(group.id), NOW)
    wrong = Wrong(["time"], marker=b"somebody")
    report = await keeper.write(reports.make, offered["offer"].id, wrong, NOW)
    async with opened.writing() as db, db.begin():
        mine = col(Offer.organisation_id).in_([group.id, newcomer.id])
        await db.execute(update(Offer).where(mine).values(kept_by=kept_by))
    offered["waiting"] = first
    return Things(
        organisation=global_id("Organisation", group.id),
        locality=global_id("Locality", kept_by),
        revision=global_id("Revision", revision.id),
        key=global_id("ApiKey", key.id),
        email=host.email,
        site=str(place.id),
        newcomer=global_id("Organisation", newcomer.id),
        described=global_id("Organisation", described.id),
        claim=global_id("Claim", claim.id),
        report=global_id("Report", report.id),
        versions={name: offer.version for name, offer in offered.items()},
        **{name: global_id("Offer", offer.id) for name, offer in offered.items()},
    )


async def _offers(keeper: Unit, group: Organisation) -> dict[str, Offer]:
    shown = await make.offer(keeper, NOW, group.id, title="Tuesday Table")
    said = edits.Amendment(shown.version, {"people_words": "About eight of us."})
    paused = await make.offer(keeper, NOW, group.id, title="Having a break")
    return {
        "offer": await keeper.write(offers.amend, shown.id, said, NOW),
        "draft": await make.offer(keeper, NOW, group.id, title="Not shown yet", draft=True),
        "paused": await keeper.write(offers.pause, paused.id, None, NOW),
    }


@asynccontextmanager
async def as_them(opened: OneTransaction, host: Somebody) -> AsyncIterator[Unit]:
    """Ask the rooms as a host does."""
    async with Unit(opened) as unit:
        unit.actor = (await unit.read(sessions.actor_of, host.token, NOW)).actor
        yield unit


def _fields(organisation_id: UUID) -> KeyFields:
    return KeyFields(name="Ours", scopes=[Scope.WRITE_OFFERS], organisation_id=organisation_id)


def _nothing() -> Things:
    kinds = {"locality": "Locality", "key": "ApiKey", "revision": "Revision", "claim": "Claim"}
    kinds |= {"report": "Report"}
    kinds |= dict.fromkeys(("organisation", "newcomer", "described"), "Organisation")
    kinds |= dict.fromkeys(("offer", "draft", "paused", "waiting"), "Offer")
    ids: dict[str, Any] = {name: global_id(kind, new_id()) for name, kind in kinds.items()}
    return Things(**ids, email="nobody@example.org", site=str(new_id()))
