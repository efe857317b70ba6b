"""Listing an offer, from nothing to a page of one's own, on a phone: journeys H-1 and H-2."""

from collections.abc import Awaitable, Callable

from network.core.paging import Page
from network.directory import organisations, vouching
from tests.journeys.hosts.conftest import Entering, Hosting
from tests.journeys.hosts.walking import BOTH, Somebody

SUMMARY = "Tea, toast and a talk with people who know."
LAST = "Check your answers"
WHO = "Who it is for, in your own words"


async def _starts(hosting: Hosting, jo: Somebody, email: str, name: str) -> None:
    """Come in by the page that explains it, and say who runs it."""
    await jo.open("/hosts")
    await jo.press("Start now")
    await jo.finds_it_fair()
    await jo.fill({"Your email address": email})
    await jo.press("Send me the email")
    await jo.finds_it_fair()
    await jo.open(await hosting.link(email, "/sign-in"))
    await jo.press("Sign in")
    assert await jo.heading() == "Who runs it?"
    await jo.finds_it_fair()
    await jo.fill({"Name of your group or organisation": name})
    await jo.tick("People with lived experience")
    await jo.fill({"Where are you based?": "Hastings"})
    await jo.press("Continue")


async def _says_when_and_where(jo: Somebody) -> None:
    await jo.tick("In person", "Tuesday")
    await jo.fill({"How often?": "Every week", "Starts at": "2pm", "Ends at": "4pm"})
    await jo.fill({"Name of the place": "Example Hall", "Address": "1 Example Street"})
    await jo.fill({"Town or village": "Hastings", "Postcode": "TN34 1AB"})


async def _answers(jo: Somebody, title: str) -> None:
    """Fill in the six pages, going back from each one and on again."""
    await jo.fill({"Name": title, "In a sentence or two, what happens?": SUMMARY})
    await jo.press("Continue")
    await _goes_back_and_on(jo, lambda: jo.holds("Name", title))
    await jo.tick("Group")
    await jo.press("Continue")
    await _goes_back_and_on(jo, lambda: jo.ticked("Group"))
    await _says_when_and_where(jo)
    await jo.press("Continue")
    await _goes_back_and_on(jo, lambda: jo.holds("Starts at", "2pm"))
    await jo.fill({WHO: "Anyone 18 or over"})
    await jo.press("Continue")
    await _goes_back_and_on(jo, lambda: jo.holds(WHO, "Anyone 18 or over"))
    await jo.tick("Just turn up", "Free", "Nothing")
    await jo.press("Continue")
    await _goes_back_and_on(jo, lambda: jo.ticked("Nothing"))
    await jo.fill({"How": "Text message", "Number or address": "07700 900123"})
    await jo.press("Continue")


async def _goes_back_and_on(jo: Somebody, stands: Callable[[], Awaitable[bool]]) -> None:
    """Go back by the browser, and by the link, find what was said, and go on."""
    await jo.finds_it_fair()
    here = await jo.heading()
    await jo.page.go_back()
    assert await stands(), jo.page.url
    await jo.press("Continue")
    assert await jo.heading() == here
    await jo.press("Back")
    assert await stands(), jo.page.url
    await jo.press("Continue")
    assert await jo.heading() == here


@BOTH
async def test_a_first_listing_takes_six_pages_and_keeps_every_answer(
    hosting: Hosting, entering: Entering, *, scripts: bool
) -> None:
    jo = await entering(scripts=scripts)
    email, title = f"jo{scripts:d}@example.org", f"Kitchen Table {scripts:d}"
    await _starts(hosting, jo, email, f"Kitchen Friends {scripts:d}")
    await jo.finds_it_fair()
    await _answers(jo, title)
    assert await jo.heading() == LAST
    await jo.finds_it_fair()
    said = await jo.reads()
    for words in (title, SUMMARY, "Every Tuesday, 2pm to 4pm", "Example Hall", "07700 900123"):
        assert words in said
    assert "This is not live until you publish it." in said
    assert SUMMARY not in await hosting.seen(f"/find?q={title}")
    await jo.press("Publish it")
    assert "A steward looks within 2 working days." in await jo.reads()
    await jo.finds_it_fair()
    await _looked_at(hosting, f"Kitchen Friends {scripts:d}")
    await jo.open("/hosts/home")
    assert "Live. Checked today" in await jo.reads()
    assert SUMMARY in await hosting.seen(f"/find?q={title}")


async def _looked_at(hosting: Hosting, name: str) -> None:
    """Let a steward find the new group good."""
    wanted = organisations.OrganisationFilter(text=name)
    (group,), _ = await hosting.read(organisations.listed, wanted, Page())
    await hosting.keeper.write(vouching.confirm, group.id, hosting.now)


@BOTH
async def test_three_answers_are_asked_for_before_it_is_shown_and_each_link_leads_to_its_field(
    hosting: Hosting, entering: Entering, *, scripts: bool
) -> None:
    host = await hosting.hosts(f"ana{scripts:d}@example.org", draft=True, records=[], cost=[])
    ana = await entering(host.emails[0], scripts=scripts)
    await ana.open(f"/hosts/new/check/{host.offer.id}")
    await ana.press("Publish it")
    assert (await ana.page.title()).startswith("Error: ")
    await ana.finds_it_fair()
    summary = ana.page.locator(".nhsuk-error-summary")
    assert await summary.locator("a").all_inner_texts() == [
        "Say what it costs. It can be “free”.",
        "Say what you write down about people. It can be “nothing”.",
    ]
    for field in ("cost", "records"):
        await summary.locator(f"a[href='#{field}']").click()
        assert await ana.page.locator(":focus").get_attribute("id") == field
    await ana.tick("Free", "Nothing")
    await ana.press("Continue")
    assert await ana.heading() == LAST
    await ana.press("Publish it")
    assert "Anyone can find it now." in await ana.reads()


@BOTH
async def test_a_sentence_at_the_top_says_which_field_it_is_about(
    hosting: Hosting, entering: Entering, *, scripts: bool
) -> None:
    host = await hosting.hosts(f"bea{scripts:d}@example.org")
    bea = await entering(host.emails[0], scripts=scripts)
    await bea.open(f"{host.here}/name")
    await bea.fill({"Name": ""})
    await bea.press("Save")
    link = bea.page.locator(".nhsuk-error-summary a")
    assert await link.inner_text() == "Say what the offer is called."
    await link.click()
    assert await bea.page.locator(":focus").get_attribute("id") == "title"
    await bea.open(f"{host.here}/who")
    await bea.fill({"Youngest age (optional)": "young"})
    await bea.press("Save")
    assert await link.inner_text() == "Youngest age: enter a whole number, like 8."
    await bea.finds_it_fair()
