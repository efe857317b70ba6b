"""The page of an offer: what it answers, and what it says when it does not know."""

from datetime import date, datetime, timedelta

import pytest

from network.core.unit import Unit
from network.directory import offers
from network.directory.organisations import Origin
from network.directory.tables import Offer, Standing
from tests import make
from tests.web.conftest import Seeing, Seen

DESCRIBED = Origin(
    standing=Standing.UNCONFIRMED, source="https://www.charity.example/groups", described="2024-06"
)
NUMBER = "07700 900123"


async def shown(steward: Unit, now: datetime, seeing: Seeing, **fields: object) -> Seen:
    """Make an offer and open its page."""
    return await seeing(f"/offers/{(await made(steward, now, **fields)).slug}")


async def made(steward: Unit, now: datetime, **fields: object) -> Offer:
    """Make an offer that was checked 12 days ago."""
    run_by = await make.organisation(steward, now)
    hall = await make.site(steward, run_by.id)
    changes = {"districts": [make.HASTINGS], "checked_days_ago": 12} | fields
    return await make.offer(steward, now, run_by.id, sites=[hall.id], **changes)  # type: ignore[arg-type]


async def test_a_full_page_answers_what_people_ask(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    page = await shown(
        steward,
        now,
        seeing,
        first_time=["just_listen", "bring_someone"],
        contacts=[{"means": "text", "value": NUMBER, "who": "Jo"}],
        values=[{"value": "mutual", "words": "We take turns to make tea."}],
        first_visit=[{"title": "Someone says hello", "line": "Look for the green scarf."}],
    )
    for words in (
        "No. You can just listen.",
        "Look for the green scarf.",
        "Mutual: we are equals with something in common",
        "We take turns to make tea.",
        "We write nothing about you.",
        "Checked by the people who run it 12 days ago, on 10 November.",
    ):
        assert words in page.words
    assert "sms:07700900123" in page.links
    assert page.title == "Tuesday Table – Peer Support Sussex"


async def test_what_a_host_has_not_said_reads_ask_us(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    page = await shown(steward, now, seeing)
    assert "Do I have to talk? Ask us" in page.words
    assert "They have not told us yet. Most support like this goes this way." in page.words
    assert "Ask if there is space" in page.words


async def test_what_nobody_confirmed_shows_no_number_and_says_who_described_it(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    run_by = await make.organisation(steward, now, origin=DESCRIBED)
    offer = await make.offer(
        steward, now, run_by.id, origin=DESCRIBED, contacts=[{"means": "phone", "value": NUMBER}]
    )
    page = await seeing(f"/offers/{offer.slug}")
    said = "Described at charity.example in June 2024; not confirmed by the people who run it."
    assert said in page.words
    assert NUMBER not in page.html
    assert not [link for link in page.links if link.startswith(("tel:0", "sms:0"))]


async def test_a_private_place_is_only_said_roughly(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    run_by = await make.organisation(steward, now)
    secret = await make.site(
        steward, run_by.id, name="Safe Room", address="9 Hidden Lane", withheld=True
    )
    offer = await make.offer(steward, now, run_by.id, sites=[secret.id], contacts=[make.PHONE])
    page = await seeing(f"/offers/{offer.slug}")
    assert "Near TN34. The address is private." in page.words
    assert "Hidden Lane" not in page.html
    assert "Safe Room" not in page.html


async def test_a_paused_offer_says_when_it_is_back(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    offer = await made(steward, now)
    await steward.write(offers.pause, offer.id, date(2027, 1, 9), now)
    page = await seeing(f"/offers/{offer.slug}")
    assert "Having a break They are back on Saturday 9 January." in page.words


async def test_a_closing_offer_says_its_last_date_and_then_that_it_ended(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    offer = await made(steward, now, contacts=[{"means": "phone", "value": NUMBER}])
    await steward.write(offers.close, offer.id, date(2026, 11, 30), now)
    page = await seeing(f"/offers/{offer.slug}")
    assert "Closing soon The last date is Monday 30 November." in page.words
    await steward.write(offers.end, offer.id, "funding", now)
    over = await seeing(f"/offers/{offer.slug}")
    assert over.status == 200
    assert "This ended on" in over.words
    assert NUMBER not in over.html


async def test_an_ended_offer_shows_others_of_its_kind_near(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    gone = await made(steward, now)
    await made(steward, now, title="Friday Table")
    await made(steward, now, title="Far Walk", kind="activity")
    await steward.write(offers.end, gone.id, "funding", now)
    page = await seeing(f"/offers/{gone.slug}")
    assert "What is near instead" in page.words
    assert "Friday Table" in page.words
    assert "Far Walk" not in page.words
    assert "/find?area=hastings" in page.links
    assert "Do I have to talk?" not in page.words


async def test_others_like_it_are_for_the_same_people_first_and_never_for_others(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    mothers, carers = [make.made_for("new_parents")], [make.made_for("carers")]
    full = await made(steward, now, space="full", made_for=mothers)
    await made(steward, now, title="Pram Walk", kind="activity", made_for=mothers)
    await made(steward, now, title="Anyone’s Table")
    await made(steward, now, title="Carers’ Table", made_for=carers)
    page = await seeing(f"/offers/{full.slug}")
    said = page.words[page.words.index("Others like this") :]
    assert said.index("Pram Walk") < said.index("Anyone’s Table")
    assert "Carers’ Table" not in said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "Checked by the people who run it yesterday"),
        (100, "Checked by the people who run it 3 months ago"),
        (200, "Last checked by the people who run it 6 months ago, on 6 May."),
        (200, "Not checked lately It may have changed."),
    ],
)
async def test_a_page_says_how_fresh_it_is(
    steward: Unit, now: datetime, seeing: Seeing, days: int, said: str
) -> None:
    page = await shown(steward, now, seeing, checked_days_ago=days)
    assert said in page.words


async def test_what_is_made_up_is_marked(steward: Unit, now: datetime, seeing: Seeing) -> None:
    invented = Origin(standing=Standing.CONFIRMED, demonstration=True)
    run_by = await make.organisation(steward, now, origin=invented)
    offer = await make.offer(steward, now, run_by.id, origin=invented, checked_days_ago=3)
    page = await seeing(f"/offers/{offer.slug}")
    assert "Made up This shows how a page looks. It is not real" in page.words
    assert "Made up" in (await seeing(f"/organisations/{run_by.slug}")).words


async def test_a_draft_has_no_page(steward: Unit, now: datetime, seeing: Seeing) -> None:
    offer = await made(steward, now, draft=True)
    page = await seeing(f"/offers/{offer.slug}")
    assert page.status == 404
    assert "You have not done anything wrong." in page.words


async def test_an_organisation_shows_its_words_and_its_offers(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    run_by = await make.organisation(steward, now, about="We set out tables.")
    page = await seeing(f"/organisations/{run_by.slug}")
    assert "We set out tables." in page.words
    assert "No offers just now." in page.words
    await make.offer(steward, now, run_by.id)
    assert "Tuesday Table" in (await seeing(f"/organisations/{run_by.slug}")).words


async def test_space_is_only_believed_for_sixty_days(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    old = await made(steward, now - timedelta(days=61), title="Old Word", space="yes")
    new = await made(steward, now, title="New Word", space="yes")
    assert "Ask if there is space" in (await seeing(f"/offers/{old.slug}")).words
    assert "There is space now" in (await seeing(f"/offers/{new.slug}")).words
