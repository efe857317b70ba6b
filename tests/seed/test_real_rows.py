"""Real peer support in Sussex: what may be said of it, and what may not."""

import re

import pytest

from network.directory.tables import OfferState, Standing
from seed import sussex
from seed.hosts import Host, Listed
from tests.seed import reading

HOSTS = sussex.hosts()
PAIRS = [(host, listed) for host in HOSTS for listed in host.offers]
TITLES = [f"{host.fields.name}: {listed.fields.title}" for host, listed in PAIRS]


def named(name: str) -> Host:
    """Find an organisation by its name."""
    return next(host for host in HOSTS if host.fields.name == name)


def cells() -> list[str]:
    """Give every cell of both tables."""
    return [c for t in ("organisations", "offers") for row in sussex.rows(t) for c in row.values()]


def test_every_organisation_and_offer_of_the_tables_is_there() -> None:
    assert len(HOSTS) == 48
    assert len(PAIRS) == 56
    assert {row["organisation"] for row in sussex.rows("offers")} <= {h.fields.name for h in HOSTS}
    assert len({host.key for host in HOSTS}) == len(HOSTS)


def test_no_cell_holds_a_telephone_number_or_an_email_address() -> None:
    plain = [re.sub(r"https?://\S+|^\d{4}-\d\d-\d\d$", "", cell) for cell in cells()]
    assert [
        cell for cell in plain if reading.NUMBER.search(cell) or reading.MAIL.search(cell)
    ] == []
    assert not any(h.fields.contacts or o.fields.contacts for h, o in PAIRS)
    assert reading.NUMBER.search("call 01632 960123")
    assert reading.MAIL.search("a@b.example")


@pytest.mark.parametrize(("host", "listed"), PAIRS, ids=TITLES)
def test_a_real_row_says_where_it_comes_from_and_that_nobody_confirmed_it(
    host: Host, listed: Listed
) -> None:
    assert host.origin.standing is Standing.UNCONFIRMED
    assert not host.origin.demonstration
    assert host.origin.source
    assert listed.life.confirmed_at is None
    assert listed.fields.schedule == []  # old times must not be worked out as if they were new
    assert listed.fields.space is None
    assert len(listed.fields.summary) <= 240


def test_a_listing_says_what_its_own_source_says_not_its_organisations() -> None:
    of_organisation = named("CAPITAL Project Trust").origin
    ward = next(o for h, o in PAIRS if o.fields.title == "CAPITAL Peers at Oaklands")
    assert ward.origin is not None
    assert ward.origin.source != of_organisation.source
    assert ward.origin.described == "autumn 2025"


def test_what_the_source_does_not_say_stays_unsaid() -> None:
    said = [o for _, o in PAIRS if o.fields.made_for]
    assert 0 < len(said) < len(PAIRS)
    assert [o.fields.title for _, o in PAIRS if o.fields.records] == [
        "CAPITAL Peers at Langley Green Hospital",
        "CAPITAL Peers at Meadowfield Hospital",
        "CAPITAL Peers at Oaklands",
    ]
    assert all(o.fields.cost in ([], ["free"]) for _, o in PAIRS)


def test_only_what_its_source_calls_ended_has_ended() -> None:
    ended = {o.fields.title for _, o in PAIRS if o.life.state is OfferState.ENDED}
    assert ended == {
        "A Different View: journalling and photography",
        "The Place of Calm",
        "Trans and non-binary survivors’ group",
        "Yoga, swimming and wellbeing activities",
        "Recovery groups",
    }
    paused = {o.fields.title for _, o in PAIRS if o.life.state is OfferState.PAUSED}
    assert paused == {"Groups for mothers of babies"}


def test_a_ward_offer_is_one_to_one_in_a_hospital() -> None:
    wards = [o.fields for _, o in PAIRS if "hospital" in o.fields.settings]
    assert len(wards) == 3
    assert {fields.kind for fields in wards} == {"one_to_one"}


def test_what_is_not_to_be_listed_is_not_listed() -> None:
    names = {host.fields.name for host in HOSTS}
    assert "Space Wellbeing" not in names
    assert not any("partner organisation" in cell or "13 partner" in cell for cell in cells())


def test_no_title_of_a_page_tells_what_somebody_is_going_through() -> None:
    own = {"Bipolar UK", "Survivors of Bereavement by Suicide, Lewes"}
    own |= {"Grassroots Suicide Prevention"}
    titles = [h.fields.name for h in HOSTS] + [o.fields.title for _, o in PAIRS]
    telling = re.compile(r"bipolar|suicid|psychos|addict|self-harm|bereave", re.IGNORECASE)
    assert {title for title in titles if telling.search(title)} == own


def test_every_listing_can_be_found_from_somewhere_in_sussex() -> None:
    reached = {code for _, o in PAIRS for code in o.fields.districts}
    assert reached == set(sussex.districts().values())
    assert all(o.fields.districts for _, o in PAIRS)
