"""A new group, ready to print: who they are, who keeps it, and each offer that would go live."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from network.directory import vouching
from network.directory.kept import Decision
from network.directory.tables import Offer, Organisation, Standing
from network.directory.texts import Text
from network.people.teams import Helper
from network.web.asking import fields
from network.web.asking.fields import Field
from network.web.asking.problems import Problem
from network.web.asking.typed import Typed
from network.web.views import spoken
from network.web.views.hosts import organisation, said
from network.web.views.hosts.around import Around
from network.web.views.hosts.said import NOTHING, Row
from network.web.views.keep.deciding import DecidingPage, Fold, Yes, answered, no
from network.web.views.keep.waits import waited
from network.web.views.parts import Link, Notice

NAMES = {
    **organisation.NAMES,
    "host": "Who they are",
    "about": "About them",
    "contacts": "How to reach them",
    "home_district": "Where they are based",
}


@dataclass(frozen=True, slots=True)
class Group:
    """A group, who keeps it, its offers with their words, and what was decided about it before."""

    organisation: Organisation
    helpers: Sequence[Helper]
    offers: Sequence[tuple[Offer, Text]]
    decision: Decision | None


def page(group: Group, around: Around, typed: Typed, wrong: Sequence[Problem]) -> DecidingPage:
    """Make the page."""
    found = group.organisation
    here = f"/keep/groups/{found.id}"
    shown = DecidingPage(
        kind="New group",
        heading=found.name,
        lead=f"{waited(found.created_at, around.known.now)}.",
        rows=tuple(_rows(group, around)),
        folds=tuple(_folds(group, around)),
        ways=_ways(found),
        notices=tuple(_before(group, around)),
        yes=Yes(f"{here}/let-in", "Let this group in", _line(group), tuple(_seen(group))),
        no=no(f"{here}/send-back", "Send it back", typed, wrong),
    )
    return shown if found.standing == Standing.NEW else shown.over()


def _rows(group: Group, around: Around) -> Iterator[Row]:
    text = group.organisation.model_dump(mode="json")
    for name, words in NAMES.items():
        answer = said.say(name, text.get(name), around)
        if answer != NOTHING:
            yield Row(words, answer)
    yield Row("Who keeps it", tuple(map(helper, group.helpers)) or ("Nobody yet",))


def helper(one: Helper) -> str:
    """Say who keeps an entry, and how to reach them."""
    name, email = one.person.name, one.person.email or ""
    who = f"{name}, {email}" if name and email else name or email or "Somebody"
    return f"{who} (leads)" if one.lead else who


def _folds(group: Group, around: Around) -> Iterator[Fold]:
    for offer, text in group.offers:
        if offer.waits_since is not None:
            yield Fold(text["title"], answered(text, around), f"/keep/offers/{offer.id}")


def _ways(found: Organisation) -> tuple[Link, ...]:
    return (
        Link("Change what they say", f"/hosts/organisation/{found.id}"),
        Link("Who keeps it", f"/hosts/organisation/{found.id}/people"),
        Link("What was done about it", f"/keep/record?thing={found.id}"),
    )


def _before(group: Group, around: Around) -> Iterator[Notice]:
    if group.decision is not None and not group.decision.let_through:
        when = spoken.ago(group.decision.at, around.known.now)
        yield Notice(f"Sent back {when}", (group.decision.reason,))


def _line(group: Group) -> str:
    many = sum(offer.waits_since is not None for offer, _ in group.offers)
    live = f"{spoken.counted(many, 'offer')} of theirs {'goes' if many == 1 else 'go'} live. "
    return f"{live if many else ''}What they write from then on does not wait."


def _seen(group: Group) -> Iterator[Field]:
    offers = [offer for offer, _ in group.offers]
    stands: Mapping[UUID, int] = vouching.versions(group.organisation, offers)
    for id, version in stands.items():
        yield fields.hidden("seen", f"{id}:{version}")
