"""A browser without scripts for trials: it keeps cookies, fills forms in, and presses buttons."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urljoin

import httpx
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core.actor import Actor
from network.core.unit import Sessions, Unit
from network.post.tables import KeptLetter
from tests.web.conftest import Seen, read, served

Values = Mapping[str, str | Sequence[str]]
FROM_A_PAGE = {"sec-fetch-site": "same-origin"}


@dataclass
class Filled:
    """A form as it stands on a page: where it goes, and what is in it."""

    action: str
    pairs: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def but(self, values: Values) -> list[tuple[str, str]]:
        """Fill some fields in anew. A name the form does not have is a mistake of the trial."""
        assert set(values) <= self.names, set(values) - self.names
        kept = [(name, value) for name, value in self.pairs if name not in values]
        new = [
            (name, one)
            for name, said in values.items()
            for one in ([said] if isinstance(said, str) else said)
        ]
        return [*kept, *new]


class _Forms(HTMLParser):
    """Reads the forms of a page, as a browser would send them untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Filled] = []
        self.inside = False
        self.area = self.select = self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Filled(given.get("action", "")))
            self.inside = given.get("method") == "post"
            if not self.inside:
                self.forms.pop()
        if self.inside and self.forms:
            getattr(self, f"_{tag}", lambda _: None)(given)

    def _input(self, given: dict[str, str]) -> None:
        form, name = self.forms[-1], given.get("name", "")
        form.names.add(name)
        if given.get("type") not in {"radio", "checkbox"} or "checked" in given:
            form.pairs.append((name, given.get("value", "")))

    def _textarea(self, given: dict[str, str]) -> None:
        self.area, self.text = given["name"], ""
        self.forms[-1].names.add(self.area)

    def _select(self, given: dict[str, str]) -> None:
        self.select = given["name"]
        self.forms[-1].names.add(self.select)
        self.forms[-1].pairs.append((self.select, ""))

    def _option(self, given: dict[str, str]) -> None:
        if "selected" in given:
            self.forms[-1].pairs[-1] = (self.select, given.get("value", ""))

    def _button(self, given: dict[str, str]) -> None:
        self.forms[-1].names.add(given.get("name", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.forms[-1].pairs.append((self.area, self.text.removeprefix("\n")))
            self.area = ""
        if tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text += data


@dataclass
class Browser:
    """Somebody's browser: the page it shows, and where."""

    client: httpx.AsyncClient
    at: str = ""
    page: Seen = field(default_factory=lambda: Seen(0, "", "", "", (), ""))
    answer: httpx.Response | None = None

    async def open(self, path: str) -> Seen:
        """Open a page, and follow where it leads."""
        return self._seen(await self.client.get(path, follow_redirects=True))

    async def send(self, values: Values | None = None, action: str | None = None) -> Seen:
        """Press the button of the form on the page (the one that goes to `action`)."""
        form = self.form(action)
        return await self.post(urljoin(self.at, form.action), form.but(values or {}))

    async def post(self, path: str, pairs: Sequence[tuple[str, str]]) -> Seen:
        """Send a form."""
        answer = await self.client.post(
            path,
            content=urlencode(pairs),
            headers={"content-type": "application/x-www-form-urlencoded", **FROM_A_PAGE},
            follow_redirects=True,
        )
        return self._seen(answer)

    def form(self, action: str | None = None) -> Filled:
        """Give a form of the page: the one that goes somewhere, else the last one."""
        reader = _Forms()
        reader.feed(self.page.html)
        own = [f for f in reader.forms if f.action != "/sign-out"]
        if action is not None:
            own = [f for f in own if f.action == action]
        assert own, f"no form on {self.at}"
        return own[-1]

    def _seen(self, answer: httpx.Response) -> Seen:
        self.answer, self.page = answer, read(answer)
        self.at = str(answer.url)
        return self.page


@asynccontextmanager
async def browsing(sessions: Sessions, folder: Path, now: datetime) -> AsyncIterator[Browser]:
    """Open a browser on the service."""
    transport = httpx.ASGITransport(served(sessions, folder, now))
    async with httpx.AsyncClient(transport=transport, base_url="https://test") as client:
        yield Browser(client)


async def letter(keeper: Unit, to: str) -> str:
    """Read the newest letter to an address."""

    async def newest(db: AsyncSession, actor: Actor) -> str | None:
        own = select(KeptLetter.text).where(KeptLetter.to == to)
        return await db.scalar(own.order_by(col(KeptLetter.id).desc()).limit(1))

    found = await keeper.read(newest)
    assert found is not None
    return found


def code_in(text: str) -> str:
    """Find the code in a letter."""
    found = re.search(r"code there: (\w+ \w+)", text)
    assert found, text
    return found[1]


async def sign_in(browser: Browser, keeper: Unit, email: str, to: str = "/hosts/home") -> Seen:
    """Sign somebody in as they do it: by the code in the letter."""
    await browser.open(f"/sign-in?to={to}")
    await browser.send({"email": email})
    return await browser.send({"code": code_in(await letter(keeper, email))})
