"""Something not right? Anyone may say so, nobody is asked who, and something comes of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core.actor import ANYONE, Actor
from network.core.errors import Conflict, Denied, Invalid, Missing, TooMany
from network.core.events import Event
from network.core.ids import new_id
from network.core.paging import Page
from network.core.unit import Unit
from network.directory import assurance, offers, reports, search
from network.directory.freshness import Freshness, doubted_at
from network.directory.kept import Outcome, Report
from network.directory.reports import Wrong, marker
from network.directory.tables import Offer
from tests import make

Asking = Callable[[Actor], Unit]
WORD = "a word of the tests, long enough"
FORTNIGHT = timedelta(days=14)


async def listed(steward: Unit, now: datetime) -> Offer:
    run_by = await make.organisation(steward, now, home_district=make.HASTINGS)
    return await make.offer(steward, now, run_by.id, checked_days_ago=10)


def wrong(offer: Offer, who: str, *ticks: str, words: str = "") -> Wrong:
    return Wrong(ticks or ("time",), words, marker(WORD, offer.id, who))


async def fresh(steward: Unit, offer: Offer, now: datetime) -> Freshness:
    return (await steward.read(search.offer, offer.slug)).freshness(now)


async def test_a_report_is_kept_without_who_made_it(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    made = await listed(steward, now)
    who = asking(make.host_of(new_id()))
    said = wrong(made, "192.0.2.7", "phone", "time", words="Nobody answers.")
    report = await who.write(reports.make, made.id, said, now)
    assert (report.ticks, report.words) == (["time", "phone"], "Nobody answers.")
    (event,) = await steward.read(_events)
    assert (event.by, event.by_name, event.about) == (None, "anyone", made.id)
    assert event.detail == {"report": str(report.id), "ticks": ["time", "phone"]}
    assert b"192.0.2.7" not in (report.marker or b"")


async def _events(db: AsyncSession, actor: Actor) -> list[Event]:
    return list(await db.scalars(select(Event).where(Event.name == "offer.reported")))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Wrong(()), "ticks"),
        (Wrong(("colour",)), "ticks"),
        (Wrong(("time",), "x" * 201), "words"),
    ],
)
async def test_a_report_that_says_nothing_or_too_much_is_refused(
    steward: Unit, unit: Unit, now: datetime, said: Wrong, field: str
) -> None:
    made = await listed(steward, now)
    with pytest.raises(Invalid) as refused:
        await unit.write(reports.make, made.id, said, now)
    assert refused.value.field == field


async def test_words_alone_are_something_else_and_hold_no_odd_marks(
    steward: Unit, unit: Unit, now: datetime
) -> None:
    made = await listed(steward, now)
    report = await unit.write(reports.make, made.id, Wrong((), "The\x00 door\x07 is blue"), now)
    assert (report.ticks, report.words) == (["other"], "The door is blue")


async def test_nobody_reports_what_they_cannot_see(
    steward: Unit, unit: Unit, now: datetime
) -> None:
    run_by = await make.organisation(steward, now)
    draft = await make.offer(steward, now, run_by.id, draft=True)
    with pytest.raises(Missing):
        await unit.write(reports.make, draft.id, wrong(draft, "a"), now)


async def test_it_reaches_hosts_and_keepers_and_comes_to_an_outcome(
    steward: Unit, unit: Unit, now: datetime, asking: Asking
) -> None:
    made = await listed(steward, now)
    report = await unit.write(reports.make, made.id, wrong(made, "a", words="Moved."), now)
    assert made.kept_by is not None
    host, keeper = make.host_of(made.organisation_id), make.steward_of(made.kept_by)
    for own in (host, keeper):
        (told,) = await asking(own).read(reports.listed)
        assert (told.report.words, told.offer.id) == ("Moved.", made.id)
    for other in (ANYONE, make.host_of(new_id()), make.steward_of(new_id())):
        assert await asking(other).read(reports.listed, made.id) == []
        with pytest.raises(Missing):
            await asking(other).write(reports.answer, report.id, Outcome.RIGHT, now)
    answered = await asking(host).write(reports.answer, report.id, Outcome.MENDED, now)
    assert (answered.outcome, answered.answered_by) == (Outcome.MENDED, host.person)
    assert await asking(host).read(reports.listed) == []
    with pytest.raises(Conflict, match="answered this report already"):
        await asking(keeper).write(reports.answer, report.id, Outcome.RIGHT, now)


async def test_two_independent_reports_unanswered_for_14_days_lower_a_listing_by_the_clock(
    steward: Unit, unit: Unit, now: datetime
) -> None:
    made = await listed(steward, now)
    await unit.write(reports.make, made.id, wrong(made, "one"), now)
    later = now + timedelta(days=3)
    second = await unit.write(reports.make, made.id, wrong(made, "two"), later)
    assert second.independent
    lowered = later + FORTNIGHT
    assert await fresh(steward, made, lowered - timedelta(seconds=1)) is Freshness.FRESH
    assert await fresh(steward, made, lowered) is Freshness.STALE


async def test_two_reports_of_one_person_are_one(steward: Unit, unit: Unit, now: datetime) -> None:
    made = await listed(steward, now)
    for _ in range(3):
        await unit.write(reports.make, made.id, wrong(made, "one"), now)
    assert await fresh(steward, made, now + FORTNIGHT) is Freshness.FRESH


async def test_reports_of_nobody_in_particular_are_one(
    steward: Unit, unit: Unit, now: datetime
) -> None:
    made = await listed(steward, now)
    for _ in range(3):
        await unit.write(reports.make, made.id, Wrong(("ended",)), now)
    assert await fresh(steward, made, now + FORTNIGHT) is Freshness.FRESH


async def test_an_answer_lifts_the_listing_again(steward: Unit, unit: Unit, now: datetime) -> None:
    made = await listed(steward, now)
    for who in ("one", "two"):
        report = await unit.write(reports.make, made.id, wrong(made, who), now)
    assert await fresh(steward, made, now + FORTNIGHT) is Freshness.STALE
    await steward.write(reports.answer, report.id, Outcome.RIGHT, now)
    assert await fresh(steward, made, now + FORTNIGHT) is Freshness.FRESH


async def test_a_host_s_word_after_the_reports_counts_and_they_still_want_an_answer(
    steward: Unit, unit: Unit, now: datetime
) -> None:
    made = await listed(steward, now)
    for who in ("one", "two"):
        await unit.write(reports.make, made.id, wrong(made, who), now)
    later = now + FORTNIGHT
    await steward.write(assurance.confirm, made.id, assurance.Word(), later)
    assert await fresh(steward, made, later) is Freshness.FRESH
    assert len(await steward.read(reports.listed, made.id)) == 2


async def test_an_offer_is_told_of_only_so_often(steward: Unit, unit: Unit, now: datetime) -> None:
    made = await listed(steward, now)
    for number in range(reports.MOST):
        await unit.write(reports.make, made.id, wrong(made, str(number % 2)), now)
    with pytest.raises(TooMany):
        await unit.write(reports.make, made.id, wrong(made, "one more"), now)


async def test_what_told_people_apart_and_old_words_are_forgotten(
    steward: Unit, unit: Unit, now: datetime, asking: Asking
) -> None:
    made = await listed(steward, now)
    one = await unit.write(reports.make, made.id, wrong(made, "one", words="Odd."), now)
    await unit.write(reports.make, made.id, wrong(made, "two", words="Odd."), now)
    await steward.write(reports.answer, one.id, Outcome.UNCLEAR, now)
    assert await steward.count(reports.forget_marks, now + FORTNIGHT) == 0
    assert await steward.count(reports.forget_marks, now + FORTNIGHT + timedelta(hours=1)) == 2
    assert await steward.count(reports.forget, now + timedelta(days=91)) == 1
    kept = await steward.read(_reports)
    assert [(r.marker, r.words, r.independent) for r in kept] == [
        (None, "", True),
        (None, "Odd.", True),
    ]
    with pytest.raises(Denied):
        await asking(make.host_of(made.organisation_id)).count(reports.forget, now)


async def _reports(db: AsyncSession, actor: Actor) -> list[Report]:
    return list(await db.scalars(select(Report).order_by(col(Report.at), col(Report.id))))


def test_a_marker_is_the_same_for_one_person_and_offer_and_another_elsewhere() -> None:
    here, there = new_id(), new_id()
    assert marker(WORD, here, "192.0.2.7") == marker(WORD, here, "192.0.2.7")
    every = {marker(WORD, id, who) for id in (here, there) for who in ("192.0.2.7", "192.0.2.8")}
    assert len(every) == 4


def test_when_reports_count() -> None:
    day = [datetime(2026, 11, n, tzinfo=UTC) for n in range(1, 9)]
    assert doubted_at(None, []) is None
    assert doubted_at(day[0], [day[1]]) is None
    assert doubted_at(day[0], [day[3], day[1], day[5]]) == day[3] + FORTNIGHT
    assert doubted_at(day[2], [day[1], day[3]]) is None
    assert doubted_at(day[2], [day[1], day[3], day[4]]) == day[4] + FORTNIGHT


async def test_the_end_of_an_offer_may_be_told_after_it_ended(
    steward: Unit, unit: Unit, now: datetime
) -> None:
    made = await listed(steward, now)
    await steward.write(offers.end, made.id, None, now)
    report = await unit.write(reports.make, made.id, wrong(made, "one", "ended"), now)
    assert report.outcome is None


async def test_what_came_of_reports_is_kept_newest_first_page_by_page(
    steward: Unit, unit: Unit, now: datetime, asking: Asking
) -> None:
    made = await listed(steward, now)
    ids: list[UUID] = []
    for hours in range(3):
        report = await unit.write(reports.make, made.id, wrong(made, str(hours)), now)
        at = now + timedelta(hours=hours)
        await steward.write(reports.answer, report.id, Outcome.MENDED, at)
        ids.insert(0, report.id)
    assert made.kept_by is not None
    sam = asking(make.steward_of(made.kept_by))
    found, more = await sam.read(reports.answered, Page(2))
    assert ([told.report.id for told in found], more) == (ids[:2], True)
    last = found[-1].report
    assert last.answered_at is not None
    after = (last.answered_at.isoformat(), str(last.id))
    found, more = await sam.read(reports.answered, Page(2, after=after))
    assert ([told.report.id for told in found], more) == (ids[2:], False)
    assert (await sam.read(reports.get, ids[0])).offer.id == made.id
    far = asking(make.steward_of(new_id()))
    assert await far.read(reports.answered, Page(2)) == ([], False)
    with pytest.raises(Missing):
        await far.read(reports.get, ids[0])
    with pytest.raises(Invalid):
        await sam.read(reports.answered, Page(2, after=("yesterday", 3)))
