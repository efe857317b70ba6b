"""What waits for a steward, and only what is theirs to look after."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from network.core.actor import ANYONE, Actor
from network.core.errors import Denied
from network.core.ids import new_id
from network.core.unit import Unit
from network.directory import claims, offers, organisations, queue, reports, vouching
from network.directory.edits import Amendment
from network.directory.organisations import Change, Origin
from network.directory.reports import Wrong
from network.directory.tables import OrganisationFields, Standing
from tests import make, make_people

Asking = Callable[[Actor], Unit]
NEW = Origin(Standing.NEW)


async def test_a_steward_sees_all_that_waits_of_their_locality(
    steward: Unit, unit: Unit, now: datetime, asking: Asking
) -> None:
    group = await make.organisation(steward, now, origin=NEW, home_district=make.HASTINGS)
    host = asking(make.host_of(group.id))
    shown = await make.offer(steward, now, group.id)
    words = Amendment(shown.version, {"title": "Other", "usual_size": 3})
    await host.write(offers.amend, shown.id, words, now)
    draft = await make.offer(steward, now, group.id, draft=True)
    await host.write(offers.publish, draft.id, now)
    described = Origin(Standing.UNCONFIRMED)
    other = await make.organisation(steward, now, origin=described, home_district=make.HASTINGS)
    who = asking(await make_people.signed_in(steward, now))
    claim = await who.write(claims.make, other.id, "", now)
    report = await unit.write(reports.make, shown.id, Wrong(("time",)), now)
    assert group.kept_by is not None
    found = await asking(make.steward_of(group.kept_by)).read(queue.waiting)
    assert [one.id for one in found.groups] == [group.id]
    assert [one.id for one in found.listings] == [draft.id]
    assert [(w.offer.id, [d.field for d in w.differences]) for w in found.words] == [
        (shown.id, ["title"])
    ]
    assert [one.claim.id for one in found.claims] == [claim.id]
    assert [one.report.id for one in found.reports] == [report.id]
    assert found.many == 5
    assert (await asking(make.steward_of(new_id())).read(queue.waiting)).many == 0
    for nobody in (ANYONE, make.host_of(group.id)):
        with pytest.raises(Denied):
            await asking(nobody).read(queue.waiting)


async def test_a_group_that_was_sent_back_waits_again_once_it_has_changed(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    group = await make.organisation(steward, now, origin=NEW)
    later = now + timedelta(hours=1)
    sent = await steward.write(vouching.refuse, group.id, "Who are you?", later)
    assert (await steward.read(queue.waiting)).groups == []
    fields = OrganisationFields(
        name="Hastings Open Door", host="user_led", about="We are Jo and Sam."
    )
    change = Change(sent.version, fields)
    await steward.write(organisations.update, group.id, change, later + timedelta(hours=1))
    assert [one.id for one in (await steward.read(queue.waiting)).groups] == [group.id]
