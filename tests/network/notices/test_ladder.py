"""The ladder over a year: who is asked when, that it is once, and that one tap ends it."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from network import herald
from network.core.actor import Actor
from network.core.unit import Unit
from network.directory import checks, offers, reports
from network.directory.checks import Proof
from network.directory.edits import Amendment
from network.directory.kept import Outcome
from network.directory.reports import Wrong
from network.directory.tables import Offer
from network.notices import notes
from network.notices.tables import KeptRung, Notice
from network.people import roles
from network.places import localities
from network.post.tables import KeptLetter
from tests import make, make_people
from tests.network.notices.conftest import Desk

LINK = re.compile(r"/h/([\w-]{40,})")
CODE = re.compile(r"type (\S+) and the code (\w{3}) (\w{3})")


async def kept(steward: Unit, now: datetime, *people: str, **changes: Any) -> Offer:
    """Make an offer that was checked today, and those who keep it; the first leads."""
    run_by = await make.organisation(steward, now, home_district=make.HASTINGS)
    hall = await make.site(steward, run_by.id)
    made = await make.offer(steward, now, run_by.id, sites=[hall.id], checked_days_ago=0, **changes)
    for one in people or ("jo@example.org",):
        person = await make_people.person(steward, now, one)
        await steward.write(roles.grant, person.id, roles.hosting(run_by.id, None), now)
    return made


async def watch(steward: Unit, now: datetime, email: str = "sam@example.org") -> None:
    """Make somebody a steward of Sussex."""
    sussex = await steward.read(localities.by_slug, "sussex")
    await make_people.steward(steward, now, sussex.id, email)


async def looked(desk: Desk, days: Iterable[int]) -> list[tuple[int, str, str]]:
    """Let the herald work on these days; give day, to whom and first line of all but digests."""
    came: list[tuple[int, str, str]] = []
    for day in days:
        desk.day(day)
        new = [one for one in await desk.work() if "waits for somebody" not in str(one.text)]
        came += [(day, str(one.to), str(one.text).split("\n")[2]) for one in new]
    return came


async def tap(unit: Unit, letter: KeptLetter, now: datetime) -> None:
    """Say yes by the link of a letter."""
    found = LINK.search(str(letter.text))
    assert found
    await unit.write(checks.confirm, Proof(token=found[1]), now)


async def test_a_year_of_silence_and_the_years_after_it(
    desk: Desk, steward: Unit, now: datetime
) -> None:
    await kept(steward, now, "jo@example.org", "ash@example.org")
    await watch(steward, now)
    # From 22 November: due on 22 February, late on 22 March, to be called on 22 April.
    assert await looked(desk, [*range(1, 160), *range(160, 366, 15), 500, 800, 1200]) == [
        (82, "jo@example.org", "It is nearly time to check what people see."),
        (92, "jo@example.org", "Is this still right?"),
        (106, "jo@example.org", "We have not heard from you yet. That is OK."),
        (120, "ash@example.org", "We have not heard from you. That is OK."),
        (120, "jo@example.org", "We have not heard from you. That is OK."),
        (120, "sam@example.org", "Nobody has answered for this."),
        (151, "sam@example.org", "Nobody has answered for this for two months."),
    ]


async def test_a_host_who_answers_each_first_letter_gets_four_a_year_and_no_other(
    desk: Desk, steward: Unit, unit: Unit, now: datetime
) -> None:
    await kept(steward, now)
    came = 0
    for day in range(0, 366, 4):
        desk.day(day)
        for letter in await desk.work():
            assert "It is nearly time" in str(letter.text)
            await tap(unit, letter, desk.now)
            came += 1
    assert came == 4


async def test_the_rhythm_a_host_chose_is_kept_to(desk: Desk, steward: Unit, now: datetime) -> None:
    await kept(steward, now, rhythm_months=12)
    days = [*range(10, 350, 10), *range(350, 400)]
    assert [day for day, _, _ in await looked(desk, days)] == [355, 365, 379, 395]


async def test_one_tap_on_the_last_letter_ends_the_ladder_and_begins_the_next(
    desk: Desk, steward: Unit, unit: Unit, now: datetime
) -> None:
    await kept(steward, now)
    await looked(desk, (82, 92, 106))
    desk.day(120)
    (letter,) = await desk.work()
    assert "“Not checked lately”" in str(letter.text)
    await tap(unit, letter, desk.now)
    assert [day for day, _, _ in await looked(desk, range(125, 230, 5))] == [205, 215]


async def test_the_code_does_as_well_as_the_link(
    desk: Desk, steward: Unit, unit: Unit, now: datetime
) -> None:
    await kept(steward, now)
    desk.day(100)
    (letter,) = await desk.work()
    found = CODE.search(str(letter.text))
    assert found
    proof = Proof(slug=found[1], code=f"{found[2]}{found[3]}")
    await unit.write(checks.confirm, proof, desk.now)
    assert await looked(desk, range(101, 131, 5)) == []


async def test_several_offers_of_one_host_are_one_letter_with_a_link_for_each(
    desk: Desk, steward: Unit, now: datetime
) -> None:
    first = await kept(steward, now)
    for title in ("Friday Walk", "Sunday Soup"):
        await make.offer(steward, now, first.organisation_id, title=title, checked_days_ago=0)
    await kept(steward, now, "jo@example.org", title="Another group's table")
    desk.day(100)
    (letter,) = await desk.work()
    assert len(set(LINK.findall(str(letter.text)))) == 4
    assert len(set(CODE.findall(str(letter.text)))) == 4
    assert await desk.work() == []


async def test_many_offers_are_told_in_as_few_letters_as_hold_them(
    desk: Desk, steward: Unit, now: datetime
) -> None:
    first = await kept(steward, now)
    for n in range(59):
        title = f"{n} " + "Table of very many words " * 3
        await make.offer(steward, now, first.organisation_id, title=title[:80], checked_days_ago=0)
    desk.day(100)
    links = [LINK.findall(str(one.text)) for _ in range(3) for one in await desk.work()]
    assert len(links) == 2
    assert len({link for some in links for link in some}) == 60


async def test_run_twice_nothing_is_told_twice(desk: Desk, steward: Unit, now: datetime) -> None:
    await kept(steward, now)
    for day in (82, 92, 106, 120):
        desk.day(day)
        assert len(await desk.work()) == 1
        assert [await desk.work() for _ in range(3)] == [[], [], []]


async def test_a_worker_that_slept_for_a_year_asks_once(
    desk: Desk, steward: Unit, now: datetime
) -> None:
    await kept(steward, now)
    await watch(steward, now)
    desk.day(400)
    assert [one.to for one in await desk.work()] == ["jo@example.org", "sam@example.org"]
    assert await looked(desk, range(401, 461, 10)) == []


async def test_a_break_an_end_and_a_draft_are_not_asked_about(
    desk: Desk, steward: Unit, now: datetime
) -> None:
    paused = await kept(steward, now)
    await steward.write(offers.pause, paused.id, None, now)
    closing = await kept(steward, now, "ash@example.org")
    last = (now + timedelta(days=30)).date()
    await steward.write(offers.close, closing.id, last, now)
    ended = await kept(steward, now, "kim@example.org")
    await steward.write(offers.end, ended.id, "funding", now)
    assert await looked(desk, range(10, 200, 10)) == []


async def test_what_ends_between_putting_down_and_writing_is_not_told(
    desk: Desk, steward: Unit, unit: Unit, now: datetime
) -> None:
    made = await kept(steward, now)
    desk.day(95)
    await herald.climb(desk.house)
    await make.checked(steward, made.id, desk.now)
    assert await desk.work() == []


async def test_who_does_not_keep_it_any_more_is_not_asked(
    desk: Desk, steward: Unit, now: datetime
) -> None:
    made = await kept(steward, now, "jo@example.org", "ash@example.org")
    desk.day(92)
    assert [one.to for one in await desk.work()] == ["jo@example.org"]
    jo = await make_people.person(steward, now)
    holding = roles.hosting(made.organisation_id, None)
    await steward.write(roles.revoke, jo.id, holding)
    desk.day(106)
    assert [one.to for one in await desk.work()] == ["ash@example.org"]


async def test_a_word_of_a_new_rhythm_begins_a_new_ladder(
    desk: Desk, steward: Unit, now: datetime
) -> None:
    made = await kept(steward, now, rhythm_months=1)
    assert [day for day, _, _ in await looked(desk, range(20, 36))] == [27, 30]
    await steward.write(_amend, made.id, desk.now)
    assert [day for day, _, _ in await looked(desk, range(345, 400))] == [355, 365, 379, 395]


async def _amend(db: AsyncSession, actor: Actor, id: object, now: datetime) -> None:
    offer = await db.get_one(Offer, id)
    change = Amendment(offer.version, {"rhythm_months": 12})
    await offers.amend(db, actor, offer.id, change, now)


async def test_doubt_is_told_once_to_all_and_the_calendar_goes_on_after_it(
    desk: Desk, steward: Unit, now: datetime
) -> None:
    made = await kept(steward, now, "jo@example.org", "ash@example.org")
    await watch(steward, now)
    desk.day(2)
    for mark in (b"1" * 16, b"2" * 16):
        wrong = Wrong(("time",), marker=mark)
        await steward.write(reports.make, made.id, wrong, desk.now)
    told_at_once = await looked(desk, (2,))
    assert [to for _, to, _ in told_at_once] == ["ash@example.org", "jo@example.org"]
    came = await looked(desk, range(3, 23))
    assert {day for day, _, _ in came} == {16}
    assert [to for _, to, _ in came] == ["ash@example.org", "jo@example.org", "sam@example.org"]
    for one in await desk.ask(reports.listed, made.id):
        await steward.write(reports.answer, one.report.id, Outcome.MENDED, desk.now)
    await desk.work()
    assert [day for day, _, _ in await looked(desk, range(75, 100))] == [82, 92]


async def test_rungs_are_remembered_once(desk: Desk, steward: Unit, now: datetime) -> None:
    await kept(steward, now)
    await looked(desk, (82, 92, 106, 120, 121, 151, 152))
    assert sorted(await desk.ask(_trodden)) == ["again", "call", "due", "late", "soon"]


async def _trodden(db: AsyncSession, actor: Actor) -> list[str]:
    return list(await db.scalars(select(KeptRung.rung)))


async def test_what_was_told_is_forgotten_and_no_rung_of_a_cycle_that_still_runs(
    desk: Desk, steward: Unit, unit: Unit, now: datetime
) -> None:
    await kept(steward, now)
    desk.day(120)
    (letter,) = await desk.work()
    await looked(desk, (160, 400, 1000))
    await desk.ask(notes.forget, desk.now)
    assert sorted(await desk.ask(_trodden)) == ["again", "call", "due", "late", "soon"]
    assert await desk.ask(_notices) == []
    desk.day(121)  # the link is young enough again
    await tap(unit, letter, desk.now)
    desk.day(230)
    await desk.work()
    await desk.ask(notes.forget, desk.now)
    assert sorted(await desk.ask(_trodden)) == ["again", "due", "soon"]


async def _notices(db: AsyncSession, actor: Actor) -> list[str]:
    return list(await db.scalars(select(Notice.name)))


async def test_a_listing_that_nobody_keeps_is_told_to_stewards_only(
    desk: Desk, steward: Unit, now: datetime
) -> None:
    made = await kept(steward, now)
    jo = await make_people.person(steward, now)
    holding = roles.hosting(made.organisation_id, None)
    await steward.write(roles.revoke, jo.id, holding, even_last=True)
    await watch(steward, now)
    days = (82, 92, 106, 119, 120, 121, 150, 151, 200)
    assert [(day, to) for day, to, _ in await looked(desk, days)] == [
        (120, "sam@example.org"),
        (151, "sam@example.org"),
    ]
