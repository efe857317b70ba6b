"""A steward looks after what others wrote, with a keyboard, a phone, a script or none."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.journeys.looking_after import JO, SAM, Looked, Waits, looked_after, second_step, sign_in
from tests.journeys.test_reach import SMALL, STANDARDS, WIDE

BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
Opening = Callable[..., Awaitable[Page]]


@pytest.fixture(scope="module")
async def looked(server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Looked]:
    """Run a service with what waits."""
    async with looked_after(server, tmp_path_factory.mktemp("looked_after")) as one:
        yield one


@pytest.fixture(scope="module")
async def signed_in(
    browser: Browser, looked: Looked, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Sign Sam in with a second step, and keep what the browser then holds."""
    context = await browser.new_context(base_url=looked.served.at, java_script_enabled=False)
    page = await context.new_page()
    await sign_in(page, looked, SAM)
    await page.get_by_role("link", name="Looking after").click()
    await page.get_by_role("heading", name="First a second step").wait_for()
    await second_step(page)
    kept = tmp_path_factory.mktemp("sam") / "state.json"
    await context.storage_state(path=kept)
    await context.close()
    return kept


@pytest.fixture
async def sam(browser: Browser, looked: Looked, signed_in: Path) -> AsyncIterator[Opening]:
    """Give the way to open a page as Sam, in a browser as wide as said, with scripts or not."""
    contexts: list[BrowserContext] = []

    async def at(path: str, *, width: int = 390, scripts: bool = True) -> Page:
        context = await browser.new_context(
            base_url=looked.served.at,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            storage_state=signed_in,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = await context.new_page()
        await page.goto(path)
        return page

    yield at
    for context in contexts:
        await context.close()


def paths(looked: Looked) -> list[str]:
    """Name the pages for stewards."""
    lot = looked.lots[0]
    return [
        "/keep",
        f"/keep/groups/{lot.group_id}",
        f"/keep/offers/{lot.changed}",
        f"/keep/offers/{lot.changed}/take-down",
        f"/keep/claims/{looked.claim}",
        f"/keep/reports/{lot.report}",
        "/keep/reports",
        "/keep/words",
        "/keep/words/theme",
        "/keep/words/theme/new",
        "/keep/words/theme/low",
        "/keep/words/theme/low/retire",
        "/keep/words/theme/low/merge",
        "/keep/people",
        f"/keep/people/{looked.sam}",
        "/keep/record",
        "/keep/record/check",
        "/keep/letters",
    ]


@pytest.mark.parametrize("width", [320, 390, 1280])
async def test_everybody_can_use_every_page_for_stewards(
    sam: Opening, looked: Looked, width: int
) -> None:
    page = await sam("/keep", width=width)
    for path in paths(looked):
        await page.goto(path)
        await page.evaluate(
            "() => document.querySelectorAll('details').forEach(d => d.open = true)"
        )
        await _usable(page, path)


async def _usable(page: Page, path: str) -> None:
    options = {"runOnly": {"type": "tag", "values": STANDARDS}}
    found: Any = await Axe().run(page, options=options)
    assert found.violations_count == 0, f"{path}: {found.generate_report()}"
    assert await page.evaluate(WIDE) <= 0, path
    small: list[str] = await page.evaluate(SMALL)
    assert [one for one in small if "ps-first" not in one] == [], path  # for the Enter key only


@BOTH
async def test_a_steward_lets_in_sends_back_and_answers(
    sam: Opening, looked: Looked, browser: Browser, *, scripts: bool
) -> None:
    lot = looked.lots[scripts]
    page = await sam("/keep", scripts=scripts)
    await _sends_back(page, str(lot.changed))
    await _answers(page, str(lot.report))
    await _lets_in(page, lot)
    context = await browser.new_context(base_url=looked.served.at, java_script_enabled=scripts)
    jo = await context.new_page()
    await sign_in(jo, looked, JO)
    await jo.goto(f"/hosts/offers/{lot.changed}")
    await expect(jo.locator("main")).to_contain_text("Another group swims there.")
    await context.close()


async def _sends_back(page: Page, changed: str) -> None:
    """Refuse other words, with a reason; without one the page says what is missing."""
    await page.locator(f'a[href="/keep/offers/{changed}"]').click()
    table = page.get_by_role("table", name="What changes")
    await expect(table).to_contain_text("Some only watch.")
    await page.get_by_role("button", name="Send it back").click()
    await expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    await page.get_by_label("Why?").fill("Another group swims there.")
    await page.get_by_role("button", name="Send it back").click()
    await page.get_by_role("heading", name="Sent back").wait_for()


async def _answers(page: Page, report: str) -> None:
    """Answer a report."""
    await page.goto("/keep")
    await page.locator(f'a[href="/keep/reports/{report}"]').click()
    await expect(page.locator("main")).to_contain_text("It starts at 3pm now.")
    await page.get_by_label("It was not right. It is mended now").check()
    await page.get_by_role("button", name="Keep this answer").click()
    await page.get_by_role("heading", name="Thank you").wait_for()
    await page.get_by_role("link", name="Reports").click()
    await expect(page.locator("main")).to_contain_text("It was not right. It is mended now.")


async def _lets_in(page: Page, lot: Waits) -> None:
    """Let a new group in, with its first page."""
    await page.goto("/keep")
    await page.locator(f'a[href="/keep/groups/{lot.group_id}"]').click()
    title = lot.first
    await page.locator("summary", has_text=title).click()
    await expect(page.locator("details").filter(has_text=title)).to_contain_text("A big table")
    await page.get_by_role("button", name="Let this group in").click()
    await page.get_by_role("heading", name="Let in").wait_for()
    await page.goto(f"/offers/{lot.slug}")
    await page.get_by_role("heading", name=title, exact=True).wait_for()
