"""What somebody types, and what we understand."""

import pytest

from network.core.errors import Invalid, Missing, Refusal
from network.core.geometry import metres_apart
from network.core.unit import Unit
from network.places import lookup


@pytest.mark.parametrize(
    ("typed", "label", "district"),
    [
        ("TN34", "TN34", "E07000062"),
        (" tn34 ", "TN34", "E07000062"),
        ("TN34 1AA", "TN34", "E07000062"),
        ("tn341aa", "TN34", "E07000062"),
        ("TN34 1", "TN34", "E07000062"),
        ("t n 3 4", "TN34", "E07000062"),
        ("Hastings", "Hastings", "E07000062"),
        ("hastings\t", "Hastings", "E07000062"),
        ("HÁSTINGS", "Hastings", "E07000062"),
        ("St. Leonards on Sea", "St Leonards-on-Sea", "E07000062"),
        ("saint leonards", "St Leonards-on-Sea", "E07000062"),
        ("Brighton & Hove", "Brighton and Hove", "E06000043"),
        ("wealden", "Wealden", "E07000065"),
        ("Hastings, East Sussex", "Hastings", "E07000062"),
        ("hastings,sussex", "Hastings", "E07000062"),
    ],
)
async def test_a_place_is_found_however_it_is_typed(
    anyone: Unit, typed: str, label: str, district: str
) -> None:
    found = await anyone.read(lookup.find, typed, "sussex")
    assert (found.label, found.district) == (label, district)
    assert found.approximate
    assert found.inside
    assert found.locality == "sussex"


async def test_the_label_never_shows_a_whole_postcode(anyone: Unit) -> None:
    found = await anyone.read(lookup.find, "BN1 1AA")
    assert found.label == found.outcode == "BN1"


async def test_a_town_of_a_districts_name_is_the_town(anyone: Unit) -> None:
    found = await anyone.read(lookup.find, "Lewes", "sussex")
    # The district's middle lies 4 km off to the south: half its people live by the sea.
    assert abs(found.northing - 110_200) < 700


async def test_a_neighbour_is_found_and_said_to_be_outside(anyone: Unit) -> None:
    found = await anyone.read(lookup.find, "TN1", "sussex")
    assert (found.label, found.inside, found.locality) == ("TN1", False, None)
    assert found.approximate
    assert abs(found.easting - 558_800) < 1500
    assert abs(found.northing - 139_500) < 1500


async def test_a_code_that_crosses_the_county_line_is_inside(anyone: Unit) -> None:
    assert (await anyone.read(lookup.find, "TN3", "sussex")).inside  # two fifths of it
    assert not (await anyone.read(lookup.find, "RH5", "sussex")).inside  # two postcodes of it


@pytest.mark.parametrize(
    "typed",
    [
        "Uckfield, East Sussex",
        "uckfield east sussex",
        "Uckfield, Wealden",
        "Uckfield (Wealden)",
        "UCKFIELD , SUSSEX",
    ],
)
async def test_a_town_is_found_with_its_county_or_district_behind_it(
    anyone: Unit, typed: str
) -> None:
    assert (await anyone.read(lookup.find, typed, "sussex")).label == "Uckfield"


@pytest.mark.parametrize("typed", ["Atlantis, East Sussex", "East Sussex, Wealden"])
async def test_a_county_behind_it_makes_no_place_of_what_is_none(anyone: Unit, typed: str) -> None:
    with pytest.raises(Refusal):
        await anyone.read(lookup.find, typed, "sussex")


async def test_nothing_is_inside_another_locality(anyone: Unit) -> None:
    assert not (await anyone.read(lookup.find, "Hastings", "elsewhere")).inside


@pytest.mark.parametrize(
    ("typed", "kind", "words"),
    [
        ("", Invalid, "Enter a town, village or postcode"),
        ("   \n", Invalid, "Enter a town, village or postcode"),
        ("x" * 81, Invalid, "You have 81"),
        ("Hast\x00ings", Invalid, "characters we cannot read"),
        ("Hast\x1bings", Invalid, "characters we cannot read"),
        ("Hast\ud800ings", Invalid, "characters we cannot read"),
        ("BT1 1AA", Invalid, "Northern Ireland"),
        ("JE2 3AB", Invalid, "Jersey"),
        ("GY1", Invalid, "Guernsey"),
        ("IM1 1AA", Invalid, "Isle of Man"),
        ("ZZ9 9ZZ", Invalid, "begins with ZZ"),
        ("TN34 1AAA", Invalid, "not a postcode we can read"),
        ("TN34567", Invalid, "not a postcode we can read"),
        ("Sussex", Invalid, "large area"),
        ("west sussex", Invalid, "large area"),
        ("AB10 1AB", Missing, "AB10"),
        ("Atlantis", Missing, "first part of a postcode"),
        ("'; drop table offer; --", Missing, "first part of a postcode"),
        ("💚", Missing, "first part of a postcode"),
        ("(((((", Missing, "first part of a postcode"),
    ],
)
async def test_what_is_no_place_is_answered_with_a_sentence(
    anyone: Unit, typed: str, kind: type[Refusal], words: str
) -> None:
    with pytest.raises(kind) as refused:
        await anyone.read(lookup.find, typed, "sussex")
    assert words in refused.value.sentence
    assert refused.value.field == "near"


@pytest.mark.parametrize(
    ("typed", "meant"), [("Hastigns", "Hastings"), ("Brigton", "Brighton"), ("Bexil", "Bexhill")]
)
async def test_a_slip_of_typing_gets_a_suggestion(anyone: Unit, typed: str, meant: str) -> None:
    with pytest.raises(Missing) as refused:
        await anyone.read(lookup.find, typed, "sussex")
    assert refused.value.suggestion is not None
    assert refused.value.suggestion.startswith(meant)
    assert "Did you mean" in refused.value.sentence


async def test_a_point_is_named_by_what_lies_around_it(anyone: Unit) -> None:
    found = await anyone.read(lookup.at, 50.8559, 0.5820, "sussex")  # Hastings station
    assert (found.outcode, found.district, found.inside) == ("TN34", "E07000062", True)
    assert not found.approximate


async def test_a_point_far_off_is_kept_without_a_false_name(anyone: Unit) -> None:
    found = await anyone.read(lookup.at, 53.7997, -1.5492)  # Leeds
    assert found.label == "the point you gave"
    assert (found.outcode, found.district, found.locality) == (None, None, None)
    assert metres_apart(found.point, (429_800, 433_800)) < 300


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (54.597, -5.930),  # Belfast
        (54.15, -4.48),  # Douglas, Isle of Man
        (49.19, -2.11),  # Jersey
        (50.95, 1.86),  # Calais
        (53.35, -6.26),  # Dublin
        (0.58, 50.85),  # the two the wrong way round
        (0.0, 0.0),
        (91.0, 0.0),
        (1e308, -1e308),
    ],
)
async def test_a_point_outside_great_britain_is_refused(
    anyone: Unit, latitude: float, longitude: float
) -> None:
    with pytest.raises(Invalid, match="not in Great Britain"):
        await anyone.read(lookup.at, latitude, longitude)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
async def test_a_point_that_is_no_number_is_refused(anyone: Unit, value: float) -> None:
    with pytest.raises(Invalid, match="as numbers"):
        await anyone.read(lookup.at, value, 0.5)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(50.066, -5.713), (58.644, -3.069), (52.481, 1.763), (60.80, -0.80), (57.81, -8.57)],
)
async def test_the_corners_of_great_britain_are_in_it(
    anyone: Unit, latitude: float, longitude: float
) -> None:
    assert not (await anyone.read(lookup.at, latitude, longitude)).inside
