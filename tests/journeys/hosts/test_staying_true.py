"""Keeping an offer true by letter: journeys H-3 and H-4."""

import re

from tests.journeys.hosts.conftest import Entering, Hosting
from tests.journeys.hosts.walking import BOTH

YES = "Yes, it is all still right"
DONE = "This is done already"
BY = "Checked by the people who run it"
DUE = 93  # days: three months, however long they are
STALE = "Not checked lately"


@BOTH
async def test_looking_changes_nothing_and_one_press_confirms_once(
    hosting: Hosting, entering: Entering, *, scripts: bool
) -> None:
    run = await hosting.hosts(f"cat{scripts:d}@example.org")
    hosting.later(days=DUE)
    asked = await hosting.reminds(run)
    before = await hosting.record(run.offer.id)
    for _ in range(5):
        assert YES in await hosting.seen(f"/h/{asked.token}")
    assert len(await hosting.record(run.offer.id)) == len(before)
    assert f"{BY} 3 months ago" in await hosting.seen(run.page)
    cat = await entering(scripts=scripts)
    late = await entering(scripts=scripts)
    for one in (cat, late):
        await one.open(f"/h/{asked.token}")
        assert run.offer.title in await one.reads()
    await cat.finds_it_fair()
    await cat.press(YES)
    assert "People now see that you checked it today." in await cat.reads()
    await cat.finds_it_fair()
    assert f"{BY} today" in await hosting.seen(run.page)
    await late.press(YES)
    assert await late.heading() == DONE
    await late.open(f"/h/{asked.token}")
    assert await late.heading() == DONE
    said = [event.name for event in await hosting.record(run.offer.id)]
    assert said.count("offer.confirmed") == 2  # when it was made, and now


@BOTH
async def test_the_code_of_the_letter_does_what_a_dead_link_cannot(
    hosting: Hosting, entering: Entering, *, scripts: bool
) -> None:
    run = await hosting.hosts(f"dee{scripts:d}@example.org")
    hosting.later(days=DUE)
    asked = await hosting.reminds(run)
    dee = await entering(scripts=scripts)
    await dee.open(f"/h/{asked.token[:-4]}")
    assert await dee.heading() == "That link does not work any more"
    await dee.finds_it_fair()
    await dee.press("Use the code in the email")
    await dee.fill({"The name of your page": asked.slug, "The code in the email": "AAA AAA"})
    await dee.press("Show me my page")
    assert "Check the name and each letter of the code." in await dee.reads()
    await dee.finds_it_fair()
    await dee.fill({"The code in the email": asked.code})
    await dee.press("Show me my page")
    await dee.press(YES)
    assert "Thank you" in await dee.heading()
    assert f"{BY} today" in await hosting.seen(run.page)


@BOTH
async def test_after_121_days_the_page_says_so_and_one_tap_clears_it(
    hosting: Hosting, entering: Entering, *, scripts: bool
) -> None:
    run = await hosting.hosts(f"eve{scripts:d}@example.org")
    hosting.later(days=121)
    page = await hosting.seen(run.page)
    assert STALE in page
    assert "Call before you go." in page
    asked = await hosting.reminds(run)
    eve = await entering(scripts=scripts)
    await eve.open(f"/h/{asked.token}")
    await eve.press(YES)
    assert STALE not in await hosting.seen(run.page)
    last = (await hosting.record(run.offer.id))[-1]
    assert (last.name, last.detail) == ("offer.confirmed", {"method": "letter"})
    again = await entering(run.emails[0], scripts=scripts)
    assert re.search(r"Live\. Checked today", await again.reads())
    assert "Nothing needs you just now." in await again.reads()


async def test_what_else_there_is_to_say_is_said_from_the_letter(
    hosting: Hosting, entering: Entering
) -> None:
    run = await hosting.hosts("fay@example.org")
    hosting.later(days=DUE)
    asked = await hosting.reminds(run)
    fay = await entering()
    for way, heading in (
        ("We are full for now", "Full for now"),
        ("We are having a break", "Having a break"),
        ("We are closing", "We are sorry to hear it"),
    ):
        await fay.open(f"/h/{asked.token}")
        await fay.press(way)
        assert await fay.heading() == heading
        await fay.finds_it_fair()
    await fay.open(f"/h/{asked.token}")
    await fay.press("We are full for now")
    await fay.press("Show that we are full")
    assert "full for now" in await fay.reads()
    assert "Full for now" in await hosting.seen(run.page)
