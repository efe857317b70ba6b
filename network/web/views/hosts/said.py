"""What an offer says, answer by answer, in words: for checking, for comparing, for looking back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from network.directory import rules, schedule
from network.directory.parts import FocusLevel, Session
from network.directory.tables import Site
from network.web.known import AREA
from network.web.views.facts import FOR
from network.web.views.hosts.around import Around

NOTHING = ("Not said yet",)
NAMES: Mapping[str, str] = {
    "title": "Name",
    "summary": "In a sentence or two",
    "what_happens": "What happens",
    "kind": "Kind",
    "also_kinds": "Also",
    "settings": "Sort of place",
    "formats": "How people meet",
    "access_routes": "How to join",
    "themes": "In common",
    "made_for": "Made for",
    "who_words": "Who it is for",
    "age_from": "Youngest age",
    "age_to": "Oldest age",
    "leadership": "Who leads",
    "first_time": "Good to know",
    "first_visit": "The first visit",
    "records": "What is written down",
    "records_words": "What happens to it",
    "reply_time": "When people hear back",
    "how_long": "How long it lasts",
    "cost": "Cost",
    "cost_words": "Cost, in your words",
    "session_limit": "How many times",
    "usual_size": "How many people",
    "people_words": "Who comes",
    "join_words": "How to join, in your words",
    "languages": "Languages",
    "districts": "Areas",
    "anywhere": "Open from anywhere",
    "schedule": "When",
    "schedule_words": "When, in your words",
    "contacts": "Who to contact",
    "peers": "Who does the work",
    "values": "Values",
    "space": "Space for new people",
    "wait_weeks": "Weeks to wait",
    "rhythm_months": "How often we ask",
    "sites": "Where",
}
"""What each answer is called where it is shown to its hosts."""

OTHERS = {"host": "host", "home_district": AREA}
"""Answers of an organisation that are words of a vocabulary."""

MEANS = {"phone": "Phone", "text": "Text", "email": "Email", "web": "Web page"}
CREW = {
    "paid": "Paid peer workers",
    "volunteers": "Volunteers",
    "members": "Run by the people who come",
    "supervised_by_peer": "Supported by another peer",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: what it is called, what it says, and the page where it is changed."""

    name: str
    words: tuple[str, ...]
    href: str = ""
    id: str = ""


def say(name: str, value: Any, around: Around) -> tuple[str, ...]:
    """Say one answer in words; what was left blank is said to be."""
    if value is None or value in ("", [], False):
        return NOTHING
    known = around.known
    if vocabulary := OTHERS.get(name) or rules.VOCABULARIES.get(name):
        codes = [value] if isinstance(value, str) else value
        return tuple(known.labels(vocabulary, codes))
    if name in _SAY:
        return tuple(_SAY[name](value, around))
    return ("Yes",) if value is True else tuple(str(value).split("\n"))


def say_of(around: Around) -> Callable[[str, Any], tuple[str, ...]]:
    """Give the way to say answers with these words and places at hand."""
    return lambda name, value: say(name, value, around)


def rows(text: Mapping[str, Any], names: Iterable[str], around: Around) -> list[Row]:
    """Say several answers; those that only add to another are left out while they are blank."""
    said = ((name, say(name, text.get(name), around)) for name in names)
    return [
        Row(NAMES[name], words, id=name)
        for name, words in said
        if words != NOTHING or name not in ADDITIONS
    ]


ADDITIONS = frozenset(
    {
        *("also_kinds", "schedule_words", "anywhere", "districts", "age_from", "age_to"),
        *("made_for", "join_words", "cost_words", "records_words", "reply_time", "wait_weeks"),
    }
)


def _times(value: Sequence[Mapping[str, Any]], around: Around) -> list[str]:  # noqa: ARG001  # they are called alike
    return [schedule.words(Session.model_validate(dict(one))) for one in value]


def _contacts(value: Sequence[Mapping[str, Any]], around: Around) -> list[str]:  # noqa: ARG001  # they are called alike
    return [
        f"{MEANS.get(c['means'], c['means'])}: {c['value']}"
        + (f" ({c['who']})" if c.get("who") else "")
        for c in value
    ]


def _steps(value: Sequence[Mapping[str, Any]], around: Around) -> list[str]:  # noqa: ARG001  # they are called alike
    return [f"{n}. {s['title']}. {s.get('line') or ''}".strip() for n, s in enumerate(value, 1)]


def _made_for(value: Sequence[Mapping[str, Any]], around: Around) -> list[str]:
    return [
        f"{FOR[FocusLevel(m['level'])]}: {around.known.label('community', m['community'])}"
        + (f". {m['words']}" if m.get("words") else "")
        for m in value
    ]


def _values(value: Sequence[Mapping[str, Any]], around: Around) -> list[str]:
    return [f"{around.known.label('value', v['value'])}: {v['words']}" for v in value]


def _crew(value: Mapping[str, Any], around: Around) -> list[str]:  # noqa: ARG001  # they are called alike
    said = ((words, value.get(name)) for name, words in CREW.items())
    return [f"{words}: {_plainly(one)}" for words, one in said if one is not None]


def _plainly(answer: Any) -> str:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return str(answer)


def _areas(value: Sequence[str], around: Around) -> list[str]:
    return around.known.labels(AREA, value)


def _sites(value: Sequence[str], around: Around) -> list[str]:
    names = {str(site.id): _site(site) for site in around.sites}
    return [names.get(str(id), "A place that is not in your list any more") for id in value]


def _site(site: Site) -> str:
    return f"{site.name}. The address is private" if site.withheld else site.name


def _access(value: Mapping[str, str], around: Around) -> list[str]:
    said = {"yes": "yes", "no": "no", "unsure": "not sure"}
    known = around.known
    return [
        f"{known.label('access_feature', code)}: {said.get(answer, answer)}"
        for code, answer in value.items()
    ]


def _months(value: int, around: Around) -> list[str]:  # noqa: ARG001  # they are called alike
    return ["Every month" if value == 1 else f"Every {value} months"]


_SAY: Mapping[str, Callable[[Any, Around], list[str]]] = {
    "schedule": _times,
    "contacts": _contacts,
    "first_visit": _steps,
    "made_for": _made_for,
    "values": _values,
    "peers": _crew,
    "districts": _areas,
    "sites": _sites,
    "rhythm_months": _months,
    "access": _access,
}
