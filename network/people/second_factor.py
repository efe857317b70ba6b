"""The second factor: six digits of an app on one's phone (TOTP, RFC 6238), or a recovery code.

Every code works once. A wrong one is counted, so a refusal is *given back*, not raised: raising
would undo the count. A door raises it when the change is kept.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pyotp
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from network.access import Act, require, somebody
from network.core import sealing, tokens
from network.core.actor import Actor
from network.core.errors import Conflict, Invalid, Missing, Refusal, TooMany
from network.core.events import record
from network.core.secrets import derived
from network.core.settings import Settings
from network.core.unit import SAID
from network.people import sessions, wording
from network.people.tables import Person, SecondFactor
from network.post import letters

SAID["pk_secondfactor"] = "This was just done in another window. Look again."
HALF_MINUTE = 30
AROUND = 1
"""A phone's clock may be half a minute early or late."""
MOST, WAIT = 5, timedelta(minutes=15)
"""So many wrong codes, then a wait: 480 guesses a day at a million codes."""
RECOVERY, LETTERS = 8, 10
NONE = "You have no second factor yet."
WRONG = "This code does not fit. Look at the newest one in your app."
SEALED_OTHERWISE = "Your second factor cannot be read any more. Ask whoever runs this site."
TIRED = "Too many codes did not fit. Try again in 15 minutes."


@dataclass(frozen=True, slots=True)
class Given:
    """A code as somebody typed it, and on which session."""

    session_id: UUID
    code: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A second factor that counts from now on. All of it is shown once.

    `token`: the session's new one. `recovery`: codes for when the phone is lost.
    """

    token: str
    recovery: Sequence[str]


async def enrol(db: AsyncSession, actor: Actor, settings: Settings, now: datetime) -> str:
    """Begin: give the secret for the app on one's phone (base 32). It counts once confirmed."""
    factor = await db.scalar(_mine(actor).with_for_update())
    if factor is not None and factor.confirmed_at is not None:
        raise Conflict("You have a second factor already. Take that away first.")
    factor = factor or SecondFactor(person_id=somebody(actor))
    require(actor, Act.KEEP_ACCOUNT, factor)
    secret = pyotp.random_base32()
    factor.sealed = sealing.sealed(secret, _key(settings), _purpose(factor)).encode()
    factor.enrolled_at = now
    db.add(factor)
    record(db, actor, "second_factor.begun", factor.person_id)
    await db.flush()
    return secret


def address(secret: str, email: str, site: str) -> str:
    """Write the address that an app reads from a square of dots (otpauth://…)."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=site)


async def confirm(
    db: AsyncSession, actor: Actor, given: Given, settings: Settings, now: datetime
) -> Confirmed | Refusal:
    """Show that the app gives the right codes. From now on the second factor counts."""
    factor = await _held(db, actor)
    require(actor, Act.KEEP_ACCOUNT, factor)
    if factor.confirmed_at is not None:
        raise Conflict("Your second factor is confirmed already.")
    if refusal := _try(factor, given, settings, now):
        record(db, actor, "second_factor.refused", factor.person_id)
        return refusal
    recovery = [tokens.code(LETTERS) for _ in range(RECOVERY)]
    factor.recovery = [_hashed(factor, code, settings) for code in recovery]
    factor.confirmed_at = now
    await _tell(db, actor, factor.person_id, wording.SET_UP, settings, now)
    record(db, actor, "second_factor.confirmed", factor.person_id)
    return Confirmed(await sessions.strengthen(db, actor, given.session_id, now), recovery)


async def give(
    db: AsyncSession, actor: Actor, given: Given, settings: Settings, now: datetime
) -> str | Refusal:
    """Give a code of the app, or a recovery code, and get the session's new token."""
    factor = await _held(db, actor)
    require(actor, Act.KEEP_ACCOUNT, factor)
    if factor.confirmed_at is None:
        raise Missing(NONE)
    if refusal := _try(factor, given, settings, now):
        record(db, actor, "second_factor.refused", factor.person_id)
        return refusal
    record(db, actor, "second_factor.given", factor.person_id, recovery=len(factor.recovery))
    return await sessions.strengthen(db, actor, given.session_id, now)


async def remove(
    db: AsyncSession, actor: Actor, person_id: UUID, settings: Settings, now: datetime
) -> None:
    """Take a person's second factor away; nowhere does one count as given any more.

    One's own, where it was given; the service, for somebody who lost phone and codes.
    """
    query = select(SecondFactor).where(col(SecondFactor.person_id) == person_id)
    factor = await db.scalar(query.with_for_update())
    if factor is None or not (actor.system or actor.person == person_id):
        raise Missing(NONE if actor.person == person_id else "They have no second factor.")
    require(actor, Act.REMOVE_SECOND_FACTOR, factor)
    await db.delete(factor)
    await sessions.weaken(db, actor, person_id)
    await _tell(db, actor, person_id, wording.TAKEN_AWAY, settings, now)
    record(db, actor, "second_factor.removed", person_id)


def _mine(actor: Actor) -> SelectOfScalar[SecondFactor]:
    return select(SecondFactor).where(col(SecondFactor.person_id) == actor.person)


async def _held(db: AsyncSession, actor: Actor) -> SecondFactor:
    factor = await db.scalar(_mine(actor).with_for_update())
    if factor is None:
        raise Missing(NONE)
    return factor


async def _tell(
    db: AsyncSession, actor: Actor, person_id: UUID, what: str, settings: Settings, now: datetime
) -> None:
    """Write to the person, so that a change they did not make does not go unseen."""
    person = await db.get_one(Person, person_id)
    if person.email is not None:
        letter = wording.changed(settings, person.email, person.id, what)
        await letters.post(db, actor, letter, now)


def _try(factor: SecondFactor, given: Given, settings: Settings, now: datetime) -> Refusal | None:
    """Try a code, and count it where it does not fit."""
    if factor.tries >= MOST and factor.tried_at and now < factor.tried_at + WAIT:
        return TooMany(TIRED, field="code")
    typed = tokens.typed(given.code)
    if _fits_app(factor, typed, settings, now) or _fits_recovery(factor, typed, settings):
        factor.tries = 0
        return None
    factor.tries = 1 if factor.tries >= MOST else factor.tries + 1
    factor.tried_at = now
    return Invalid(WRONG, field="code")


def _fits_app(factor: SecondFactor, typed: str, settings: Settings, now: datetime) -> bool:
    secret = sealing.opened(factor.sealed.decode(), _key(settings), _purpose(factor), now)
    if secret is None:
        raise Missing(SEALED_OTHERWISE)
    this = int(now.timestamp()) // HALF_MINUTE
    for step in range(this - AROUND, this + AROUND + 1):
        code = pyotp.TOTP(secret).generate_otp(step)
        if hmac.compare_digest(code, typed) and step > factor.last_step:
            factor.last_step = step
            return True
    return False


def _fits_recovery(factor: SecondFactor, typed: str, settings: Settings) -> bool:
    hashed = _hashed(factor, typed, settings)
    left = [kept for kept in factor.recovery if not hmac.compare_digest(kept, hashed)]
    found = len(left) < len(factor.recovery)
    factor.recovery = left
    return found


def _hashed(factor: SecondFactor, code: str, settings: Settings) -> bytes:
    """Give what is kept of a recovery code: it is short, so no guess fits without the key."""
    return hmac.digest(_key(settings), f"recovery {factor.person_id} {code}".encode(), "sha256")


def _key(settings: Settings) -> bytes:
    return derived(settings.secret, "second factor")


def _purpose(factor: SecondFactor) -> str:
    return f"second factor {factor.person_id}"
