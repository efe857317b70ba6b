"""Everyone can use every page: axe, narrow screens, spacing, keyboard, targets, landmarks."""

import re
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Page

from tests.journeys.conftest import WIDTHS, Opening

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
word-spacing: .16em !important } p { margin-bottom: 2em !important }"""
SMALL = """() => [...document.querySelectorAll('a, button, input, select, summary')]
  .filter(e => !e.closest('p, li, dd, legend') || e.matches('input, button, select'))
  .filter(e => e.checkVisibility() && !e.matches('.nhsuk-skip-link, [aria-hidden]'))
  .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
  .filter(([_, box]) => box.height > 0 && (box.height < 24 || box.width < 24))
  .map(([html]) => html)"""
WIDE = "() => document.documentElement.scrollWidth - window.innerWidth"


@pytest.mark.parametrize("width", WIDTHS)
async def test_axe_finds_nothing_on_any_page(
    opening: Opening, pages: list[str], width: int
) -> None:
    page = await opening("/", width=width)
    options = {"runOnly": {"type": "tag", "values": STANDARDS}}
    for path in pages:
        await page.goto(path)
        found = await Axe().run(page, options=options)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"


async def test_nothing_scrolls_sideways_on_the_narrowest_screen(
    opening: Opening, pages: list[str]
) -> None:
    page = await opening("/", width=320)
    for path in pages:
        await page.goto(path)
        await _open_all(page)
        assert await page.evaluate(WIDE) <= 0, path


async def test_nothing_is_cut_when_a_person_spaces_the_text_out(
    opening: Opening, pages: list[str]
) -> None:
    page = await opening("/", width=320)
    for path in pages:
        await page.goto(path)
        await _open_all(page)
        await page.evaluate(
            "css => { const s = new CSSStyleSheet(); s.replaceSync(css);"
            " document.adoptedStyleSheets = [s] }",
            SPACED,
        )
        assert await page.evaluate(WIDE) <= 0, path


async def _open_all(page: Page) -> None:
    await page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)")


async def test_everything_to_press_is_large_enough(opening: Opening, pages: list[str]) -> None:
    page = await opening("/", width=320)
    for path in pages:
        await page.goto(path)
        assert await page.evaluate(SMALL) == [], path


async def test_help_now_is_the_first_stop_after_the_skip_link(
    opening: Opening, pages: list[str]
) -> None:
    page = await opening("/")
    for path in pages:
        if re.search("Atlantis|bipolar|men&", path):
            continue  # there the sentence that says what is wrong has the focus
        await page.goto(path)
        names = [await _tabbed(page) for _ in range(2)]
        assert names == ["Skip to main content", "Need help now?"], path


async def test_tab_follows_the_reading_order_and_shows_where_it_is(opening: Opening) -> None:
    page = await opening("/", width=1280)
    names = [await _tabbed(page) for _ in range(12)]
    assert names == [
        "Skip to main content",
        "Need help now?",
        "Leave site quickly",
        "Peer Support Sussex",
        "Find support",
        "Kinds of support",
        "Stay private",
        "About",
        "What is real here",
        "near",
        "Show support",
        "How we keep you private",
    ]


async def _tabbed(page: Page) -> str:
    await page.keyboard.press("Tab")
    seen: Any = await page.evaluate(
        """() => { const e = document.activeElement, s = getComputedStyle(e);
        return [e.name || e.innerText.trim(),
                s.outlineStyle !== 'none' || s.boxShadow !== 'none'] }"""
    )
    name, shown = seen
    assert shown, f"focus cannot be seen on {name}"
    return str(name)


async def test_the_skip_link_leads_into_the_page(opening: Opening) -> None:
    page = await opening("/find?near=TN34")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    assert await page.evaluate("() => document.activeElement.id") == "maincontent"


async def test_a_panel_opens_by_keyboard(opening: Opening) -> None:
    page = await opening("/find?near=TN34")
    panel = page.locator("#filters")
    assert await panel.get_attribute("open") is None
    await panel.locator("> summary").focus()
    await page.keyboard.press("Enter")
    assert await panel.get_attribute("open") is not None


async def test_filters_stand_open_on_a_wide_screen_without_scripts(opening: Opening) -> None:
    wide = await opening("/find?near=TN34", width=1280, scripts=False)
    narrow = await opening("/find?near=TN34", width=390, scripts=False)
    assert await wide.locator("#near").is_visible()
    assert not await narrow.locator("#near").is_visible()


async def test_every_page_has_its_landmarks_headings_and_name(
    opening: Opening, pages: list[str]
) -> None:
    page = await opening("/")
    names: dict[str, str] = {}
    for path in pages:
        await page.goto(path)
        for role in ("banner", "main", "contentinfo"):
            assert await page.get_by_role(role).count() == 1, (path, role)
        levels = await page.evaluate(
            "() => [...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])"
        )
        assert levels.count(1) == 1, path
        below = levels[levels.index(1) :]
        assert all(after - before <= 1 for before, after in pairwise(below)), path
        assert await page.get_attribute("html", "lang") == "en-GB"
        names.setdefault(await page.title(), path)
    told_apart = [p for p in pages if "?" not in p]
    assert {names[t] for t in names} >= set(told_apart) - {"/no-such-page"}


async def test_a_name_says_the_place_and_never_the_theme(opening: Opening) -> None:
    page = await opening("/find?near=Hastings&t=t3&c=lg")
    assert await page.title() == "Results near Hastings – Peer Support Sussex"
    heading = await page.locator("h1").inner_text()
    assert not re.search("ups and downs|LGBT|bipolar", heading, re.IGNORECASE)


async def test_a_wrong_place_is_said_at_the_top_and_at_the_field(opening: Opening) -> None:
    page = await opening("/find?near=Atlantis&k=gr")
    assert (await page.title()).startswith("Error: ")
    assert await page.evaluate("() => document.activeElement.className") == "nhsuk-error-summary"
    field = page.locator("#near")
    described = await field.get_attribute("aria-describedby")
    assert described is not None
    assert "place" in await page.locator(f"#{described.split()[-1]}").inner_text()
    assert await field.input_value() == "Atlantis"
    await page.locator(".nhsuk-error-summary a").click()
    assert await page.evaluate("() => document.activeElement.id") == "near"
