"""Places of an organisation: changed with care, and an address that is withheld stays so."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from network.core.actor import ANYONE, Actor
from network.core.errors import Denied, Invalid, Missing
from network.core.filling import fill
from network.core.ids import new_id
from network.core.unit import Unit
from network.directory import keepsake, offers, search, sites
from network.directory.edits import Amendment
from network.directory.secrecy import gives_away
from network.directory.sites import Change, Whereabouts
from network.directory.tables import Site, SiteFields
from network.directory.texts import Clash
from tests import make

Asking = Callable[[Actor], Unit]
HIDDEN = ("12 Hidden Lane", "TN34 1ZZ")
THERE = Whereabouts(address=HIDDEN[0], postcode=HIDDEN[1])


def fields(place: Site, **changes: object) -> SiteFields:
    known = place.model_dump(include=set(SiteFields.model_fields))
    return SiteFields.model_validate(known | changes)


async def everything(db: AsyncSession, actor: Actor) -> str:
    """Read every row of every table but the one for withheld addresses."""
    named = text(
        "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
    )
    names = [n for n in await db.scalars(named) if n != "siteaddress"]
    assert len(names) > 10
    rows = [await db.scalars(text(f'select t::text from "{n}" t')) for n in names]  # noqa: S608
    return "\n".join(row for table in rows for row in table)


async def test_a_place_is_changed_and_every_offer_there_shows_it(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await make.organisation(steward, now)
    place = await make.site(steward, run_by.id)
    made = await make.offer(steward, now, run_by.id, sites=[place.id])
    host = asking(make.host_of(run_by.id))
    moved = Whereabouts(address="3 Other Road", postcode="BN1 1AA")
    changed = await host.write(
        sites.update, place.id, Change(1, fields(place, name="The Loft"), moved), now
    )
    assert (changed.version, changed.district) == (2, make.BRIGHTON)
    (shown,) = (await steward.read(search.offer, made.slug)).sites
    assert (shown.name, shown.address, shown.outcode) == ("The Loft", "3 Other Road", "BN1")
    with pytest.raises(Clash) as clashed:
        await host.write(sites.update, place.id, Change(1, fields(place, name="Mine")), now)
    assert clashed.value.mine["name"] == "Mine"
    assert clashed.value.theirs["name"] == "The Loft"
    assert [one.name for one in await host.read(sites.of, run_by.id)] == ["The Loft"]


async def test_only_its_hosts_and_keepers_change_a_place(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await make.organisation(steward, now, home_district=make.HASTINGS)
    place = await make.site(steward, run_by.id)
    for other in (ANYONE, make.host_of(new_id()), make.steward_of(new_id())):
        with pytest.raises(Denied):
            await asking(other).write(sites.update, place.id, Change(1, fields(place)), now)
    assert run_by.kept_by is not None
    keeper = asking(make.steward_of(run_by.kept_by))
    await keeper.write(sites.update, place.id, Change(1, fields(place, town="Ore")), now)
    with pytest.raises(Missing):
        await keeper.write(sites.update, new_id(), Change(1, fields(place)), now)


async def test_an_address_that_becomes_private_is_gone_from_everything(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await make.organisation(steward, now)
    street, code = HIDDEN
    place = await make.site(steward, run_by.id, address=street, postcode=code)
    made = await make.offer(steward, now, run_by.id, sites=[place.id], contacts=[make.PHONE])
    host = asking(make.host_of(run_by.id))
    assert street in await steward.read(everything)
    private = Change(1, fields(place, withheld=True))
    await host.write(sites.update, place.id, private, now)
    edit = Amendment(made.version, {"usual_size": 5, "sites": [place.id]})
    changed = await host.write(offers.amend, made.id, edit, now)
    await host.write(offers.amend, made.id, Amendment(changed.version, {"sites": []}), now)
    for said in (
        await steward.read(everything),
        repr(await steward.read(keepsake.make, "sussex", now)),
    ):
        assert "Hidden" not in said
        assert "1ZZ" not in said
    assert await host.read(sites.whereabouts, place.id) == Whereabouts(
        address=street, postcode="TN34"
    )
    for other in (ANYONE, make.host_of(new_id())):
        assert await asking(other).read(sites.whereabouts, place.id) == Whereabouts()


async def test_a_private_place_that_moves_stays_private(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await make.organisation(steward, now)
    place = await make.site(steward, run_by.id, address="1 Old Lane End", withheld=True)
    made = await make.offer(steward, now, run_by.id, sites=[place.id], contacts=[make.PHONE])
    host = asking(make.host_of(run_by.id))
    there = Change(1, fields(place), THERE)
    await host.write(sites.update, place.id, there, now)
    said = await steward.read(everything)
    assert "Hidden" not in said
    assert "Old Lane" not in said
    assert await host.read(sites.whereabouts, place.id) == THERE
    with pytest.raises(Invalid) as refused:  # nobody meant to tell it to everybody
        await host.write(sites.update, place.id, Change(2, fields(place, withheld=False)), now)
    assert refused.value.field == "address"
    open_ = Change(
        2, fields(place, withheld=False), Whereabouts(address="5 Open Street", postcode="TN34 1AB")
    )
    await host.write(sites.update, place.id, open_, now)
    (shown,) = (await steward.read(search.offer, made.slug)).sites
    assert (shown.address, shown.withheld) == ("5 Open Street", False)
    assert await steward.read(_kept_apart) == 0


async def _kept_apart(db: AsyncSession, actor: Actor) -> int | None:
    found: int | None = await db.scalar(text("select count(*) from siteaddress"))
    return found


@pytest.mark.parametrize("said", ["Ring at 12, hidden lane.", "We are near tn341zz"])
async def test_words_that_give_a_private_address_away_are_refused(
    steward: Unit, now: datetime, said: str
) -> None:
    run_by = await make.organisation(steward, now)
    street, code = HIDDEN
    place = await make.site(steward, run_by.id, address=street, postcode=code, withheld=True)
    made = await make.offer(steward, now, run_by.id, sites=[place.id], contacts=[make.PHONE])
    edit = Amendment(made.version, {"what_happens": said})
    with pytest.raises(Invalid) as refused:
        await steward.write(offers.amend, made.id, edit, now)
    assert refused.value.field == "what_happens"
    with pytest.raises(Invalid, match="give a private address away"):
        await make.offer(steward, now, run_by.id, sites=[place.id], join_words=said)
    change = Change(1, fields(place, getting_there=said))
    with pytest.raises(Invalid):
        await steward.write(sites.update, place.id, change, now)
    open_place = await make.site(steward, run_by.id, address=street, postcode=code)
    await make.offer(steward, now, run_by.id, sites=[open_place.id], what_happens=said)
    private = Change(1, fields(open_place, withheld=True), THERE)
    with pytest.raises(Invalid, match="says this address"):
        await steward.write(sites.update, open_place.id, private, now)


@pytest.mark.parametrize(
    ("address", "postcode", "said", "found"),
    [
        ("12 Hidden Lane, Ore", None, "12 HIDDEN-LANE", True),
        ("12 Hidden Lane, Ore", None, "Hidden Lane", False),
        ("1 Sea", None, "1 Sea", False),
        (None, "TN34 1ZZ", "(TN34 1ZZ)", True),
        (None, "TN34", "TN34", False),
        (None, None, "anything", False),
    ],
)
def test_what_gives_an_address_away(
    address: str | None, postcode: str | None, said: str, *, found: bool
) -> None:
    assert gives_away(address, postcode, {"steps": [{"line": said}]}) is found


@pytest.mark.parametrize(
    ("part", "typed"), [("address", "x" * 241), ("postcode", "x" * 81)], ids=["address", "postcode"]
)
def test_where_a_place_is_has_an_end(part: str, typed: str) -> None:
    with pytest.raises(Invalid, match="Shorten this to") as refused:
        fill(Whereabouts, {part: typed})
    assert refused.value.field == part


async def test_a_private_place_placed_by_its_town_keeps_the_address_without_a_postcode(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    run_by = await make.organisation(steward, now)
    place = await make.site(steward, run_by.id, postcode="St Leonards-on-Sea", withheld=True)
    host = asking(make.host_of(run_by.id))
    kept = Whereabouts(address="1 Example Street")
    assert await host.read(sites.whereabouts, place.id) == kept
