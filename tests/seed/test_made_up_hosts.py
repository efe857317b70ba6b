"""The made-up hosts show every sort of offer there can be, and nobody real."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from network.core.errors import Invalid
from network.directory import rules, schedule
from network.directory.freshness import SPACE_HOLDS, Freshness, due_at, freshness, stale_at
from network.directory.parts import FocusLevel, Means
from network.directory.tables import OfferFields, OfferState, PathwayKind, Standing
from seed import sussex, vocabularies, written
from seed.hosts import Host, Listed

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOSTS = written.hosts(NOW)
PAIRS = [(host, listed) for host in HOSTS for listed in host.offers]
SHOWN = [listed for _, listed in PAIRS if listed.life.state is OfferState.PUBLISHED]
WORDS = {
    vocabulary.code: [one.code for one in fields] for vocabulary, fields in vocabularies.read()
}
DRAMA = re.compile(r"^(01632 960\d{3}|07700 900\d{3})$")
"""The numbers Ofcom keeps free for drama: nobody can have one."""


def called(title: str) -> tuple[Host, Listed]:
    """Find an offer and its host by its title."""
    return next((h, o) for h, o in PAIRS if o.fields.title == title)


def codes(get: Callable[[OfferFields], Iterable[str] | str | None]) -> set[str]:
    """Gather the codes of published offers."""
    found: set[str] = set()
    for listed in SHOWN:
        value = get(listed.fields)
        found |= {value} if isinstance(value, str) else set(value or ())
    return found


def test_there_are_about_forty_offers_of_under_twenty_hosts() -> None:
    assert 14 <= len(HOSTS) < 20
    assert 40 <= len(PAIRS) <= 50
    assert all(host.origin.demonstration for host in HOSTS)
    assert len({o.fields.title for _, o in PAIRS}) == len(PAIRS)  # ways on go by titles


def test_no_made_up_host_has_the_name_of_a_real_one() -> None:
    real = {host.fields.name.casefold() for host in sussex.hosts()}
    assert not real & {host.fields.name.casefold() for host in HOSTS}


@pytest.mark.parametrize(
    ("field", "vocabulary"),
    [
        ("kind", "kind"),
        ("formats", "format"),
        ("access_routes", "access_route"),
        ("records", "records"),
        ("cost", "cost"),
        ("space", "space_now"),
        ("settings", "setting"),
        ("leadership", "leadership"),
        ("reply_time", "reply_time"),
        ("how_long", "how_long"),
        ("first_time", "first_time"),
    ],
)
def test_every_word_of_these_vocabularies_is_on_some_published_offer(
    field: str, vocabulary: str
) -> None:
    assert codes(lambda offer: getattr(offer, field)) == set(WORDS[vocabulary])


def test_every_sort_of_host_every_value_and_every_access_feature_is_there() -> None:
    assert {host.fields.host for host in HOSTS} == set(WORDS["host"])
    assert {v.value for o in SHOWN for v in o.fields.values} == set(WORDS["value"])
    answers = [
        pair for host in HOSTS for place in host.places for pair in place.fields.access.items()
    ]
    assert {feature for feature, _ in answers} == set(WORDS["access_feature"])
    assert {answer for _, answer in answers} == {"yes", "no", "unsure"}


def test_each_level_of_made_by_and_for_is_there_and_communities_of_every_group() -> None:
    made = [m for o in SHOWN for m in o.fields.made_for]
    assert {m.level for m in made} == set(FocusLevel)
    groups = {t.code: t.group for v, ts in vocabularies.read() if v.code == "community" for t in ts}
    assert {groups[m.community] for m in made} == set(groups.values())
    assert len({m.community for m in made}) >= 25
    assert any(not o.fields.made_for for o in SHOWN)
    assert all(m.words for m in made if m.level is FocusLevel.MADE_WITH)  # it says what was changed


def test_one_offer_is_by_and_for_people_who_are_lgbtq_and_muslim() -> None:
    def by_and_for(offer: Listed) -> set[str]:
        return {m.community for m in offer.fields.made_for if m.level is FocusLevel.BY_AND_FOR}

    both = {"lgbtq", "muslim"}
    assert [o.fields.title for o in SHOWN if both <= by_and_for(o)] == ["Crescent and Rainbow"]
    assert any(by_and_for(o) & both == {"lgbtq"} for o in SHOWN)
    assert any(by_and_for(o) & both == {"muslim"} for o in SHOWN)
    only_welcome = called("Open Kitchen")[1].fields.made_for
    assert both <= {m.community for m in only_welcome}
    assert {m.level for m in only_welcome} == {FocusLevel.WELCOMES}


def test_most_themes_are_there_and_the_two_that_scenarios_look_for() -> None:
    shown = codes(lambda offer: offer.themes)
    assert {"ups_downs", "suicidal"} <= shown
    assert len(shown) >= 30


def test_every_district_is_reached_and_not_evenly() -> None:
    counts = [
        sum(code in o.fields.districts for o in SHOWN) for code in sussex.districts().values()
    ]
    assert min(counts) >= 1
    assert max(counts) >= min(counts) + 3


def test_every_state_is_there_and_one_that_closes_soon() -> None:
    assert {o.life.state for _, o in PAIRS} == set(OfferState)
    soon = [o for o in SHOWN if o.life.last_day and o.life.last_day > NOW.date()]
    assert [o.fields.title for o in soon] == ["Same Sky"]
    paused = [o.life.back_on for _, o in PAIRS if o.life.state is OfferState.PAUSED]
    assert any(paused)
    assert None in paused


def test_every_freshness_is_there() -> None:
    seen = {_freshness(o) for o in SHOWN}
    assert seen == set(Freshness)
    unconfirmed = {h.origin.standing for h, o in PAIRS if _freshness(o) is Freshness.UNCONFIRMED}
    assert Standing.UNCONFIRMED in unconfirmed


def _freshness(listed: Listed) -> Freshness:
    given = listed.life.confirmed_at
    due = due_at(given, listed.fields.rhythm_months) if given else None
    return freshness(given, due, stale_at(due) if due else None, NOW)


def test_space_lapses_on_some_offers_and_holds_on_others() -> None:
    lapsed = {o.life.space_as_of + SPACE_HOLDS < NOW for o in SHOWN if o.life.space_as_of}
    assert lapsed == {True, False}
    assert all((o.life.space_as_of is None) == (o.fields.space is None) for o in SHOWN)
    assert all((o.fields.wait_weeks is None) == (o.fields.space != "wait") for o in SHOWN)


def test_places_are_withheld_several_none_and_over_the_border() -> None:
    withheld = [place for host in HOSTS for place in host.places if place.fields.withheld]
    assert {place.where.address for place in withheld} == {"12 Nowhere Yard", "5 Unmarked Gate"}
    assert all(place.fields.town is None for place in withheld)
    assert max(len(o.places) for o in SHOWN) == 3
    assert any(not o.places for o in SHOWN)
    assert any(o.fields.anywhere and not o.places for o in SHOWN)
    host, over = called("Over the Hedge")
    assert {p.where.postcode for p in host.places if p.ref in over.places} == {"TN1", "TN6"}


def test_an_nhs_team_and_a_user_led_group_share_a_place_with_offers_to_compare() -> None:
    led, table = called("Tuesday Table")
    nhs, other = called("Friday Table")
    assert (led.fields.host, nhs.fields.host) == ("user_led", "nhs")
    places = [
        next(p for p in host.places if p.ref == listed.places[0])
        for host, listed in ((led, table), (nhs, other))
    ]
    assert places[0].where == places[1].where
    for field in ("kind", "formats", "access_routes", "themes", "districts", "space", "age_from"):
        assert getattr(table.fields, field) == getattr(other.fields, field), field
    assert table.life == other.life


def test_times_are_weekly_fortnightly_monthly_daily_and_some_dates_are_left_out() -> None:
    sessions = [one for o in SHOWN for one in o.fields.schedule]
    said = " ".join(one.rule or "" for one in sessions)
    for part in ("WEEKLY", "INTERVAL=2", "MONTHLY;BYDAY=2TH", "BYDAY=-1", "DAILY", "COUNT=6"):
        assert part in said
    assert {one.on_bank_holidays for one in sessions} == {True, False, None}
    assert any(one.except_on for one in sessions)
    assert any(not o.fields.schedule and o.fields.schedule_words for o in SHOWN)


@pytest.mark.parametrize("days", [0, 40, 150, 400, 3000])
def test_the_demonstration_never_goes_stale(days: int) -> None:
    later = NOW + timedelta(days=days)
    for host in written.hosts(later):
        for listed in host.offers:
            schedule.check(listed.fields.schedule)
            if listed.fields.schedule:
                ahead = schedule.occurrences(
                    listed.fields.schedule, later, later + timedelta(days=70)
                )
                assert ahead, listed.fields.title
    again = {o.fields.title: _life(o, later) for h in written.hosts(later) for o in h.offers}
    assert again == {o.fields.title: _life(o, NOW) for _, o in PAIRS}


def _life(listed: Listed, now: datetime) -> tuple[timedelta | None, timedelta | None]:
    life = listed.life
    since = now - life.confirmed_at if life.confirmed_at else None
    until = life.last_day - now.date() if life.last_day else None
    return since, until


def test_every_offer_that_its_host_shows_answers_what_must_be_answered() -> None:
    for host, listed in PAIRS:
        rules.check_whole(listed.fields)
        if host.origin.standing is Standing.CONFIRMED and listed.life.state != OfferState.DRAFT:
            for field, sentence in rules.MUST_ANSWER:
                assert getattr(listed.fields, field), (listed.fields.title, sentence)


def test_every_way_in_to_a_made_up_host_leads_nowhere() -> None:
    contacts = [c for h in HOSTS for c in h.fields.contacts]
    contacts += [c for _, o in PAIRS for c in o.fields.contacts]
    for contact in contacts:
        if contact.means in (Means.PHONE, Means.TEXT):
            assert DRAMA.match(contact.value), contact.value
        else:
            assert re.search(r"\.example(/|$)", contact.value), contact.value
    assert {contact.means for contact in contacts} == set(Means)
    sites = [host.fields.website for host in HOSTS if host.fields.website]
    assert all(site.endswith(".example") for site in sites)


def test_the_first_offer_can_be_reached_by_text_as_its_page_is_tried() -> None:
    contact = called("Tuesday Table")[1].fields.contacts[0]
    assert (contact.means, contact.value) == (Means.TEXT, "07700 900123")


def test_languages_bsl_peers_first_visits_and_every_sort_of_way_on_are_there() -> None:
    languages = codes(lambda offer: offer.languages)
    assert "bfi" in languages
    assert len(languages) >= 8
    assert any(o.fields.peers and o.fields.peers.supervised_by_peer for o in SHOWN)
    assert any(len(o.fields.first_visit) >= 4 for o in SHOWN)
    assert {way.kind for o in SHOWN for way in o.ways} == set(PathwayKind)


OFFER = 'name = "A group"\n[[offers]]\nref = "a"\ntitle = "Tea"\nsummary = "Tea"\nkind = "group"\n'


def test_a_slip_in_a_file_is_refused_with_the_name_of_the_file(tmp_path: Path) -> None:
    slip = tmp_path / "slip.toml"
    for text in (
        'name = "A group"\nhots = "user_led"',
        "name = ",
        'name = "A group"\nhome_district = "Narnia"',
        OFFER + "schedule = [{ starts = 2025-01-06T10:00:00, minuets = 60 }]",
        OFFER + "open_to_all = true",
    ):
        slip.write_text(text, encoding="utf-8")
        with pytest.raises(Invalid, match=r"slip\.toml"):
            written.read(slip, NOW)
