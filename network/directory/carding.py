"""Making an offer's public card: the one place that decides what leaves the directory."""

from typing import TYPE_CHECKING, Any

from network.core.errors import Missing
from network.directory.parts import Contact, Means
from network.directory.tables import (
    Offer,
    OfferFields,
    Organisation,
    Pathway,
    Site,
    SiteFields,
    Standing,
)

if TYPE_CHECKING:
    from network.directory.listing import Whole

Json = dict[str, Any]

KEPT_BACK = frozenset({"rhythm_months"})
"""What a host fills in that the public has no use for."""


def card(whole: "Whole") -> Json:
    """Make the card: an offer's own words, who runs it, where, and how it was checked."""
    offer = whole.offer
    fields = OfferFields.model_validate(offer.model_dump(include=set(OfferFields.model_fields)))
    known = fields.model_dump(mode="json", exclude=set(KEPT_BACK))
    contacts = open_to_all(offer.contacts, whole.organisation)
    known["contacts"] = [c.model_dump(mode="json") for c in contacts]
    return (
        known
        | _kept(offer)
        | _checked(whole)
        | {
            "organisation": _organisation(whole.organisation),
            "sites": [_site(site) for site in whole.sites],
            "pathways": [_way(*way) for way in whole.pathways],
        }
    )


def open_to_all(contacts: list[Contact], run_by: Organisation) -> list[Contact]:
    """Give the contacts anyone may see: no number of people who never said it may be given."""
    if run_by.standing != Standing.UNCONFIRMED:
        return contacts
    return [c for c in contacts if c.means not in {Means.PHONE, Means.TEXT}]


def _kept(offer: Offer) -> Json:
    return {
        "id": str(offer.id),
        "slug": offer.slug,
        "state": offer.state,
        "space_as_of": offer.space_as_of and offer.space_as_of.isoformat(),
        "back_on": offer.back_on and offer.back_on.isoformat(),
        "ends_on": offer.ends_on and offer.ends_on.isoformat(),
        "demonstration": offer.demonstration,
        "source": offer.source,
        "described": offer.described,
        "version": offer.version,
        "updated_at": offer.updated_at.isoformat(),
    }


def _checked(whole: "Whole") -> Json:
    given = whole.confirmed
    said = {name: moment and moment.isoformat() for name, moment in whole.lapses.items()}
    return said | {"confirmed_by": given.role if given else None}


def _organisation(run_by: Organisation) -> Json:
    return {
        "id": str(run_by.id),
        "slug": run_by.slug,
        "name": run_by.name,
        "host": run_by.host,
        "sector": run_by.sector,
        "standing": run_by.standing,
        "website": run_by.website,
        "demonstration": run_by.demonstration,
    }


NAMELESS = "A private place"
"""What a withheld place is called where anyone may read it."""


def _site(site: Site) -> Json:
    if site.withheld and site.address is not None:
        raise Missing("A withheld place must not carry an address.")
    shown = SiteFields.model_validate(site.model_dump(include=set(SiteFields.model_fields)))
    named = {"name": NAMELESS} if site.withheld else {}  # a name can be looked up
    return (
        shown.model_dump(mode="json")
        | named
        | {
            "id": str(site.id),
            "at": list(site.at) if site.at else None,
            "approximate": site.approximate,
        }
    )


def _way(way: Pathway, offer: Offer, run_by: Organisation) -> Json:
    return {
        "kind": way.kind,
        "note": way.note,
        "slug": offer.slug,
        "title": offer.title,
        "organisation": run_by.name,
    }
