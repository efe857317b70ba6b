"""Every page: its headers, its weight, its words, and what stands when something is missing."""

import gzip
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.testing import capture_logs

from network.core.snapshot import Snapshot
from network.core.unit import Unit
from network.directory import keepsake
from network.web import files
from tests import make
from tests.web.conftest import Seeing, read, served

PAGES = (
    "/",
    "/find",
    "/kinds",
    "/kinds/gr",
    "/kinds/crisis_space",
    "/help-now",
    "/stay-private",
    "/about",
    "/privacy",
)


@pytest.mark.parametrize("path", [*PAGES, "/nowhere", "/offers/none", "/kinds/none"])
async def test_every_answer_carries_what_keeps_people_safe(
    web: httpx.AsyncClient, path: str
) -> None:
    answer = await web.get(path)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert not re.search(r"unsafe|https?:|\*|data:", policy)
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "set-cookie" not in answer.headers
    assert "style=" not in answer.text
    assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=", answer.text)


async def test_results_are_kept_nowhere(web: httpx.AsyncClient) -> None:
    answer = await web.get("/find?near=Hastings")
    assert answer.headers["cache-control"] == "private, no-store"


async def test_files_keep_for_good_under_names_that_change(web: httpx.AsyncClient) -> None:
    page = (await web.get("/")).text
    for address in re.findall(r'(?:href|src)="(/static/[^"#]+)', page):
        answer = await web.get(address, headers={"accept-encoding": "gzip"})
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert re.search(r"\.[0-9a-f]{10}\.\w+$", address)
    assert (await web.get("/static/app.css")).status_code == 404
    assert (await web.get("/static/../press.py")).status_code == 404


async def test_the_first_page_with_all_it_needs_weighs_under_100_kb(
    web: httpx.AsyncClient,
) -> None:
    page = (await web.get("/")).content
    whole = len(gzip.compress(page)) + sum(
        len(file.packed or file.body)
        for name, file in files.files().items()
        if not name.startswith("images/")
    )
    assert 20_000 < whole < 100_000


async def test_a_page_is_packed_for_whoever_can_unpack_it(web: httpx.AsyncClient) -> None:
    packed = await web.get("/", headers={"accept-encoding": "gzip"})
    plain = await web.get("/", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text


@pytest.mark.parametrize("path", PAGES)
async def test_every_link_on_a_page_leads_somewhere(
    web: httpx.AsyncClient, seeing: Seeing, path: str
) -> None:
    for link in set((await seeing(path)).links):
        if link.startswith("/"):
            assert (await web.get(link, follow_redirects=True)).status_code == 200, link


async def test_ten_kinds_stand_as_equals_with_true_counts(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    run_by = await make.organisation(steward, now)
    hall = await make.site(steward, run_by.id)
    before = (await seeing("/kinds")).words
    assert before.count("in Sussex") >= 10
    for title in ("One Walk", "Two Walk"):
        await make.offer(
            steward,
            now,
            run_by.id,
            title=title,
            kind="activity",
            sites=[hall.id],
            districts=[make.HASTINGS],
        )
    assert "Walk, cook, make, grow or play 2 in Sussex" in (await seeing("/kinds")).words
    kind = await seeing("/kinds/do")
    assert kind.heading == "Doing something together"
    assert "One Walk" in kind.words


async def test_a_kind_may_be_asked_for_by_either_code(seeing: Seeing) -> None:
    assert (await seeing("/kinds/group")).heading == (await seeing("/kinds/gr")).heading


async def test_help_now_gives_numbers_first(seeing: Seeing) -> None:
    page = await seeing("/help-now")
    numbers = [link for link in page.links if link.startswith(("tel:", "sms:"))]
    assert numbers[:4] == ["tel:116123", "sms:85258?body=SHOUT", "tel:111", "tel:999"]


async def test_a_page_cannot_be_written_to(web: httpx.AsyncClient) -> None:
    answer = await web.post("/find", data={"near": "TN34"})
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert "You have not done anything wrong." in answer.text


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("/find/?q=tea", "/find?q=tea"),
        ("/kinds/gr/", "/kinds/gr"),
        ("//elsewhere.example/", None),
        ("/%5Celsewhere.example/", "/%5Celsewhere.example"),
        ("/find//", None),
    ],
)
async def test_a_slash_too_many_leads_to_the_page_and_to_no_other_host(
    web: httpx.AsyncClient, typed: str, leads_to: str | None
) -> None:
    answer = await web.get(httpx.URL("http://test", raw_path=typed.encode()))
    assert answer.headers.get("location") == leads_to
    assert answer.status_code == (404 if leads_to is None else 307)
    assert answer.headers["cache-control"] == "private, no-store"


class Away:
    """Sessions whose database has gone. `tried`: how often somebody asked all the same."""

    tried = 0

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Fail as a connection does."""
        self.tried += 1
        raise ConnectionRefusedError
        yield

    writing = reading


@pytest.fixture
def away() -> Away:
    """Take the database away."""
    return Away()


@pytest.fixture
async def saved(steward: Unit, now: datetime, tmp_path: Path, away: Away) -> httpx.AsyncClient:
    """Ask for pages when only the copy on disk is left."""
    run_by = await make.organisation(steward, now)
    hall = await make.site(steward, run_by.id)
    for title, kind in (("Tuesday Table", "group"), ("Night Room", "crisis_space")):
        await make.offer(
            steward,
            now,
            run_by.id,
            title=title,
            kind=kind,
            sites=[hall.id],
            districts=[make.HASTINGS],
            checked_days_ago=3,
        )
    Snapshot(tmp_path).write(await steward.read(keepsake.make, "sussex", now))
    transport = httpx.ASGITransport(served(away, tmp_path, now))
    return httpx.AsyncClient(transport=transport, base_url="http://test")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "Find peer support in Sussex"),
        ("/find?near=Hastings", "Tuesday Table"),
        ("/find?near=TN34+1AB&k=gr", "Tuesday Table"),
        ("/find?near=TN34&k=cr", "Night Room"),
        ("/help-now", "Night Room"),
        ("/kinds/gr", "Tuesday Table"),
        ("/about", "What we promise"),
    ],
)
async def test_without_a_database_pages_come_from_disk_and_say_so(
    saved: httpx.AsyncClient, path: str, words: str
) -> None:
    page = read(await saved.get(path))
    assert page.status == 200
    assert words in page.words
    assert "We cannot reach our full list just now." in page.words


async def test_without_a_database_an_offer_still_has_its_page(saved: httpx.AsyncClient) -> None:
    found = read(await saved.get("/find?near=Hastings"))
    link = next(a for a in found.links if a.startswith("/offers/tuesday"))
    page = read(await saved.get(link))
    assert page.heading == "Tuesday Table"
    assert read(await saved.get("/offers/none")).status == 404
    assert read(await saved.get("/find?near=Atlantis")).status == 400


async def test_with_nothing_at_all_the_numbers_still_stand(tmp_path: Path, now: datetime) -> None:
    transport = httpx.ASGITransport(served(Away(), tmp_path, now))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.get("/find")
        assert (await client.get("/help-now")).status_code == 200
        assert (await client.get("/stay-private")).status_code == 200
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "116" in answer.text
    assert "We are mending something" in answer.text


@pytest.mark.parametrize("name", ["%00", "%ff%fe", "a%0d%0aSet-Cookie:x=1", "x" * 3000, "none"])
async def test_an_address_that_is_none_of_ours_is_simply_not_found(
    web: httpx.AsyncClient, name: str
) -> None:
    for noun in ("offers", "organisations", "kinds", "static"):
        answer = await web.get(f"/{noun}/{name}")
        assert answer.status_code == 404
        assert "You have not done anything wrong." in answer.text


INSIDE = "canary, with what somebody asked"


class Broken(Away):
    """Sessions with a fault of ours in them."""

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Fail as a mistake in code does."""
        raise LookupError(INSIDE)
        yield

    writing = reading


async def test_a_fault_of_ours_says_nothing_of_the_inside(tmp_path: Path, now: datetime) -> None:
    app = served(Broken(), tmp_path, now)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test"
    ) as client:
        with capture_logs() as said:
            answer = await client.get("/find")
    assert [(entry["event"], entry["kind"]) for entry in said] == [("unexpected", "LookupError")]
    assert INSIDE not in str(said)
    assert answer.status_code == 500
    assert "It is not your fault." in answer.text
    assert "canary" not in answer.text
    assert "LookupError" not in answer.text


async def test_a_copy_on_disk_of_another_version_is_no_copy(tmp_path: Path, now: datetime) -> None:
    Snapshot(tmp_path).write({"cards": "of another shape"})
    transport = httpx.ASGITransport(served(Away(), tmp_path, now))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        assert (await client.get("/find")).status_code == 503


async def test_a_file_is_sent_as_it_is_to_whoever_cannot_unpack_it(web: httpx.AsyncClient) -> None:
    answer = await web.get(files.address("app.css"), headers={"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.content == files.files()["app.css"].body


async def test_without_a_database_an_organisation_says_at_once_that_we_are_mending(
    saved: httpx.AsyncClient, away: Away
) -> None:
    assert (await saved.get("/organisations/any")).status_code == 503
    assert away.tried == 1
