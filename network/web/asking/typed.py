"""What somebody typed, as it came. Nothing is judged here, so that nothing is lost."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it came back: each name with all that was given under it."""

    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Say whether anything came at all."""
        return bool(self.given)

    def one(self, name: str) -> str:
        """Give the first under a name, without the blanks around it; a second one is dropped."""
        return next(iter(self.given.get(name, ())), "").strip()

    def many(self, name: str) -> tuple[str, ...]:
        """Give all under a name, each once."""
        return tuple(dict.fromkeys(v for v in self.given.get(name, ()) if v))

    def only(self, names: Sequence[str]) -> "Typed":
        """Keep these names and drop the rest."""
        return Typed({name: self.given[name] for name in names if name in self.given})

    def but(self, **changes: str | Sequence[str]) -> "Typed":
        """Give the same with some names filled in anew."""
        new = {n: (v,) if isinstance(v, str) else tuple(v) for n, v in changes.items()}
        return Typed({**self.given, **new})

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Give every name and value, as a form sends them."""
        return ((name, value) for name, values in self.given.items() for value in values)


NOTHING = Typed()
