"""Can I see it? The select every read of referrals starts from; what is hidden is missing.

What was asked about an issue, and what came back, is seen by nobody who may not see the issue;
only whoever was asked sees what they were asked.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from network.core.actor import Actor, Role
from network.forum import visible
from network.forum.asked import (
    UNSENT,
    Judgement,
    LadderRung,
    Pause,
    Promise,
    Referral,
    Response,
    Wording,
)
from network.forum.tables import Issue


def referrals(actor: Actor) -> SelectOfScalar[Referral]:
    """Referrals of issues this person may see, and what they themselves were asked.

    What is not sent yet is the network's own business.
    """
    if actor.system:
        return select(Referral)
    seen = col(Referral.issue_id).in_(_issue_ids(actor))
    sent = col(Referral.state).not_in(UNSENT)
    return select(Referral).where(or_(and_(seen, or_(sent, _ours(actor))), _asked(actor)))


def wordings(actor: Actor) -> SelectOfScalar[Wording]:
    """The words of referrals this person may see."""
    return select(Wording).where(col(Wording.referral_id).in_(_ids(actor)))


def responses(actor: Actor) -> SelectOfScalar[Response]:
    """Answers to referrals this person may see."""
    return select(Response).where(col(Response.referral_id).in_(_ids(actor)))


def promises(actor: Actor) -> SelectOfScalar[Promise]:
    """What was promised in answer to referrals this person may see."""
    return select(Promise).where(col(Promise.referral_id).in_(_ids(actor)))


def judgements(actor: Actor) -> SelectOfScalar[Judgement]:
    """What the group made of answers this person may see."""
    return select(Judgement).where(col(Judgement.referral_id).in_(_ids(actor)))


def rungs(actor: Actor) -> SelectOfScalar[LadderRung]:
    """The ladder of referrals this person may see."""
    return select(LadderRung).where(col(LadderRung.referral_id).in_(_ids(actor)))


def pauses(actor: Actor) -> SelectOfScalar[Pause]:
    """When the clock of referrals this person may see was held."""
    return select(Pause).where(col(Pause.referral_id).in_(_ids(actor)))


def _ids(actor: Actor) -> Select[tuple[UUID]]:
    return referrals(actor).with_only_columns(col(Referral.id))


def _issue_ids(actor: Actor) -> Select[tuple[UUID]]:
    return visible.issues(actor).with_only_columns(col(Issue.id))


def _ours(actor: Actor) -> ColumnElement[bool]:
    here = actor.scopes(Role.MEMBER) | actor.scopes(Role.FACILITATOR)
    if not here or actor.via != "session":
        return false()
    own = select(Issue.id).where(col(Issue.locality_id).in_(here))
    return col(Referral.issue_id).in_(own)


def _asked(actor: Actor) -> ColumnElement[bool]:
    """Say whether somebody speaks for the body that was asked; by a link, for one question."""
    speaks = actor.scopes(Role.RESPONDER)
    if not speaks or actor.via not in {"letter", "session"}:
        return false()
    if actor.via == "letter":
        return col(Referral.id).in_(speaks)
    return col(Referral.forum_id).in_(speaks) & col(Referral.state).not_in(UNSENT)
