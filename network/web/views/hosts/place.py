"""What is asked about one place: where it is, if that may be shown, and how to get in."""

from collections.abc import Mapping, Sequence
from typing import Any

from network.core.filling import fill
from network.directory.sites import Whereabouts
from network.directory.tables import Site
from network.web.asking import fields
from network.web.asking.fields import Field, Option
from network.web.asking.typed import Typed
from network.web.views.hosts.around import Around
from network.web.views.hosts.places import PRIVATE

ANSWERS = (
    Option("", "We have not said"),
    Option("yes", "Yes"),
    Option("no", "No"),
    Option("unsure", "Not sure"),
)
NAMES: Mapping[str, str] = {
    "name": "Name",
    "town": "Town or village",
    "withheld": "Address is private",
    "getting_there": "Getting there",
    "access": "Getting in",
    "access_words": "Getting in, in your words",
}
MOVED = "Leave this blank if it has not moved."


def asked(around: Around, *, known: bool = False) -> Sequence[Field]:
    """Give the fields of a place. `known`: it is listed already."""
    features = around.known.words.listed("access_feature")
    access = [
        fields.choose(f"access-{t.code}", t.label, ANSWERS, t.hint, group="" if n else "Getting in")
        for n, t in enumerate(features)
    ]
    both = (
        fields.text("town", "Town or village", width=20),
        fields.text("postcode", "Postcode", MOVED if known else "", width=10),
    )
    return [
        fields.text("name", "Name of the place"),
        fields.text("address", "Address", "Like 1 Example Street."),
        *(both if known else [fields.pair(*both)]),
        fields.many(
            "withheld", "Is it safe for everyone to know where this is?", [Option("yes", PRIVATE)]
        ),
        fields.long("getting_there", "Getting there (optional)", "Bus, train and walk.", rows=3),
        *access,
        fields.long("access_words", "Anything else about getting in (optional)", rows=3),
    ]


def filled(site: Site, where: Whereabouts) -> Typed:
    """Put what is known of a place into the fields; a private address only for its hosts."""
    given = {
        "name": (site.name,),
        "town": (site.town or "",),
        "address": (where.address or "",),
        "postcode": (where.postcode or "",),
        "withheld": ("yes",) if site.withheld else (),
        "getting_there": (site.getting_there,),
        "access_words": (site.access_words,),
    }
    return Typed(given | {f"access-{code}": (said,) for code, said in site.access.items()})


def read(typed: Typed) -> tuple[Mapping[str, Any], Whereabouts]:
    """Read what was said of a place. Its address is kept apart from the start."""
    names = [n for n in typed.given if n.startswith("access-")]
    access = {n.removeprefix("access-"): typed.one(n) for n in names if typed.one(n)}
    said = {
        "name": typed.one("name"),
        "town": typed.one("town") or None,
        "withheld": typed.one("withheld") == "yes",
        "getting_there": typed.one("getting_there"),
        "access": access,
        "access_words": typed.one("access_words"),
    }
    where = {name: typed.one(name) or None for name in ("address", "postcode")}
    return said, fill(Whereabouts, where)
