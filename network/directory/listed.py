"""The table that search reads: what the public may find, and the number that moves with it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlmodel import SQLModel

from network.core.fields import MOMENT, MOMENTS, PLAIN_JSON, TEXTS, public
from network.core.geometry import Point

CARRIED = frozenset(
    {
        *("offer_id", "n", "at", "state", "ends_on", "kinds", "by_and_for", "for_only"),
        *("made_with", "themes", "formats", "settings", "cost", "sectors", "access"),
    }
)
"""The columns the index on the point carries along, for `near.py`: what most people filter by."""

BESIDE = sorted(CARRIED - {"at"})


class Directory(SQLModel, table=True):
    """One row: the versions of all that is public and of its words, raised by every change."""

    id: int = public(1, primary_key=True)
    version: int = public(0, type_=BigInteger)
    words: int = public(0, type_=BigInteger)


def _mask() -> int:
    return public(0, type_=BigInteger, column={"server_default": text("0")})  # type: ignore[no-any-return]


class Listing(SQLModel, table=True):
    """What the public may find: one row for each offer and place, with everything filters ask.

    Kept in the same transaction as the offer (`listing.refresh`). Drafts have no row here, and
    `card` holds only what anyone may read, so no door can show more; `stamp` is a number no other
    card was ever given. Masks hold one bit a term.
    """

    __table_args__ = (
        Index("ix_listing_at", "at", postgresql_using="gist", postgresql_include=BESIDE),
        Index("ix_listing_words", "words", postgresql_using="gin"),
        Index("ix_listing_districts", "districts", postgresql_using="gin"),
        Index("ix_listing_serves", "serves", postgresql_using="gin"),
        Index("ix_listing_localities", "localities", postgresql_using="gin"),
        Index("ix_listing_organisation_id", "organisation_id"),
        Index("ix_listing_slug", "slug", unique=True, postgresql_where=text("n = 0")),
        Index(
            "ix_listing_anywhere",
            "offer_id",
            postgresql_where=text("anywhere and n = 0"),
            postgresql_include=sorted(CARRIED - {"offer_id"}),
        ),
        {
            "postgresql_with": {
                "toast_tuple_target": "1024",  # cards out of the way of scans
                # An index answers alone only for pages known to hold nothing new.
                "autovacuum_vacuum_scale_factor": "0.02",
                "autovacuum_vacuum_insert_scale_factor": "0.02",
            }
        },
    )

    offer_id: UUID = public(foreign_key="offer.id", primary_key=True)
    n: int = public(0, primary_key=True)
    organisation_id: UUID = public(foreign_key="organisation.id")
    slug: str = public(max_length=100)
    state: str = public(max_length=20)
    title_key: str = public(max_length=100)
    at: tuple[float, float] | None = public(None, type_=Point)
    localities: list[str] = public(default_factory=list, type_=TEXTS)
    districts: list[str] = public(default_factory=list, type_=TEXTS)
    serves: list[str] = public(default_factory=list, type_=TEXTS)
    anywhere: bool = public(False)
    kinds: int = _mask()
    settings: int = _mask()
    formats: int = _mask()
    access_routes: int = _mask()
    themes: int = _mask()
    by_and_for: int = _mask()
    for_only: int = _mask()
    made_with: int = _mask()
    welcomes: int = _mask()
    sectors: int = _mask()
    hosts: int = _mask()
    first_time: int = _mask()
    records: int = _mask()
    cost: int = _mask()
    space: int = _mask()
    space_until: datetime | None = public(None, type_=MOMENT)
    times: int = _mask()
    languages: int = _mask()
    access: int = _mask()
    accesses: list[int] = public(default_factory=list, type_=ARRAY(BigInteger))
    upcoming: list[datetime] = public(default_factory=list, type_=MOMENTS)
    next_at: datetime | None = public(None, type_=MOMENT)
    confirmed_at: datetime | None = public(None, type_=MOMENT)
    stale_at: datetime | None = public(None, type_=MOMENT)
    ends_on: date | None = public(None)
    words: str = public("", type_=TSVECTOR)
    stamp: int = public(type_=BigInteger, column={"server_default": text("0")})
    card: dict[str, Any] = public(default_factory=dict, type_=PLAIN_JSON)
