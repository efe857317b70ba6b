"""The record is looked through and leaves nobody's address about; letters keep their words."""

from datetime import datetime

import pytest

from network.core.ids import new_id
from network.core.paging import Page
from network.core.unit import Unit
from network.people import audit
from network.people.audit import Wanted
from network.post.letters import Letter
from tests.network.people.test_audit import rewritten
from tests.network.post.writing import GIVEN_UP, change, kept, posting
from tests.web.keep.conftest import SAM, New, person_id
from tests.web.signing import Browser


async def test_the_record_is_asked_by_whom_and_no_address_stands_in_the_address(
    sam: Browser, new: New, steward: Unit
) -> None:
    await sam.open("/keep/record")
    assert "Each of these is sealed to the one before it." in sam.page.words
    page = await sam.send({"email": "kim@example.or"}, "/keep/record")
    assert "We do not know this address." in page.words
    page = await sam.send({"email": SAM, "what": "second_factor.confirmed"}, "/keep/record")
    id = await person_id(steward, SAM)
    assert sam.at.endswith(f"/keep/record?who={id}&what=second_factor.confirmed")
    assert "By sa…@example.org. Second factor: confirmed" in page.words
    page = await sam.send({"what": "session.started"}, "/keep/record")  # still of the same person
    assert f"who={id}&what=session.started" in sam.at
    page = await sam.open(f"/keep/record?thing={new.offer.id}")
    assert "Offer: created" in page.words
    assert "organisation: " in page.words


@pytest.mark.usefixtures("new")
async def test_days_are_asked_for_in_their_order(sam: Browser) -> None:
    day = {"from-day": "2", "from-month": "11", "from-year": "2026"}
    before = {"to-day": "1", "to-month": "11", "to-year": "2026"}
    await sam.open("/keep/record")
    page = await sam.send({**day, **before}, "/keep/record")
    assert "This day comes before the other one." in page.words
    assert 'value="2"' in page.html
    page = await sam.send({"to-day": "x"}, "/keep/record")
    assert "Enter a day, month and year" in page.words
    page = await sam.send({"thing": "x", "to-day": "3"}, "/keep/record")
    assert "This is not an id." in page.words
    page = await sam.send({"thing": ""}, "/keep/record")
    assert "from=2026-11-02&to=2026-11-03" in sam.at
    assert page.status == 200


@pytest.mark.parametrize("odd", ["who=x", "thing=1", "from=soon", "to=2026-13-01"])
async def test_an_odd_address_is_no_page(sam: Browser, odd: str) -> None:
    assert (await sam.open(f"/keep/record?{odd}")).status == 404


async def test_an_odd_cursor_and_a_name_of_nothing_are_said_plainly(sam: Browser) -> None:
    assert (await sam.open("/keep/record?after=x")).status == 400
    assert (await sam.open("/keep/reports?after=WzFd")).status == 400
    page = await sam.open("/keep/record?what=nothing.of_the_sort")
    assert "Nothing of that sort was done." in page.words


@pytest.mark.usefixtures("new")
async def test_pages_of_the_record_follow_each_other(
    sam: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("network.web.pages.keep.record.SHOWN", 3)
    page = await sam.open("/keep/record")
    (older,) = [link for link in page.links if "after=" in link]
    newest = page.words.count("Entry ")
    assert newest == 3
    assert (await sam.open(older)).words.count("Entry ") == 3


async def test_it_says_whether_the_record_holds(sam: Browser, steward: Unit) -> None:
    page = await sam.open("/keep/record/check")
    assert "It holds." in page.words
    (newest, *_), _ = await steward.read(audit.entries, Wanted(), Page(2))
    await steward.count(rewritten, newest.event.seq)
    page = await sam.open("/keep/record")
    assert "Some of these do not fit their seal." in page.words
    assert page.words.count("Does not fit its seal") == 1
    page = await sam.open("/keep/record/check")
    assert f"It does not hold at entry {newest.event.seq:,}: an entry was changed." in page.words


async def test_letters_are_sent_again_or_let_go_and_their_words_are_shown_to_nobody(
    sam: Browser, steward: Unit, now: datetime
) -> None:
    page = await sam.open("/keep/letters")
    assert "Every letter arrived, as far as we know." in page.words
    text = "Your link: https://test/sign-in/a-secret-word"
    letter = Letter("kim@example.org", "Your sign-in link", text, new_id())
    one, two = [await steward.write(posting, letter, now) for _ in range(2)]
    for id in (one, two):
        await steward.count(change, id, GIVEN_UP)
    page = await sam.open("/keep/letters")
    for words in (
        "ki…@example.org",
        "Your sign-in link",
        "takes no letters (550).",
        "after 12 tries",
    ):
        assert words in page.words
    assert "a-secret-word" not in page.html
    assert "kim@example.org" not in page.html
    page = await sam.post("/keep/letters/again", [("letter", str(one))])
    assert "On its way again" in page.words
    assert (await steward.read(kept, one)).state == "waiting"
    page = await sam.post("/keep/letters/let-go", [("letter", str(two))])
    assert "Its words are erased." in page.words
    assert (await steward.read(kept, two)).text is None
    for odd in ("", "x", str(new_id()), str(two)):
        assert (await sam.post("/keep/letters/again", [("letter", odd)])).status == 404
