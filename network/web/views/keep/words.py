"""Words, ready to print: the lists there are, the words of one, and who uses a word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from network.directory import usage
from network.directory.tables import Term, Vocabulary
from network.directory.terms import Words
from network.directory.usage import Uses
from network.directory.wordbook import Wording
from network.web.asking import fields
from network.web.asking.fields import Field, Filled, Option
from network.web.asking.typed import Typed
from network.web.views import spoken
from network.web.views.keep.deciding import Compared, Two
from network.web.views.parts import Link, Notice

SHOWN = 30
"""So many names of those who use a word are shown; the rest is counted."""
LABEL = fields.text("label", "Word", "As people read it. Up to 60 letters.", width=30)
HINT = fields.text("hint", "A line under it (optional)", "Up to 160 letters.")
LAY = fields.long(
    "synonyms",
    "Other words people use for it (optional)",
    "One on each line. Who types one of them finds this word.",
    rows=5,
)
CODE = fields.text(
    "code",
    "Short name for programs",
    "Small letters and _, like night_fears. It never changes.",
    width=20,
)
STOOD = "stood"
NAMES = {
    "label": "Word",
    "hint": "A line under it",
    "group": "Under which heading",
    "synonyms": "Other words for it",
}
DONE = {
    "added": Notice("Added", ("Hosts can choose it now.",), "mist"),
    "saved": Notice("Saved", ("People read it so from now on.",), "mist"),
    "retired": Notice("Retired", ("Nobody chooses it any more. Who uses it still does.",), "mist"),
    "again": Notice("In use again", ("Hosts can choose it again.",), "mist"),
    "merged": Notice("Done", ("This word now stands in place of the other.",), "mist"),
}


@dataclass(frozen=True, slots=True)
class ListsPage:
    """The lists of words, and those that change with the code only."""

    lists: tuple[Link, ...]
    fixed: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """The words of one list, in their order, and those that are retired."""

    heading: str
    here: str
    words: tuple[Link, ...]
    retired: tuple[Link, ...]
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Used:
    """Who uses a word: how many, and their names."""

    words: str
    names: tuple[str, ...]
    more: str


@dataclass(frozen=True, slots=True)
class WordPage:
    """One word: how it reads, who uses it, and what can be done with it."""

    heading: str
    here: str
    list: Link
    code: str
    retired: bool
    instead: str
    used: Used
    filled: Filled
    notices: tuple[Notice, ...]
    compared: tuple[Compared, ...] = ()


def lists(words: Words) -> ListsPage:
    """Make the page of lists."""
    open_, fixed = [], []
    for one in words.vocabularies.values():
        if one.code in usage.SAID:
            many = spoken.counted(len(words.listed(one.code)), "word")
            open_.append(Link(one.label, f"/keep/words/{one.code}", many))
        else:
            fixed.append(spoken.inside(one.label))
    return ListsPage(tuple(open_), spoken.listed(fixed))


def list_(vocabulary: Vocabulary, terms: Sequence[Term], done: str) -> ListPage:
    """Make the page of one list."""
    here = f"/keep/words/{vocabulary.code}"
    ways = [(Link(t.label, f"{here}/{t.code}", t.hint), t.retired) for t in terms]
    return ListPage(
        heading=vocabulary.label,
        here=here,
        words=tuple(way for way, retired in ways if not retired),
        retired=tuple(way for way, retired in ways if retired),
        notices=(DONE[done],) if done in DONE else (),
    )


def asked(terms: Sequence[Term], *, new: bool) -> list[Field]:
    """Give what is asked about a word; under which heading only where its list has some."""
    groups = sorted({term.group for term in terms if term.group})
    options = [Option("", "None"), *(Option(group, group) for group in groups)]
    under = [fields.choose("group", "Under which heading?", options)] if groups else []
    return [LABEL, *([CODE] if new else []), HINT, *under, LAY]


def typed_of(wording: Wording) -> Typed:
    """Put how a word reads into the fields."""
    return Typed(
        {
            "label": (wording.label,),
            "hint": (wording.hint,),
            "group": (wording.group or "",),
            "synonyms": ("\n".join(wording.synonyms),),
        }
    )


def said(typed: Typed, before: str = "") -> dict[str, object]:
    """Read how a word is to read; `before` stands before the names of its fields."""
    lines = typed.one(f"{before}synonyms").split("\n")
    return {
        "label": typed.one(f"{before}label"),
        "hint": typed.one(f"{before}hint"),
        "group": typed.one(f"{before}group") or None,
        "synonyms": list(dict.fromkeys(line.strip() for line in lines if line.strip())),
    }


def stood(typed: Typed) -> list[Field]:
    """Send along how the word read when somebody began."""
    return [fields.hidden(f"{STOOD}-{name}", value) for name, value in typed.pairs()]


def used(uses: Uses) -> Used:
    """Say who uses a word."""
    kinds = (
        (uses.offers, "offer"),
        (uses.organisations, "organisation"),
        (uses.sites, "place"),
    )
    counts = [spoken.counted(len(some), name) for some, name in kinds if some]
    names = [name for some, _ in kinds for _, name in some]
    more = len(names) - SHOWN
    return Used(
        f"Used by {spoken.listed(counts)}." if counts else "Nobody uses it.",
        tuple(names[:SHOWN]),
        f"And {more} more." if more > 0 else "",
    )


def compared(mine: Wording, theirs: Wording) -> Compared:
    """Lay how a word reads now beside what was typed."""
    answers = [
        Two(words, _lines(getattr(theirs, name)), _lines(getattr(mine, name)))
        for name, words in NAMES.items()
        if getattr(theirs, name) != getattr(mine, name)
    ]
    return Compared("Both versions", "There now", "What you wrote", tuple(answers))


def _lines(value: str | Iterable[str] | None) -> tuple[str, ...]:
    if not value:
        return ("Nothing",)
    return (value,) if isinstance(value, str) else tuple(value)
