"""A private place is told to whoever asks, so somebody must be there to be asked."""

from datetime import datetime
from typing import Any

import pytest

from network.core.errors import Invalid
from network.core.unit import Unit
from network.directory import offers, sites
from network.directory.edits import Amendment
from network.directory.sites import Change
from network.directory.tables import OfferState, Organisation, Site, SiteFields
from tests import make


@pytest.fixture
async def group(steward: Unit, now: datetime) -> Organisation:
    """Give a group with no website."""
    return await make.organisation(steward, now)


@pytest.fixture
async def secret(steward: Unit, group: Organisation) -> Site:
    """Give a place of theirs whose address is private."""
    return await make.site(steward, group.id, address="9 Hidden Lane", withheld=True)


async def test_a_private_place_with_nobody_to_ask_is_not_published(
    steward: Unit, now: datetime, group: Organisation, secret: Site
) -> None:
    draft = await make.offer(steward, now, group.id, sites=[secret.id], draft=True)
    with pytest.raises(Invalid, match="Give a way to get in touch") as refused:
        await steward.write(offers.publish, draft.id, now)
    assert refused.value.field == "contacts"
    edit = Amendment(draft.version, {"contacts": [make.PHONE]})
    await steward.write(offers.amend, draft.id, edit, now)
    shown = await steward.write(offers.publish, draft.id, now)
    assert shown.state == OfferState.PUBLISHED


async def test_what_is_missing_beside_it_is_named_at_once(
    steward: Unit, now: datetime, group: Organisation, secret: Site
) -> None:
    draft = await make.offer(steward, now, group.id, sites=[secret.id], draft=True, cost=[])
    with pytest.raises(Invalid) as refused:
        await steward.write(offers.publish, draft.id, now)
    assert [one.field for one in refused.value.all] == ["cost", "contacts"]


@pytest.mark.parametrize("said", ["contacts", "sites"])
async def test_an_edit_leaves_somebody_to_ask(
    steward: Unit, now: datetime, group: Organisation, secret: Site, said: str
) -> None:
    there = {"sites": [secret.id], "contacts": [make.PHONE]}
    kept: dict[str, Any] = there if said == "contacts" else {}
    made = await make.offer(steward, now, group.id, **kept)
    change = {"contacts": []} if said == "contacts" else {"sites": [str(secret.id)]}
    with pytest.raises(Invalid) as refused:
        await steward.write(offers.amend, made.id, Amendment(made.version, change), now)
    assert refused.value.field == "contacts"


async def test_one_open_place_or_a_website_is_enough(
    steward: Unit, now: datetime, group: Organisation, secret: Site
) -> None:
    hall = await make.site(steward, group.id)
    both = await make.offer(steward, now, group.id, sites=[secret.id, hall.id])
    other = await make.organisation(steward, now, name="Others", website="https://others.example")
    place = await make.site(steward, other.id, withheld=True)
    asked = await make.offer(steward, now, other.id, sites=[place.id])
    assert {both.state, asked.state} == {OfferState.PUBLISHED}


async def test_a_place_becomes_private_only_where_somebody_can_be_asked(
    steward: Unit, now: datetime, group: Organisation
) -> None:
    hall, other = await make.site(steward, group.id), await make.site(steward, group.id)
    made = await make.offer(steward, now, group.id, sites=[hall.id])
    await make.offer(steward, now, group.id, sites=[hall.id, other.id])
    await make.offer(steward, now, group.id, sites=[hall.id], draft=True)
    known = SiteFields.model_validate(hall.model_dump(include=set(SiteFields.model_fields)))
    private = Change(1, known.model_copy(update={"withheld": True}))
    with pytest.raises(Invalid, match="way to get in touch first") as refused:
        await steward.write(sites.update, hall.id, private, now)
    assert refused.value.field == "withheld"
    edit = Amendment(made.version, {"contacts": [make.PHONE]})
    await steward.write(offers.amend, made.id, edit, now)
    assert (await steward.write(sites.update, hall.id, private, now)).withheld
