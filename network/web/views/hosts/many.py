"""What is asked in rows: contacts, steps of a first visit, who it is made for, values lived."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from network.web.asking import fields
from network.web.asking.fields import Field, Option
from network.web.asking.typed import Typed
from network.web.views.hosts.around import Around
from network.web.views.hosts.plain import Text
from network.web.views.hosts.rows import Rows

NONE = Option("", "Choose one")
MEANS = (
    NONE,
    Option("phone", "Phone"),
    Option("text", "Text message"),
    Option("email", "Email"),
    Option("web", "Web page"),
)


def _contact(around: Around, n: int) -> Sequence[Field]:  # noqa: ARG001  # they are called alike
    return [
        fields.choose("means", "How", MEANS),
        fields.text("value", "Number or address", "Everyone can see this."),
        fields.text(
            "who", "Who answers (optional)", "First names are fine, like Jo or Sam.", width=20
        ),
    ]


CONTACTS = Rows(
    "contacts",
    ("means", "value", "who"),
    "value",
    _contact,
    "Way to get in touch",
    "Add another way",
)


def _step(around: Around, n: int) -> Sequence[Field]:  # noqa: ARG001  # they are called alike
    return [
        fields.text("title", "What happens", "A few words, like Someone meets you at the door."),
        fields.text("line", "One line about it (optional)"),
    ]


STEPS = Rows("first_visit", ("title", "line"), "title", _step, "Step", "Add another step", shown=3)


def _made_for(around: Around, n: int) -> Sequence[Field]:  # noqa: ARG001  # they are called alike
    communities = [Option("", "Nobody chosen"), *around.options("community", hints=False)]
    levels = [
        NONE,
        *(Option(o.value, f"{o.label}. {o.hint}") for o in around.options("focus_level")),
    ]
    return [
        fields.choose("community", "Which people", communities),
        fields.choose("level", "How it is made for them", levels),
        fields.text("words", "In your own words (optional)", "Like: trans women are welcome."),
    ]


MADE_FOR = Rows(
    "made_for",
    ("community", "level", "words"),
    "community",
    _made_for,
    "People",
    "Add more people",
    shown=1,
    most=10,
)


class Values:
    """How each value of peer support is lived, in the host's own words: one box for each."""

    names = ("values",)

    def fields(self, around: Around, typed: Typed) -> Sequence[Field]:  # noqa: ARG002
        """Give a box for each value."""
        return [
            fields.long(f"values-{t.code}", t.label, str(t.extra.get("ask") or t.hint), rows=2)
            for t in around.known.words.listed("value")
        ]

    def filled(self, text: Text) -> Mapping[str, Sequence[str]]:
        """Put what was said of each value into its box."""
        return {f"values-{one['value']}": (one["words"],) for one in text.get("values") or ()}

    def read(self, typed: Typed) -> Mapping[str, Any]:
        """Take what was said out of the boxes; a blank one says nothing."""
        said = [{"value": code, "words": typed.one(f"values-{code}")} for code in _said(typed)]
        return {"values": said}

    def place(self, path: str, typed: Typed) -> str:
        """Find the box of a path."""
        number = path.partition(".")[2].partition(".")[0]
        codes = list(_said(typed))
        if number.isdigit() and int(number) < len(codes):
            return f"values-{codes[int(number)]}"
        return path


def _said(typed: Typed) -> Iterable[str]:
    names = (n.removeprefix("values-") for n in typed.given if n.startswith("values-"))
    return (code for code in names if typed.one(f"values-{code}"))


VALUES = Values()
