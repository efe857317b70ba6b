"""Where it happens: places of the organisation to tick, and room to name a new one."""

from collections.abc import Mapping, Sequence
from typing import Any

from network.directory.tables import Site
from network.web.asking import fields
from network.web.asking.fields import Field, Option
from network.web.asking.typed import Typed
from network.web.views.hosts.around import Around
from network.web.views.hosts.plain import Text

NEW = "place-"
PRIVATE = "Keep the address private. People are told it when they get in touch."
HINT = "Leave this blank if it is from home, or if the place is in the list."


class Places:
    """Which places an offer happens at; a new one is added before the offer is changed."""

    names = ("sites",)

    def fields(self, around: Around, typed: Typed) -> Sequence[Field]:  # noqa: ARG002
        """Give the boxes of the places there are, and the fields of a new one."""
        own = [Option(str(s.id), s.name, where(s)) for s in around.sites]
        ticks = [fields.many("sites", "Where does it happen?", own)] if own else []
        heading = "Another place" if own else "The place where you meet"
        return [*ticks, fields.row(heading, new(around))]

    def filled(self, text: Text) -> Mapping[str, Sequence[str]]:
        """Tick the places of the offer."""
        return {"sites": text.get("sites") or ()}

    def read(self, typed: Typed) -> Mapping[str, Any]:
        """Say which were ticked."""
        return {"sites": list(typed.many("sites"))}

    def place(self, path: str, typed: Typed) -> str:  # noqa: ARG002
        """Name the boxes."""
        return "sites"


def new(around: Around) -> Sequence[Field]:  # noqa: ARG001  # they are called alike
    """Give the fields of a place."""
    return [
        fields.text(f"{NEW}name", "Name of the place", HINT),
        fields.text(f"{NEW}address", "Address", "Like 1 Example Street."),
        fields.pair(
            fields.text(f"{NEW}town", "Town or village", width=20),
            fields.text(f"{NEW}postcode", "Postcode", width=10),
        ),
        fields.many(
            f"{NEW}withheld",
            "Is it safe for everyone to know where this is?",
            [Option("yes", PRIVATE)],
        ),
    ]


def where(site: Site) -> str:
    """Say where a place is; of a private one, only about where."""
    if site.withheld:
        return f"Private address, near {site.outcode}" if site.outcode else "Private address"
    return ", ".join(part for part in (site.address, site.town) if part)


PLACES = Places()
