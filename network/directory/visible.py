"""Can I see it? The select every read of a guarded table starts from; what is hidden is missing."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, literal, or_, true
from sqlmodel import col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from network.core.actor import Actor, Role
from network.directory.kept import Claim, Decision, Pending, Report, Revision
from network.directory.listed import Listing
from network.directory.tables import (
    Offer,
    OfferState,
    Organisation,
    Site,
    SiteAddress,
    Standing,
)
from network.people.tables import KeptGrant


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


def reports(actor: Actor) -> SelectOfScalar[Report]:
    """What somebody says is wrong: for an offer's own hosts and for those who look after it."""
    return select(Report).join(Offer).where(_looked_after(actor))


def decisions(actor: Actor) -> SelectOfScalar[Decision]:
    """What stewards decided: for the group's own hosts and for those who look after it."""
    return select(Decision).join(Organisation).where(_kept(actor))


def claims(actor: Actor) -> SelectOfScalar[Claim]:
    """Claims: one's own, those on what one keeps, and those on what one looks after."""
    own = col(Claim.person_id) == actor.person
    return select(Claim).join(Organisation).where(or_(own, _kept(actor)))


def _looked_after(actor: Actor) -> ColumnElement[bool]:
    return _those_of(actor, col(Offer.organisation_id), col(Offer.kept_by))


def _kept(actor: Actor) -> ColumnElement[bool]:
    return _those_of(actor, col(Organisation.id), col(Organisation.kept_by))


def _those_of(actor: Actor, run_by: Any, kept_by: Any) -> ColumnElement[bool]:
    """Give the SQL of `a_host_of_it` and `a_steward_of_it`."""
    if actor.system:
        return true()
    return or_(
        run_by.in_(actor.scopes(Role.HOST)),
        kept_by.in_(actor.scopes(Role.STEWARD)),
        and_(kept_by.is_(None), literal(actor.holds_anywhere(Role.STEWARD))),
    )


offer_id = col(Listing.offer_id)


def cards(actor: Actor) -> SelectOfScalar[dict[str, Any]]:  # noqa: ARG001  # every read starts alike
    """The public cards: what any door may show of an offer."""
    return select(col(Listing.card)).where(Listing.n == 0)


def stamped(actor: Actor) -> Select[UUID, int, dict[str, Any]]:  # noqa: ARG001  # every read starts alike
    """The public cards with the stamps by which one that was read before is known again."""
    columns = (col(Listing.offer_id), col(Listing.stamp), col(Listing.card))
    return select(*columns).where(Listing.n == 0)


def organisations(actor: Actor) -> SelectOfScalar[Organisation]:
    """Organisations: a new group is seen by its own until a steward let something of it through."""
    listed = exists().where(col(Listing.organisation_id) == Organisation.id)
    kept = exists().where(  # asked of the database: whoever has just started it keeps it already
        col(KeptGrant.scope) == Organisation.id, col(KeptGrant.person_id) == actor.person
    )
    new = col(Organisation.standing) == Standing.NEW
    return select(Organisation).where(or_(~new, _kept(actor), listed, kept))


def looked_after(actor: Actor) -> SelectOfScalar[Organisation]:
    """Organisations that are this person's to keep or to look after."""
    return select(Organisation).where(_kept(actor))


def sites(actor: Actor) -> SelectOfScalar[Site]:  # noqa: ARG001  # every read starts alike
    """Places, without the addresses that are withheld: those are kept elsewhere."""
    return select(Site)


def addresses(actor: Actor) -> SelectOfScalar[SiteAddress]:
    """Withheld addresses: nobody but the hosts of the place."""
    query = select(SiteAddress).join(Site, col(Site.id) == SiteAddress.site_id)
    mine = actor.scopes(Role.HOST)
    return query.where(col(Site.organisation_id).in_(mine) if mine else false())
