"""What was done is told to whom it concerns: once, in words of ours, and to nobody else."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core.actor import Actor
from network.core.errors import Denied
from network.core.unit import Unit
from network.directory import claims, offers, reports, vouching, waiting
from network.directory.edits import Amendment
from network.directory.kept import Outcome
from network.directory.organisations import Origin
from network.directory.reports import Wrong
from network.directory.tables import Standing
from network.directory.waiting import Refusal
from network.notices import digests, ladder, news, notes
from network.notices.tables import Bookmark
from network.people import roles
from network.post.tables import KeptLetter
from tests import make, make_people
from tests.network.notices.conftest import Desk
from tests.network.notices.making import SAM, confirmed, group, said

Asking = Callable[[Actor], Unit]
DESCRIBED = Origin(Standing.UNCONFIRMED, source="https://example.org", described="May 2019")


async def test_a_report_is_told_to_all_who_keep_the_entry_and_its_words_are_not(
    desk: Desk, steward: Unit, unit: Unit, now: datetime, keeper: Actor
) -> None:
    made = await confirmed(steward, now)
    wrong = Wrong(("time", "phone"), "Nobody called Xanadu picks up")
    await unit.write(reports.make, made.id, wrong, now)
    letters = await desk.work()
    first = "Somebody told us that something may be wrong."
    assert said(letters) == [("ash@example.org", first), ("jo@example.org", first)]
    for letter in letters:
        assert "They ticked: the day or time, the phone number or address." in str(letter.text)
        assert "Xanadu" not in str(letter.text)
        assert f"/h and type {made.slug} and the code" in str(letter.text)
    assert await desk.work() == []


async def test_reports_that_come_together_are_told_together(
    desk: Desk, steward: Unit, unit: Unit, now: datetime
) -> None:
    made = await confirmed(steward, now)
    for tick in ("time", "place", "time"):
        await unit.write(reports.make, made.id, Wrong((tick,)), now)
    letters = await desk.work()
    assert len(letters) == 2
    assert str(letters[0].text).count("They ticked: the day or time, the place.") == 1


async def test_a_report_of_what_nobody_keeps_goes_to_the_stewards(
    desk: Desk, steward: Unit, unit: Unit, now: datetime, keeper: Actor
) -> None:
    run_by = await group(steward, now, make.CONFIRMED)
    made = await make.offer(steward, now, run_by.id, districts=[make.HASTINGS])
    await unit.write(reports.make, made.id, Wrong(("ended",)), now)
    (letter,) = await desk.work()
    assert letter.to == SAM
    assert "https://support.example.org/keep/reports" in str(letter.text)


async def test_what_came_of_a_report_is_told_to_those_who_did_not_answer_it(
    desk: Desk, steward: Unit, unit: Unit, now: datetime, asking: Asking
) -> None:
    made = await confirmed(steward, now)
    report = await unit.write(reports.make, made.id, Wrong(("time",)), now)
    await desk.work()
    jo = await make_people.signed_in(steward, now)
    await asking(jo).write(reports.answer, report.id, Outcome.MENDED, now)
    (letter,) = await desk.work()
    assert letter.to == "ash@example.org"
    assert "It has been put right." in str(letter.text)
    assert letter.subject == "Alongside: some news"


async def test_a_report_answered_before_it_was_told_is_not_told(
    desk: Desk, steward: Unit, unit: Unit, now: datetime
) -> None:
    made = await confirmed(steward, now)
    report = await unit.write(reports.make, made.id, Wrong(("time",)), now)
    await steward.write(reports.answer, report.id, Outcome.RIGHT, now)
    letters = await desk.work()
    assert {line for _, line in said(letters)} == {"What somebody told us was looked at."}


async def test_a_new_group_s_first_listing_its_edits_and_what_is_decided_are_told(
    desk: Desk, steward: Unit, now: datetime, keeper: Actor, asking: Asking
) -> None:
    run_by = await group(steward, now)
    jo = await make_people.host(steward, now, run_by.id)
    draft = await make.offer(steward, now, run_by.id, draft=True)
    await asking(jo).write(offers.publish, draft.id, now)
    assert said(await desk.work()) == [
        (SAM, "A new group has written its first listing. It waits for you.")
    ]
    held = await desk.ask(offers.get, draft.id)
    await asking(keeper).write(waiting.let_through, draft.id, held.version, now)
    people_see = "A steward looked at your words. People now see them."
    assert said(await desk.work()) == [("jo@example.org", people_see)]
    for title in ("Wednesday Table", "Thursday Table"):
        held = await desk.ask(offers.get, draft.id)
        change = Amendment(held.version, {"title": title})
        await asking(jo).write(offers.amend, draft.id, change, now)
        await desk.work()
    sent = await desk.ask(_to, SAM)
    assert [str(one.text).count("were changed") for one in sent][-2:] == [0, 1]
    refusal = Refusal("Say which hall.\nThen we put it up.")
    await asking(keeper).write(waiting.refuse, draft.id, refusal, now)
    (letter,) = await desk.work()
    assert "They wrote: “Say which hall. Then we put it up.”" in str(letter.text)
    await asking(keeper).write(waiting.take_down, draft.id, Refusal("Somebody fell."), now)
    (letter,) = await desk.work()
    assert "A steward took this off the site for now." in str(letter.text)
    assert "They wrote: “Somebody fell.”" in str(letter.text)


async def _to(db: AsyncSession, actor: Actor, to: str) -> list[KeptLetter]:
    own = select(KeptLetter).where(col(KeptLetter.to) == to).order_by(col(KeptLetter.id))
    return list((await db.scalars(own)).all())


async def test_a_group_confirmed_vouched_for_or_sent_back_hears_of_it(
    desk: Desk, steward: Unit, now: datetime, keeper: Actor, asking: Asking
) -> None:
    one, two, three = [await group(steward, now) for _ in range(3)]
    for run_by, email in ((one, "a@example.org"), (two, "b@example.org"), (three, "c@example.org")):
        await make_people.host(steward, now, run_by.id, email)
    friend = await group(steward, now, make.CONFIRMED)
    lead = await make_people.host(steward, now, friend.id, "lead@example.org")
    await desk.work()
    await asking(keeper).write(vouching.confirm, one.id, now)
    await asking(lead).write(vouching.vouch, two.id, friend.id, now)
    await asking(keeper).write(vouching.refuse, three.id, "Tell us who you are.", now)
    letters = await desk.work()
    assert said(letters) == [
        ("a@example.org", "A steward has confirmed your group."),
        ("b@example.org", "A group that knows you has vouched for you. Your group is confirmed."),
        ("c@example.org", "A steward looked at your group and sent it back."),
    ]
    assert "“Tell us who you are.”" in str(letters[2].text)


async def test_a_claim_is_put_to_whoever_answers_it_and_the_answer_to_who_claims(
    desk: Desk, steward: Unit, now: datetime, keeper: Actor, asking: Asking
) -> None:
    run_by = await group(steward, now, DESCRIBED)
    first = await make_people.signed_in(steward, now, "jo@btinternet.com")
    claim = await asking(first).write(claims.make, run_by.id, "I run it", now)
    assert said(await desk.work()) == [
        (SAM, "Somebody says that this entry is theirs. Please say yes or no.")
    ]
    await asking(keeper).write(claims.accept, claim.id, now)
    assert said(await desk.work()) == [
        ("jo@btinternet.com", "You told us that this entry is yours. Somebody said yes.")
    ]
    other = await make_people.signed_in(steward, now, "kim@btinternet.com")
    claim = await asking(other).write(claims.make, run_by.id, "Me too", now)
    letter, other_letter = await desk.work()
    assert said([letter]) == [
        ("jo@btinternet.com", "Somebody says that they are of your organisation.")
    ]
    assert other_letter.to == SAM
    assert f"/keep/claims/{claim.id}" in str(other_letter.text)
    assert "Me too" not in str(letter.text)
    jo = await make_people.signed_in(steward, now, "jo@btinternet.com")
    await asking(jo).write(claims.refuse, claim.id, "We do not know you.", now)
    (letter,) = await desk.work()
    assert letter.to == "kim@btinternet.com"
    assert "They wrote: “We do not know you.”" in str(letter.text)


async def test_who_claims_with_an_address_of_its_own_is_told_on_the_page_and_by_no_letter(
    desk: Desk, steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await make.organisation(
        steward, now, origin=DESCRIBED, website="https://www.open-door.example.org"
    )
    jo = await make_people.signed_in(steward, now, "jo@open-door.example.org")
    await asking(jo).write(claims.make, run_by.id, "", now)
    assert await desk.work() == []


async def test_handing_over_is_told_to_the_new_lead_and_the_others(
    desk: Desk, steward: Unit, now: datetime, asking: Asking
) -> None:
    made = await confirmed(steward, now)
    kim = await make_people.host(steward, now, made.organisation_id, "kim@example.org")
    jo = await make_people.signed_in(steward, now)
    holding = roles.hosting(made.organisation_id, None)
    assert kim.person is not None
    await asking(jo).write(roles.hand_over, kim.person, holding)
    assert said(await desk.work()) == [
        ("ash@example.org", "Somebody else leads now. You still keep this entry."),
        ("kim@example.org", "You lead now: you say who else keeps this entry."),
    ]


async def test_a_letter_names_no_offer_and_no_person_in_its_subject(
    desk: Desk, steward: Unit, unit: Unit, now: datetime
) -> None:
    made = await confirmed(steward, now)
    await unit.write(reports.make, made.id, Wrong(("time",)), now)
    desk.day(92)
    letters = await desk.work()
    assert {one.subject for one in letters} == {"Alongside: something to check"}
    assert {one.reply_to for one in letters} == {"people@support.example.org"}


async def test_what_was_read_is_not_read_again_and_what_failed_is(
    desk: Desk, steward: Unit, unit: Unit, now: datetime
) -> None:
    made = await confirmed(steward, now)
    await desk.work()
    before = await desk.ask(_mark)
    await unit.write(reports.make, made.id, Wrong(("time",)), now)
    await desk.work()
    assert await desk.ask(_mark) > before
    await desk.ask(_turn_back, before)  # as if it had never been kept how far it was read
    assert await desk.work() == []


async def _mark(db: AsyncSession, actor: Actor) -> int:
    return (await db.scalars(select(Bookmark.seq))).one()


async def _turn_back(db: AsyncSession, actor: Actor, seq: int) -> None:
    await db.execute(update(Bookmark).values(seq=seq))


@pytest.mark.parametrize(
    "verb", [news.gather, digests.put, ladder.climb, notes.forget], ids=lambda verb: verb.__module__
)
async def test_only_the_service_reads_and_writes_for_everybody(
    unit: Unit, now: datetime, verb: Callable[..., Any]
) -> None:
    with pytest.raises(Denied):
        await unit.count(verb, now)
