"""The look-up everybody calls: what somebody typed → a point, a district, and how sure that is."""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from network.core.actor import Actor
from network.core.errors import Invalid, Missing
from network.core.geometry import Pair, metres_apart, to_grid
from network.places import britain, districts, names, outcodes, postcodes
from network.places.tables import Outcode, Postcode

LONGEST = 80
AT_HOME = 0.05  # an outward code lies in a locality with a twentieth of its postcodes there
FAR = 20_000  # metres beyond which the closest outward code says nothing of a point
AROUND = 6  # outward codes looked into for the postcode next door
NEXT_DOOR = 2_000  # and the closest imported postcode nothing of its district
ASK = "Enter a town, village or postcode."
TRY = "Try a town or the first part of a postcode, like TN34."


@dataclass(frozen=True, slots=True)
class Found:
    """A place. `label` is fit to be shown: never more than an outward code or a name.

    `district`: GSS code. `locality`: slug. `easting`, `northing`: metres on the National Grid.
    `approximate`: the middle of an area, not a spot. `inside`: in the locality asked for, or,
    when none was, in any.
    """

    label: str
    outcode: str | None
    district: str | None
    locality: str | None
    easting: int
    northing: int
    approximate: bool
    inside: bool

    @property
    def point(self) -> Pair:
        """The place as a point for distances."""
        return (float(self.easting), float(self.northing))


async def find(
    db: AsyncSession, actor: Actor, text: str, locality: str | None = None, field: str = "near"
) -> Found:
    """Find a postcode, an outward code or a place name.

    Invalid: nothing, too much or no postcode of Great Britain was typed. Missing: we do not know
    it; `suggestion` then holds the name that was probably meant, if there is one.
    """
    typed = _typed(text, field)
    written = postcodes.read(typed, field)
    if written is None:
        return await _named(db, actor, typed, locality, field)
    outward = (await outcodes.by_codes(db, actor, [written.outcode])).get(written.outcode)
    exact = await postcodes.by_code(db, actor, written.full) if written.full else None
    if outward is None:
        raise Missing(f"We do not know the postcode area {written.outcode}. {TRY}", field=field)
    if exact is None:
        return _middle_of(outward, locality)
    return await _spot(db, actor, exact.at, exact, locality)


async def at(
    db: AsyncSession,
    actor: Actor,
    latitude: float,
    longitude: float,
    locality: str | None = None,
) -> Found:
    """Find what lies at a point given in degrees (WGS84), as a telephone gives it."""
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        raise Invalid("Give the latitude and the longitude as numbers.", field="latitude")
    if not britain.holds(latitude, longitude):
        raise Invalid(
            "This point is not in Great Britain. A latitude there is 49 to 61, a longitude -9 to "
            "2; are the two the right way round?",
            field="latitude",
        )
    return await _at(db, actor, to_grid(latitude, longitude), locality)


async def _at(db: AsyncSession, actor: Actor, point: Pair, locality: str | None) -> Found:
    """Name a point by the closest things we know, if they are close enough to speak for it."""
    around = await outcodes.nearest(db, actor, point, AROUND)
    if not around or metres_apart(around[0].centroid, point) > FAR:
        return _of(None, point, None, [], locality)
    spot = await postcodes.nearest(db, actor, point, [outward.code for outward in around])
    if spot is None or metres_apart(spot.at, point) > NEXT_DOOR:
        first = around[0]
        return _of(first.code, point, first.main_district, _homes(first), locality)
    return await _spot(db, actor, point, spot, locality)


async def _spot(
    db: AsyncSession, actor: Actor, point: Pair, spot: Postcode, locality: str | None
) -> Found:
    """Say of a point what we know of the postcode it is at."""
    homes = await districts.homes_of(db, actor, [spot.district or ""])
    return _of(spot.code[:-3], point, spot.district, list(homes.values()), locality)


def _typed(text: str, field: str) -> str:
    plain = " ".join(text.split()) if text.isprintable() else _without_breaks(text, field)
    if not plain:
        raise Invalid(ASK, field=field)
    if len(plain) > LONGEST:
        raise Invalid(f"Shorten this to {LONGEST} characters. You have {len(plain)}.", field=field)
    return plain


def _without_breaks(text: str, field: str) -> str:
    """Let line breaks, tabs and odd spaces pass as spaces; refuse what no keyboard types."""
    if any(unicodedata.category(mark) in ("Cc", "Cs", "Cn", "Co") for mark in text.strip()):
        raise Invalid(f"This holds characters we cannot read. {ASK}", field=field)
    return " ".join("".join(m for m in text if unicodedata.category(m) != "Cf").split())


async def _named(
    db: AsyncSession, actor: Actor, typed: str, locality: str | None, field: str
) -> Found:
    rows, folded = await names.all_(db, actor), names.fold(typed)
    row = names.best(rows, folded, locality)
    if row is None:
        around = [one.name for one in await districts.all_(db, actor)]
        row = _in_its_area(rows, folded, locality, around)
    if row is None:
        meant = names.closest(rows, folded)
        hint = f"Did you mean {meant}?" if meant else TRY
        raise Missing(f"We do not know this place. {hint}", field=field, suggestion=meant)
    name, home = row
    if name.kind == "county":
        raise Invalid(
            f"{name.name} is a large area. Name a town, or leave the place empty to see all.",
            field=field,
        )
    found = _of(None, name.centroid, name.district, [home] if home else [], locality)
    return replace(found, label=name.name, approximate=True)


def _in_its_area(
    rows: Sequence[names.NamedRow], folded: str, locality: str | None, around: Sequence[str]
) -> names.NamedRow | None:
    """Find "Uckfield" where somebody typed "Uckfield, East Sussex" or "Uckfield, Wealden".

    `around`: the names of districts.
    """
    areas = [name.folded for name, _ in rows if name.kind in ("county", "district")]
    for area in sorted({*areas, *map(names.fold, around)}, key=len, reverse=True):
        town = folded.removesuffix(f" {area}")
        if town != folded and (found := names.best(rows, town, locality)):
            return found
    return None


def _middle_of(outward: Outcode, locality: str | None) -> Found:
    homes, middle = _homes(outward), outward.centroid
    found = _of(outward.code, middle, outward.main_district, homes, locality)
    return replace(found, approximate=True)


def _homes(outward: Outcode) -> list[str]:
    own = [slug for slug, share in outward.shares.items() if share >= AT_HOME]
    return sorted(own, key=outward.shares.__getitem__, reverse=True)


def _of(
    outcode: str | None,
    point: Pair,
    district: str | None,
    homes: Sequence[str],
    locality: str | None,
) -> Found:
    home = locality if locality in homes else next(iter(homes), None)
    return Found(
        label=outcode or "the point you gave",
        outcode=outcode,
        district=district,
        locality=home,
        easting=round(point[0]),
        northing=round(point[1]),
        approximate=False,
        inside=home is not None and home == (locality or home),
    )
