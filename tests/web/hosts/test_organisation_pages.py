"""An organisation's own pages: what it says of itself, its places, who keeps it, claiming it."""

import re
from datetime import datetime
from typing import Any

import pytest

from network.core.unit import Unit
from network.directory import organisations, sites
from network.directory.organisations import Origin
from network.directory.tables import (
    Offer,
    Organisation,
    OrganisationFields,
    SiteFields,
    Standing,
)
from network.people import accounts, roles
from tests import make
from tests.web.conftest import Seeing
from tests.web.hosts.conftest import JO
from tests.web.signing import Browser, letter, sign_in

SAM = "sam@example.org"
STREET = "7 Hidden Lane"


@pytest.fixture
async def group(steward: Unit, now: datetime, jo: Browser) -> Organisation:
    """Give Jo a confirmed organisation."""
    run_by = await make.organisation(steward, now)
    person = await steward.read(accounts.by_email, JO)
    await steward.write(roles.grant, person.id, roles.hosting(run_by.id, None), now)
    return run_by


def here(group: Organisation, more: str = "") -> str:
    """Give the address of an organisation for its hosts."""
    return f"/hosts/organisation/{group.id}{more}"


async def test_what_it_says_of_itself_is_saved_and_shown(
    jo: Browser, group: Organisation, seeing: Seeing
) -> None:
    await jo.open(here(group))
    page = await jo.send({"website": "not a website"})
    assert page.status == 400
    assert ("website", "not a website") in jo.form().pairs
    await jo.send({"website": "https://open-door.example", "about": "We share tea."})
    assert "We share tea." in (await seeing(f"/organisations/{group.slug}")).words


@pytest.mark.parametrize("field", ["charity_number", "company_number", "ods_code"])
async def test_a_number_that_is_none_is_said_at_its_field(
    jo: Browser, group: Organisation, field: str
) -> None:
    await jo.open(here(group))
    page = await jo.send({field: "!!"})
    assert page.status == 400
    assert f'href="#{field}"' in page.html


async def test_both_versions_of_an_organisation_are_shown(
    jo: Browser, group: Organisation, steward: Unit, now: datetime
) -> None:
    await jo.open(here(group))
    fields = group.model_copy(update={"about": "Theirs."})
    change = organisations.Change(
        group.version,
        OrganisationFields.model_validate(
            fields.model_dump(include=set(OrganisationFields.model_fields))
        ),
    )
    await steward.write(organisations.update, group.id, change, now)
    page = await jo.send({"about": "Ours."})
    assert page.status == 409
    assert "Theirs." in page.words
    await jo.send()
    found = await steward.read(organisations.get, group.id)
    assert found.about == "Ours."


async def test_a_private_place_is_named_nowhere_but_on_its_hosts_form(
    jo: Browser, group: Organisation, steward: Unit, now: datetime, seeing: Seeing
) -> None:
    await jo.open(here(group, "/places/new"))
    await jo.send(
        {
            "name": "The Safe House",
            "address": STREET,
            "town": "Hastings",
            "postcode": "TN34 1AB",
            "withheld": ["yes"],
            "access-step_free": "yes",
        }
    )
    page = await jo.open(here(group, "/places"))
    assert "Private address" in page.words
    assert STREET not in page.html
    link = next(a for a in page.links if re.search(r"/places/[0-9a-f-]{36}$", a))
    await jo.open(link)
    assert ("address", STREET) in jo.form().pairs
    (hall,) = await steward.read(sites.of, group.id)
    said: dict[str, Any] = {"sites": [hall.id], "contacts": [make.PHONE]}
    made: Offer = await make.offer(steward, now, group.id, checked_days_ago=1, **said)
    for path in (f"/offers/{made.slug}", f"/organisations/{group.slug}", "/find?q=Tuesday"):
        assert STREET not in (await seeing(path)).html, path
    other = Browser(jo.client)
    jo.client.cookies.clear()
    await sign_in(other, steward, SAM)
    page = await other.open(link)
    assert STREET not in page.html


async def test_a_place_is_changed_and_both_versions_are_shown(
    jo: Browser, group: Organisation, steward: Unit, now: datetime
) -> None:
    hall = await make.site(steward, group.id)
    await jo.open(here(group, f"/places/{hall.id}"))
    await jo.send({"getting_there": "Bus 20 stops outside."})
    await jo.open(here(group, f"/places/{hall.id}"))
    assert ("getting_there", "Bus 20 stops outside.") in jo.form().pairs
    found = await steward.read(sites.get, hall.id)
    fields = SiteFields.model_validate(
        found.model_dump(include=set(SiteFields.model_fields)) | {"town": "Ore"}
    )
    await steward.write(sites.update, hall.id, sites.Change(found.version, fields), now)
    page = await jo.send({"town": "Hollington"})
    assert page.status == 409
    assert "Hollington" in page.words
    for unknown in ("ZZ99 9ZZ", "YO99 9ZZ", "the old mill"):
        await jo.open(here(group, "/places/new"))
        page = await jo.send({"name": "Hall", "postcode": unknown})
        assert page.status == 400
        assert 'href="#postcode"' in page.html
        assert unknown in page.html


async def test_a_second_contact_is_asked_and_then_leads_and_old_links_are_dead(
    jo: Browser, group: Organisation, steward: Unit
) -> None:
    await jo.open(here(group, "/people"))
    assert "Ask somebody to share it with you." in jo.page.words
    assert (await jo.send({"email": "nobody"})).status == 400
    await jo.send({"email": SAM, "as_lead": ["yes"]}, action=here(group, "/people"))
    assert "We have written to them" in jo.page.words
    found = re.search(r"(/invitations/\S+)", await letter(steward, SAM))
    assert found
    sam = Browser(jo.client)
    for _ in range(3):
        page = await sam.open(found[1])
        assert page.heading == "Would you help?"
        assert group.name in page.words
    await sam.post(found[1], [("answer", "yes")])
    assert "You keep the entry now." in sam.page.words
    assert (await sam.open(found[1])).status == 410
    await jo.open(here(group, "/people"))
    assert "Leave" in jo.page.words
    await jo.send(action=here(group, "/people/leave"))
    assert "You do not keep that entry any more." in jo.page.words
    assert (await jo.open(here(group, "/people"))).status == 404
    assert (await jo.open(here(group))).status == 403


async def test_a_lead_hands_over_and_removes(
    jo: Browser, group: Organisation, steward: Unit
) -> None:
    await jo.open(here(group, "/people"))
    await jo.send({"email": SAM}, action=here(group, "/people"))
    await jo.send(action=here(group, "/people/take-back"))
    assert SAM not in jo.page.words
    await jo.send({"email": SAM}, action=here(group, "/people"))
    found = re.search(r"(/invitations/\S+)", await letter(steward, SAM))
    assert found
    await Browser(jo.client).post(found[1], [("answer", "yes")])
    await jo.open(here(group, "/people"))
    await jo.send(action=here(group, "/people/lead"))
    assert "They lead now." in jo.page.words
    assert "Let them lead" not in jo.page.words
    jo.client.cookies.clear()
    await sign_in(jo, steward, SAM)
    await jo.open(here(group, "/people"))
    await jo.send(action=here(group, "/people/remove"))
    assert "They do not keep this entry any more." in jo.page.words


async def test_an_invitation_may_be_declined(
    jo: Browser, group: Organisation, steward: Unit
) -> None:
    await jo.open(here(group, "/people"))
    await jo.send({"email": SAM}, action=here(group, "/people"))
    found = re.search(r"(/invitations/\S+)", await letter(steward, SAM))
    assert found
    sam = Browser(jo.client)
    await sam.post(found[1], [("answer", "no")])
    assert "The link does not work any more." in sam.page.words
    assert (await sam.post(found[1], [("answer", "yes")])).status == 410


@pytest.fixture
async def described(steward: Unit, now: datetime) -> Organisation:
    """Make an organisation that a public page described."""
    origin = Origin(Standing.UNCONFIRMED, source="https://open-door.org.uk/", described="2026-01")
    return await make.organisation(
        steward, now, origin=origin, name="Open Door", website="https://open-door.org.uk/"
    )


async def test_an_address_of_its_own_domain_makes_it_theirs_at_once(
    browser: Browser, described: Organisation, steward: Unit
) -> None:
    page = await browser.open(f"/organisations/{described.slug}")
    assert f"/claim/{described.slug}" in page.links
    await browser.open(f"/claim/{described.slug}")
    assert browser.page.heading == "Sign in"
    await sign_in(browser, steward, "jo@open-door.org.uk", f"/claim/{described.slug}")
    await browser.send({"words": "I run the Tuesday group."})
    assert "It is yours" in browser.page.words
    assert "Open Door" in browser.page.words


async def test_any_other_address_waits_for_somebody_s_yes(
    jo: Browser, described: Organisation
) -> None:
    await jo.open(f"/claim/{described.slug}")
    await jo.send({"words": "I run the Tuesday group."})
    assert "Somebody looks at it, and writes to you by email." in jo.page.words
    page = await jo.open(f"/claim/{described.slug}")
    assert page.heading == "Your claim waits for an answer"
    assert "I run the Tuesday group." in page.words
    assert "That takes a few days." in page.words
    assert "Who are you there?" not in page.words
    again = await jo.post(f"/claim/{described.slug}", [("words", "")])
    assert "You have claimed this entry already." in again.words
    home = await jo.open("/hosts/home")
    assert "Your claim on Open Door waits for an answer" in home.words
    assert "That takes a few days." in home.words
    assert "You have not listed anything yet" not in home.words


async def test_somebody_with_two_organisations_says_which(
    jo: Browser, group: Organisation, steward: Unit, now: datetime
) -> None:
    other = await make.organisation(steward, now, name="Another Door")
    person = await steward.read(accounts.by_email, JO)
    await steward.write(roles.grant, person.id, roles.hosting(other.id, None), now)
    await jo.open("/hosts/new/1")
    page = await jo.send({"title": "Kitchen Table", "summary": "Tea and toast."})
    assert "Choose who runs it." in page.words
    await jo.send({"organisation": str(other.id)})
    assert jo.page.heading == "Which kind of support is it?"
