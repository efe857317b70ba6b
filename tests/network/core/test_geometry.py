"""Degrees to the grid, against the Ordnance Survey's own worked example and real postcodes."""

import pytest

from network.core.geometry import metres_apart, to_grid

# Latitude and longitude of points whose grid coordinates are published or known.
KNOWN = [
    (52.658007833, 1.716073973, 651_409.804, 313_177.450),  # Ordnance Survey's worked example
    (50.834930, -0.357721, 515_743, 105_218),  # five postcodes of OS Code-Point Open
    (50.836635, -0.341556, 516_877, 105_433),
    (50.826334, -0.140818, 531_040, 104_624),
    (50.842590, -0.139450, 531_091, 106_434),
    (50.822959, -0.141790, 530_981, 104_247),
]


@pytest.mark.parametrize(("latitude", "longitude", "easting", "northing"), KNOWN)
def test_degrees_become_metres_to_within_seven(
    latitude: float, longitude: float, easting: float, northing: float
) -> None:
    assert metres_apart(to_grid(latitude, longitude), (easting, northing)) < 7


def test_a_degree_further_east_is_seventy_kilometres_further() -> None:
    apart = metres_apart(to_grid(50.9, 0.0), to_grid(50.9, 1.0))
    assert apart == pytest.approx(70_300, rel=0.01)
