"""Sign-in by letter: a link for the browser that asked, and a code for where that cannot be.

Looking at a link changes nothing, since mail scanners look at links: only `consume` does. A wrong
code is counted, so its refusal is *given back*, not raised: raising would undo the count.
Why it is so: docs/decisions/0012-who-somebody-is.md.
"""

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from network.access import Act, require
from network.core import pace, tokens
from network.core.actor import Actor
from network.core.errors import Invalid, Missing, Refusal, TooMany
from network.core.events import record
from network.core.secrets import derived
from network.core.settings import Settings
from network.people import accounts, addresses, sessions, wording
from network.people.addresses import Email
from network.people.tables import SignIn
from network.people.wording import Link
from network.post import letters

LASTS = timedelta(minutes=10)
KEPT = timedelta(days=1)
LETTERS = 6
MOST_TRIES = 5
OLD = "This link has been used or is too old. We can send a new one."
OLD_CODE = "This code has been used or is too old. We can send a new one."
NEED_CODE = "Type the code from the email too: you opened the link on another device."
WRONG = "This code does not fit. Look again at the newest email from us."
TIRED = "Too many codes did not fit. Ask for a new email."
OFTEN = "Too many emails were asked for. Wait a quarter of an hour, then try again."


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for a letter: the address as typed, a value only this browser holds, and where from.

    `browser`: made by the door with `tokens.fresh`. `asker`: a network address, never kept.
    """

    email: str = field(repr=False)
    browser: str = field(repr=False)
    asker: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """A letter is on its way. `to`: the address as it was understood."""

    id: UUID
    to: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody shows to sign in: the link's token, the typed code, the browser that asked."""

    token: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    browser: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody is in. `token` is their session's, given here and never again."""

    person_id: UUID
    token: str = field(repr=False)
    new: bool = False


async def ask(
    db: AsyncSession, actor: Actor, asking: Asking, settings: Settings, now: datetime
) -> Asked:
    """Send a letter with a link and a code. The answer is the same for every address.

    Letters asked for before with this address let nobody in any more.
    """
    require(actor, Act.SIGN_IN)
    email = addresses.read(asking.email)
    await _pace(db, actor, email, asking.asker, settings, now)
    await _close_all(db, email.key, now)
    token, code = tokens.fresh(), tokens.code(LETTERS)
    asked = SignIn(
        email=email.address,
        email_key=email.key,
        token_hash=tokens.hashed(token),
        code_hash=b"",
        browser_hash=_browser(asking.browser),
        asked_at=now,
        expires_at=now + LASTS,
    )
    asked.code_hash = _code_hash(asked, code, settings)
    db.add(asked)
    link = Link(email.address, asked.id, token, LASTS)
    await letters.post(db, actor, wording.sign_in(settings, link, code), now)
    record(db, actor, "sign_in.asked", asked.id)
    return Asked(asked.id, email.address, asked.expires_at)


async def look(db: AsyncSession, actor: Actor, proof: Proof, now: datetime) -> bool:  # noqa: ARG001  # every verb takes both
    """Look at a link and say whether the code is wanted too. It changes nothing."""
    found = await db.scalar(_open(proof, now))
    if found is None:
        raise _gone(proof)
    return not _here(found, proof)


async def consume(
    db: AsyncSession, actor: Actor, proof: Proof, settings: Settings, now: datetime
) -> Entry | Refusal:
    """Sign somebody in: by the link where it was asked for, else with the code.

    Whoever was not known has an account from now on, and no role.
    """
    require(actor, Act.SIGN_IN)
    found = await db.scalar(_open(proof, now).with_for_update())  # two at once get one session
    if found is None:
        raise _gone(proof)
    if refusal := _refused(found, proof, settings, now):
        record(db, actor, "sign_in.refused", found.id)
        return refusal
    await _close_all(db, found.email_key, now)
    person = await accounts.enter(db, actor, Email(found.email, found.email_key), now)
    record(db, actor, "sign_in.used", found.id, person=str(person.id))
    token = await sessions.open_(db, actor, person.id, now)
    return Entry(person.id, token, new=person.created_at == now)


async def clear(db: AsyncSession, actor: Actor, now: datetime) -> int:
    """Forget letters that let nobody in any more, a day later; say how many there were."""
    require(actor, Act.CLEAR_PEOPLE)
    old = delete(SignIn).where(col(SignIn.expires_at) < now - KEPT).returning(col(SignIn.id))
    return len((await db.scalars(old)).all())


async def _pace(
    db: AsyncSession, actor: Actor, email: Email, asker: str, settings: Settings, now: datetime
) -> None:
    """Hold back whoever fills a letter box, or tries many addresses."""
    quarter = timedelta(minutes=15)
    for bucket, who, most, every in (
        ("sign-in address", email.key, 5, quarter),
        ("sign-in asker", asker, 30, quarter / 5),
    ):
        key = pace.key_of(settings.secret, who, now)
        if not await pace.take(db, actor, bucket, key, now, most=most, every=every):
            raise TooMany(OFTEN, field="email")


async def _close_all(db: AsyncSession, email_key: str, now: datetime) -> None:
    still = (col(SignIn.email_key) == email_key, col(SignIn.closed_at).is_(None))
    await db.execute(update(SignIn).where(*still).values(closed_at=now))


def _open(proof: Proof, now: datetime) -> SelectOfScalar[SignIn]:
    """Ask for what a link stands for; without one, for what this browser asked for last."""
    query = select(SignIn).where(col(SignIn.closed_at).is_(None), col(SignIn.expires_at) > now)
    if proof.token:
        return query.where(col(SignIn.token_hash) == tokens.hashed(proof.token))
    own = query.where(col(SignIn.browser_hash) == _browser(proof.browser))
    return own.order_by(col(SignIn.id).desc()).limit(1)


def _gone(proof: Proof) -> Missing:
    return Missing(OLD) if proof.token else Missing(OLD_CODE, field="code")


def _here(found: SignIn, proof: Proof) -> bool:
    return hmac.compare_digest(found.browser_hash, _browser(proof.browser))


def _browser(value: str) -> bytes:
    """Give what is kept of a browser's own value; one that has none is like no other."""
    return tokens.hashed(value or tokens.fresh())


def _refused(found: SignIn, proof: Proof, settings: Settings, now: datetime) -> Refusal | None:
    if proof.token and _here(found, proof):
        return None
    typed = tokens.typed(proof.code)
    if not typed:
        raise Invalid(NEED_CODE if proof.token else "Type the code from the email.", field="code")
    if hmac.compare_digest(found.code_hash, _code_hash(found, typed, settings)):
        return None
    found.tries += 1
    if found.tries < MOST_TRIES:
        return Invalid(WRONG, field="code")
    found.closed_at = now
    return TooMany(TIRED, field="code")


def _code_hash(found: SignIn, code: str, settings: Settings) -> bytes:
    """Give what is kept of a code: it is short, so no guess fits without the house's secret."""
    key = derived(settings.secret, "sign-in code")
    return hmac.digest(key, f"{found.id} {code}".encode(), "sha256")
