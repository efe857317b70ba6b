"""Can I see it? The select every read of a guarded table starts from; what is hidden is missing."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, literal, or_, true
from sqlmodel import col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from network.core.actor import Actor, Role
from network.directory.kept import Pending, Revision
from network.directory.listed import Listing
from network.directory.tables import Offer, OfferState, Organisation, Site, SiteAddress


def offers(actor: Actor) -> SelectOfScalar[Offer]:
    """Offers this person may read in full: their own drafts too, everybody's published ones."""
    return select(Offer).where(or_(col(Offer.state) != OfferState.DRAFT, _looked_after(actor)))


def listings(actor: Actor) -> SelectOfScalar[Listing]:  # noqa: ARG001  # the same for everyone
    """What anyone may find: a draft has no listing, so there is nothing to hide."""
    return select(Listing)


def revisions(actor: Actor) -> SelectOfScalar[Revision]:
    """Earlier texts: for an offer's own hosts and for those who look after it."""
    return select(Revision).join(Offer).where(_looked_after(actor))


def pending(actor: Actor) -> SelectOfScalar[Pending]:
    """Words that wait: for an offer's own hosts and for those who look after it."""
    return select(Pending).join(Offer).where(_looked_after(actor))


def _looked_after(actor: Actor) -> ColumnElement[bool]:
    if actor.system:
        return true()
    return or_(
        col(Offer.organisation_id).in_(actor.scopes(Role.HOST)),
        col(Offer.kept_by).in_(actor.scopes(Role.STEWARD)),
        and_(col(Offer.kept_by).is_(None), literal(actor.holds_anywhere(Role.STEWARD))),
    )


offer_id = col(Listing.offer_id)


def cards(actor: Actor) -> SelectOfScalar[dict[str, Any]]:  # noqa: ARG001
    """The public cards: what any door may show of an offer."""
    return select(col(Listing.card)).where(Listing.n == 0)


def stamped(actor: Actor) -> Select[UUID, int, dict[str, Any]]:  # noqa: ARG001
    """The public cards with the stamps by which one that was read before is known again."""
    columns = (col(Listing.offer_id), col(Listing.stamp), col(Listing.card))
    return select(*columns).where(Listing.n == 0)


def organisations(actor: Actor) -> SelectOfScalar[Organisation]:  # noqa: ARG001
    """Organisations: all of them are public."""
    return select(Organisation)


def sites(actor: Actor) -> SelectOfScalar[Site]:  # noqa: ARG001
    """Places, without the addresses that are withheld: those are kept elsewhere."""
    return select(Site)


def addresses(actor: Actor) -> SelectOfScalar[SiteAddress]:
    """Withheld addresses: nobody but the hosts of the place."""
    query = select(SiteAddress).join(Site, col(Site.id) == SiteAddress.site_id)
    mine = actor.scopes(Role.HOST)
    return query.where(col(Site.organisation_id).in_(mine) if mine else false())
