"""Who does the work: paid peer workers, volunteers, or the people who come themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

from network.web.asking import fields
from network.web.asking.fields import Field, Option
from network.web.asking.typed import Typed
from network.web.views.hosts.around import Around
from network.web.views.hosts.plain import Text

NAME = "peers"
COUNTS = (("paid", "How many paid peer workers?"), ("volunteers", "How many volunteers?"))
ANSWERS = (
    ("members", "Do the people who come run it themselves?"),
    ("supervised_by_peer", "Do those who run it get support from another peer?"),
)
SAID = (Option("yes", "Yes"), Option("no", "No"), Option("", "We have not said"))
READ = {"yes": True, "no": False}
WRITTEN = {True: "yes", False: "no", None: ""}


class Crew:
    """Who does the work; all of it may be left unsaid."""

    names = (NAME,)

    def fields(self, around: Around, typed: Typed) -> Sequence[Field]:  # noqa: ARG002
        """Give its fields."""
        counts = [fields.text(f"{NAME}-{n}", w, keys="numeric", width=4) for n, w in COUNTS]
        return [*counts, *(fields.one(f"{NAME}-{name}", words, SAID) for name, words in ANSWERS)]

    def filled(self, text: Text) -> Mapping[str, Sequence[str]]:
        """Put what was said into the fields."""
        said = text.get(NAME) or {}
        counts = {f"{NAME}-{n}": (_shown(said.get(n)),) for n, _ in COUNTS}
        return counts | {f"{NAME}-{n}": (WRITTEN[said.get(n)],) for n, _ in ANSWERS}

    def read(self, typed: Typed) -> Mapping[str, Any]:
        """Take what was said out of the fields."""
        said: dict[str, Any] = {n: typed.one(f"{NAME}-{n}") or None for n, _ in COUNTS}
        said |= {n: READ.get(typed.one(f"{NAME}-{n}")) for n, _ in ANSWERS}
        return {NAME: said if any(v is not None for v in said.values()) else None}

    def place(self, path: str, typed: Typed) -> str:  # noqa: ARG002
        """Find the field of a path."""
        return path.replace(".", "-")


CREW = Crew()


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)
