"""Can I see it? Who may read of whom: oneself, those one keeps an entry with, and stewards all."""

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from network.core.actor import Actor, Role
from network.people.tables import ApiKey, KeptGrant, Person


def people(actor: Actor) -> SelectOfScalar[Person]:
    """People this person may read of."""
    query = select(Person)
    if actor.system or actor.holds_anywhere(Role.STEWARD):
        return query
    beside = select(KeptGrant.person_id).where(
        col(KeptGrant.role) == Role.HOST.value,
        col(KeptGrant.scope).in_(actor.scopes(Role.HOST)),
    )
    return query.where(or_(col(Person.id) == actor.person, col(Person.id).in_(beside)))


def keys(actor: Actor) -> SelectOfScalar[ApiKey]:
    """Keys this person may know of: their own, and those for entries they keep."""
    query = select(ApiKey)
    if actor.system or actor.holds_anywhere(Role.STEWARD):
        return query
    own = col(ApiKey.person_id) == actor.person
    return query.where(or_(own, col(ApiKey.organisation_id).in_(actor.scopes(Role.HOST))))
