"""Putting an issue forward: with a name, for facilitators only, or with the words of a receipt."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from network.core.actor import ANYONE
from network.core.errors import Conflict, Denied, Invalid, Missing
from network.core.privacy import everything
from network.core.unit import Unit
from network.forum import admission, issues, nominations, reasons, receipts, supports, visible
from network.forum.admission import Looked, Redaction
from network.forum.issue_steps import ISSUE, IssueFacts
from network.forum.nominations import Own, Put
from network.forum.tables import Openness, Visibility
from tests import make_forum
from tests.conftest import OneTransaction
from tests.make_forum import Network

KEY = b"k" * 32
NAMED = Put(make_forum.words(), Openness.NAMED, Visibility.PUBLIC)


def nameless(words: str, **changes: Any) -> Put:
    fields = make_forum.words(**changes)
    return Put(fields, Openness.ANONYMOUS, Visibility.MEMBERS, receipts.kept(words, KEY))


async def test_an_issue_is_put_forward_and_only_its_own_and_facilitators_see_it(
    net: Network, now: datetime
) -> None:
    issue = await make_forum.nominated(net, now)
    assert (issue.state, issue.reference, issue.received_at) == ("nominated", "SX-1", now)
    assert await net.facilitator.read(issues.get, issue.id)
    assert await net.member.read(issues.by_reference, "sx-1")
    for who in (net.other, net.stranger, net.asking(ANYONE)):
        with pytest.raises(Missing):
            await who.read(issues.get, issue.id)


async def test_somebody_outside_the_network_puts_nothing_forward(
    net: Network, now: datetime
) -> None:
    for who in (net.stranger, net.asking(ANYONE)):
        with pytest.raises(Denied):
            await who.write(nominations.put_forward, net.locality_id, NAMED, now)


async def test_every_gap_is_named_at_once(net: Network, now: datetime) -> None:
    bare = Put(make_forum.words(what_happens="", what_should_change="", topics=[]))
    with pytest.raises(Invalid) as refused:
        await net.member.write(nominations.put_forward, net.locality_id, bare, now)
    assert [one.field for one in refused.value.all] == [
        "what_happens",
        "what_should_change",
        "topics",
    ]
    with pytest.raises(Invalid, match="do not know"):
        await net.member.write(
            nominations.put_forward, net.locality_id, Put(make_forum.words(topics=["moon"])), now
        )


async def test_a_draft_is_its_own_persons_until_it_is_put_forward(
    net: Network, now: datetime
) -> None:
    draft = await net.member.write(nominations.draft, net.locality_id, NAMED, now)
    assert (draft.state, draft.reference) == ("draft", None)
    for who in (net.other, net.facilitator):
        with pytest.raises(Missing):
            await who.read(issues.get, draft.id)
    other = make_forum.words(title="Hours in contracts")
    saved = await net.member.write(nominations.save, Own(draft.version, draft.id), other)
    put = await net.member.write(
        nominations.nominate, Own(saved.version, draft.id), now + timedelta(1)
    )
    assert (put.state, put.title, put.received_at) == (
        "nominated",
        "Hours in contracts",
        now + timedelta(1),
    )
    with pytest.raises(Conflict):
        await net.member.write(nominations.save, Own(put.version, draft.id), other)


async def test_other_words_are_asked_for_and_the_first_moment_stands(
    net: Network, now: datetime
) -> None:
    issue = await make_forum.nominated(net, now)
    question = (issue.version, "Which teams is it about?")
    issue = await net.facilitator.write(admission.ask, issue.id, question, now)
    assert issue.state == "needs_wording"
    own, later = Own(issue.version, issue.id), now + timedelta(9)
    issue = await net.member.write(nominations.reword, own, make_forum.words(), later)
    assert (issue.state, issue.received_at) == ("nominated", now)


async def test_the_words_of_a_receipt_are_all_it_takes(net: Network, now: datetime) -> None:
    words = receipts.fresh()
    put = nameless(words)
    issue = await net.member.write(nominations.put_forward, net.locality_id, put, now)
    anyone = net.asking(ANYONE)
    typed = f" {words.upper().replace(' ', ' · ')}."
    assert (await anyone.read(nominations.look, receipts.kept(typed, KEY))).id == issue.id
    with pytest.raises(Missing, match="Check each word"):
        await anyone.read(nominations.look, receipts.kept("one two three", KEY))
    with pytest.raises(Missing):
        await net.member.read(issues.get, issue.id)  # not even by who put it forward
    asked = (issue.version, "Which teams?")
    issue = await net.facilitator.write(admission.ask, issue.id, asked, now)
    said = await anyone.read(nominations.told, receipts.kept(words, KEY))
    assert [reason.words for reason in said] == ["Which teams?"]
    own = Own(issue.version, receipt=put.receipt)
    issue = await anyone.write(nominations.reword, own, make_forum.words(), now)
    assert issue.state == "nominated"


async def test_who_somebody_without_a_name_was_is_in_no_table(
    net: Network, sessions: OneTransaction, now: datetime
) -> None:
    before = await traces(net, sessions)
    words = receipts.fresh()
    drafted = await net.member.write(
        nominations.draft, net.locality_id, nameless(words, title="A draft"), now
    )
    own = Own(drafted.version, receipt=receipts.kept(words, KEY))
    saved = await net.member.write(nominations.save, own, make_forum.words())
    await net.member.write(
        nominations.nominate, Own(saved.version, receipt=own.receipt), now + timedelta(1)
    )
    other = nameless(receipts.fresh())
    await net.member.write(nominations.put_forward, net.locality_id, other, now)
    assert await traces(net, sessions) == before
    # The search finds what there is to find: the same with a name leaves a trace.
    await net.member.write(nominations.put_forward, net.locality_id, NAMED, now)
    assert await traces(net, sessions) != before


async def traces(net: Network, sessions: OneTransaction) -> dict[str, int]:
    """Count the rows of every table that hold the member's id, anywhere in them."""
    person = str(net.as_member.person)
    found = {}
    async with sessions.reading() as db:
        for table in SQLModel.metadata.sorted_tables:
            rows = (await db.execute(select(table))).all()
            found[table.name] = sum(person in str(tuple(row)) for row in rows)
        kept = await everything(db, net.as_member.person or net.locality_id, None)
    return found | {f"kept {name}": len(rows) for name, rows in kept.items()}


async def test_a_name_is_for_those_it_was_given_to(net: Network, now: datetime) -> None:
    await make_forum.listed(net, now)
    quiet = Put(make_forum.words(), Openness.FACILITATORS, Visibility.MEMBERS)
    hidden = await make_forum.listed(net, now, quiet)
    async with net.asking(net.other.actor) as unit:
        assert (await unit.read(issues.get, hidden.id)).id == hidden.id
        known = await unit.read(nominators)
    assert [openness for openness, _ in known] == ["named"]
    assert len(await net.facilitator.read(nominators)) == 2


async def nominators(db: Any, actor: Any) -> list[tuple[str, object]]:
    return [(n.openness, n.person_id) for n in await db.scalars(visible.nominations(actor))]


async def test_what_is_others_to_tell_is_taken_out_and_the_original_sealed(
    net: Network, sessions: OneTransaction, now: datetime
) -> None:
    told = Put(make_forum.words(what_happens="Sam Smith shouted."), Openness.NAMED)
    issue = await make_forum.nominated(net, now, told)
    clean = Redaction(issue.version, make_forum.words(what_happens="Somebody shouted."), KEY)
    issue = await net.facilitator.write(admission.redact, issue.id, clean, now)
    assert (issue.what_happens, issue.redacted) == ("Somebody shouted.", ["what_happens"])
    async with sessions.reading() as db:
        for table in SQLModel.metadata.sorted_tables:
            rows = (await db.execute(select(table))).all()
            assert "Sam Smith" not in str([tuple(row) for row in rows]), table.name


async def test_an_issue_is_listed_once_it_was_looked_at(net: Network, now: datetime) -> None:
    quiet = Put(make_forum.words(), widest=Visibility.MEMBERS)
    issue = await make_forum.nominated(net, now, quiet)
    for looked, said in (
        (Looked(issue.version, Visibility.MEMBERS, compared=True), "nobody else is named"),
        (Looked(issue.version, Visibility.MEMBERS, nobody_named=True), "there already"),
        (
            Looked(issue.version, Visibility.PUBLIC, nobody_named=True, compared=True),
            "did not agree",
        ),
    ):
        with pytest.raises(Invalid, match=said):
            await net.facilitator.write(admission.list_, issue.id, looked, now)
    good = Looked(issue.version, Visibility.MEMBERS, nobody_named=True, compared=True)
    await net.facilitator.write(admission.list_, issue.id, good, now)
    assert await net.other.read(issues.get, issue.id)
    with pytest.raises(Missing):
        await net.stranger.read(issues.get, issue.id)


async def test_who_hands_an_issue_over_sees_it_no_more_than_a_member(
    net: Network, now: datetime
) -> None:
    issue = await make_forum.nominated(net, now)
    await net.facilitator.write(admission.hand_over, issue.id, issue.version, now)
    with pytest.raises(Missing):
        await net.facilitator.read(issues.get, issue.id)


async def test_what_a_facilitator_asked_is_read_by_who_put_it_forward_and_no_member(
    net: Network, now: datetime
) -> None:
    issue = await make_forum.nominated(net, now)
    question = (issue.version, "Is this about Sam?")
    issue = await net.facilitator.write(admission.ask, issue.id, question, now)
    own = Own(issue.version, issue.id)
    issue = await net.member.write(nominations.reword, own, make_forum.words(), now)
    looked = Looked(issue.version, Visibility.PUBLIC, nobody_named=True, compared=True)
    await net.facilitator.write(admission.list_, issue.id, looked, now)
    for who in (net.member, net.facilitator):
        assert len(await who.read(reasons.of, [issue.id])) == 1
    for who in (net.other, net.stranger, net.asking(ANYONE)):
        assert await who.read(reasons.of, [issue.id]) == []


async def test_support_is_given_once_not_for_ones_own_and_can_be_taken_back(
    net: Network, now: datetime
) -> None:
    issue = await make_forum.listed(net, now)
    await net.other.write(supports.add, issue.id, now)
    with pytest.raises(Conflict, match="already"):
        await net.other.write(supports.add, issue.id, now)
    with pytest.raises(Conflict, match="yourself"):
        await net.member.write(supports.add, issue.id, now)
    assert await net.member.read(supports.counts, [issue.id]) == {issue.id: 1}
    await net.other.write(supports.take_back, issue.id)
    assert await net.member.read(supports.counts, [issue.id]) == {issue.id: 0}


def test_a_receipt_has_many_words_to_choose_from() -> None:
    assert len(receipts.WORDS) == len(set(receipts.WORDS)) == 256
    assert len(receipts.fresh().split()) == 5
    assert receipts.kept("River  lantern", KEY) == receipts.kept("river · LANTERN.", KEY)
    assert receipts.kept("river lantern", KEY) != receipts.kept("river lantern", b"x" * 32)


async def test_a_step_is_closed_with_a_reason_in_words(
    net: Network, steward: Unit, now: datetime
) -> None:
    issue = await make_forum.nominated(net, now)
    case = await net.facilitator.read(issues.case, issue)
    shown = {o.name: o for o in ISSUE.offered(issue, net.facilitator.actor, case, IssueFacts(now))}
    assert shown["list"].allowed
    assert shown["schedule"].why == "It is put forward. For this it has to be on the list."
    assert shown["withdraw"].why == (
        "This is for the person it is or belongs to, signed in,"
        " or whoever shows the words of its receipt."
    )
    assert shown["answered"].why is not None
