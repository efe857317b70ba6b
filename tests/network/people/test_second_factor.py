"""The second factor: each code works once, wrong ones are counted, losing it opens no door."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import pyotp
import pytest
from sqlmodel import col, select

from network.core.actor import ANYONE, Role
from network.core.errors import Conflict, Denied, Invalid, Missing, Refusal, TooMany
from network.core.ids import new_id
from network.core.settings import Settings
from network.core.unit import Unit
from network.people import accounts, roles, second_factor, sessions
from network.people.second_factor import MOST, WAIT, Confirmed, Given
from network.people.sessions import STRONG
from network.people.tables import SecondFactor
from network.post.tables import KeptLetter
from tests import make_people as make
from tests.conftest import OneTransaction
from tests.make_people import Asking

SETTINGS = Settings(secret="s" * 32)
HERE = new_id()
STEP = timedelta(seconds=30)


@dataclass
class Sam:
    """A steward at a browser, and the app on their phone."""

    asking: Asking
    keeper: Unit
    token: str
    session: UUID
    secret: str = ""

    async def unit(self, now: datetime) -> Unit:
        """Ask as the browser's token says."""
        return self.asking((await self.keeper.read(sessions.actor_of, self.token, now)).actor)

    def code(self, at: datetime) -> str:
        """Look at the phone."""
        return pyotp.TOTP(self.secret).at(at)

    def typed(self, code: str) -> Given:
        """Type a code."""
        return Given(self.session, code)

    async def give(self, code: str, now: datetime) -> str | Refusal:
        """Give a code, and take the new token where there is one."""
        answer = await (await self.unit(now)).write(
            second_factor.give, self.typed(code), SETTINGS, now
        )
        if isinstance(answer, str):
            self.token = answer
        return answer

    async def strong(self, now: datetime) -> bool:
        """Say whether the second factor counts as given."""
        return (await self.unit(now)).actor.strong


@pytest.fixture
async def sam(steward: Unit, asking: Asking, now: datetime) -> Sam:
    """Begin: a steward who has enrolled, and not yet confirmed."""
    weak = await make.holder(steward, now, roles.over(HERE, Role.STEWARD), "sam@example.org")
    assert weak.person
    token = await steward.write(sessions.open_, weak.person, now)
    known = await steward.read(sessions.actor_of, token, now)
    assert known.session_id
    secret = await asking(known.actor).write(second_factor.enrol, SETTINGS, now)
    return Sam(asking, steward, token, known.session_id, secret)


async def confirmed(sam: Sam, now: datetime) -> Confirmed:
    """Confirm with the code of the moment."""
    unit = await sam.unit(now)
    answer = await unit.write(second_factor.confirm, sam.typed(sam.code(now)), SETTINGS, now)
    assert isinstance(answer, Confirmed)
    sam.token = answer.token
    return answer


async def test_powers_begin_with_a_confirmed_second_factor_and_lapse(
    sam: Sam, now: datetime
) -> None:
    assert not (await sam.unit(now)).actor.holds(Role.STEWARD, HERE)
    before = sam.token
    await confirmed(sam, now)
    assert (await sam.unit(now)).actor.holds(Role.STEWARD, HERE)
    assert (await sam.keeper.read(sessions.actor_of, before, now)) is sessions.NOBODY
    viewer = await (await sam.unit(now)).read(accounts.viewer)
    assert viewer
    assert viewer.has_second_factor
    almost = now + STRONG - timedelta(seconds=1)
    assert await sam.strong(almost)
    await (await sam.unit(almost)).count(sessions.touch, sam.session, almost)
    assert not await sam.strong(now + STRONG)
    await sam.give(sam.code(now + STRONG), now + STRONG)
    assert await sam.strong(now + STRONG)


async def test_it_counts_on_the_browser_where_it_was_given_only(sam: Sam, now: datetime) -> None:
    await confirmed(sam, now)
    person = (await sam.unit(now)).actor.person
    assert person
    phone = await sam.keeper.write(sessions.open_, person, now)
    assert not (await sam.keeper.read(sessions.actor_of, phone, now)).actor.strong


async def test_a_code_works_once(sam: Sam, now: datetime) -> None:
    await confirmed(sam, now)
    assert isinstance(await sam.give(sam.code(now), now), Invalid)
    later = now + STEP
    assert isinstance(await sam.give(sam.code(later), later), str)
    assert isinstance(await sam.give(sam.code(later), later), Invalid)
    assert isinstance(await sam.give(sam.code(now), later), Invalid)


@pytest.mark.parametrize(
    ("off", "answer"), [(-2, Invalid), (-1, str), (0, str), (1, str), (2, Invalid)]
)
async def test_a_clock_may_be_half_a_minute_off(
    sam: Sam, now: datetime, off: int, answer: type
) -> None:
    await confirmed(sam, now)
    later = now + 10 * STEP
    assert isinstance(await sam.give(sam.code(later + off * STEP), later), answer)


async def test_wrong_codes_are_counted_and_then_even_the_right_one_waits(
    sam: Sam, now: datetime
) -> None:
    await confirmed(sam, now)
    later = now + STEP
    wrong = "000000" if sam.code(later) != "000000" else "111111"
    for _ in range(MOST):
        assert isinstance(await sam.give(wrong, later), Invalid)
    assert isinstance(await sam.give(sam.code(later), later), TooMany)
    after = later + WAIT
    assert isinstance(await sam.give(wrong, after), Invalid)
    assert isinstance(await sam.give(sam.code(after), after), str)


@pytest.mark.parametrize(
    "typed", ["", " ", "12345", "1234567", "é" * 6, "\x00", "١٢٣٤٥٦", "x" * 9999]
)
async def test_what_is_no_code_does_not_fit(sam: Sam, now: datetime, typed: str) -> None:
    await confirmed(sam, now)
    assert isinstance(await sam.give(typed, now + STEP), Invalid)


async def test_each_recovery_code_works_once_however_typed(sam: Sam, now: datetime) -> None:
    codes = (await confirmed(sam, now)).recovery
    assert len(set(codes)) == 8
    for code in codes:
        assert isinstance(await sam.give(f" {code[:5].lower()}-{code[5:]} ", now), str)
        assert isinstance(await sam.give(code, now), Invalid)


async def test_neither_the_secret_nor_a_recovery_code_is_kept_readable(
    sam: Sam, sessions_of: OneTransaction, now: datetime
) -> None:
    codes = (await confirmed(sam, now)).recovery
    async with sessions_of.reading() as db:
        kept = repr((await db.scalars(select(SecondFactor))).one())
    assert sam.secret not in kept
    assert not any(code in kept for code in codes)


async def test_with_another_key_it_says_so_and_lets_nobody_in(sam: Sam, now: datetime) -> None:
    await confirmed(sam, now)
    later = now + STEP
    other = Settings(secret="x" * 32)
    given = sam.typed(sam.code(later))
    with pytest.raises(Missing, match="cannot be read any more"):
        await (await sam.unit(now)).write(second_factor.give, given, other, later)


async def test_an_unconfirmed_one_gives_nothing_and_may_be_begun_anew(
    sam: Sam, now: datetime
) -> None:
    with pytest.raises(Missing, match="no second factor yet"):
        await sam.give(sam.code(now), now)
    unit = await sam.unit(now)
    wrong = await unit.write(second_factor.confirm, sam.typed("000000"), SETTINGS, now)
    assert isinstance(wrong, Invalid)
    assert not await sam.strong(now)
    sam.secret = await unit.write(second_factor.enrol, SETTINGS, now)
    await confirmed(sam, now)


async def test_a_confirmed_one_is_not_replaced_by_whoever_sits_at_the_browser(
    sam: Sam, now: datetime
) -> None:
    await confirmed(sam, now)
    weak = sam.asking(replace((await sam.unit(now)).actor, strong=False))
    with pytest.raises(Conflict):
        await weak.write(second_factor.enrol, SETTINGS, now)
    with pytest.raises(Conflict):
        await weak.write(
            second_factor.confirm, sam.typed(sam.code(now + STEP)), SETTINGS, now + STEP
        )
    assert weak.actor.person
    with pytest.raises(Denied):
        await weak.write(second_factor.remove, weak.actor.person, SETTINGS, now)


async def test_taking_it_away_takes_its_powers_away_everywhere(sam: Sam, now: datetime) -> None:
    await confirmed(sam, now)
    unit = await sam.unit(now)
    assert unit.actor.person
    await unit.write(second_factor.remove, unit.actor.person, SETTINGS, now)
    assert not await sam.strong(now)
    with pytest.raises(Missing):
        await sam.give(sam.code(now + STEP), now + STEP)


async def test_each_change_is_told_by_letter(
    sam: Sam, sessions_of: OneTransaction, now: datetime
) -> None:
    await confirmed(sam, now)
    unit = await sam.unit(now)
    assert unit.actor.person
    await unit.write(second_factor.remove, unit.actor.person, SETTINGS, now)
    async with sessions_of.reading() as db:
        told = (await db.scalars(select(KeptLetter).order_by(col(KeptLetter.id)))).all()
    assert [(one.to, one.subject) for one in told] == [
        ("sam@example.org", "A change to your account")
    ] * 2
    assert ["set up" in (one.text or "") for one in told] == [True, False]


async def test_only_oneself_or_the_service_takes_one_away(
    sam: Sam, steward: Unit, now: datetime
) -> None:
    await confirmed(sam, now)
    person = (await sam.unit(now)).actor.person
    assert person
    other = await make.steward(steward, now, HERE, "other@example.org")
    for nobody in (other, ANYONE):
        with pytest.raises(Missing):
            await sam.asking(nobody).write(second_factor.remove, person, SETTINGS, now)
    await steward.write(second_factor.remove, person, SETTINGS, now)
    assert not await sam.strong(now)


def test_the_app_is_told_whose_codes_they_are() -> None:
    secret = "ABCD2345" * 4
    told = second_factor.address(secret, "sam@example.org", "Peer Support Sussex")
    assert told.startswith(
        "otpauth://totp/Peer%20Support%20Sussex:sam%40example.org?secret=ABCD2345ABCD2345ABCD2345"
    )
