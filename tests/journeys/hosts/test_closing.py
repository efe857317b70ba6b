"""An offer that ends, and a place that must stay private: journeys H-5 and H-7."""

import re
from datetime import timedelta
from pathlib import Path

import httpx

from network.directory.parts import today
from tests.journeys.hosts.conftest import Entering, Hosting
from tests.journeys.hosts.walking import BOTH, Somebody

STREET, DOOR, POSTCODE = "7 Hidden Lane", "the green door", "TN34 1AC"


async def _says_last_date(gil: Somebody, hosting: Hosting, days: int) -> str:
    last = today(hosting.now) + timedelta(days=days)
    parts = {"Day": last.day, "Month": last.month, "Year": last.year}
    await gil.fill({name: str(number) for name, number in parts.items()})
    await gil.press("Show that we are closing")
    return f"{last:%A} {last.day} {last:%B}"


async def _groups(hosting: Hosting) -> int:
    page = await hosting.seen("/find?k=gr")
    found = re.search(r'"ps-lead">(\d+) results?', page)
    assert found or "Nothing matches all of these." in page
    return int(found[1]) if found else 0


@BOTH
async def test_an_offer_closes_on_its_day_and_its_page_stays(
    hosting: Hosting, entering: Entering, *, scripts: bool
) -> None:
    run = await hosting.hosts(f"gil{scripts:d}@example.org", title=f"Net Loft {scripts:d}")
    gil = await entering(run.emails[0], scripts=scripts)
    await gil.open(f"{run.here}/name")
    await gil.fill({"In a sentence or two, what happens?": "We mend nets and talk."})
    await gil.press("Save")
    await gil.press("We are closing")
    await gil.press("Show that we are closing")
    assert "Enter the last date. It can be today." in await gil.reads()
    await gil.finds_it_fair()
    last = await _says_last_date(gil, hosting, 3)
    assert f"The last date is {last}" in await gil.reads()
    assert f"The last date is {last}" in await hosting.seen(run.page)
    before = await _groups(hosting)
    hosting.later(days=4)
    page = await hosting.seen(run.page)
    assert f"This ended on {last.split(maxsplit=1)[1]}" in page
    assert await _groups(hosting) == before - 1
    back = await entering(run.emails[0], scripts=scripts)
    await back.open(run.here)
    await back.press("What was changed, and when")
    assert "By you. In a sentence or two." in await back.reads()
    await back.finds_it_fair()
    await back.open(f"{run.here}/back")
    await back.finds_it_fair()
    await back.press("Show it to everyone again")
    assert await _groups(hosting) == before


@BOTH
async def test_a_private_address_is_in_nothing_that_anybody_gets(
    hosting: Hosting, entering: Entering, *, scripts: bool
) -> None:
    run = await hosting.hosts(f"hope{scripts:d}@example.org", title=f"Safe Table {scripts:d}")
    hope = await entering(run.emails[0], scripts=scripts)
    await hope.open(f"/hosts/organisation/{run.group.id}/places/new")
    await hope.fill({"Name of the place": "Hidden House", "Address": STREET})
    await hope.fill({"Town or village": "Hastings", "Postcode": POSTCODE})
    await hope.tick("Keep the address private. People are told it when they get in touch.")
    await hope.press("Save")
    assert "Private address" in await hope.reads()
    await hope.finds_it_fair()
    await hope.open(f"{run.here}/when")
    await hope.tick("Hidden House")
    await hope.main.get_by_label("The Net Loft", exact=True).uncheck()
    await hope.press("Save")
    await hope.open(f"{run.here}/preview")
    assert "The address is private." in await hope.reads()
    await hope.finds_it_fair()
    for said in [await hope.page.content(), *await _all_there_is(hosting, run.page)]:
        for secret in (STREET, POSTCODE, POSTCODE.replace(" ", ""), "Hidden House"):
            assert secret not in said
    assert run.offer.title in await hosting.seen("/find?near=Hastings&q=Safe")


async def _all_there_is(hosting: Hosting, page: str) -> list[str]:
    """Gather every answer to anyone about it: pages, the API, and the copy on disk."""
    found = re.search(r'href="(/organisations/[a-z0-9-]+)"', await hosting.seen(page))
    assert found
    near = [f"/find?near={place}" for place in ("Hastings", "TN34", "TN34+1AC")]
    pages = [page, found[1], *near, "/find?q=Hidden", "/find?q=Hidden+Lane", "/", "/kinds/gr"]
    asked = (
        "{ offers(first: 50) { nodes { title sites { name address town outcode district { name }"
        " gettingThere accessWords } organisation { name } } } }"
    )
    async with httpx.AsyncClient(base_url=hosting.at) as client:
        api = await client.post("/graphql", json={"query": asked})
    assert "errors" not in api.json(), api.text
    copy = [file.read_bytes().decode(errors="replace") for file in _files(hosting)]
    return [api.text, *copy, *[await hosting.seen(path) for path in pages]]


def _files(hosting: Hosting) -> list[Path]:
    return [file for file in (hosting.folder / "snapshot").rglob("*") if file.is_file()]
