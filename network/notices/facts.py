"""Facts: what a letter says of one thing, looked up as it is now; nothing where it is over."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.settings import Settings
from network.directory import checks, reports, seen
from network.directory.checks import Asked
from network.directory.kept import Claim, ClaimState, Decision, Outcome, Pending, Report
from network.directory.parts import LONDON
from network.directory.tables import Offer, Organisation, Standing
from network.notices import audience, digests, ladder
from network.notices.rungs import Rung
from network.notices.tables import Notice
from network.notices.wording import Item
from network.people.tables import one_line

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.MENDED: "It has been put right.",
    Outcome.RIGHT: "It was right as it stood.",
    Outcome.UNCLEAR: "Nobody could tell.",
}


@dataclass(frozen=True, slots=True)
class Telling:
    """One letter in the making: to whom, when, and the links it holds so far, one an offer."""

    person: UUID
    settings: Settings
    now: datetime
    links: dict[UUID, Asked] = field(default_factory=dict)

    def to(self, path: str) -> str:
        """Give where a path of ours leads from a letter."""
        return f"{self.settings.origin}{path}"


Finding = Callable[[AsyncSession, Actor, Notice, Telling], Awaitable[Item | None]]


async def of(db: AsyncSession, actor: Actor, notice: Notice, telling: Telling) -> Item | None:
    """Look up what is to be said of a notice; None: nothing, or not to this person any more."""
    require(actor, Act.SEND_LETTERS)
    return await FOUND[notice.name](db, actor, notice, telling)


async def _asked(db: AsyncSession, actor: Actor, notice: Notice, telling: Telling) -> Item | None:
    """Ask a host whether a listing is right, while it stands where it stood."""
    standing = await _standing(db, actor, notice, telling)
    if standing is None or not await _hosts(db, actor, standing.offer, telling):
        return None
    said = f"Last checked on {_day(standing.confirmed_at)}."
    quarter = (await seen.of(db, actor, standing.offer.id, telling.now))[0]
    if quarter.pages != "0":
        said += f" Opened {quarter.pages} times since {quarter.begins:%-d %B}."
    return await _linked(db, actor, standing.offer, telling, said)


async def _reported(
    db: AsyncSession, actor: Actor, notice: Notice, telling: Telling
) -> Item | None:
    """Tell a host what people ticked, while it stands unanswered; never what they wrote."""
    offer = await db.get_one(Offer, notice.about)
    ticks = await _ticks(db, offer.id)
    if not ticks or not await _hosts(db, actor, offer, telling):
        return None
    return await _linked(db, actor, offer, telling, f"They ticked: {ticks}.")


async def _watched(db: AsyncSession, actor: Actor, notice: Notice, telling: Telling) -> Item | None:
    standing = await _standing(db, actor, notice, telling)
    if standing is None or not await _stewards(db, actor, standing.offer.kept_by, telling):
        return None
    return await _shown(db, standing.offer, telling.to(f"/offers/{standing.offer.slug}"))


async def _unkept(db: AsyncSession, actor: Actor, notice: Notice, telling: Telling) -> Item | None:
    offer = await db.get_one(Offer, notice.about)
    ticks = await _ticks(db, offer.id)
    if not ticks or not await _stewards(db, actor, offer.kept_by, telling):
        return None
    return await _shown(db, offer, telling.to("/keep/reports"), f"They ticked: {ticks}.")


async def _waiting(db: AsyncSession, actor: Actor, notice: Notice, telling: Telling) -> Item | None:
    offer = await db.get_one(Offer, notice.about)
    waits = offer.waits_since is not None or await db.get(Pending, offer.id) is not None
    if not waits or not await _stewards(db, actor, offer.kept_by, telling):
        return None
    return await _shown(db, offer, telling.to(f"/keep/offers/{offer.id}"))


async def _decided(db: AsyncSession, actor: Actor, notice: Notice, telling: Telling) -> Item | None:
    """Tell a host what a steward decided about an offer, and why."""
    offer = await db.get_one(Offer, notice.about)
    if not await _hosts(db, actor, offer, telling):
        return None
    refused = notice.name != "offer.let_through"
    why = await _reason(db, col(Decision.offer_id) == offer.id) if refused else ""
    return Item(one_line(offer.title), telling.to(f"/hosts/offers/{offer.id}"), _because(why))


async def _known(db: AsyncSession, actor: Actor, notice: Notice, telling: Telling) -> Item | None:
    """Tell a host what was decided about their group, while that is how it stands."""
    group = await db.get_one(Organisation, notice.about)
    refused = notice.name == "organisation.refused"
    stands = (group.standing == Standing.CONFIRMED) is not refused
    hosts = await audience.hosts(db, actor, [group.id])
    if not stands or telling.person not in hosts[group.id]:
        return None
    about = (col(Decision.organisation_id) == group.id) & col(Decision.offer_id).is_(None)
    why = await _reason(db, about) if refused else ""
    return Item(one_line(group.name), telling.to("/hosts/home"), _because(why))


async def _claimed(db: AsyncSession, actor: Actor, notice: Notice, telling: Telling) -> Item | None:
    """Tell whoever may answer a claim, while nobody has."""
    claim = await db.get(Claim, notice.about)
    if claim is None or claim.state != ClaimState.WAITING:
        return None
    group = await db.get_one(Organisation, claim.organisation_id)
    if notice.name == "watch.claim":
        may = await _stewards(db, actor, group.kept_by, telling)
        return Item(one_line(group.name), telling.to(f"/keep/claims/{claim.id}")) if may else None
    hosts = await audience.hosts(db, actor, [group.id])
    may = telling.person in hosts[group.id]
    link = telling.to(f"/hosts/organisation/{group.id}/people")
    return Item(one_line(group.name), link) if may else None


async def _answer(db: AsyncSession, actor: Actor, notice: Notice, telling: Telling) -> Item | None:  # noqa: ARG001  # every verb takes both
    """Tell a claimant what became of their claim, and why."""
    claim = await db.get(Claim, notice.about)
    if claim is None:
        return None
    group = await db.get_one(Organisation, claim.organisation_id)
    granted = claim.state == ClaimState.GRANTED
    link = telling.to("/hosts/home" if granted else f"/organisations/{group.slug}")
    return Item(one_line(group.name), link, _because(claim.reason))


async def _outcome(db: AsyncSession, actor: Actor, notice: Notice, telling: Telling) -> Item | None:
    report = await db.get(Report, notice.about)
    if report is None or report.outcome is None:
        return None
    offer = await db.get_one(Offer, report.offer_id)
    if not await _hosts(db, actor, offer, telling):
        return None
    said = OUTCOMES[Outcome(report.outcome)]
    return Item(one_line(offer.title), telling.to(f"/hosts/offers/{offer.id}"), (said,))


async def _led(db: AsyncSession, actor: Actor, notice: Notice, telling: Telling) -> Item | None:
    """Tell who leads, while it is so."""
    group = await db.get_one(Organisation, notice.about)
    hosts = (await audience.hosts(db, actor, [group.id]))[group.id]
    leads = bool(hosts) and hosts[0] == telling.person
    if telling.person not in hosts or leads is not (notice.name == "role.led"):
        return None
    return Item(one_line(group.name), telling.to(f"/hosts/organisation/{group.id}/people"))


async def _digest(db: AsyncSession, actor: Actor, notice: Notice, telling: Telling) -> Item | None:  # noqa: ARG001  # every verb takes both
    """Count what waits for a steward this week."""
    lines = await digests.waiting(db, actor, telling.person)
    return Item("", telling.to("/keep"), lines) if lines else None


async def _standing(
    db: AsyncSession, actor: Actor, notice: Notice, telling: Telling
) -> ladder.Standing | None:
    """Give how a listing stands, if it is still on the rung that a notice is about."""
    found = await ladder.standing(db, actor, [notice.about], telling.now)
    one = found.get(notice.about)
    rung = Rung(notice.name.partition(".")[2])
    if one is None or one.cycle != notice.cycle or rung not in one.reached(telling.now):
        return None
    return one


async def _linked(
    db: AsyncSession, actor: Actor, offer: Offer, telling: Telling, said: str
) -> Item:
    """Give an offer with the link and the code that answer for it, one pair a letter."""
    if offer.id not in telling.links:
        made = await checks.ask(db, actor, offer.id, telling.person, telling.now)
        telling.links[offer.id] = made
    asked = telling.links[offer.id]
    link = telling.to(f"/h/{asked.token}")
    return Item(one_line(offer.title), link, (said,), slug=offer.slug, code=asked.code)


async def _shown(db: AsyncSession, offer: Offer, link: str, said: str = "") -> Item:
    """Give an offer with the name of who runs it, for those who look after many."""
    group = await db.get_one(Organisation, offer.organisation_id)
    lines = (f"By {one_line(group.name)}.", said) if said else (f"By {one_line(group.name)}.",)
    return Item(one_line(offer.title), link, lines)


async def _hosts(db: AsyncSession, actor: Actor, offer: Offer, telling: Telling) -> bool:
    found = await audience.hosts(db, actor, [offer.organisation_id])
    return telling.person in found[offer.organisation_id]


async def _stewards(db: AsyncSession, actor: Actor, kept_by: UUID | None, telling: Telling) -> bool:
    return telling.person in await audience.stewards(db, actor, kept_by)


async def _ticks(db: AsyncSession, offer_id: UUID) -> str:
    """Name what people ticked in reports that stand unanswered, each once, in our own words."""
    own = (col(Report.offer_id) == offer_id, col(Report.outcome).is_(None))
    ticked = {
        tick for ticks in await db.scalars(select(Report.ticks).where(*own)) for tick in ticks
    }
    labels = [label.lower() for tick, label in reports.TICKS.items() if tick in ticked]
    return ", ".join(labels)


async def _reason(db: AsyncSession, about: ColumnElement[bool]) -> str:
    """Give the reason of the last refusal."""
    own = select(Decision.reason).where(about, ~col(Decision.let_through))
    return await db.scalar(own.order_by(col(Decision.id).desc()).limit(1)) or ""


def _because(reason: str) -> tuple[str, ...]:
    plain = one_line(reason)
    return (f"They wrote: “{plain}”",) if plain else ()


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%-d %B %Y}"


FOUND: Mapping[str, Finding] = {
    **{f"check.{rung}": _asked for rung in Rung if rung is not Rung.CALL},
    **{f"watch.{rung}": _watched for rung in (Rung.LATE, Rung.CALL, Rung.DOUBTED)},
    "report.made": _reported,
    "watch.report": _unkept,
    "watch.words": _waiting,
    "watch.listing": _waiting,
    "watch.claim": _claimed,
    "claim.made": _claimed,
    "claim.granted": _answer,
    "claim.refused": _answer,
    "offer.let_through": _decided,
    "offer.refused": _decided,
    "offer.taken_down": _decided,
    "organisation.confirmed": _known,
    "organisation.vouched": _known,
    "organisation.refused": _known,
    "report.answered": _outcome,
    "role.led": _led,
    "role.led_by_another": _led,
    "digest": _digest,
}
"""Reason → how what is said of it is found. `wording.INTROS` says what it means."""
