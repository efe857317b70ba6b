"""Points on the ground: metres east and north on the British National Grid (OSGB36).

On a plane the distance between two points is plain Pythagoras, so core PostgreSQL's `point`, its
GiST index and `<->` are enough. A latitude and a longitude (WGS84) are turned into the grid by the
Ordnance Survey's published seven-parameter shift and transverse Mercator projection ("A guide to
coordinate systems in Great Britain", annexes A to C), good to about 5 metres.
"""

from math import atan2, cos, hypot, radians, sin, sqrt, tan
from typing import Any, Protocol, cast

from sqlalchemy import Double
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import UserDefinedType

Pair = tuple[float, float]
"""Easting and northing, in metres."""


class _Pointlike(Protocol):
    x: float
    y: float


class Point(UserDefinedType[Pair]):
    """PostgreSQL's `point`: goes in and comes out as `(easting, northing)`."""

    cache_ok = True
    render_bind_cast = True  # else `<->` cannot tell what its right side is

    class Comparator(UserDefinedType.Comparator[Pair]):
        """Adds `column.distance(point)`: metres, by the index where there is one."""

        def distance(self, other: Any) -> ColumnElement[float]:
            """Measure metres to another point."""
            return cast("ColumnElement[float]", self.op("<->", return_type=Double())(other))

    comparator_factory = Comparator

    def get_col_spec(self, **_: Any) -> str:
        """Name the type in SQL."""
        return "POINT"

    def bind_processor(self, dialect: Dialect) -> None:  # noqa: ARG002
        """Pass a pair as it is: asyncpg takes one."""
        return

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ARG002
        """Turn the driver's point into a pair."""

        def pair(value: _Pointlike | None) -> Pair | None:
            return None if value is None else (value.x, value.y)

        return pair


ischema_names["point"] = Point  # so that `alembic check` recognises the column


# The ellipsoids' half axes in metres, then the seven steps from WGS84 to OSGB36.
AIRY = (6_377_563.396, 6_356_256.909)
GRS80 = (6_378_137.000, 6_356_752.3141)
SHIFT = (-446.448, 125.157, -542.060)
TURN = tuple(radians(seconds / 3600) for seconds in (-0.1502, -0.2470, -0.8421))
SCALE = 1 + 20.4894e-6

# The National Grid: scale on its meridian, true origin, and that origin's grid coordinates.
F0 = 0.9996012717
ORIGIN = (radians(49), radians(-2))
FALSE = (400_000.0, -100_000.0)


def to_grid(latitude: float, longitude: float) -> Pair:
    """Turn degrees (WGS84) into easting and northing in metres (OSGB36)."""
    x, y, z = _cartesian(radians(latitude), radians(longitude))
    turn_x, turn_y, turn_z = TURN
    moved = (
        SHIFT[0] + SCALE * x - turn_z * y + turn_y * z,
        SHIFT[1] + turn_z * x + SCALE * y - turn_x * z,
        SHIFT[2] - turn_y * x + turn_x * y + SCALE * z,
    )
    return _projected(*_angles(*moved))


def _cartesian(phi: float, lam: float) -> tuple[float, float, float]:
    a, b = GRS80
    squared = 1 - (b / a) ** 2
    nu = a / sqrt(1 - squared * sin(phi) ** 2)
    return nu * cos(phi) * cos(lam), nu * cos(phi) * sin(lam), (1 - squared) * nu * sin(phi)


def _angles(x: float, y: float, z: float) -> Pair:
    a, b = AIRY
    squared, across = 1 - (b / a) ** 2, hypot(x, y)
    phi = atan2(z, across * (1 - squared))
    for _ in range(6):  # each step gains about three digits
        nu = a / sqrt(1 - squared * sin(phi) ** 2)
        phi = atan2(z + squared * nu * sin(phi), across)
    return phi, atan2(y, x)


def _projected(phi: float, lam: float) -> Pair:
    a, b = AIRY
    squared = 1 - (b / a) ** 2
    nu = a * F0 / sqrt(1 - squared * sin(phi) ** 2)
    rho = a * F0 * (1 - squared) * (1 - squared * sin(phi) ** 2) ** -1.5
    eta, t, c, away = nu / rho - 1, tan(phi) ** 2, cos(phi), lam - ORIGIN[1]
    north = _meridian(phi) + FALSE[1]
    north += nu / 2 * sin(phi) * c * away**2
    north += nu / 24 * sin(phi) * c**3 * (5 - t + 9 * eta) * away**4
    north += nu / 720 * sin(phi) * c**5 * (61 - 58 * t + t**2) * away**6
    east = FALSE[0] + nu * c * away
    east += nu / 6 * c**3 * (nu / rho - t) * away**3
    east += nu / 120 * c**5 * (5 - 18 * t + t**2 + 14 * eta - 58 * t * eta) * away**5
    return east, north


def _meridian(phi: float) -> float:
    """Measure the arc of the central meridian from the true origin, in metres."""
    a, b = AIRY
    n = (a - b) / (a + b)
    less, more = phi - ORIGIN[0], phi + ORIGIN[0]
    arc = (1 + n + 1.25 * n**2 + 1.25 * n**3) * less
    arc -= (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
    arc += 15 / 8 * (n**2 + n**3) * sin(2 * less) * cos(2 * more)
    arc -= 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
    return b * F0 * arc


def metres_apart(one: Pair, other: Pair) -> float:
    """Measure the straight line between two points, in metres."""
    return hypot(one[0] - other[0], one[1] - other[1])
