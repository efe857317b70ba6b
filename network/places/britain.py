"""Great Britain's outline, drawn by hand a few miles out to sea: enough to refuse a wrong point."""

from itertools import pairwise

# Latitude and longitude, clockwise from Scilly by Wales, the North Channel (leaving out the Isle
# of Man and Ireland), St Kilda, Shetland, the North Sea and the Channel.
OUTLINE = (
    (49.70, -6.70),
    (50.60, -5.60),
    (51.50, -5.60),
    (52.30, -5.30),
    (53.20, -4.95),
    (53.70, -4.20),
    (54.20, -3.90),
    (54.52, -4.20),
    (54.50, -5.00),
    (54.80, -5.35),
    (55.05, -5.35),
    (55.25, -5.90),
    (55.50, -6.80),
    (56.00, -7.10),
    (57.70, -8.90),
    (58.00, -8.60),
    (59.30, -6.30),
    (59.60, -4.00),
    (60.90, -2.20),
    (61.10, -0.50),
    (60.00, -0.50),
    (58.50, -2.00),
    (57.70, -1.50),
    (56.00, -1.50),
    (55.00, -1.00),
    (54.20, 0.30),
    (53.20, 0.70),
    (53.10, 1.30),
    (52.70, 2.00),
    (51.90, 1.80),
    (51.05, 1.55),
    (50.80, 1.15),
    (50.50, 0.30),
    (50.40, -1.30),
    (50.30, -2.50),
    (50.00, -3.60),
    (49.80, -5.20),
    (49.70, -6.70),
)


def holds(latitude: float, longitude: float) -> bool:
    """Say whether a point (degrees, WGS84) is in Great Britain or just off its shore."""
    inside = False
    for (lat, lon), (next_lat, next_lon) in pairwise(OUTLINE):
        if (lat > latitude) is (next_lat > latitude):
            continue
        crossing = lon + (latitude - lat) / (next_lat - lat) * (next_lon - lon)
        inside ^= longitude < crossing
    return inside
