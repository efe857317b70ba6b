"""Choosing, as people do it: with scripts and without, on a phone and on a desk."""

import re

import httpx
import pytest
from playwright.async_api import Page, Request

from tests.journeys.conftest import Opening, Served, slug_of

BOTH = pytest.mark.parametrize("scripts", [False, True], ids=["no scripts", "scripts"])


@BOTH
async def test_from_home_to_knowing_whom_to_text_takes_three_pages(
    opening: Opening, *, scripts: bool
) -> None:
    page = await opening("/", scripts=scripts)
    await page.get_by_label("Town, village or postcode").fill("Hastings")
    await page.get_by_role("button", name="Show support").click()
    assert await page.locator("h1").inner_text() == "Peer support near Hastings"
    await page.get_by_role("link", name="Tuesday Table").click()
    text = page.get_by_role("button", name="Text Jo or Sam")
    assert await text.get_attribute("href") == "sms:07700900123"


@BOTH
async def test_each_way_out_of_nothing_leads_to_as_many_as_it_says(
    opening: Opening, *, scripts: bool
) -> None:
    page = await opening("/find?near=Hastings&k=cr&cost=small&join=turn_up", scripts=scripts)
    assert "Nothing matches all of these" in await page.inner_text("main")
    ways = page.locator(".ps-widen a")
    said = [(await ways.nth(i).inner_text()) for i in range(await ways.count())]
    assert said
    for words in said:
        await page.get_by_role("link", name=words).click()
        number = re.search(r"\(([\d,]+)\)$", words)
        assert number is not None
        assert await _total(page) == int(number[1].replace(",", "")), words
        await page.go_back()


async def _total(page: Page) -> int:
    lead = await page.locator(".ps-lead").first.inner_text()
    if "Nothing" in lead:
        return 0
    return sum(int(n) for n in re.findall(r"(\d+)(?= (?:result|you can|for your|more))", lead))


@BOTH
async def test_two_communities_together_are_one_circle_and_apart_are_a_union(
    opening: Opening, *, scripts: bool
) -> None:
    together = await opening("/find?c=lg&c=mu&together=1", scripts=scripts)
    titles = await _titles(together)
    assert "Crescent and Rainbow" in titles
    apart = await _titles(await opening("/find?c=lg&c=mu", scripts=scripts))
    assert set(titles) < set(apart)
    open_to_all = await _titles(await opening("/find?c=lg&c=mu&welcome=1", scripts=scripts))
    assert set(apart) < set(open_to_all)


async def _titles(page: Page) -> list[str]:
    titles = await page.locator(".ps-offer h2").all_inner_texts()
    while await page.get_by_role("link", name="Next page").count():
        await page.get_by_role("link", name="Next page").click()
        titles += await page.locator(".ps-offer h2").all_inner_texts()
    assert len(titles) == len(set(titles)), "an offer stood on two pages"
    return titles


@BOTH
async def test_a_word_of_diagnosis_becomes_a_short_code(opening: Opening, *, scripts: bool) -> None:
    page = await opening("/find", width=1280, scripts=scripts)
    await page.get_by_label("Your own words, if you like").fill("bipolar")
    await page.get_by_role("button", name="Show results").click()
    assert "t=t3" in page.url
    assert "bipolar" not in page.url
    assert "bipolar" not in (await page.title()).casefold()
    assert "bipolar" not in " ".join(await page.locator("h1,h2,h3").all_inner_texts()).casefold()
    assert await page.get_by_role("link", name="Remove: Big ups and downs").count() == 1
    assert await page.locator(".ps-offer").count() > 0


async def test_every_host_has_the_same_parts_in_the_same_order(opening: Opening) -> None:
    page = await opening("/find?near=TN34")
    shapes = await page.locator(".ps-offer").evaluate_all(
        """all => all.map(one => [...one.querySelectorAll('*')]
        .filter(e => !e.closest('.ps-tags') && !e.closest('svg'))
        .map(e => e.tagName + '.' + e.className).join(' '))"""
    )
    assert len(shapes) > 5
    assert len(set(shapes)) == 1


async def test_a_result_is_read_aloud_in_a_good_order(opening: Opening) -> None:
    page = await opening("/find?near=TN34&know=li&k=op")
    one = page.get_by_role("article", name="Tuesday Table")
    heard = re.sub(r"\d+ days ago", "… days ago", await one.aria_snapshot())
    assert [line.strip(" -") for line in heard.splitlines() if "/url" not in line] == [
        'article "Tuesday Table":',
        "text: Open space or café Made up",
        'heading "Tuesday Table" [level=2]:',
        'link "Tuesday Table":',
        "paragraph: Run by people with lived experience · Hastings Open Door",
        (
            "paragraph: A big table, a pot of tea and people who have been through it too. "
            "Come and go when you like. Talk, draw, play cards or sit quietly."
        ),
        "list:",
        'listitem: "When: Every Tuesday, 2pm to 4pm"',
        'listitem: "Where: St Leonards-on-Sea, about 1.7 miles"',
        'listitem: "How to join: Just turn up. You can text first if that helps."',
        'listitem: "Good to know: You can just listen. You can bring someone."',
        "paragraph: Checked … days ago",
    ]


async def test_each_count_beside_a_filter_is_what_it_then_shows(opening: Opening) -> None:
    for path in ("/find", "/find?near=Hastings", "/find?near=BN1&cost=free", "/find?c=lg"):
        page = await opening(path, width=1280)
        boxes = await page.locator(".ps-fgroup .nhsuk-checkboxes__item").evaluate_all(
            """all => all.filter(e => e.querySelector('.ps-n')).map(e => [
            e.querySelector('input').name, e.querySelector('input').value,
            e.querySelector('.ps-n').innerText || e.querySelector('.ps-n').textContent])"""
        )
        free = [box for box in boxes if f"{box[0]}=" not in path]
        assert len(free) > 50
        for name, value, said in free[:: len(free) // 10]:
            await page.goto(f"{path}{'&' if '?' in path else '?'}{name}={value}")
            expected = int(said.strip("()")) if said.startswith("(") else 0
            assert await _total(page) == expected, (path, name, value)


@BOTH
async def test_a_word_typed_as_a_place_leads_on(opening: Opening, *, scripts: bool) -> None:
    page = await opening("/", scripts=scripts)
    await page.get_by_label("Town, village or postcode").fill("bipolar")
    await page.get_by_role("button", name="Show support").click()
    way = page.get_by_role("link", name="Look for “Big ups and downs”")
    number = re.search(r"\((\d+)\)$", await way.inner_text())
    assert number is not None
    await way.click()
    assert await _total(page) == int(number[1])
    names = [page.url, await page.title(), *await page.locator("h1,h2,h3").all_inner_texts()]
    assert "bipolar" not in " ".join(names).casefold()


async def test_over_the_border_is_no_mistake(opening: Opening) -> None:
    page = await opening("/find?near=TN1")
    assert "TN1 is just outside Sussex" in await page.inner_text("main")
    assert await page.locator(".ps-offer").count() > 0
    assert await page.locator(".nhsuk-error-summary").count() == 0


@BOTH
async def test_help_now_is_one_step_from_everywhere(
    opening: Opening, pages: list[str], *, scripts: bool
) -> None:
    page = await opening("/", scripts=scripts)
    for path in pages:
        await page.goto(path)
        await page.get_by_role("link", name="Need help now?").click()
        assert await page.locator("h1").inner_text() == "Help now"


async def test_the_page_is_gone_from_the_history_after_leaving(opening: Opening) -> None:
    page = await opening("/about")
    await page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Weather"))
    await page.goto("/find?t=t7")
    await page.get_by_role("link", name="Leave site quickly").click()
    await page.wait_for_url("https://www.bbc.co.uk/weather")
    await page.go_back()
    assert page.url.endswith("/about")


async def test_leaving_works_without_scripts(opening: Opening) -> None:
    page = await opening("/find?t=t7", scripts=False)
    await page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Weather"))
    await page.get_by_role("link", name="Leave site quickly").click()
    await page.wait_for_url("https://www.bbc.co.uk/weather")


async def test_a_heavy_theme_brings_two_numbers_and_hides_nothing(opening: Opening) -> None:
    page = await opening("/find?t=t7")
    calm = page.locator(".ps-calm")
    hrefs = await calm.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert hrefs == ["tel:116123", "tel:111"]
    assert await page.locator(".ps-offer").count() > 0


async def test_nothing_is_asked_of_others_and_nothing_is_left_behind(
    opening: Opening, pages: list[str], served: Served
) -> None:
    page = await opening("/")
    asked: list[str] = []

    def seen(request: Request) -> None:
        asked.append(request.url)

    page.on("request", seen)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    for path in pages:
        await page.goto(path)
        kept = await page.evaluate("() => localStorage.length + sessionStorage.length")
        assert kept == 0
    assert [url for url in asked if not url.startswith(served.at)] == []
    assert await page.context.cookies() == []
    assert [c for c in complaints if "404" not in c and "400" not in c] == []


async def test_what_was_searched_stands_in_no_log(
    opening: Opening, served: Served, asked: httpx.AsyncClient
) -> None:
    page = await opening("/")
    await page.get_by_label("Town, village or postcode").fill("TN37 6ZZ")
    await page.get_by_role("button", name="Show support").click()
    await page.goto("/find?near=TN37+6ZZ&t=t7&c=qt&q=quiet+canary+words")
    shown = await page.content()
    assert "TN37 6ZZ" not in shown
    assert "TN37 6ZZ" not in await page.title()
    links = await page.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert [href for href in links if "6ZZ" in href.upper()] == []
    await asked.get("/find", params={"near": "TN37 6ZZ", "within": "9" * 5000})
    said = served.words()
    for word in ("6ZZ", "TN37", "t=t7", "suicidal", "qtipoc", "canary"):
        assert word not in said


async def test_the_private_place_is_on_no_page(asked: httpx.AsyncClient) -> None:
    slug = await slug_of(asked, "Crescent and Rainbow")
    offer = (await asked.get(f"/offers/{slug}")).text
    assert "The address is private" in offer
    found = (await asked.get("/find", params={"near": "BN1"})).text
    for page in (offer, found):
        assert "Nowhere Yard" not in page


async def test_the_first_page_weighs_little(opening: Opening) -> None:
    page = await opening("/", width=1280)
    weighed = await page.evaluate(
        """() => performance.getEntriesByType('navigation')
        .concat(performance.getEntriesByType('resource'))
        .map(e => e.transferSize || e.encodedBodySize).reduce((a, b) => a + b)"""
    )
    assert 10_000 < weighed <= 100_000
