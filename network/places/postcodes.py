"""Postcodes: how one is written, which country it is of, and where an imported one lies.

A full postcode often names a dozen homes, so it is looked up and forgotten: what is shown and
kept is the outward code.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core.actor import Actor
from network.core.errors import Invalid
from network.core.geometry import Pair
from network.places.tables import Postcode

# An outward code, then perhaps the start or the whole of the second half (BS 7666).
FULL = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
STARTED = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) [0-9][A-Z]?")
ATTEMPT = re.compile(r"[A-Z]{1,3}[0-9][A-Z0-9 ]*")

# The 120 postcode areas of Great Britain.
_AREAS = """
AB AL B BA BB BD BH BL BN BR BS CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN
EX FK FY G GL GU HA HD HG HP HR HS HU HX IG IP IV KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N
NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA
TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
AREAS = frozenset(_AREAS.split())
ELSEWHERE = {
    "BT": "Northern Ireland",
    "GY": "Guernsey",
    "IM": "the Isle of Man",
    "JE": "Jersey",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A postcode as somebody wrote it: always an outward code, and the whole when all was said."""

    outcode: str
    full: str | None = None


def read(text: str, field: str) -> Written | None:
    """Read a whole or begun postcode in any spacing and case; None: it looks like a name.

    What looks like a postcode but cannot be one of Great Britain is refused in a sentence.
    """
    spaced = " ".join(text.upper().split())
    compact = spaced.replace(" ", "")
    if whole := FULL.fullmatch(compact):
        return _of_britain(Written(whole[1], compact), field)
    if OUTWARD.fullmatch(compact):
        return _of_britain(Written(compact), field)
    if begun := STARTED.fullmatch(spaced):
        return _of_britain(Written(begun[1]), field)
    if ATTEMPT.fullmatch(spaced):
        raise Invalid(
            "This is not a postcode we can read. A whole one looks like TN34 1AA; its first part, "
            "TN34, is enough.",
            field=field,
        )
    return None


def _of_britain(written: Written, field: str) -> Written:
    area = re.match(r"[A-Z]+", written.outcode)
    letters = area[0] if area else ""
    if letters in ELSEWHERE:
        raise Invalid(
            f"This postcode is in {ELSEWHERE[letters]}. We can find places in England, Scotland "
            "and Wales only.",
            field=field,
        )
    if letters not in AREAS:
        raise Invalid(
            f"No postcode in Great Britain begins with {letters}. Try a town or the first part of "
            "a postcode.",
            field=field,
        )
    return written


async def by_code(db: AsyncSession, actor: Actor, code: str) -> Postcode | None:  # noqa: ARG001  # every verb takes both
    """Find an imported postcode, written without its space."""
    return await db.get(Postcode, code)


async def nearest(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    at: Pair,
    among: Sequence[str],
) -> Postcode | None:
    """Find the imported postcode nearest to a point among those of some outward codes.

    Few thousand rows by the key, so the millions need no second index (which cost 4 s a load).
    """
    theirs = [_of_outcode(code) for code in among]
    by_distance = select(Postcode).where(or_(false(), *theirs))
    by_distance = by_distance.order_by(col(Postcode.at).op("<->")(at)).limit(1)
    return (await db.scalars(by_distance)).one_or_none()


def _of_outcode(code: str) -> ColumnElement[bool]:
    """BN1 owns BN1 1AA, and BN10 1AA it does not, though both begin alike."""
    own = col(Postcode.code)
    return and_(own >= code + "0", own < code + ":", func.length(own) == len(code) + 3)


async def count(db: AsyncSession, actor: Actor) -> int:  # noqa: ARG001  # every verb takes both
    """Count the imported postcodes."""
    return (await db.scalars(select(func.count()).select_from(Postcode))).one()
