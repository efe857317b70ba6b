"""Keys for programs: listed, made and shown once, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from starlette.responses import Response

from network.core.actor import Role
from network.core.errors import Conflict, Invalid, Missing
from network.core.filling import fill
from network.directory import organisations
from network.people import keys
from network.people.keys import KeyFields, Made, Scope
from network.people.tables import ApiKey
from network.web.asking import fields, problems
from network.web.asking.fields import Field, Filled, Option
from network.web.asking.problems import Problem
from network.web.asking.typed import NOTHING, Typed
from network.web.press import Sheet
from network.web.views import spoken
from network.web.visit import Visit

READ = Option(Scope.READ, "Read", "What you can read yourself, drafts too")
WRITE = Option(Scope.WRITE_OFFERS, "Change offers", "Write, publish, pause and end them")


@dataclass(frozen=True, slots=True)
class Key:
    """One key: how to know it by, what it may do, when it was last used, and if it has ended."""

    id: str
    name: str
    prefix: str
    words: str
    ended: bool


@dataclass(frozen=True, slots=True)
class KeysPage:
    """The keys, and the form for a new one. `fresh`: a new key, shown this once."""

    keys: tuple[Key, ...]
    filled: Filled
    fresh: str = ""


async def listed(visit: Visit) -> Response:
    """List the keys."""
    return await _shown(visit)


async def _shown(
    visit: Visit, typed: Typed = NOTHING, wrong: Sequence[Problem] = (), fresh: str = ""
) -> Response:
    found = await visit.unit.read(keys.listed)
    asked = await _asked(visit)
    page = KeysPage(
        tuple(_key(one, visit) for one in found), fields.filled(asked, typed, wrong), fresh
    )
    error = "Error: " if wrong else ""
    sheet = Sheet("people/keys.jinja", f"{error}Keys for programs", status=400 if wrong else 200)
    return visit.show(sheet, page)


async def _asked(visit: Visit) -> list[Field]:
    scopes = visit.unit.actor.scopes(Role.HOST)
    own = await visit.unit.read(organisations.by_id, scopes)
    options = [Option(str(one.id), one.name) for one in own.values()]
    return [
        fields.text("name", "A name to know it by", "Like: our website.", width=20),
        fields.many("scopes", "What can the program do?", [READ, WRITE]),
        fields.choose(
            "organisation_id", "For which organisation?", [Option("", "Choose one"), *options]
        ),
    ]


def _key(one: ApiKey, visit: Visit) -> Key:
    may = {Scope.READ: "reads", Scope.WRITE_OFFERS: "changes offers"}
    does = spoken.listed([may[Scope(scope)] for scope in one.scopes])
    used = f"last used {spoken.ago(one.used_at, visit.now)}" if one.used_at else "never used"
    state = "ended" if one.revoked_at else used
    words = spoken.sentence(f"{does}, {state}")
    return Key(str(one.id), one.name, one.prefix, words, one.revoked_at is not None)


async def make(visit: Visit) -> Response:
    """Make a key, and show it this once."""
    typed = visit.typed
    said = {
        "name": typed.one("name"),
        "scopes": list(typed.many("scopes")),
        "organisation_id": typed.one("organisation_id") or None,
    }
    try:
        made: Made = await visit.unit.write(keys.create, fill(KeyFields, said), visit.now)
    except (Invalid, Conflict) as refusal:
        return await _shown(visit, typed, problems.of(refusal))
    return await _shown(visit, fresh=made.token)


async def end(visit: Visit) -> Response:
    """End a key at once."""
    try:
        id = UUID(visit.typed.one("key"))
    except ValueError:
        raise Missing("") from None
    await visit.unit.write(keys.revoke, id, visit.now)
    return visit.lead("/me/keys")
