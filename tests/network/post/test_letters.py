"""Letters: posted with the change they tell of or not at all, kept from prying, and erased."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from network.core.actor import Actor
from network.core.errors import Denied, Invalid, Missing
from network.core.ids import new_id
from network.core.unit import Unit
from network.post import letters
from tests.network.post.writing import ABOUT, GIVEN_UP, change, kept, letter, posting


async def test_a_letter_waits_from_the_change_it_tells_of(steward: Unit, now: datetime) -> None:
    id = await steward.write(posting, letter(reply_to="us@example.org"), now)
    found = await steward.read(kept, id)
    assert (found.state, found.next_try_at, found.tries) == ("waiting", now, 0)
    assert (found.to, found.reply_to, found.about) == ("jo@example.org", "us@example.org", ABOUT)


async def test_a_change_that_fails_sends_nothing(steward: Unit, now: datetime) -> None:
    ids = []

    async def failing(db: AsyncSession, actor: Actor) -> None:
        ids.append(await posting(db, actor, letter(), now))
        await db.flush()
        raise Invalid("Not like this.")

    with pytest.raises(Invalid):
        await steward.write(failing)
    with pytest.raises(NoResultFound):
        await steward.read(kept, ids[0])


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("to", "jo@example.org\r\nBcc: sam@example.org"),
        ("to", "jo@example.org, sam@example.org"),
        ("reply_to", "us@example.org\nX-Mailer: ours"),
        ("subject", "Hello\r\nBcc: sam@example.org"),
        ("subject", "Hello\nBcc: sam@example.org"),
        ("subject", "Hello\u2028there"),
        ("subject", " "),
        ("subject", "a" * 151),
        ("text", ""),
        ("text", "Hello\x00"),
        ("text", "Hello\rthere"),
        ("text", "a" * 20_001),
    ],
)
def test_no_header_is_smuggled_in_and_no_letter_is_empty_or_endless(part: str, wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        letter(**{part: wrong})
    assert refused.value.field == part


def test_lines_end_as_ours_do() -> None:
    assert letter(text="One\r\nTwo\tthree\n").text == "One\nTwo\tthree\n"


async def test_stewards_see_what_did_not_arrive_but_not_what_it_said(
    steward: Unit, now: datetime
) -> None:
    id = await steward.write(posting, letter(text="https://example.org/s/token"), now)
    await steward.write(posting, letter(), now)
    await steward.count(change, id, GIVEN_UP)
    (found,) = await steward.read(letters.dead)
    assert (found.id, found.to, found.why, found.tries) == (id, "jo…@example.org", "550", 12)
    assert "token" not in repr(found)


async def test_nobody_else_sees_them_or_sends_them_again(
    asking: Callable[[Actor], Unit], steward: Unit, now: datetime
) -> None:
    id = await steward.write(posting, letter(), now)
    await steward.count(change, id, GIVEN_UP)
    async with asking(Actor("person", new_id(), via="session")) as unit:
        with pytest.raises(Denied):
            await unit.read(letters.dead)
        with pytest.raises(Denied):
            await unit.write(letters.again, id, now)


async def test_a_letter_that_was_given_up_may_be_sent_again(steward: Unit, now: datetime) -> None:
    id = await steward.write(posting, letter(), now)
    with pytest.raises(Missing):
        await steward.write(letters.again, id, now)  # it still waits
    await steward.count(change, id, GIVEN_UP)
    later = now + timedelta(days=3)
    await steward.write(letters.again, id, later)
    found = await steward.read(kept, id)
    assert (found.state, found.tries, found.next_try_at) == ("waiting", 0, later)


async def test_thirty_days_after_it_left_no_word_of_it_is_kept(
    steward: Unit, now: datetime
) -> None:
    sent, dead, waiting = [await steward.write(posting, letter(), now) for _ in range(3)]
    await steward.count(change, sent, {"state": "sent", "sent_at": now})
    await steward.count(change, dead, GIVEN_UP)
    assert await steward.count(letters.erase, now + timedelta(days=29)) == 0
    assert await steward.count(letters.erase, now + timedelta(days=31)) == 2
    assert await steward.count(letters.erase, now + timedelta(days=31)) == 0
    for id in (sent, dead):
        found = await steward.read(kept, id)
        assert {found.to, found.reply_to, found.subject, found.text} == {None}
        assert found.about == ABOUT
    assert (await steward.read(kept, waiting)).text == "Hello."
    assert await steward.read(letters.dead) == []
    with pytest.raises(Missing):
        await steward.write(letters.again, dead, now)


async def test_a_letter_that_was_given_up_may_be_let_go_and_no_word_of_it_is_left(
    steward: Unit, unit: Unit, now: datetime
) -> None:
    id = await steward.write(posting, letter(), now)
    with pytest.raises(Missing):
        await steward.write(letters.let_go, id)
    await steward.count(change, id, GIVEN_UP)
    (shown,) = await steward.read(letters.dead)
    assert (shown.why, shown.given_up_at) == ("550", now)
    with pytest.raises(Denied):
        await unit.write(letters.let_go, id)
    await steward.write(letters.let_go, id)
    left = await steward.read(kept, id)
    assert (left.state, left.to, left.subject, left.text) == ("dead", None, None, None)
    assert await steward.read(letters.dead) == []
    with pytest.raises(Missing):
        await steward.write(letters.again, id, now)
