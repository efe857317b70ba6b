"""Asking the directory through the API: what an offer says, how it is found, in what pages."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from network.core.outside import Outside
from network.core.unit import Sessions, Unit
from network.directory import offers, pathways
from network.directory.organisations import Origin
from network.directory.parts import Means
from network.directory.tables import Offer, PathwayKind, Standing
from schema.base import global_id
from tests import make
from tests.conftest import NOW
from tests.schema.conftest import Api, House, opened

EVERYTHING = """query($slug: String!) { offer(slug: $slug) {
  title summary whatHappens kind { code label hint vocabulary } alsoKinds { code }
  settings { code } formats { code } accessRoutes { code } themes { code label }
  madeFor { community { code } level words } whoWords ageFrom ageTo
  leadership { code } firstTime { code } records { code } recordsWords
  replyTime { code } howLong { code } cost { code } costWords sessionLimit usualSize
  peopleWords joinWords firstVisit { title line } languages
  accessFeatures { feature { code } answer site }
  sites { name address town outcode withheld approximate gettingThere accessWords
          district { code name } accessFeatures { feature { code } answer } }
  districts { name locality { slug } } anywhere
  schedule { starts minutes rule exceptOn onBankHolidays words } scheduleWords
  nextOccurrences(first: 2) contacts { means value who }
  peers { paid volunteers members supervisedByPeer } values { value { code } words }
  spaceNow { term { code } waitWeeks asOf } freshness confirmedAt confirmedBy provenance
  pathways { kind } state backOn endsOn demonstration funding { funder }
  revisions { nodes { version } }
  organisation { name host { code } sector website confirmed demonstration about
                 contacts { means value } charityNumber odsCode companyNumber
                 homeDistrict { name } hostedBy { name } }
} }"""


async def test_an_offer_says_everything_its_page_needs(api: Api, table: Offer) -> None:
    found = (await api.data(EVERYTHING, slug=table.slug))["offer"]
    assert found["title"] == "Tuesday Table"
    assert found["kind"]["label"] == "Group"
    assert [t["code"] for t in found["themes"]] == ["ups_downs", "worry"]
    assert found["madeFor"] == [
        {"community": {"code": "lgbtq"}, "level": "BY_AND_FOR", "words": "Run by us."}
    ]
    assert found["accessFeatures"] == [
        {"feature": {"code": "step_free"}, "answer": "YES", "site": "The Net Loft"},
        {"feature": {"code": "hearing_loop"}, "answer": "NO", "site": "The Net Loft"},
    ]
    assert found["sites"][0]["district"] == {"code": make.HASTINGS, "name": "Hastings"}
    assert [d["name"] for d in found["districts"]] == ["Hastings", "Rother"]
    assert found["districts"][0]["locality"] == {"slug": "sussex"}
    assert found["schedule"][0]["words"] == "Every Tuesday, 2pm to 4pm"
    assert found["nextOccurrences"] == ["2026-11-24T14:00:00+00:00", "2026-12-01T14:00:00+00:00"]
    assert found["peers"]["supervisedByPeer"] is None
    assert found["spaceNow"]["term"] == {"code": "wait"}
    assert found["spaceNow"]["waitWeeks"] == 2
    assert (found["freshness"], found["state"]) == ("FRESH", "PUBLISHED")
    assert found["funding"] is None
    assert found["revisions"] is None
    assert found["organisation"]["about"] == "We meet by the sea."
    assert found["organisation"]["charityNumber"] == "1234567"
    assert found["organisation"]["contacts"] == [{"means": "PHONE", "value": "01424 000000"}]
    assert found["costWords"] is None


async def test_a_search_says_why_each_offer_is_shown(api: Api, table: Offer) -> None:
    found = await api.data(
        """query($near: Near, $filter: OfferFilter) {
          offers(locality: "sussex", near: $near, filter: $filter, orderBy: NEAREST) {
            totalCount showingFor pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
            place { label outcode approximate district { name } locality { name } }
            facets { code label notStated values { code label count } }
            edges { cursor distance servesArea matched node { slug } }
            nodes { id slug }
            widen { label filter count }
          }
        }""",
        near={"text": "TN34 3AA", "within": 20000},
        filter={"kinds": ["group"]},
    )
    page = found["offers"]
    assert page["totalCount"] == 1
    assert page["place"]["outcode"] == "TN34"
    assert page["place"]["locality"] == {"name": "Sussex"}
    assert page["edges"][0]["servesArea"] is True
    assert page["edges"][0]["distance"] >= 0
    assert "Group" in page["edges"][0]["matched"]
    assert page["nodes"] == [{"id": global_id("Offer", table.id), "slug": table.slug}]
    kinds = next(f for f in page["facets"] if f["code"] == "kinds")
    assert {v["code"]: v["count"] for v in kinds["values"]}["group"] == 1
    assert page["pageInfo"]["startCursor"] == page["edges"][0]["cursor"]


async def test_what_to_relax_is_said_when_nothing_was_found(api: Api, table: Offer) -> None:
    found = await api.data(
        """{ offers(filter: {kinds: ["group"], cost: ["small"]}) {
             totalCount widen { label filter count } } }"""
    )
    assert found["offers"] == {
        "totalCount": 0,
        "widen": [{"label": "Without “Cost”", "filter": "cost", "count": 1}],
    }


async def test_pages_go_forwards_and_backwards_over_the_same_offers(
    api: Api, steward: Unit, table: Offer
) -> None:
    for letter in "abcd":
        await make.offer(steward, NOW, table.organisation_id, title=f"Offer {letter}")
    query = """query($first: Int, $after: String, $last: Int, $before: String) {
      offers(orderBy: TITLE, first: $first, after: $after, last: $last, before: $before) {
        nodes { title } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
    whole = (await api.data(query, first=10))["offers"]
    titles = [n["title"] for n in whole["nodes"]]
    assert titles == ["Offer a", "Offer b", "Offer c", "Offer d", "Tuesday Table"]
    one = (await api.data(query, first=2))["offers"]
    assert (one["pageInfo"]["hasNextPage"], one["pageInfo"]["hasPreviousPage"]) == (True, False)
    two = (await api.data(query, first=2, after=one["pageInfo"]["endCursor"]))["offers"]
    assert [n["title"] for n in two["nodes"]] == titles[2:4]
    assert (two["pageInfo"]["hasNextPage"], two["pageInfo"]["hasPreviousPage"]) == (True, True)
    back = (await api.data(query, last=2, before=two["pageInfo"]["startCursor"]))["offers"]
    assert [n["title"] for n in back["nodes"]] == titles[:2]
    assert (back["pageInfo"]["hasNextPage"], back["pageInfo"]["hasPreviousPage"]) == (True, False)


async def test_a_later_page_shows_what_holds_when_it_is_asked_for(
    api: Api, sessions: Sessions, steward: Unit, table: Offer
) -> None:
    almost_due = NOW - relativedelta(months=3) + timedelta(hours=1)
    weekly = {"starts": "2026-11-22T13:00", "minutes": 60, "rule": "FREQ=WEEKLY"}
    other = await make.offer(steward, NOW, table.organisation_id, title="Zoo", schedule=[weekly])
    await make.checked(steward, other.id, almost_due)
    query = """query($after: String) { offers(orderBy: TITLE, first: 1, after: $after) {
      nodes { title freshness nextOccurrences(first: 1) } pageInfo { endCursor } } }"""
    after = (await api.data(query))["offers"]["pageInfo"]["endCursor"]
    (shown,) = (await api.data(query, after=after))["offers"]["nodes"]
    assert (shown["freshness"], shown["nextOccurrences"][0][:10]) == ("FRESH", "2026-11-22")
    later = Outside(clock=lambda: NOW + timedelta(hours=2))
    async with opened(House(sessions, outside=later)) as asked_later:
        (shown,) = (await asked_later.data(query, after=after))["offers"]["nodes"]
    assert (shown["freshness"], shown["nextOccurrences"][0][:10]) == ("DUE", "2026-11-29")


async def test_organisations_are_paged_from_a_to_z(api: Api, steward: Unit, table: Offer) -> None:
    await make.organisation(steward, NOW, name="A First Group")
    query = """query($first: Int, $after: String, $filter: OrganisationFilter) {
      organisations(first: $first, after: $after, filter: $filter) {
        nodes { name } edges { cursor node { slug } } pageInfo { hasNextPage endCursor } } }"""
    one = (await api.data(query, first=1))["organisations"]
    assert one["nodes"] == [{"name": "A First Group"}]
    assert one["pageInfo"]["hasNextPage"] is True
    rest = (await api.data(query, first=9, after=one["pageInfo"]["endCursor"]))["organisations"]
    assert [n["name"] for n in rest["nodes"]] == ["Hastings Open Door", "Noise Society"]
    found = await api.data(query, filter={"text": "door", "sectors": ["USER_LED"]})
    assert [n["name"] for n in found["organisations"]["nodes"]] == ["Hastings Open Door"]


async def test_anything_with_an_id_is_fetched_again_by_it(api: Api, table: Offer) -> None:
    query = """query($id: ID!) { node(id: $id) { id __typename
      ... on Offer { title nextOccurrences } ... on Organisation { name }
      ... on Locality { slug districts { name } } } }"""
    found = await api.data(
        "query($slug: String!) { localities { id } offer(slug: $slug) { id organisation { id } } }",
        slug=table.slug,
    )
    ids = [found["offer"]["id"], found["offer"]["organisation"]["id"], found["localities"][0]["id"]]
    kinds = [(await api.data(query, id=id))["node"]["__typename"] for id in ids]
    assert kinds == ["Offer", "Organisation", "Locality"]


async def test_vocabularies_hold_their_terms_in_order(api: Api) -> None:
    found = await api.data(
        '{ vocabularies { code } vocabulary(code: "kind") { label question terms { code hint } } }'
    )
    assert "community" in [v["code"] for v in found["vocabularies"]]
    assert found["vocabulary"]["terms"][0]["code"] == "group"


async def test_places_are_understood_from_what_is_typed(api: Api) -> None:
    found = await api.data(
        """{ outward: place(text: "tn34") { label approximate district { name population
                 populationYear figures { code value year source } } }
             town: place(text: "hastings") { label locality { slug name timeZone } }
             locality(slug: "sussex") { districts { slug name } } }"""
    )
    assert found["outward"]["label"] == "TN34"
    assert found["outward"]["approximate"] is True
    assert found["town"]["locality"]["slug"] == "sussex"
    assert len(found["locality"]["districts"]) == 13


async def test_a_way_on_leads_to_its_offer(api: Api, steward: Unit, table: Offer) -> None:
    after = await make.offer(steward, NOW, table.organisation_id, title="Walk by the sea")
    way = pathways.PathwayFields(
        from_offer=table.id, to_offer=after.id, kind=PathwayKind.LEADS_ON, note="Later."
    )
    await steward.write(pathways.draw, way, NOW)
    found = await api.data(
        """query($slug: String!) { offer(slug: $slug) { pathways {
             kind note title slug organisation offer { summary } } } }""",
        slug=table.slug,
    )
    (shown,) = found["offer"]["pathways"]
    assert (shown["kind"], shown["title"]) == ("LEADS_ON", "Walk by the sea")
    assert shown["offer"]["summary"]


async def test_numbers_of_people_who_never_gave_them_are_not_shown(api: Api, steward: Unit) -> None:
    described = Origin(Standing.UNCONFIRMED, source="example.org", described="May 2026")
    group = await make.organisation(
        steward,
        NOW,
        origin=described,
        contacts=[
            {"means": Means.PHONE, "value": "01424 111111"},
            {"means": Means.WEB, "value": "https://group.example"},
        ],
    )
    listed = await make.offer(steward, NOW, group.id, origin=described)
    found = await api.data(
        """query($slug: String!) { offer(slug: $slug) { freshness provenance confirmedAt
             organisation { confirmed contacts { value } } } }""",
        slug=listed.slug,
    )
    assert found["offer"]["organisation"]["contacts"] == [{"value": "https://group.example"}]
    assert found["offer"]["freshness"] == "UNCONFIRMED"
    assert found["offer"]["provenance"] == (
        "Described at example.org in May 2026; not confirmed by the people who run it."
    )


async def test_a_withheld_address_is_not_in_any_answer(api: Api, steward: Unit) -> None:
    run_by = await make.organisation(steward, NOW)
    place = await make.site(
        steward, run_by.id, withheld=True, address="7 Secret Lane", name="A safe place"
    )
    hidden = await make.offer(steward, NOW, run_by.id, sites=[place.id], contacts=[make.PHONE])
    found = await api(EVERYTHING, slug=hidden.slug)
    assert "Secret" not in str(found)
    assert found["data"]["offer"]["sites"][0]["withheld"] is True


async def test_what_is_hidden_is_not_found(api: Api, steward: Unit) -> None:
    run_by = await make.organisation(steward, NOW)
    draft = await make.offer(steward, NOW, run_by.id, draft=True)
    for query in (
        f'{{ offer(slug: "{draft.slug}") {{ title }} }}',
        f'{{ node(id: "{global_id("Offer", draft.id)}") {{ id }} }}',
    ):
        assert (await api.refusal(query))[0] == "NOT_FOUND"
    assert "Noise" not in str(await api.data("{ offers(first: 100) { nodes { title } } }"))


async def test_an_ended_offer_says_so(api: Api, steward: Unit, table: Offer) -> None:
    await steward.write(offers.end, table.id, "funding", NOW)
    found = await api.data(
        f'{{ offer(slug: "{table.slug}") {{ state endsOn }} offers {{ totalCount }} }}'
    )
    assert found["offer"]["state"] == "ENDED"
    assert found["offers"]["totalCount"] == 0
