"""Words change while they are in use: nothing said under them is lost, and lay words still find."""

from collections.abc import Callable
from datetime import datetime

import pytest

from network.core.actor import Actor
from network.core.errors import Conflict, Denied, Invalid, Missing
from network.core.ids import new_id
from network.core.paging import Page
from network.core.unit import Unit
from network.directory import (
    offers,
    organisations,
    revisions,
    search,
    sites,
    terms,
    usage,
    wordbook,
)
from network.directory.edits import Amendment
from network.directory.facets import FACETS
from network.directory.organisations import Origin
from network.directory.parts import FocusLevel
from network.directory.tables import Sector, Standing, TermFields, Vocabulary
from network.directory.wanted import Near, OfferFilter
from network.directory.wordbook import Named, Wording
from network.web import forms
from seed import vocabularies
from tests import make
from tests.network.directory.finding import find, titles

Asking = Callable[[Actor], Unit]
THEME = "theme"


async def test_a_word_is_added_and_can_be_chosen_at_once(steward: Unit, now: datetime) -> None:
    fields = TermFields(code="night_fears", label="Fears at night", synonyms=["nightmares"])
    await steward.write(wordbook.add, THEME, fields)
    run_by = await make.organisation(steward, now)
    await make.offer(steward, now, run_by.id, themes=["night_fears"], anywhere=True)
    assert titles(await find(steward, now, text="nightmares")) == ["Tuesday Table"]
    with pytest.raises(Conflict, match="code already"):
        await steward.write(wordbook.add, THEME, fields)


async def test_words_the_service_depends_on_are_not_for_stewards(steward: Unit) -> None:
    fields = TermFields(code="often", label="Often")
    with pytest.raises(Conflict, match="change with the code"):
        await steward.write(wordbook.add, "when", fields)
    with pytest.raises(Missing):
        await steward.write(wordbook.add, "no_such_list", fields)
    with pytest.raises(Missing):
        await steward.write(wordbook.retire, Named(THEME, "no_such_word"))


async def test_a_word_that_reads_differently_is_found_by_what_it_now_says(
    steward: Unit, now: datetime
) -> None:
    run_by = await make.organisation(steward, now)
    await make.offer(steward, now, run_by.id, themes=["low"], anywhere=True)
    wording = Wording(label="Grey days", hint="When nothing has a colour")
    await steward.write(wordbook.change, Named(THEME, "low"), wording, now)
    assert titles(await find(steward, now, text="grey")) == ["Tuesday Table"]


async def test_a_retired_word_is_not_offered_and_can_be_used_again(
    steward: Unit, now: datetime
) -> None:
    low = Named(THEME, "low")
    await steward.write(wordbook.retire, low)
    assert "low" not in {t.code for t in (await steward.read(terms.words)).listed(THEME)}
    await steward.write(wordbook.retire, low, again=True)
    assert "low" in {t.code for t in (await steward.read(terms.words)).listed(THEME)}


async def test_a_new_taxonomy_leaves_alone_what_stewards_changed(
    steward: Unit, now: datetime
) -> None:
    await steward.write(wordbook.add, THEME, TermFields(code="night_fears", label="Fears at night"))
    await steward.write(wordbook.change, Named(THEME, "low"), Wording(label="Grey days"), now)
    await steward.write(wordbook.retire, Named(THEME, "worry"))
    assert await vocabularies.sow(steward) == 0
    words = await steward.read(terms.words)
    listed = [t for t in words.listed(THEME) if t.code not in {"low", "night_fears"}]
    fields = [TermFields.model_validate(term.model_dump()) for term in listed]
    fields.append(TermFields(code="low", label="Low"))
    theme = Vocabulary.model_validate(words.vocabularies[THEME].model_dump())
    await steward.write(terms.keep, theme, fields)
    words = await steward.read(terms.words)
    assert words.term(THEME, "low").label == "Grey days"
    assert not words.term(THEME, "night_fears").retired
    assert words.term(THEME, "worry").retired


async def test_merging_rewords_every_offer_and_each_keeps_what_it_said(
    steward: Unit, now: datetime
) -> None:
    run_by = await make.organisation(steward, now)
    both = await make.offer(steward, now, run_by.id, title="Both", themes=["worry", "low"])
    one = await make.offer(steward, now, run_by.id, title="One", themes=["low"], draft=True)
    other = await make.offer(steward, now, run_by.id, title="Other", themes=["worry"])
    low = Named(THEME, "low")
    used = await steward.read(usage.of, THEME, "low")
    assert ([title for _, title in used.offers], used.many) == (["Both", "One"], 2)
    await steward.write(wordbook.merge, low, "worry", now)
    for made in (both, one, other):
        assert (await steward.read(offers.get, made.id)).themes == ["worry"]
    assert (await steward.read(search.offer, both.slug)).themes == ["worry"]
    kept, _ = await steward.read(revisions.of, both.id, Page(50))
    assert [(r.changed, r.before["themes"]) for r in kept] == [(["themes"], ["worry", "low"])]
    assert (await steward.read(revisions.of, other.id, Page(50)))[0] == []
    assert (await steward.read(usage.of, THEME, "low")).many == 0
    words = await steward.read(terms.words)
    assert words.term(THEME, "low").retired
    assert words.term(THEME, "low").extra["replaced_by"] == "worry"
    assert "depression" in words.term(THEME, "worry").synonyms
    with pytest.raises(Conflict, match="in use"):
        await steward.write(wordbook.merge, Named(THEME, "worry"), "low", now)
    with pytest.raises(Conflict, match="in use"):
        await steward.write(wordbook.merge, Named(THEME, "worry"), "worry", now)


async def test_a_community_and_a_kind_never_stand_twice_after_a_merging(
    steward: Unit, now: datetime
) -> None:
    run_by = await make.organisation(steward, now)
    made_for = [make.made_for("lgbtq"), make.made_for("muslim", FocusLevel.WELCOMES)]
    made = await make.offer(
        steward, now, run_by.id, kind="group", also_kinds=["activity"], made_for=made_for
    )
    await steward.write(wordbook.merge, Named("community", "lgbtq"), "muslim", now)
    await steward.write(wordbook.merge, Named("kind", "activity"), "group", now)
    card = await steward.read(search.offer, made.slug)
    assert [(m.community, m.level) for m in card.made_for] == [("muslim", FocusLevel.WELCOMES)]
    assert (card.kind, card.also_kinds) == ("group", [])


async def test_words_that_wait_for_a_steward_are_reworded_and_go_on_waiting(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await make.organisation(steward, now, origin=Origin(Standing.NEW))
    made = await make.offer(steward, now, run_by.id, themes=["low"])
    host = asking(make.host_of(run_by.id))
    said = {"themes": ["low", "lonely"], "title": "Other"}
    await host.write(offers.amend, made.id, Amendment(made.version, said), now)
    await steward.write(wordbook.merge, Named(THEME, "low"), "worry", now)
    card = await steward.read(search.offer, made.slug)
    assert (card.title, card.themes) == ("Tuesday Table", ["worry"])
    written = await host.read(revisions.current, made.id)
    assert (written.fields.title, written.fields.themes) == ("Other", ["worry", "lonely"])


async def test_a_kind_of_host_and_an_answer_about_a_place_are_merged_too(
    steward: Unit, now: datetime
) -> None:
    run_by = await make.organisation(steward, now, host="charity")
    features = [t.code for t in (await steward.read(terms.words)).listed("access_feature")]
    one, two = features[:2]
    place = await make.site(steward, run_by.id, access={one: "yes", two: "no"})
    made = await make.offer(steward, now, run_by.id, sites=[place.id])
    await steward.write(wordbook.merge, Named("host", "charity"), "nhs", now)
    await steward.write(wordbook.merge, Named("access_feature", one), two, now)
    found = await steward.read(organisations.get, run_by.id)
    assert (found.host, found.sector) == ("nhs", Sector.NHS)
    card = await steward.read(search.offer, made.slug)
    assert card.organisation.sector == Sector.NHS
    assert card.sites[0].access == {two: "no"}
    assert (await steward.read(sites.get, place.id)).access == {two: "no"}


async def test_only_stewards_keep_words(steward: Unit, now: datetime, asking: Asking) -> None:
    host = asking(make.host_of(new_id()))
    with pytest.raises(Denied):
        await host.read(usage.of, THEME, "low")
    with pytest.raises(Denied):
        await host.write(wordbook.merge, Named(THEME, "low"), "worry", now)
    assert await asking(make.steward_of(new_id())).read(usage.of, THEME, "low")


async def test_a_list_has_room_for_63_words(steward: Unit) -> None:
    there = len(await steward.read(terms.of, "reply_time"))
    for number in range(terms.MOST_TERMS - there):
        fields = TermFields(code=f"more_{number}", label=f"More {number}")
        await steward.write(wordbook.add, "reply_time", fields)
    with pytest.raises(Invalid, match="at most 63"):
        await steward.write(
            wordbook.add, "reply_time", TermFields(code="one_more", label="One more")
        )


async def test_two_stewards_do_not_write_over_each_other(steward: Unit, now: datetime) -> None:
    named = Named(THEME, "low")
    (term,) = [one for one in await steward.read(terms.of, THEME) if one.code == "low"]
    stood = wordbook.reads(term)
    first = stood.model_copy(update={"label": "Low water"})
    await steward.write(wordbook.change, named, first, now, stood=stood)
    with pytest.raises(Conflict, match="meanwhile"):
        await steward.write(wordbook.change, named, stood, now, stood=stood)
    await steward.write(wordbook.change, named, stood, now, stood=first)


async def test_a_merged_word_is_read_as_the_one_in_its_place_however_often(
    steward: Unit, now: datetime
) -> None:
    run_by = await make.organisation(steward, now)
    await make.offer(steward, now, run_by.id, title="Both", cost=["travel_paid"], anywhere=True)
    await make.offer(steward, now, run_by.id, title="Free", cost=["free"], anywhere=True)
    paid = (await steward.read(terms.words)).term("cost", "travel_paid").label
    await steward.write(wordbook.merge, Named("cost", "travel_paid"), "small", now)
    await steward.write(wordbook.merge, Named("cost", "small"), "help", now)
    found = await find(steward, now, cost=("travel_paid",))
    assert titles(found) == ["Both"]
    words = await steward.read(terms.words)
    assert words.term("cost", "help").label in found.hits[0].matched
    nested = await find(steward, now, none=(OfferFilter(cost=("small",)),))
    assert titles(nested) == ["Free"]
    assert titles(await find(steward, now, text=paid)) == ["Both"]
    assert words.code_of("cost", "travel_paid") == "help"
    with pytest.raises(Invalid, match="no_such"):
        await find(steward, now, cost=("no_such",))


async def test_a_merged_word_that_is_used_again_is_itself_again(
    steward: Unit, now: datetime
) -> None:
    low, worry = Named(THEME, "low"), Named(THEME, "worry")
    await steward.write(wordbook.merge, low, "worry", now)
    assert (await steward.read(terms.words)).current(THEME, "low") == "worry"
    await steward.write(wordbook.retire, low, again=True)
    await steward.write(wordbook.merge, worry, "low", now)
    await steward.write(wordbook.retire, low)
    words = await steward.read(terms.words)
    assert (words.current(THEME, "low"), words.current(THEME, "worry")) == ("low", "low")


async def test_every_merged_feature_of_a_place_is_looked_for_at_one_place(
    steward: Unit, now: datetime
) -> None:
    run_by = await make.organisation(steward, now)
    words = await steward.read(terms.words)
    one, two = words.listed("access_feature")[:2]
    place = await make.site(steward, run_by.id, access={one.code: "yes"})
    await make.offer(steward, now, run_by.id, sites=[place.id])
    await steward.write(wordbook.merge, Named("access_feature", one.code), two.code, now)
    assert titles(await find(steward, now, text=one.label)) == ["Tuesday Table"]
    near = Near("Hastings")
    assert titles(await find(steward, now, text=one.label, near=near)) == ["Tuesday Table"]


def test_whatever_is_asked_for_by_its_words_is_found_by_merged_ones() -> None:
    ours = {facet.vocabulary for facet in FACETS.values()} - {"when", "sector", "district"}
    assert set(terms.SOUGHT) == ours <= usage.SAID
    assert set(terms.SOUGHT) <= {choice.vocabulary for choice in forms.CHOICES}
