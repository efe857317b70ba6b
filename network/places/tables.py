"""The tables of places. Points are metres east and north on the British National Grid."""

from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from network.core.fields import JSON, Listed, public
from network.core.geometry import Point
from network.core.ids import new_id


class LocalityFields(SQLModel):
    """A network's area: its name, its name in addresses, its clock and its middle."""

    slug: str = public(min_length=2, max_length=40, schema_extra={"pattern": r"^[a-z0-9-]+$"})
    name: str = public(min_length=2, max_length=80)
    time_zone: str = public("Europe/London", max_length=40)
    centroid: tuple[float, float] = public(type_=Point)


class Locality(LocalityFields, table=True):
    """A locality as kept. It is not a health board's area: those merge and move."""

    __table_args__ = (UniqueConstraint("slug"),)

    id: UUID = public(default_factory=new_id, primary_key=True)


class Figure(SQLModel):
    """One published figure about a district: what, how many, of which year, said by whom."""

    code: str = Field(max_length=40)
    label: str = Field(max_length=120)
    value: float
    unit: str = Field("", max_length=20)
    year: int
    source: str = Field("", max_length=300)


class DistrictFields(SQLModel):
    """A lower-tier or unitary council area. `centroid` is the mean of its live postcodes."""

    code: str = public(primary_key=True, schema_extra={"pattern": r"^[ENSW]\d{8}$"})
    slug: str = public(min_length=2, max_length=60, schema_extra={"pattern": r"^[a-z0-9-]+$"})
    name: str = public(min_length=2, max_length=80)
    upper: str = public("", max_length=80)
    nhs_place: str = public("", max_length=80)
    population: int | None = public(None, ge=0)
    population_year: int | None = public(None, ge=1801, le=2100)
    population_source: str = public("", max_length=300)
    figures: list[Figure] = public(default_factory=list, type_=Listed(Figure))
    centroid: tuple[float, float] = public(type_=Point)


class District(DistrictFields, table=True):
    """A district as kept, and the locality it lies in; neighbours lie in none."""

    __table_args__ = (UniqueConstraint("slug"),)

    locality_id: UUID | None = public(None, foreign_key="locality.id", index=True)


class OutcodeFields(SQLModel):
    """The first half of a postcode. `centroid` is approximate; `basis` says how it was found.

    One that is not `geographic` is a big organisation's own: nobody stands in it.
    """

    code: str = public(primary_key=True, schema_extra={"pattern": r"^[A-Z]{1,2}\d[A-Z\d]?$"})
    centroid: tuple[float, float] = public(type_=Point)
    main_district: str | None = public(None, max_length=9)
    post_town: str = public("", max_length=60)
    basis: str = public("", max_length=200)
    geographic: bool = public(True)


class Outcode(OutcodeFields, table=True):
    """An outward code as kept, with the share of its postcodes that lies in each locality.

    `shares`: locality slug → 0 to 1. `imported`: worked out from an imported file.
    """

    __table_args__ = (Index("ix_outcode_centroid", "centroid", postgresql_using="gist"),)

    shares: dict[str, float] = public(default_factory=dict, type_=JSON)
    imported: bool = public(False)


class Postcode(SQLModel, table=True):
    """A full postcode without its space, from an imported file. It is never shown to anyone."""

    code: str = public(primary_key=True, type_=Text(collation="C"))  # by bytes: ranges are asked
    at: tuple[float, float] = public(type_=Point)
    district: str | None = public(None)


class PlaceNameFields(SQLModel):
    """A name people type for a place: a town, a village, or a whole county."""

    name: str = public(min_length=2, max_length=60)
    kind: str = public("town", max_length=20)
    centroid: tuple[float, float] = public(type_=Point)
    district: str | None = public(None, max_length=9)
    aliases: list[str] = Field(default_factory=list)


class PlaceName(SQLModel, table=True):
    """A name as kept, folded (no accents, capitals or marks); an alias has a row of its own."""

    __table_args__ = (
        UniqueConstraint("folded", "locality_id", postgresql_nulls_not_distinct=True),
        CheckConstraint("kind in ('town', 'village', 'district', 'county')", name="kind"),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    folded: str = public(max_length=60, index=True)
    name: str = public(max_length=60)
    kind: str = public("town", max_length=20)
    centroid: tuple[float, float] = public(type_=Point)
    district: str | None = public(None, max_length=9)
    locality_id: UUID | None = public(None, foreign_key="locality.id")
