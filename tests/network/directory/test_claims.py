"""Who keeps an entry: started, claimed, vouched for, and never taken from those who keep it."""

from collections.abc import Callable
from datetime import datetime

import pytest

from network.core.actor import ANYONE, Actor, Grant, Role
from network.core.errors import Conflict, Denied, Invalid, Missing, TooMany
from network.core.ids import new_id
from network.core.unit import Unit
from network.directory import claims, offers, organisations, search, vouching
from network.directory.kept import ClaimProof, ClaimState
from network.directory.organisations import Origin
from network.directory.tables import OfferState, Organisation, OrganisationFields, Standing
from tests import make, make_people

Asking = Callable[[Actor], Unit]
DESCRIBED = Origin(Standing.UNCONFIRMED, source="https://example.org", described="May 2019")
WEBSITE = "https://www.open-door.example.org"
AT_HOME, ELSEWHERE = "jo@open-door.example.org", "jo@btinternet.com"


async def described(steward: Unit, now: datetime, **fields: str) -> Organisation:
    return await make.organisation(
        steward, now, origin=DESCRIBED, home_district=make.HASTINGS, **{"website": WEBSITE} | fields
    )


async def test_whoever_starts_an_organisation_keeps_it_and_it_is_new(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    who = await make_people.signed_in(steward, now)
    fields = OrganisationFields(name="Our group", home_district=make.HASTINGS)
    mine = await asking(who).write(
        organisations.start, fields, Origin(Standing.CONFIRMED, demonstration=True), now
    )
    assert (mine.standing, mine.demonstration) == (Standing.NEW, False)
    again = await make_people.signed_in(steward, now)
    assert Grant(Role.HOST, mine.id) in again.grants
    with pytest.raises(Denied):
        await asking(ANYONE).write(organisations.start, fields, Origin(), now)


async def test_a_steward_enters_others_and_does_not_keep_their_entry(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await described(steward, now)
    assert run_by.kept_by is not None
    keeper = await make_people.steward(steward, now, run_by.kept_by)
    fields = OrganisationFields(name="A group on the telephone")
    made = await asking(keeper).write(organisations.start, fields, make.CONFIRMED, now)
    assert made.standing == Standing.CONFIRMED
    again = await make_people.signed_in(steward, now, "sam@example.org")
    assert not again.holds(Role.HOST, made.id)


async def test_an_address_at_their_own_domain_is_enough(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await described(steward, now)
    made = await make.offer(steward, now, run_by.id)
    who = await make_people.signed_in(steward, now, AT_HOME)
    claim = await asking(who).write(claims.make, run_by.id, "", now)
    assert (claim.state, claim.proof) == (ClaimState.GRANTED, ClaimProof.DOMAIN)
    card = await steward.read(search.offer, made.slug)
    assert card.organisation.standing == Standing.CONFIRMED
    assert card.confirmed_at is None  # keeping an entry is not giving one's word for it
    now_host = await make_people.signed_in(steward, now, AT_HOME)
    await asking(now_host).write(offers.pause, made.id, None, now)
    with pytest.raises(Conflict, match="keep this entry already"):
        await asking(now_host).write(claims.make, run_by.id, "", now)


@pytest.mark.parametrize(
    ("email", "website"),
    [
        (ELSEWHERE, WEBSITE),
        (AT_HOME, "https://elsewhere.example.com"),
        ("jo@gmail.com", "https://gmail.com"),
    ],
)
async def test_any_other_address_waits_for_a_person(
    steward: Unit, now: datetime, asking: Asking, email: str, website: str
) -> None:
    run_by = await described(steward, now, website=website)
    who = await make_people.signed_in(steward, now, email)
    claim = await asking(who).write(claims.make, run_by.id, "I make the tea.", now)
    assert claim.state == ClaimState.WAITING
    assert not (await make_people.signed_in(steward, now, email)).grants
    with pytest.raises(Conflict, match="claimed this entry already"):
        await asking(who).write(claims.make, run_by.id, "", now)


async def test_what_a_new_group_says_is_its_website_proves_nothing(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    fresh = Origin(Standing.NEW)
    run_by = await make.organisation(steward, now, origin=fresh, website=WEBSITE)
    await make.offer(steward, now, run_by.id)
    who = await make_people.signed_in(steward, now, AT_HOME)
    claim = await asking(who).write(claims.make, run_by.id, "", now)
    assert claim.state == ClaimState.WAITING


async def test_a_steward_of_the_locality_answers_where_nobody_keeps_the_entry(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await described(steward, now)
    assert run_by.kept_by is not None
    who = await make_people.signed_in(steward, now, ELSEWHERE)
    claim = await asking(who).write(claims.make, run_by.id, "I make the tea.", now)
    for other in (ANYONE, make.host_of(new_id()), make.steward_of(new_id())):
        assert await asking(other).read(claims.listed) == []
        with pytest.raises(Missing):
            await asking(other).write(claims.accept, claim.id, now)
    with pytest.raises(Denied):
        await asking(who).write(claims.accept, claim.id, now)
    keeper = asking(await make_people.steward(steward, now, run_by.kept_by))
    (waiting,) = await keeper.read(claims.listed)
    assert (waiting.claim.words, waiting.email) == ("I make the tea.", ELSEWHERE)
    assert waiting.organisation.id == run_by.id
    granted = await keeper.write(claims.accept, claim.id, now)
    assert (granted.state, granted.proof) == (ClaimState.GRANTED, ClaimProof.STEWARD)
    assert (await steward.read(organisations.get, run_by.id)).standing == Standing.CONFIRMED
    again = await make_people.signed_in(steward, now, ELSEWHERE)
    assert again.holds(Role.HOST, run_by.id)
    with pytest.raises(Conflict, match="answered this claim already"):
        await keeper.write(claims.accept, claim.id, now)


async def test_an_entry_that_is_kept_is_not_taken_by_an_address(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await make.organisation(steward, now, website=WEBSITE)
    lead = await make_people.host(steward, now, run_by.id, "lead@open-door.example.org")
    second = await make_people.host(steward, now, run_by.id, "second@open-door.example.org")
    who = await make_people.signed_in(steward, now, AT_HOME)
    claim = await asking(who).write(claims.make, run_by.id, "", now)
    assert claim.state == ClaimState.WAITING
    with pytest.raises(Denied):
        await asking(second).write(claims.accept, claim.id, now)
    granted = await asking(lead).write(claims.accept, claim.id, now)
    assert granted.proof == ClaimProof.LEAD


async def test_a_refused_claim_says_why_to_whoever_made_it(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await described(steward, now)
    who = await make_people.signed_in(steward, now, ELSEWHERE)
    claim = await asking(who).write(claims.make, run_by.id, "", now)
    with pytest.raises(Invalid, match="Say why"):
        await steward.write(claims.refuse, claim.id, "", now)
    await steward.write(claims.refuse, claim.id, "Please ring us.", now)
    (mine,) = await asking(who).read(claims.mine)
    assert (mine.state, mine.reason) == (ClaimState.REFUSED, "Please ring us.")
    assert await asking(who).read(claims.unanswered, run_by.id) is None
    again = await asking(who).write(claims.make, run_by.id, "", now)
    waits = await asking(who).read(claims.unanswered, run_by.id)
    assert waits is not None
    assert waits.id == again.id
    assert await steward.read(claims.unanswered, run_by.id) is None  # it is not theirs
    with pytest.raises(Denied):
        await steward.write(claims.withdraw, again.id, now)
    await asking(who).write(claims.withdraw, again.id, now)
    assert await steward.read(claims.listed) == []


async def test_a_person_has_few_claims_waiting_at_once(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    who = asking(await make_people.signed_in(steward, now, ELSEWHERE))
    for number in range(claims.MOST):
        run_by = await described(steward, now, name=f"Group {number}")
        await who.write(claims.make, run_by.id, "", now)
    one_more = await described(steward, now, name="One more")
    with pytest.raises(TooMany):
        await who.write(claims.make, one_more.id, "", now)


async def test_the_lead_of_a_confirmed_organisation_vouches_for_a_claim(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await described(steward, now)
    who = await make_people.signed_in(steward, now, ELSEWHERE)
    claim = await asking(who).write(claims.make, run_by.id, "I make the tea.", now)
    friends = await make.organisation(steward, now, name="Friends")
    lead = asking(await make_people.host(steward, now, friends.id, "lead@friends.example.org"))
    assert (await lead.read(claims.look, claim.id, friends.id)).email == ELSEWHERE
    granted = await lead.write(claims.vouch, claim.id, friends.id, now)
    assert granted.proof == ClaimProof.VOUCHED
    again = await make_people.signed_in(steward, now, ELSEWHERE)
    assert again.holds(Role.HOST, run_by.id)
    assert (await steward.read(organisations.get, run_by.id)).standing == Standing.CONFIRMED


async def test_the_lead_of_a_confirmed_organisation_vouches_for_a_new_group(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    starter = asking(await make_people.signed_in(steward, now, ELSEWHERE))
    mine = await starter.write(organisations.start, OrganisationFields(name="Ours"), Origin(), now)
    starter = asking(await make_people.signed_in(steward, now, ELSEWHERE))
    draft = await starter.write(offers.create, mine.id, offers.Draft(make.fields()), now)
    await starter.write(offers.publish, draft.id, now)
    friends = await make.organisation(steward, now, name="Friends")
    lead = asking(await make_people.host(steward, now, friends.id, "lead@friends.example.org"))
    assert (await lead.read(vouching.look, mine.id, friends.id)).name == "Ours"
    vouched = await lead.write(vouching.vouch, mine.id, friends.id, now)
    assert vouched.standing == Standing.CONFIRMED
    assert (await steward.read(offers.get, draft.id)).state == OfferState.PUBLISHED


async def test_a_word_that_counts_for_nothing_is_refused(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    fresh = Origin(Standing.NEW)
    group = await make.organisation(steward, now, origin=fresh, name="Fresh")
    other = await make.organisation(steward, now, origin=fresh, name="Fresh too")
    friends = await make.organisation(steward, now, name="Friends")
    new_lead = asking(await make_people.host(steward, now, other.id, "new@example.org"))
    with pytest.raises(Conflict, match="Only a confirmed organisation"):
        await new_lead.write(vouching.vouch, group.id, other.id, now)
    with pytest.raises(Conflict, match="for themselves"):
        await new_lead.write(vouching.vouch, other.id, other.id, now)
    await make_people.host(steward, now, friends.id, "lead@example.org")
    second = asking(await make_people.host(steward, now, friends.id, "second@example.org"))
    with pytest.raises(Denied):  # not the lead
        await second.write(vouching.vouch, group.id, friends.id, now)
    with pytest.raises(Denied):
        await second.read(vouching.look, group.id, friends.id)
