"""Somebody in front of a browser: they read, fill in what is labelled, and press what it says."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Locator, Page, ViewportSize

from tests.journeys.test_reach import SMALL, STANDARDS, WIDE

BOTH = pytest.mark.parametrize("scripts", [False, True], ids=["no scripts", "scripts"])
NARROW: ViewportSize = {"width": 320, "height": 844}
RULES = {"runOnly": {"type": "tag", "values": STANDARDS}}


@dataclass
class Somebody:
    """A person, the page before them, and whether scripts run there."""

    page: Page
    email: str = ""
    scripts: bool = True

    async def open(self, path: str) -> None:
        """Go to an address."""
        await self.page.goto(path)

    async def fill(self, answers: Mapping[str, str]) -> None:
        """Write into fields, each by its label; a list that folds is chosen from."""
        for label, value in answers.items():
            field = self.main.get_by_label(label, exact=True).first
            if await field.evaluate("e => e.tagName") == "SELECT":
                await field.select_option(label=value)
            else:
                await field.fill(value)

    async def tick(self, *words: str) -> None:
        """Choose answers by their words."""
        for one in words:
            await self.main.get_by_label(one, exact=True).first.check()

    async def press(self, words: str) -> None:
        """Press a button or follow a link by what it says, and wait for the page it leads to."""
        button = self.page.get_by_role("button", name=words, exact=True)
        link = self.page.get_by_role("link", name=words, exact=True)
        await button.or_(link).first.click()
        await self.page.wait_for_load_state()

    @property
    def main(self) -> Locator:
        """The page's own part."""
        return self.page.locator("main")

    async def heading(self) -> str:
        """Read what the page is called."""
        return await self.page.locator("h1").inner_text()

    async def reads(self) -> str:
        """Read the page."""
        return await self.main.inner_text()

    async def holds(self, label: str, value: str) -> bool:
        """Say whether this stands in a field."""
        return await self.main.get_by_label(label, exact=True).first.input_value() == value

    async def ticked(self, words: str) -> bool:
        """Say whether an answer is chosen."""
        return await self.main.get_by_label(words, exact=True).first.is_checked()

    async def finds_it_fair(self) -> None:
        """Look at the page as everyone must be able to use it, on the narrowest screen."""
        if not self.scripts:
            return
        before = self.page.viewport_size
        await self.page.set_viewport_size(NARROW)
        assert await self.page.evaluate(WIDE) <= 0, self.page.url
        assert await self.page.evaluate(SMALL) == [], self.page.url
        found = await Axe().run(self.page, options=RULES)
        assert found.violations_count == 0, f"{self.page.url}: {found.generate_report()}"
        if before:
            await self.page.set_viewport_size(before)
