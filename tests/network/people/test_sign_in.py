"""Sign-in by letter: the same for everyone, once, here or with the code, and never by guessing."""

import asyncio
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select

from network.core import tokens
from network.core.actor import ANYONE
from network.core.errors import Invalid, Missing, Refusal, TooMany
from network.core.settings import Settings
from network.core.unit import EngineSessions, Unit
from network.people import accounts, sessions, sign_in
from network.people.sign_in import LASTS, MOST_TRIES, Asking, Entry, Proof
from network.people.tables import Person, SignIn
from network.post.tables import KeptLetter
from tests import make_people as make
from tests.conftest import OneTransaction
from tests.make_people import Asking as AskingFor

SETTINGS = Settings(secret="s" * 32, public_url="https://support.example.org")
LAPTOP, PHONE = "a browser's own value", "another browser's"
LINK = re.compile(r"https://support\.example\.org/sign-in/(\S+)")
CODE = re.compile(r"code there: (\w{3} \w{3})")


@dataclass
class Desk:
    """Somebody at their browser, who can read their letters."""

    unit: Unit
    sessions: OneTransaction

    async def ask(self, now: datetime, email: str = "jo@example.org", at: str = LAPTOP) -> None:
        """Ask for a letter."""
        await self.unit.write(sign_in.ask, Asking(email, at, "192.0.2.7"), SETTINGS, now)

    async def letters(self) -> list[KeptLetter]:
        """Look into the letter box, the newest last."""
        async with self.sessions.reading() as db:
            return list(await db.scalars(select(KeptLetter).order_by(col(KeptLetter.id))))

    async def newest(self) -> tuple[str, str]:
        """Read the token and the code in the newest letter."""
        text = (await self.letters())[-1].text or ""
        token, code = LINK.search(text), CODE.search(text)
        assert token
        assert code
        return token[1], code[1]

    async def show(self, proof: Proof, now: datetime) -> Entry | Refusal:
        """Press the button."""
        return await self.unit.write(sign_in.consume, proof, SETTINGS, now)


@pytest.fixture
def desk(unit: Unit, sessions_of: OneTransaction) -> Desk:
    return Desk(unit, sessions_of)


async def test_the_link_lets_in_where_it_was_asked_for(desk: Desk, now: datetime) -> None:
    await desk.ask(now)
    token, _ = await desk.newest()
    assert await desk.unit.read(sign_in.look, Proof(token, browser=LAPTOP), now) is False
    entry = await desk.show(Proof(token, browser=LAPTOP), now)
    assert isinstance(entry, Entry)
    known = await desk.unit.read(sessions.actor_of, entry.token, now)
    assert known.actor.person == entry.person_id
    assert known.actor.grants == frozenset()


async def test_elsewhere_the_link_wants_the_code_too(desk: Desk, now: datetime) -> None:
    await desk.ask(now)
    token, code = await desk.newest()
    for browser in (PHONE, ""):
        assert await desk.unit.read(sign_in.look, Proof(token, browser=browser), now) is True
        with pytest.raises(Invalid, match="another device"):
            await desk.show(Proof(token, browser=browser), now)
    assert isinstance(await desk.show(Proof(token, code.lower(), PHONE), now), Entry)


async def test_the_code_alone_works_where_it_was_asked_for_and_nowhere_else(
    desk: Desk, now: datetime
) -> None:
    await desk.ask(now)
    _, code = await desk.newest()
    for browser in (PHONE, ""):
        with pytest.raises(Missing):
            await desk.show(Proof(code=code, browser=browser), now)
    with pytest.raises(Invalid, match="Type the code"):
        await desk.show(Proof(code=" ", browser=LAPTOP), now)
    assert isinstance(await desk.show(Proof(code=code, browser=LAPTOP), now), Entry)


async def test_looking_changes_nothing_however_often_scanners_do(desk: Desk, now: datetime) -> None:
    await desk.ask(now)
    token, _ = await desk.newest()
    for _ in range(20):
        await desk.unit.read(sign_in.look, Proof(token), now)
    assert isinstance(await desk.show(Proof(token, browser=LAPTOP), now), Entry)


async def test_it_works_once(desk: Desk, now: datetime) -> None:
    await desk.ask(now)
    token, code = await desk.newest()
    await desk.show(Proof(token, browser=LAPTOP), now)
    for proof in (Proof(token, browser=LAPTOP), Proof(token, code), Proof("", code, LAPTOP)):
        with pytest.raises(Missing, match="has been used or is too old"):
            await desk.show(proof, now)
    with pytest.raises(Missing, match="We can send a new one"):
        await desk.unit.read(sign_in.look, Proof(token), now)


async def test_it_is_too_old_after_ten_minutes(desk: Desk, now: datetime) -> None:
    await desk.ask(now)
    token, code = await desk.newest()
    for proof in (Proof(token, browser=LAPTOP), Proof(token, code), Proof("", code, LAPTOP)):
        with pytest.raises(Missing):
            await desk.show(proof, now + LASTS)
    almost = now + LASTS - timedelta(seconds=1)
    assert isinstance(await desk.show(Proof(token, browser=LAPTOP), almost), Entry)


async def test_what_is_forged_or_cut_or_of_others_lets_nobody_in(desk: Desk, now: datetime) -> None:
    await desk.ask(now)
    token, code = await desk.newest()
    await desk.ask(now, "other@example.org", at=PHONE)
    others, others_code = await desk.newest()
    for forged in (token[:-1], token + "x", token[::-1], tokens.fresh(), "\x00", "é" * 43):
        with pytest.raises(Missing):
            await desk.show(Proof(forged, code, LAPTOP), now)
    with pytest.raises(Invalid, match="another device"):
        await desk.show(Proof(others, browser=LAPTOP), now)
    for proof in (Proof(others, code, LAPTOP), Proof("", others_code, LAPTOP)):
        assert isinstance(await desk.show(proof, now), Refusal)


async def test_five_wrong_codes_and_it_is_dead(desk: Desk, now: datetime) -> None:
    await desk.ask(now)
    token, code = await desk.newest()
    wrong = "AAAAAA" if code != "AAA AAA" else "BBBBBB"
    for _ in range(MOST_TRIES - 1):
        assert isinstance(await desk.show(Proof("", wrong, LAPTOP), now), Invalid)
    assert isinstance(await desk.show(Proof(token, wrong, PHONE), now), TooMany)
    for proof in (Proof(token, browser=LAPTOP), Proof(token, code), Proof("", code, LAPTOP)):
        with pytest.raises(Missing):
            await desk.show(proof, now)


async def test_a_new_letter_kills_the_ones_before(desk: Desk, now: datetime) -> None:
    await desk.ask(now)
    first, first_code = await desk.newest()
    await desk.ask(now, " JO@example.org")
    second, _ = await desk.newest()
    for proof in (Proof(first, browser=LAPTOP), Proof(first, first_code)):
        with pytest.raises(Missing):
            await desk.show(proof, now)
    assert isinstance(await desk.show(Proof(second, browser=LAPTOP), now), Entry)


async def test_known_and_unknown_addresses_get_the_same_answer_and_the_same_letter(
    desk: Desk, steward: Unit, now: datetime
) -> None:
    await make.person(steward, now, "known@example.org")
    answers, texts = [], []
    for email in ("known@example.org", "unknown@example.org"):
        asking = Asking(email, LAPTOP, "192.0.2.7")
        asked = await desk.unit.write(sign_in.ask, asking, SETTINGS, now)
        answers.append(replace(asked, id=asked.id.__class__(int=0), to=""))
        token, code = await desk.newest()
        kept = (await desk.letters())[-1]
        assert kept.to == email == asked.to
        texts.append((kept.subject, (kept.text or "").replace(token, "…").replace(code, "…")))
    assert answers[0] == answers[1]
    assert texts[0] == texts[1]


async def test_an_unknown_address_has_an_account_once_it_is_proved_and_not_before(
    desk: Desk, steward: Unit, now: datetime
) -> None:
    await desk.ask(now, "New@example.org")
    with pytest.raises(Missing):
        await steward.read(accounts.by_email, "new@example.org")
    token, _ = await desk.newest()
    entry = await desk.show(Proof(token, browser=LAPTOP), now)
    assert isinstance(entry, Entry)
    assert entry.new
    assert (await steward.read(accounts.by_email, "new@example.org")).id == entry.person_id
    later = now + timedelta(minutes=1)
    await desk.ask(later, "new@example.org")
    token, _ = await desk.newest()
    again = await desk.show(Proof(token, browser=LAPTOP), later)
    assert isinstance(again, Entry)
    assert (again.person_id, again.new) == (entry.person_id, False)


async def test_the_letter_reveals_nothing_outside_and_gives_no_foreign_address(
    desk: Desk, now: datetime
) -> None:
    await desk.ask(now)
    (kept,) = await desk.letters()
    assert kept.subject == "Your sign-in link"
    assert set(re.findall(r"https?://([^/\s]+)", kept.text or "")) == {"support.example.org"}


async def test_nothing_that_lets_in_is_kept_readable(desk: Desk, now: datetime) -> None:
    await desk.ask(now)
    token, code = await desk.newest()
    plain = code.replace(" ", "")
    async with desk.sessions.reading() as db:
        kept = (await db.scalars(select(SignIn))).one()
    assert kept.token_hash == tokens.hashed(token)
    assert all(secret not in repr(kept) for secret in (token, plain, LAPTOP))
    assert tokens.hashed(plain) != kept.code_hash
    shown = repr(Asking("jo@example.org", LAPTOP, "192.0.2.7")) + repr(Proof(token, code, LAPTOP))
    assert all(word not in shown for word in ("jo@", LAPTOP, "192.0", token, code))


@pytest.mark.parametrize(
    "email", ["jo@example.org\r\nBcc: all@example.org", "jo@exаmple.org", "x" * 300 + "@b.org", ""]
)
async def test_no_letter_goes_to_an_address_that_cannot_be(
    desk: Desk, now: datetime, email: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await desk.ask(now, email)
    assert refused.value.field == "email"
    assert await desk.letters() == []


async def test_a_letter_box_is_not_filled(desk: Desk, now: datetime) -> None:
    for name in ("jo", "JO", "Jo", "jO", "jo"):
        await desk.ask(now, f"{name}@example.org")
    with pytest.raises(TooMany, match="quarter of an hour"):
        await desk.ask(now)
    assert len(await desk.letters()) == 5
    await desk.ask(now, "other@example.org")
    await desk.ask(now + timedelta(minutes=15))
    with pytest.raises(TooMany):
        await desk.ask(now + timedelta(minutes=15))


async def test_nobody_tries_address_after_address(desk: Desk, now: datetime) -> None:
    for number in range(30):
        await desk.ask(now, f"person{number}@example.org")
    with pytest.raises(TooMany):
        await desk.ask(now, "person30@example.org")
    await desk.ask(now + timedelta(minutes=3), "person30@example.org")


async def test_old_letters_are_forgotten_after_a_day_by_the_service(
    desk: Desk, steward: Unit, asking: AskingFor, now: datetime
) -> None:
    await desk.ask(now)
    assert await steward.count(sign_in.clear, now + timedelta(hours=24)) == 0
    assert await steward.count(sign_in.clear, now + timedelta(hours=25)) == 1


async def test_a_link_pressed_twice_at_once_opens_one_session(
    own: AsyncEngine, now: datetime
) -> None:
    at = partial(Unit, EngineSessions(own), ANYONE)
    async with at() as one:
        await one.write(sign_in.ask, Asking("jo@example.org", LAPTOP, "::1"), SETTINGS, now)
    async with EngineSessions(own).reading() as db:
        text = (await db.scalars(select(KeptLetter))).one().text or ""
    token = LINK.search(text)
    assert token
    proof = Proof(token[1], browser=LAPTOP)

    async def press() -> str:
        async with at() as one:
            try:
                await one.write(sign_in.consume, proof, SETTINGS, now)
            except Missing:
                return "old"
            return "in"

    assert sorted(await asyncio.gather(*(press() for _ in range(5)))) == ["in"] + ["old"] * 4
    async with EngineSessions(own).reading() as db:
        assert len((await db.scalars(select(Person))).all()) == 1
