"""Two who share an entry: both edit it at once, and one hands it over: journeys H-6 and H-8."""

from network.core.paging import Page
from network.directory import revisions
from tests.journeys.hosts.conftest import Entering, Hosting
from tests.journeys.hosts.walking import BOTH, Somebody

WHAT = "In a sentence or two, what happens?"


@BOTH
async def test_two_who_edit_at_once_see_both_and_lose_nothing(
    hosting: Hosting, entering: Entering, *, scripts: bool
) -> None:
    run = await hosting.hosts(f"ivy{scripts:d}@example.org", f"kit{scripts:d}@example.org")
    ivy = await entering(run.emails[0], scripts=scripts)
    kit = await entering(run.emails[1], scripts=scripts)
    for one in (ivy, kit):
        await one.open(f"{run.here}/name")
    await ivy.fill({WHAT: "Coffee and cake."})
    await ivy.press("Save")
    await kit.fill({WHAT: "Tea and toast."})
    await kit.press("Save")
    assert (await kit.heading()).startswith("Someone changed this at ")
    said = await kit.reads()
    assert "Coffee and cake." in said
    assert "Tea and toast." in said
    await kit.finds_it_fair()
    await kit.press("Change what I wrote")
    assert await kit.holds(WHAT, "Tea and toast.")
    await kit.fill({WHAT: "Tea, toast, coffee and cake."})
    await kit.press("Save")
    assert "Tea, toast, coffee and cake." in await hosting.seen(run.page)
    kept, _ = await hosting.read(revisions.of, run.offer.id, Page())
    assert len(kept) == 2
    await kit.open(f"{run.here}/history")
    changes = kit.main.locator("ol a")
    assert await changes.count() == 2
    await changes.first.click()
    await kit.finds_it_fair()
    await kit.press("Put back what was there before")
    assert "Coffee and cake." in await hosting.seen(run.page)


async def test_changes_of_two_parts_stand_side_by_side(
    hosting: Hosting, entering: Entering
) -> None:
    run = await hosting.hosts("lee@example.org", "may@example.org")
    lee = await entering(run.emails[0])
    may = await entering(run.emails[1])
    await lee.open(f"{run.here}/name")
    await may.open(f"{run.here}/first-time")
    await lee.fill({WHAT: "Coffee and cake."})
    await lee.press("Save")
    await may.tick("You can just listen")
    await may.press("Save")
    assert "Saved" in await may.reads()
    page = await hosting.seen(run.page)
    assert "Coffee and cake." in page
    assert "You can just listen" in page


@BOTH
async def test_an_entry_is_handed_over_and_old_links_are_dead(
    hosting: Hosting, entering: Entering, *, scripts: bool
) -> None:
    run = await hosting.hosts(f"nan{scripts:d}@example.org")
    hosting.later(days=93)
    old = await hosting.reminds(run)
    nan = await entering(run.emails[0], scripts=scripts)
    people = f"/hosts/organisation/{run.group.id}/people"
    await nan.open(people)
    await nan.finds_it_fair()
    left, heir = f"left{scripts:d}@example.org", f"ola{scripts:d}@example.org"
    for email in (left, heir):
        await nan.fill({"Their email address": email})
        await nan.press("Ask them")
        assert "We have written to them" in await nan.reads()
    asked = await hosting.link(heir, "/invitations")
    ola = await entering(heir, scripts=scripts)
    await ola.open(asked)
    await ola.finds_it_fair()
    await ola.press("Yes, I will help")
    await nan.open(people)
    await nan.main.get_by_role("button", name="Let them lead").click()
    assert "Handed over" in await nan.reads()
    await nan.finds_it_fair()
    await ola.open(people)
    await ola.main.get_by_role("button", name="Remove").click()
    await ola.finds_it_fair()
    await _nothing_is_left(nan, run.here, old.token)
    unanswered = await entering(scripts=scripts)
    await unanswered.open(await hosting.link(left, "/invitations"))
    assert await unanswered.heading() == "That link does not work any more"
    await ola.open(f"{run.here}/name")
    await ola.fill({WHAT: "It goes on."})
    await ola.press("Save")
    assert "It goes on." in await hosting.seen(run.page)


async def _nothing_is_left(nan: Somebody, here: str, token: str) -> None:
    """Try all that opened the entry before: pages, the letter, the code of the letter."""
    for path in (here, f"{here}/name", f"{here}/history"):
        answer = await nan.page.goto(path)
        assert answer is not None
        assert answer.status in {403, 404}, path
    await nan.open(f"/h/{token}")
    assert await nan.heading() == "That link does not work any more"
    await nan.open("/hosts/home")
    assert "You have not listed anything yet." in await nan.reads()
