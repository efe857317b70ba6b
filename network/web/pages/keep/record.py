"""The record of what was done: asked by whom, what, to what and when; and whether it holds."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from starlette.responses import Response

from network.core import paging
from network.core.errors import Invalid, Missing
from network.core.paging import Page
from network.people import accounts, audit
from network.people.audit import Wanted
from network.web.asking import fields, given
from network.web.asking.problems import Problem, Problems
from network.web.asking.typed import Typed
from network.web.press import Sheet
from network.web.views.keep import record as views
from network.web.views.keep.record import Found
from network.web.visit import Visit

SHOWN = 50
AN_ID = "This is not an id. Follow a link here instead."


async def look(visit: Visit) -> Response:
    """Show what was done, the newest first."""
    query = visit.request.query_params
    wanted = Wanted(
        by=_id(query.get("who", "")),
        name=query.get("what", "")[:80].replace("\0", ""),
        about=_id(query.get("thing", "")),
        since=_day(query.get("from", "")),
        until=_day(query.get("to", "")),
    )
    return await _shown(visit, wanted, views.typed_of(wanted))


async def _shown(
    visit: Visit, wanted: Wanted, typed: Typed, wrong: Sequence[Problem] = ()
) -> Response:
    after = paging.read_cursor(visit.request.query_params.get("after") or None)
    entries, more = await visit.unit.read(audit.entries, wanted, Page(SHOWN, after=after))
    names = await visit.unit.read(audit.names)
    ids = {one.event.by for one in entries} | {wanted.by}
    people = await visit.unit.read(accounts.by_id, [id for id in ids if id])
    filled = fields.filled(views.form(names, wanted), typed, wrong)
    page = views.page(Found(entries, more, people), wanted, filled, visit.known)
    title = f"{'Error: ' if wrong else ''}The record"
    status = 400 if wrong else 200
    first = not after
    return visit.show(Sheet("keep/record.jinja", title, "record", first=first, status=status), page)


def _id(said: str) -> UUID | None:
    try:
        return UUID(said) if said else None
    except ValueError:
        raise Missing("") from None


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise Missing("") from None


async def ask(visit: Visit) -> Response:
    """Read what is asked for, and lead to it. Whoever's address was typed stands in no address."""
    try:
        return visit.lead(views.address(await _wanted(visit)))
    except Problems as wrong:
        return await _shown(visit, Wanted(by=_kept(visit.typed)), visit.typed, wrong.found)


async def _wanted(visit: Visit) -> Wanted:
    typed = visit.typed
    wanted = Wanted(
        by=await _by(visit),
        name=typed.one("what")[:80],
        about=_about(typed),
        since=given.day(typed, "from"),
        until=given.day(typed, "to"),
    )
    if wanted.since and wanted.until and wanted.until < wanted.since:
        raise Problems([Problem("to", "This day comes before the other one.")])
    return wanted


async def _by(visit: Visit) -> UUID | None:
    email = visit.typed.one("email")
    if not email:
        return _kept(visit.typed)
    try:
        return (await visit.unit.read(accounts.by_email, email)).id
    except (Invalid, Missing) as refusal:
        raise Problems([Problem("email", refusal.sentence)]) from None


def _kept(typed: Typed) -> UUID | None:
    return _id(typed.one("who"))


def _about(typed: Typed) -> UUID | None:
    try:
        return _id(typed.one("thing"))
    except Missing:
        raise Problems([Problem("thing", AN_ID)]) from None


async def check(visit: Visit) -> Response:
    """Walk along the record, and say whether it holds."""
    page = views.checked(await visit.unit.read(audit.check))
    return visit.show(Sheet("keep/checked.jinja", "Does the record hold?", "record"), page)
