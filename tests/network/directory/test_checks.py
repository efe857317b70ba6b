"""Is this still right? One tap from a letter says so, and nothing else does."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core.actor import ANYONE, Actor
from network.core.errors import Conflict, Denied, Missing
from network.core.events import Event
from network.core.unit import Unit
from network.directory import checks, offers, search
from network.directory.checks import Asked, Proof
from network.directory.edits import Amendment, Space
from network.directory.freshness import Freshness
from network.directory.kept import CheckLink
from network.directory.tables import Assurance, Offer
from network.directory.texts import Clash
from network.people import roles
from tests import make, make_people

Asking = Callable[[Actor], Unit]


async def asked(steward: Unit, now: datetime, days: int = 130) -> tuple[Offer, Actor, Asked]:
    """Make an offer that was checked so long ago, and ask its host whether it is still right."""
    run_by = await make.organisation(steward, now)
    made = await make.offer(steward, now, run_by.id, checked_days_ago=days)
    host = await make_people.host(steward, now, run_by.id)
    assert host.person is not None
    return made, host, await steward.write(checks.ask, made.id, host.person, now)


async def fresh(steward: Unit, offer: Offer, now: datetime) -> Freshness:
    return (await steward.read(search.offer, offer.slug)).freshness(now)


async def test_opening_a_link_changes_nothing_and_shows_what_is_asked(
    steward: Unit, unit: Unit, now: datetime
) -> None:
    made, _, letter = await asked(steward, now)
    for _ in range(5):
        check = await unit.read(checks.look, Proof(token=letter.token), now)
    assert (check.card.title, check.offer.version, check.already) == (
        *("Tuesday Table", made.version),
        False,
    )
    assert await fresh(steward, made, now) is Freshness.STALE


async def test_one_tap_makes_it_fresh_at_once_and_says_who_and_how(
    steward: Unit, unit: Unit, now: datetime
) -> None:
    made, host, letter = await asked(steward, now)
    done = await unit.write(checks.confirm, Proof(token=letter.token), now, version=made.version)
    assert not done.already
    assert await fresh(steward, made, now) is Freshness.FRESH
    given = (await steward.read(_words, made.id))[-1]
    assert (given.method, given.role, given.person) == ("letter", "host", host.person)
    said = await steward.read(_events, made.id, "offer.confirmed")
    assert [(e.by, e.detail["method"]) for e in said] == [
        (None, "signed_in"),
        (host.person, "letter"),
    ]


async def _words(db: AsyncSession, actor: Actor, id: Any) -> list[Assurance]:
    query = select(Assurance).where(Assurance.offer_id == id).order_by(col(Assurance.at))
    return list(await db.scalars(query))


async def _events(db: AsyncSession, actor: Actor, about: Any, name: str) -> list[Event]:
    own = select(Event).where(Event.about == about, Event.name == name)
    return list(await db.scalars(own.order_by(col(Event.seq))))


async def test_a_second_tap_says_that_it_was_done_and_does_nothing(
    steward: Unit, unit: Unit, now: datetime
) -> None:
    made, _, letter = await asked(steward, now)
    proof = Proof(token=letter.token)
    await unit.write(checks.confirm, proof, now)
    later = now + timedelta(days=2)
    again = await unit.write(checks.confirm, proof, later)
    assert (again.already, again.answered_at) == (True, now)
    assert (await unit.read(checks.look, proof, later)).already
    assert len(await steward.read(_words, made.id)) == 2
    with pytest.raises(Conflict):
        await unit.write(checks.set_space, proof, Space("full"), later)


async def test_the_code_of_the_letter_does_where_the_link_died(
    steward: Unit, unit: Unit, now: datetime
) -> None:
    made, _, letter = await asked(steward, now)
    typed = f" {letter.code[:3].lower()}-{letter.code[3:]} "
    proof = Proof(slug=made.slug, code=typed)
    assert (await unit.read(checks.look, proof, now)).offer.id == made.id
    await unit.write(checks.confirm, proof, now)
    assert await fresh(steward, made, now) is Freshness.FRESH
    assert (await unit.read(checks.look, Proof(token=letter.token), now)).already


async def test_a_code_is_for_its_own_offer_only(steward: Unit, unit: Unit, now: datetime) -> None:
    made, _, letter = await asked(steward, now)
    other = await make.offer(steward, now, made.organisation_id, title="Another")
    for slug in (other.slug, "no-such-offer", "a\x00b", ""):
        with pytest.raises(Missing):
            await unit.read(checks.look, Proof(slug=slug, code=letter.code), now)


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1], lambda t: t[::-1], lambda t: t + "x", str.lower]
)
async def test_a_forged_or_truncated_token_is_nobodys(
    steward: Unit, unit: Unit, now: datetime, spoil: Callable[[str], str]
) -> None:
    _, _, letter = await asked(steward, now)
    for verb in (checks.look, checks.confirm):
        with pytest.raises(Missing, match="used or is too old"):
            await unit.write(verb, Proof(token=spoil(letter.token)), now)


async def test_a_link_lasts_60_days(steward: Unit, unit: Unit, now: datetime) -> None:
    _, _, letter = await asked(steward, now)
    proof = Proof(token=letter.token)
    last = now + timedelta(days=60)
    await unit.read(checks.look, proof, last - timedelta(seconds=1))
    with pytest.raises(Missing):
        await unit.write(checks.confirm, proof, last)
    assert await steward.count(checks.forget, last + timedelta(days=1)) == 1


async def test_links_die_with_the_role_of_the_host(
    steward: Unit, unit: Unit, now: datetime
) -> None:
    made, host, letter = await asked(steward, now)
    second = await make_people.host(steward, now, made.organisation_id, "second@example.org")
    assert host.person is not None
    assert second.person is not None
    own = await steward.write(checks.ask, made.id, second.person, now)
    holding = roles.hosting(made.organisation_id, None)
    await steward.write(roles.revoke, host.person, holding)
    for proof in (Proof(token=letter.token), Proof(slug=made.slug, code=letter.code)):
        with pytest.raises(Missing):
            await unit.read(checks.look, proof, now)
        with pytest.raises(Missing):
            await unit.write(checks.confirm, proof, now)
    assert not (await unit.write(checks.confirm, Proof(token=own.token), now)).already


async def test_what_changed_since_it_was_shown_is_not_confirmed_unseen(
    steward: Unit, unit: Unit, now: datetime
) -> None:
    made, _, letter = await asked(steward, now)
    await steward.write(offers.amend, made.id, Amendment(made.version, {"usual_size": 3}), now)
    proof = Proof(token=letter.token)
    with pytest.raises(Clash):
        await unit.write(checks.confirm, proof, now, version=made.version)
    assert not (await unit.read(checks.look, proof, now)).already


async def test_full_a_break_and_a_last_day_can_be_said_from_the_letter(
    steward: Unit, unit: Unit, now: datetime
) -> None:
    made, _, letter = await asked(steward, now)
    proof = Proof(token=letter.token)
    await unit.write(checks.set_space, proof, Space("full"), now)
    assert (await steward.read(search.offer, made.slug)).space_now(now) == "full"
    assert await fresh(steward, made, now) is Freshness.STALE  # the rest was not said to be right
    paused = await unit.write(checks.pause, proof, None, now)
    assert paused.offer.state == "paused"
    await unit.write(checks.confirm, proof, now, space=Space("wait", 2))
    card = await steward.read(search.offer, made.slug)
    assert (card.space, card.wait_weeks) == ("wait", 2)
    assert card.freshness(now) is Freshness.FRESH


async def test_a_last_day_is_said_from_the_letter(steward: Unit, unit: Unit, now: datetime) -> None:
    made, _, letter = await asked(steward, now)
    last = now.date() + timedelta(days=5)
    proof = Proof(token=letter.token)
    await unit.write(checks.close, proof, last, now, reason="people")
    assert (await steward.read(search.offer, made.slug)).ends_on == last
    await steward.write(offers.end, made.id, None, now)
    with pytest.raises(Conflict, match="Bring it back first"):
        await unit.write(checks.confirm, proof, now)


async def test_of_a_link_only_hashes_are_kept_and_only_the_service_makes_one(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    made, host, letter = await asked(steward, now)
    (kept,) = await steward.read(_links)
    assert letter.token.encode() not in kept.token_hash
    assert letter.code not in repr(kept)
    for who in (ANYONE, host):
        with pytest.raises(Denied):
            await asking(who).write(checks.ask, made.id, kept.person_id, now)


async def _links(db: AsyncSession, actor: Actor) -> list[CheckLink]:
    return list(await db.scalars(select(CheckLink)))


async def test_a_host_who_publishes_has_looked_at_it(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await make.organisation(steward, now)
    draft = await make.offer(steward, now, run_by.id, draft=True, rhythm_months=1)
    host = asking(make.host_of(run_by.id))
    await host.write(offers.publish, draft.id, now)
    card = await steward.read(search.offer, draft.slug)
    assert card.freshness(now) is Freshness.FRESH
    assert card.freshness(now + timedelta(days=35)) is Freshness.DUE
    await host.write(offers.pause, draft.id, None, now)
    later = now + timedelta(days=40)
    await host.write(offers.publish, draft.id, later)  # back from a break: that says no more
    assert (await steward.read(search.offer, draft.slug)).confirmed_at == now
