"""What every type of this door is made with: the context, ids, pages, and the way rows go out."""

import base64
import binascii
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar, Protocol, TypeVar, cast
from uuid import UUID

import strawberry
from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLResolveInfo,
    InlineFragmentNode,
    SelectionSetNode,
    VariableNode,
)
from sqlalchemy.ext.asyncio import AsyncSession
from strawberry.dataloader import DataLoader
from strawberry.types import get_object_definition

from network.core.actor import Actor
from network.core.errors import Invalid, Missing
from network.core.outside import Outside
from network.core.paging import Page, asked
from network.core.settings import Settings
from network.core.unit import Sessions, Unit
from network.directory.terms import Words

F = TypeVar("F", bound=Callable[..., Any])
N = TypeVar("N", bound="Shaped")
K = TypeVar("K")
V = TypeVar("V")
ManyByKey = Callable[[AsyncSession, Actor, Sequence[K]], Awaitable[Mapping[K, V]]]


class Version(Protocol):
    """The count of changes to the directory."""

    def now(self) -> int:
        """Give it as this process knows it."""
        ...


class House(Protocol):
    """What this door needs of the composition root."""

    @property
    def version(self) -> Version:
        """Under which number answers may be remembered."""
        ...

    @property
    def sessions(self) -> Sessions:
        """Where transactions come from."""
        ...

    @property
    def settings(self) -> Settings:
        """What the operator chose."""
        ...

    @property
    def outside(self) -> Outside:
        """The clock, and whatever else is not ours."""
        ...


class Loaders:
    """Things wanted one by one while an answer is made, asked for together."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._waiting: dict[Any, DataLoader[Any, Any]] = {}

    @property
    def nobody(self) -> bool:
        """Say that nobody who is known asks."""
        return self._unit.actor.person is None

    async def one(self, verb: ManyByKey[K, V], key: K) -> V | None:
        """Give one thing by its key, or None."""
        return cast("V | None", await self._loader(verb).load(key))

    async def many(self, verb: ManyByKey[K, V], keys: Sequence[K]) -> list[V]:
        """Give things by their keys, in that order; those not there are left out."""
        found = await self._loader(verb).load_many(keys)
        return [one for one in found if one is not None]

    def _loader(self, verb: ManyByKey[K, V]) -> DataLoader[Any, Any]:
        if verb not in self._waiting:

            async def together(keys: list[K]) -> list[V | None]:
                found = await self._unit.read(verb, keys)
                return [found.get(key) for key in keys]

            self._waiting[verb] = DataLoader(together)
        return self._waiting[verb]


@dataclass(slots=True)
class Context:
    """One request: the unit it asks the rooms through, the house, and the document's own.

    `plans`: its short cuts (swift.py); `names`: every field it names, wherever. `session_id`: the
    browser's, if one is signed in; `sender`: the network address a change comes from; `headers`:
    what goes back beside the answer.
    """

    unit: Unit
    house: House
    plans: dict[Any, Any] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    session_id: UUID | None = None
    sender: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    load: Loaders = field(init=False)

    def __post_init__(self) -> None:
        self.read_anew()

    def read_anew(self) -> None:
        """Forget what was loaded: after a change it may be otherwise."""
        self.load = Loaders(self.unit)

    @property
    def now(self) -> datetime:
        """The moment."""
        return self.house.outside.clock()


Info = strawberry.Info[Context, None]


@dataclass(frozen=True, slots=True)
class Scene:
    """What rows are read against: the vocabularies, the moment, and what was read beside them.

    What is not among the things read beside is fetched one by one through `load`.
    """

    words: Words
    now: datetime
    load: Loaders
    districts: Mapping[str, Any] = field(default_factory=dict)
    localities: Mapping[UUID, Any] = field(default_factory=dict)
    organisations: Mapping[UUID, Any] = field(default_factory=dict)


Made = Mapping[str, Callable[[Any, Scene], Any]]


class Shaped:
    """A node made from a row. It gives only the names it declares, worked out when asked for.

    `made` says how: name → a function of the row and the scene. A name not in it is the row's own.
    `moving` names what depends on more than the row and the words (the moment, things read beside);
    None: perhaps everything does.
    """

    made: ClassVar[Made] = {}
    moving: ClassVar[frozenset[str] | None] = None
    _row: Any
    _scene: Scene
    _more: Mapping[str, Any]

    def __getattr__(self, name: str) -> Any:
        """Work a declared name out."""
        if name not in declared(cast("Any", type(self))):
            raise AttributeError(name)
        make = self.made.get(name)
        return make(self._row, self._scene) if make else getattr(self._row, name)


def shape(kind: type[N], row: Any, scene: Scene, **more: Any) -> N:
    """Make a node from a row; `more` holds what the row itself does not know."""
    node = object.__new__(kind)
    node._row, node._scene, node._more = row, scene, more
    return node


@lru_cache(maxsize=256)
def declared(kind: type[Any]) -> frozenset[str]:
    """List the plain names a node shows; those it answers by a method are not among them."""
    definition = get_object_definition(kind, strict=True)
    return frozenset(f.python_name for f in definition.fields if f.base_resolver is None)


def described(sentence: str) -> Callable[[F], F]:
    """Make a method a field of its type, with a description."""
    return cast("Callable[[F], F]", strawberry.field(description=sentence))


@strawberry.interface(description="A thing with an id by which it can be fetched again.")
class Node:
    id: strawberry.ID


@strawberry.type(description="Where a page stands in its list (Relay).")
class PageInfo:
    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


def page_info(page: Page, cursors: Sequence[str], *, more: bool) -> PageInfo:
    """Say whether a list goes on before and after this page."""
    return PageInfo(
        has_next_page=page.before is not None if page.backwards else more,
        has_previous_page=more if page.backwards else page.after is not None,
        start_cursor=cursors[0] if cursors else None,
        end_cursor=cursors[-1] if cursors else None,
    )


def page_asked(
    info: Info,
    first: int | None,
    after: str | None,
    last: int | None = None,
    before: str | None = None,
) -> Page:
    """Check the four Relay words. `first` has a default, so it counts only if it was written."""
    backwards = last is not None or before is not None
    if backwards and first is not None and "first" in _written(info):
        raise Invalid("Ask for the first after a cursor, or the last before one.", field="last")
    return asked(None if backwards else first, after, last, before)


def global_id(kind: str, key: UUID | str) -> strawberry.ID:
    """Write the id a thing is known by outside: its kind and its own id, made opaque."""
    return strawberry.ID(base64.urlsafe_b64encode(f"{kind}:{key}".encode()).decode().rstrip("="))


def read_global_id(text: str, *kinds: str, field: str = "id") -> tuple[str, UUID]:
    """Read an outside id back. Not an id at all is refused; of no kind we know is Missing."""
    try:
        whole = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
        kind, _, key = whole.partition(":")
        found = UUID(key)
    except (ValueError, binascii.Error):
        raise Invalid("This is not an id of ours.", field=field) from None
    if kind not in kinds:
        raise Missing("There is no such thing here.", field=field)
    return kind, found


def chosen(info: Info) -> frozenset[str]:
    """List the names asked for directly below this field, so that only they are worked for."""
    raw = _raw(info)
    return frozenset(n for node in raw.field_nodes for n in _names(node.selection_set, raw))


def _names(selected: SelectionSetNode | None, raw: GraphQLResolveInfo[Any]) -> Iterator[str]:
    for part in selected.selections if selected else ():
        if isinstance(part, FieldNode):
            yield part.name.value
        elif isinstance(part, FragmentSpreadNode):
            yield from _names(raw.fragments[part.name.value].selection_set, raw)
        else:
            yield from _names(cast("InlineFragmentNode", part).selection_set, raw)


def _written(info: Info) -> frozenset[str]:
    raw = _raw(info)
    variables: Any = raw.variable_values
    known = getattr(variables, "coerced", variables)
    return frozenset(
        a.name.value
        for a in raw.field_nodes[0].arguments or ()
        if not isinstance(a.value, VariableNode) or a.value.name.value in known
    )


def _raw(info: Info) -> GraphQLResolveInfo[Any]:
    return info._raw_info  # noqa: SLF001  # no public way to fragments
