"""Sign-in by another service: whom its word lets in, and as whom."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from network.core.errors import Invalid
from network.core.outside import Claims
from network.core.unit import Unit
from network.people import accounts, openid, sessions
from network.people.openid import admit
from tests import make_people as make

JO = Claims("https://id.example.org", "jo-1", "Jo@example.org", verified=True, name="Jo\nB.")


async def test_whoever_is_not_known_has_an_account_and_no_role(
    unit: Unit, steward: Unit, now: datetime
) -> None:
    entry = await unit.write(admit, JO, now)
    assert entry.new
    known = await steward.read(sessions.actor_of, entry.token, now)
    assert (known.actor.person, known.actor.grants) == (entry.person_id, frozenset())
    assert not known.actor.strong
    person = await steward.read(accounts.by_email, "jo@example.org")
    assert (person.id, person.name) == (entry.person_id, "Jo B.")


async def test_a_verified_address_is_who_has_it_here(
    unit: Unit, steward: Unit, now: datetime
) -> None:
    jo = await make.person(steward, now - timedelta(days=1), "jo@EXAMPLE.org")
    entry = await unit.write(admit, JO, now)
    assert (entry.person_id, entry.new) == (jo.id, False)


async def test_who_they_were_before_counts_more_than_their_address(
    unit: Unit, steward: Unit, now: datetime
) -> None:
    first = await unit.write(admit, JO, now)
    other = await make.person(steward, now, "other@example.org")
    moved = await unit.write(admit, replace(JO, email="other@example.org"), now)
    assert moved.person_id == first.person_id != other.id
    assert (await steward.read(accounts.by_email, "jo@example.org")).id == first.person_id


async def test_the_same_name_at_another_provider_is_somebody_else(
    unit: Unit, now: datetime
) -> None:
    first = await unit.write(admit, JO, now)
    elsewhere = replace(JO, issuer="https://other.example.org", email="new@example.org")
    assert (await unit.write(admit, elsewhere, now)).person_id != first.person_id


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        (replace(JO, email=None), openid.NO_EMAIL),
        (replace(JO, email=None, verified=False), openid.NO_EMAIL),
        (replace(JO, verified=False), openid.NOT_VERIFIED),
    ],
)
async def test_without_a_checked_address_nobody_is_let_in(
    unit: Unit, steward: Unit, now: datetime, odd: Claims, said: str
) -> None:
    for known in (False, True):
        if known:
            await unit.write(admit, JO, now)
        with pytest.raises(Invalid) as refused:
            await unit.write(admit, odd, now)
        assert refused.value.sentence == said


@pytest.mark.parametrize("email", ["jo@exаmple.org", "jo@b.org\r\nBcc: x@b.org", "jo"])
async def test_an_address_that_misleads_is_no_better_for_being_checked(
    unit: Unit, now: datetime, email: str
) -> None:
    with pytest.raises(Invalid):
        await unit.write(admit, replace(JO, email=email), now)


async def test_a_name_one_chose_here_stays_and_a_long_one_is_cut(
    unit: Unit, steward: Unit, now: datetime
) -> None:
    entry = await unit.write(admit, replace(JO, name="x" * 300), now)
    person = await steward.read(accounts.by_email, "jo@example.org")
    assert (entry.person_id, person.name) == (person.id, "x" * 80)
    await unit.write(admit, replace(JO, subject="jo-2", name="Other"), now)
    assert (await steward.read(accounts.by_email, "jo@example.org")).name == "x" * 80
