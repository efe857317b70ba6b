"""Words: added, changed, retired and merged, and who uses them is said before it is done."""

from datetime import datetime

import pytest

from network.core.unit import Unit
from network.directory import offers, terms, wordbook
from network.directory.tables import Offer, Term
from network.directory.wordbook import Named
from tests import make
from tests.web.signing import Browser

LOW = "/keep/words/theme/low"


@pytest.fixture
async def low(steward: Unit, now: datetime) -> Offer:
    """Make an offer that says a word."""
    run_by = await make.organisation(steward, now)
    return await make.offer(steward, now, run_by.id, themes=["low"], anywhere=True)


async def word(steward: Unit, code: str) -> Term:
    return next(one for one in await steward.read(terms.of, "theme") if one.code == code)


async def test_every_list_and_every_word_can_be_looked_at(sam: Browser) -> None:
    page = await sam.open("/keep/words")
    lists = [link for link in page.links if link.startswith("/keep/words/")]
    assert len(lists) > 10
    for way in lists:
        page = await sam.open(way)
        assert page.status == 200
        first = next(
            link for link in page.links if link.startswith(f"{way}/") and "/new" not in link
        )
        assert (await sam.open(first)).status == 200
    for odd in ("when", "no_such_list", "theme/no_such_word"):
        assert (await sam.open(f"/keep/words/{odd}")).status == 404


async def test_a_word_is_added(sam: Browser, steward: Unit) -> None:
    await sam.open("/keep/words/theme/new")
    page = await sam.send({"label": "N", "code": "night_fears"})
    assert (page.status, "#label" in page.links) == (400, True)
    typed = {
        "label": "Fears at night",
        "code": "night fears",
        "synonyms": "nightmares\n\nbad dreams",
    }
    page = await sam.send(typed)
    assert (page.status, "#code" in page.links) == (400, True)
    assert "nightmares" in page.html
    page = await sam.send({"code": "night_fears"})
    assert "Hosts can choose it now." in page.words
    added = await word(steward, "night_fears")
    assert (added.label, added.synonyms) == ("Fears at night", ["nightmares", "bad dreams"])
    await sam.open("/keep/words/theme/new")
    page = await sam.send({**typed, "code": "night_fears"})
    assert "There is a word with this code already" in page.words


async def test_a_word_is_changed_and_nobody_is_written_over(
    sam: Browser, steward: Unit, now: datetime
) -> None:
    await sam.open(LOW)
    theirs = wordbook.reads(await word(steward, "low")).model_copy(update={"hint": "Theirs"})
    await steward.write(wordbook.change, Named("theme", "low"), theirs, now)
    page = await sam.send({"label": "Low water", "hint": "Mine"}, LOW)
    assert page.status == 409
    assert "There now What you wrote Word" in page.words
    for words in ("Theirs", "Mine", "Low water"):
        assert words in page.words
    page = await sam.send(action=LOW)
    assert "People read it so from now on." in page.words
    kept = await word(steward, "low")
    assert (kept.label, kept.hint) == ("Low water", "Mine")
    page = await sam.send({"label": ""}, LOW)
    assert (page.status, "#label" in page.links) == (400, True)


async def test_a_word_is_retired_after_who_uses_it_was_shown_and_used_again(
    sam: Browser, steward: Unit, low: Offer
) -> None:
    page = await sam.open(LOW)
    assert "Used by 1 offer." in page.words
    page = await sam.open(f"{LOW}/retire")
    for words in ("Used by 1 offer.", low.title):
        assert words in page.words
    assert not (await word(steward, "low")).retired
    page = await sam.send()
    assert "This word is retired." in page.words
    assert (await word(steward, "low")).retired
    page = await sam.send(action=f"{LOW}/again")
    assert "Hosts can choose it again." in page.words
    assert not (await word(steward, "low")).retired


async def test_a_word_stands_in_place_of_another(sam: Browser, steward: Unit, low: Offer) -> None:
    page = await sam.open(f"{LOW}/merge")
    assert low.title in page.words
    page = await sam.send()
    assert "Choose the word to keep." in page.words
    page = await sam.post(f"{LOW}/merge", [("into", "no_such_word")])
    assert "We do not know this word." in page.words
    page = await sam.send({"into": "grief"})
    assert "This word now stands in place of the other." in page.words
    assert (await steward.read(offers.get, low.id)).themes == ["grief"]
    page = await sam.open(LOW)
    assert "stands in its place." in page.words


async def test_an_old_link_and_the_old_name_of_a_merged_word_find_the_new_one(
    sam: Browser, steward: Unit, low: Offer, now: datetime
) -> None:
    await make.offer(
        steward, now, low.organisation_id, title="Bus Fare", cost=["travel_paid"], anywhere=True
    )
    page = await sam.open("/keep/words/cost/travel_paid/merge")
    assert "Who types this word finds the other one." in page.words
    await sam.send({"into": "help"})
    for way in ("/find?cost=travel_paid", "/find?cost=help", "/find?q=travel+paid"):
        page = await sam.open(way)
        assert "Bus Fare" in page.words
        assert low.title not in page.words
    page = await sam.open("/keep/words/reply_time")
    ways = [link for link in page.links if link.startswith("/keep/words/reply_time/")]
    page = await sam.open(f"{next(way for way in ways if '/new' not in way)}/merge")
    assert "Put another word in its place" in page.words
    assert "Who types this word" not in page.words  # nobody can look for it
