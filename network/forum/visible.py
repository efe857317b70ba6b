"""Can I see it? The select every read of the forum starts from; what is hidden is missing.

What follows from an issue (its place on an agenda, what was said and agreed) is seen by nobody who
may not see the issue.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import Mapped
from sqlalchemy.types import Uuid
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from network.core.actor import Actor, Role
from network.forum.dated import AgendaItem, Attendance, Day, ItemKind
from network.forum.minuted import Action, Agreement, Idea
from network.forum.tables import (
    Conflict,
    Issue,
    IssueState,
    Nomination,
    Openness,
    Reason,
    Visibility,
)

BETWEEN = ("ask_for_wording", "narrow", "agree_to_split")
"""Steps whose words may name what others are not to read."""


def issues(actor: Actor) -> SelectOfScalar[Issue]:
    """Issues this person may see: public ones, members' ones here, one's own, and drafts of none.

    A facilitator sees those for facilitators, save what concerns their own team.
    """
    if actor.system:
        return select(Issue)
    put = col(Issue.state) != IssueState.DRAFT
    shown = or_(
        col(Issue.visibility) == Visibility.PUBLIC,
        and_(col(Issue.visibility) == Visibility.MEMBERS, _here(col(Issue.locality_id), actor)),
        and_(col(Issue.visibility) == Visibility.FACILITATORS, _looked_after(actor)),
    )
    return select(Issue).where(or_(and_(put, shown), _own(actor)))


def nominations(actor: Actor) -> SelectOfScalar[Nomination]:
    """Who put an issue forward: for all who see it, for its facilitators, or for nobody."""
    query = select(Nomination).join(Issue)
    if actor.system:
        return query
    named = and_(
        col(Nomination.openness) == Openness.NAMED,
        col(Nomination.issue_id).in_(_ids(actor)),
    )
    known = and_(col(Nomination.openness) == Openness.FACILITATORS, _looked_after(actor))
    return query.where(or_(named, known, _mine(actor)))


def days(actor: Actor) -> SelectOfScalar[Day]:  # noqa: ARG001  # the same for everyone
    """Days: that there is one is no secret."""
    return select(Day)


def items(actor: Actor) -> SelectOfScalar[AgendaItem]:
    """Parts of a day: of an issue, for those who see the issue; members only where it says so."""
    query = select(AgendaItem).outerjoin(Day, col(Day.id) == AgendaItem.day_id)
    if actor.system:
        return query
    plain = and_(
        col(AgendaItem.issue_id).is_(None),
        or_(col(AgendaItem.kind) != ItemKind.RESTRICTED, _here(col(Day.locality_id), actor)),
    )
    return query.where(or_(plain, col(AgendaItem.issue_id).in_(_ids(actor))))


def ideas(actor: Actor) -> SelectOfScalar[Idea]:
    """What was said, by those who see the part of the day it was said in."""
    return select(Idea).where(col(Idea.item_id).in_(_item_ids(actor)))


def agreements(actor: Actor) -> SelectOfScalar[Agreement]:
    """What was agreed, by those who see the part of the day it was agreed in."""
    return select(Agreement).where(col(Agreement.item_id).in_(_item_ids(actor)))


def actions(actor: Actor) -> SelectOfScalar[Action]:
    """Who does what, by those who see the part of the day it comes from."""
    return select(Action).where(col(Action.item_id).in_(_item_ids(actor)))


def reasons(actor: Actor) -> SelectOfScalar[Reason]:
    """Words that came with a step, by those who see what they are about.

    What passes between a facilitator and who put an issue forward is seen by these two.
    """
    if actor.system:
        return select(Reason)
    about = col(Reason.about)
    seen = or_(about.in_(_ids(actor)), about.in_(_item_ids(actor)), about.in_(select(Day.id)))
    between = select(Issue.id).where(or_(_looked_after(actor), _own(actor)))
    open_ = or_(col(Reason.step).not_in(BETWEEN), about.in_(between))
    return select(Reason).where(seen, open_)


def attendances(actor: Actor) -> SelectOfScalar[Attendance]:
    """Who comes and what they need: one's own, and for the facilitators of the locality."""
    query = select(Attendance).join(Day, col(Day.id) == Attendance.day_id)
    if actor.system:
        return query
    own = col(Attendance.person_id) == actor.person if actor.via == "session" else false()
    return query.where(or_(own, _within(col(Day.locality_id), actor.scopes(Role.FACILITATOR))))


def _ids(actor: Actor) -> Select[tuple[UUID]]:
    return issues(actor).with_only_columns(col(Issue.id))


def _item_ids(actor: Actor) -> Select[tuple[UUID]]:
    return items(actor).with_only_columns(col(AgendaItem.id))


def _own(actor: Actor) -> ColumnElement[bool]:
    return exists().where(col(Nomination.issue_id) == Issue.id, _mine(actor))


def _mine(actor: Actor) -> ColumnElement[bool]:
    if actor.person is None or actor.via != "session":
        return false()
    return col(Nomination.person_id) == actor.person


def _here(locality: Mapped[UUID], actor: Actor) -> ColumnElement[bool]:
    """Say whether somebody belongs to the network of a locality."""
    if actor.via != "session":
        return false()
    return _within(locality, actor.scopes(Role.MEMBER) | actor.scopes(Role.FACILITATOR))


def _looked_after(actor: Actor) -> ColumnElement[bool]:
    """Say whether an issue is this facilitator's to look after, as `access` does."""
    handed = exists().where(
        col(Conflict.issue_id) == Issue.id, col(Conflict.person_id) == actor.person
    )
    teams = actor.scopes(Role.HOST)
    concerned: ColumnElement[bool] = (
        col(Issue.concerns).bool_op("&&")(array(teams, type_=Uuid())) if teams else false()
    )
    here = _within(col(Issue.locality_id), actor.scopes(Role.FACILITATOR))
    return and_(here, ~handed, ~concerned)


def _within(locality: Mapped[UUID], scopes: frozenset[UUID]) -> ColumnElement[bool]:
    return locality.in_(scopes) if scopes else false()
