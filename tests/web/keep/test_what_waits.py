"""What waits for a steward: seen in one list, let through or sent back, and nothing unseen."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from network.core.actor import Actor
from network.core.unit import Unit
from network.directory import claims, offers, reports, waiting
from network.directory.edits import Amendment
from network.directory.kept import Outcome
from network.directory.organisations import Origin
from network.directory.reports import Wrong
from network.directory.tables import OfferState, Standing
from tests import make, make_people
from tests.web.conftest import Seeing
from tests.web.keep.conftest import NEW, New
from tests.web.signing import Browser, sign_in

Asking = Callable[[Actor], Unit]


async def test_all_that_waits_stands_in_one_list(
    sam: Browser, new: New, steward: Unit, unit: Unit, now: datetime, asking: Asking
) -> None:
    shown = await make.offer(steward, now, new.group.id, title="Shown already")
    words = Amendment(shown.version, {"title": "Called otherwise", "what_happens": "Tea."})
    await asking(new.host).write(offers.amend, shown.id, words, now)
    described = Origin(Standing.UNCONFIRMED)
    other = await make.organisation(
        steward, now, origin=described, home_district=make.HASTINGS, name="Pier Choir"
    )
    kim = asking(await make_people.signed_in(steward, now, "kim@example.org"))
    await kim.write(claims.make, other.id, "I sing there.", now)
    await unit.write(reports.make, shown.id, Wrong(("time",)), now)
    page = await sam.open("/keep")
    assert page.heading == "What waits for you"
    for words_ in (
        "1 new group, 1 first page, 1 change, 1 claim and 1 report",
        "Net Loft Friends",
        "Tuesday Table",
        "Changed: name and what happens.",
        "Pier Choir",
        "Somebody says it is not right: the day or time.",
        "Came today.",
    ):
        assert words_ in page.words
    ways = [link for link in page.links if link.startswith("/keep/")]
    for way in ways:
        assert (await sam.open(way)).status == 200, way


async def test_what_waits_longest_comes_first_and_says_so(
    sam: Browser, new: New, steward: Unit, now: datetime
) -> None:
    await make.organisation(
        steward, now - timedelta(days=9), origin=NEW, home_district=make.HASTINGS, name="Old Guard"
    )
    page = await sam.open("/keep")
    assert page.words.index("Old Guard") < page.words.index(new.group.name)
    assert "Has waited 9 days." in page.words
    assert page.words.count("Longer than we said") == 1


async def test_a_new_group_is_let_in_with_all_that_waits(
    sam: Browser, new: New, seeing: Seeing
) -> None:
    page = await sam.open(f"/keep/groups/{new.group.id}")
    for words in ("Net Loft Friends", "jo@example.org", "Tuesday Table", "1 offer of theirs goes"):
        assert words in page.words
    page = await sam.send(action=f"/keep/groups/{new.group.id}/let-in")
    assert "All that waited of them is live now." in page.words
    assert "Nothing waits for you just now." in page.words
    assert (await seeing(f"/offers/{new.offer.slug}")).status == 200
    page = await sam.open(f"/keep/groups/{new.group.id}")
    assert "Somebody may have looked at it already." in page.words


async def test_a_steward_is_told_that_an_address_is_private(
    sam: Browser, new: New, steward: Unit, now: datetime, asking: Asking
) -> None:
    secret = await make.site(steward, new.group.id, name="Safe Room", withheld=True)
    said = {"sites": [str(secret.id)], "contacts": [make.PHONE]}
    edit = Amendment(new.offer.version, said)
    await asking(new.host).write(offers.amend, new.offer.id, edit, now)
    for path in (f"/keep/groups/{new.group.id}", f"/keep/offers/{new.offer.id}"):
        assert "Safe Room. The address is private" in (await sam.open(path)).words, path


async def test_a_group_that_changed_meanwhile_is_looked_at_once_more(
    sam: Browser, new: New, now: datetime, asking: Asking, seeing: Seeing
) -> None:
    await sam.open(f"/keep/groups/{new.group.id}")
    words = Amendment(new.offer.version, {"title": "Not what you saw"})
    await asking(new.host).write(offers.amend, new.offer.id, words, now)
    page = await sam.send(action=f"/keep/groups/{new.group.id}/let-in")
    assert page.status == 409
    assert "They changed something while you looked" in page.words
    assert "Not what you saw" in page.words
    assert (await seeing(f"/offers/{new.offer.slug}")).status == 404
    await sam.send(action=f"/keep/groups/{new.group.id}/let-in")
    slug = (await asking(new.host).read(offers.get, new.offer.id)).slug
    assert (await seeing(f"/offers/{slug}")).status == 200


async def test_nobody_is_sent_back_without_a_reason_and_what_was_typed_stays(
    sam: Browser, new: New, steward: Unit, asking: Asking
) -> None:
    send_back = f"/keep/groups/{new.group.id}/send-back"
    await sam.open(f"/keep/groups/{new.group.id}")
    page = await sam.send({"reason": " "}, send_back)
    assert (page.status, page.title[:7]) == (400, "Error: ")
    assert "#reason" in page.links
    long = "a" * 401
    page = await sam.send({"reason": long}, send_back)
    assert "Shorten this to 400 characters. You have 401." in page.words
    assert long in page.html
    page = await sam.send({"reason": "Say who you are, please."}, send_back)
    assert "They read why on their page." in page.words
    said = await asking(new.host).read(waiting.answer, new.offer.id)
    assert said is not None
    assert said.reason == "Say who you are, please."
    assert (await steward.read(offers.get, new.offer.id)).waits_since is None


async def test_changed_words_stand_beside_what_people_see_now(
    sam: Browser, steward: Unit, now: datetime, new: New, asking: Asking
) -> None:
    shown = await make.offer(steward, now, new.group.id, title="Shown already")
    host = asking(new.host)
    await host.write(offers.amend, shown.id, Amendment(shown.version, {"title": "Anew"}), now)
    page = await sam.open(f"/keep/offers/{shown.id}")
    assert "People see now They want to say Name Shown already Anew" in page.words
    version = (await host.read(offers.get, shown.id)).version
    await host.write(offers.amend, shown.id, Amendment(version, {"title": "Once more"}), now)
    page = await sam.send(action=f"/keep/offers/{shown.id}/let-through")
    assert page.status == 409
    assert "What you looked at What it says now Name Anew Once more" in page.words
    reason = {"reason": "That is the name of another group."}
    page = await sam.send(reason, f"/keep/offers/{shown.id}/send-back")
    assert "They read why on their page." in page.words
    assert (await host.read(offers.get, shown.id)).title == "Shown already"


async def test_a_reason_typed_while_they_changed_it_is_kept(
    sam: Browser, new: New, now: datetime, asking: Asking
) -> None:
    await sam.open(f"/keep/offers/{new.offer.id}")
    words = Amendment(new.offer.version, {"title": "Not what you saw"})
    await asking(new.host).write(offers.amend, new.offer.id, words, now)
    typed = {"reason": "Which table?"}
    page = await sam.send(typed, f"/keep/offers/{new.offer.id}/send-back")
    assert page.status == 409
    assert ("reason", "Which table?") in sam.form(f"/keep/offers/{new.offer.id}/send-back").pairs


async def test_a_first_page_is_let_through_alone(
    sam: Browser, new: New, steward: Unit, seeing: Seeing
) -> None:
    page = await sam.open(f"/keep/offers/{new.offer.id}")
    assert "By Net Loft Friends. Came today." in page.words
    assert "A big table, a pot of tea" in page.words
    page = await sam.send(action=f"/keep/offers/{new.offer.id}/let-through")
    assert "Anyone can find it now." in page.words
    assert (await seeing(f"/offers/{new.offer.slug}")).status == 200
    assert (await steward.read(offers.get, new.offer.id)).state == OfferState.PUBLISHED
    again = [("version", str(new.offer.version + 1))]
    page = await sam.post(f"/keep/offers/{new.offer.id}/let-through", again)
    assert page.status == 409


@pytest.mark.parametrize("answer", ["yes", "no"])
async def test_a_claim_is_answered(
    sam: Browser, steward: Unit, now: datetime, asking: Asking, answer: str
) -> None:
    described = Origin(Standing.UNCONFIRMED)
    other = await make.organisation(steward, now, origin=described, home_district=make.HASTINGS)
    kim = asking(await make_people.signed_in(steward, now, "kim@example.org"))
    claim = await kim.write(claims.make, other.id, "I sing there.", now)
    page = await sam.open(f"/keep/claims/{claim.id}")
    for words in ("kim@example.org", "I sing there.", "Nobody"):
        assert words in page.words
    if answer == "no":
        assert (await sam.send(action=f"/keep/claims/{claim.id}/no")).status == 400
    typed = {"reason": "We do not know you yet."} if answer == "no" else {}
    page = await sam.send(typed, f"/keep/claims/{claim.id}/{answer}")
    assert page.status == 200
    (mine,) = await kim.read(claims.mine)
    assert mine.state == {"yes": "granted", "no": "refused"}[answer]
    page = await sam.post(f"/keep/claims/{claim.id}/{answer}", [("reason", "x")])
    assert "Somebody may have looked at it already." in page.words


async def test_a_report_gets_an_answer_and_is_listed_with_it(
    sam: Browser, steward: Unit, unit: Unit, now: datetime
) -> None:
    run_by = await make.organisation(steward, now, home_district=make.HASTINGS)
    shown = await make.offer(steward, now, run_by.id)
    first = await unit.write(reports.make, shown.id, Wrong(("time",), "It is 3pm."), now)
    await unit.write(reports.make, shown.id, Wrong(("ended",)), now)
    page = await sam.open(f"/keep/reports/{first.id}")
    for words in ("The day or time", "It is 3pm.", "Others told us too", "It has ended"):
        assert words in page.words
    page = await sam.send()
    assert "Choose what came of it." in page.words
    page = await sam.send({"outcome": "mended"})
    assert "What came of the report is kept." in page.words
    page = await sam.open("/keep/reports")
    assert "It was not right. It is mended now. Answered today." in page.words
    assert (await steward.read(reports.get, first.id)).report.outcome == Outcome.MENDED
    page = await sam.post(f"/keep/reports/{first.id}", [("outcome", "right")])
    assert page.status == 409


@pytest.mark.parametrize("kind", ["groups", "offers", "claims", "reports"])
@pytest.mark.parametrize("id", ["x", str(UUID(int=1))], ids=["odd", "unknown"])
async def test_what_is_not_there_is_not_found(sam: Browser, kind: str, id: str) -> None:
    assert (await sam.open(f"/keep/{kind}/{id}")).status == 404


async def test_hosts_read_why_on_their_pages_until_it_is_mended(
    sam: Browser, elsewhere: Browser, new: New, steward: Unit, now: datetime, asking: Asking
) -> None:
    await sam.open(f"/keep/groups/{new.group.id}")
    await sam.send({"reason": "Say who you are."}, f"/keep/groups/{new.group.id}/send-back")
    page = await sign_in(elsewhere, steward, "jo@example.org")
    assert "A steward sent Net Loft Friends back today Say who you are." in page.words
    page = await elsewhere.open(f"/hosts/offers/{new.offer.id}")
    assert "A steward sent this back today Say who you are. Mend it" in page.words
    await asking(new.host).write(offers.publish, new.offer.id, now)
    page = await elsewhere.open(f"/hosts/offers/{new.offer.id}")
    assert "Say who you are." not in page.words
    described = Origin(Standing.UNCONFIRMED)
    other = await make.organisation(steward, now, origin=described, name="Pier Choir")
    jo = asking(new.host)
    claim = await jo.write(claims.make, other.id, "I sing there.", now)
    await sam.open(f"/keep/claims/{claim.id}")
    await sam.send(
        {"reason": "We asked them. They do not know you."}, f"/keep/claims/{claim.id}/no"
    )
    page = await elsewhere.open("/hosts/home")
    assert "You do not keep Pier Choir" in page.words
    assert "They do not know you." in page.words


async def test_a_page_that_could_do_harm_is_out_of_sight_at_once(
    sam: Browser, steward: Unit, now: datetime, seeing: Seeing
) -> None:
    run_by = await make.organisation(steward, now, home_district=make.HASTINGS)
    shown = await make.offer(steward, now, run_by.id)
    take_down = f"/keep/offers/{shown.id}/take-down"
    await sam.open(take_down)
    page = await sam.send()
    assert (page.status, "#reason" in page.links) == (400, True)
    assert (await seeing(f"/offers/{shown.slug}")).status == 200
    page = await sam.send({"reason": "The number leads to somebody's home."})
    assert "Nobody finds it any more." in page.words
    assert (await seeing(f"/offers/{shown.slug}")).status == 404
    page = await sam.post(take_down, [("reason", "Again."), ("version", str(shown.version))])
    assert page.status == 409
    assert "Again." in page.html
