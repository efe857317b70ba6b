"""Numbers and domains that name an organisation: read in one form, and never believed too soon."""

from datetime import datetime

import pytest

from network.core.errors import Invalid
from network.core.filling import fill
from network.core.unit import Unit
from network.directory import domains, organisations, search
from network.directory.organisations import Change
from network.directory.tables import OrganisationFields, Sector
from network.directory.texts import Clash
from tests import make


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("ods_code", " rx2 ", "RX2"),
        ("ods_code", "a12 345", "A12345"),
        ("charity_number", "1234567", "1234567"),
        ("charity_number", "234567", "234567"),
        ("charity_number", "1234567-12", "1234567-12"),
        ("charity_number", "sc012345", "SC012345"),
        ("charity_number", "NIC 101234", "NIC101234"),
        ("company_number", "1234567", "01234567"),
        ("company_number", "sc123456", "SC123456"),
        ("company_number", "IP12345R", "IP12345R"),
        ("company_number", "", None),
    ],
)
def test_a_number_is_kept_in_one_form(name: str, typed: str, kept: str | None) -> None:
    filled = fill(OrganisationFields, {"name": "A group", name: typed})
    assert getattr(filled, name) == kept


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("ods_code", "RX"),
        ("ods_code", "RX2?"),
        ("charity_number", "12345"),
        ("charity_number", "SC123"),
        ("charity_number", "1234567-"),
        ("charity_number", "NIC999"),
        ("company_number", "ABCDEFGH"),
        ("company_number", "S1234567"),
    ],
)
def test_a_number_of_no_known_form_is_refused_in_a_sentence(name: str, typed: str) -> None:
    with pytest.raises(Invalid, match="like") as refused:
        fill(OrganisationFields, {"name": "A group", name: typed})
    assert refused.value.field == name


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("www.group.org.uk", "group.org.uk"),
        ("mail.a.b.trust.nhs.uk", "trust.nhs.uk"),
        ("group.org", "group.org"),
        ("WWW.Group.ORG.", "group.org"),
        ("hill.eastsussex.sch.uk", "hill.eastsussex.sch.uk"),
        ("org.uk", None),
        ("localhost", None),
        ("127.0.0.1", None),
        ("", None),
        ("a..org", None),
    ],
)
def test_the_name_somebody_registered(host: str, own: str | None) -> None:
    assert domains.own(host) == own


@pytest.mark.parametrize(
    ("domain", "website", "proven"),
    [
        ("group.org.uk", "https://www.group.org.uk/about", True),
        ("mail.group.org.uk", "https://group.org.uk", True),
        ("group.org.uk", "https://other.org.uk", False),
        ("evil-group.org.uk", "https://group.org.uk", False),
        ("group.org.uk.evil.com", "https://group.org.uk", False),
        ("org.uk", "https://org.uk", False),
        ("gmail.com", "https://gmail.com", False),
        ("btinternet.com", "https://www.btinternet.com/~group", False),
        ("one.wordpress.com", "https://one.wordpress.com", False),
        ("uni.ac.uk", "https://www.uni.ac.uk", False),
        ("xn--grup-1na.org", "https://group.org", False),
        ("group.org.uk", None, False),
        ("group.org.uk", "https://127.0.0.1", False),
    ],
)
def test_an_address_proves_something_only_at_ones_own_domain(
    domain: str, website: str | None, *, proven: bool
) -> None:
    assert domains.proves(domain, website) is proven


async def test_an_organisation_is_changed_and_its_offers_show_it(
    steward: Unit, now: datetime
) -> None:
    run_by = await make.organisation(steward, now)
    made = await make.offer(steward, now, run_by.id)
    fields = OrganisationFields(name="Open Door", host="nhs", about="New words")
    changed = await steward.write(organisations.update, run_by.id, Change(1, fields), now)
    assert (changed.version, changed.sector, changed.slug) == (2, Sector.NHS, run_by.slug)
    card = await steward.read(search.offer, made.slug)
    assert (card.organisation.name, card.organisation.sector) == ("Open Door", "NHS")
    with pytest.raises(Clash) as clashed:
        await steward.write(organisations.update, run_by.id, Change(1, fields), now)
    assert clashed.value.differences == []
    unknown = OrganisationFields(name="Open Door", host="club")
    with pytest.raises(Invalid):
        await steward.write(organisations.update, run_by.id, Change(2, unknown), now)
    nowhere = OrganisationFields(name="Open Door", home_district="E99999999")
    with pytest.raises(Invalid):
        await steward.write(organisations.update, run_by.id, Change(2, nowhere), now)
    same = await steward.write(organisations.update, run_by.id, Change(2, fields), now)
    assert same.version == 2
