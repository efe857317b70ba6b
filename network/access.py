"""Who may do what: one table, a few predicates, `allows` and `require`.

The table prints itself to `docs/reference/permissions.md`. What may not even be seen is not asked
here: it is Missing (see each room's `visible.py`).
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from network.core.actor import Actor, Role
from network.core.errors import Denied

Predicate = Callable[[Actor, Any], bool]


class Act(StrEnum):
    """Everything that can be done here and asks leave, in plain words."""

    KEEP_PLACES = "Load localities, districts and postcodes"
    KEEP_WORDS = "Add, change and retire the words of a vocabulary"
    START_ORGANISATION = "Enter an organisation in the directory"
    EDIT_ORGANISATION = "Change an organisation and its places"
    WRITE_OFFER = "Write and change an offer"
    SHOW_OFFER = "Publish, pause, close and end an offer"
    LET_THROUGH = "Let a new group and its words through, or refuse them"
    VOUCH = "Vouch for another group in the name of one's own"
    CLAIM = "Say that an organisation in the directory is one's own"
    ANSWER_CLAIM = "Say yes or no to somebody who claims an organisation"
    WITHDRAW_CLAIM = "Take one's own claim back"
    CONFIRM_OFFER = "Give one's word that an offer is true"
    ASK_TO_CHECK = "Ask hosts whether an offer is still right"
    REPORT_LISTING = "Say that something on a listing is wrong"
    ANSWER_REPORT = "Say what came of a report"
    SEE_QUEUE = "See what waits for a steward"
    COUNT_SEEN = "Add up how often offers were seen"
    SEE_SEEN = "See how often an offer was seen"
    FORGET = "Forget what is no longer needed"
    KEEP_LISTINGS = "Work out the dates ahead of every offer anew"
    DRAW_PATHWAY = "Draw a way on from one offer to another"
    SIGN_IN = "Ask for a sign-in link, and sign in"
    KEEP_ACCOUNT = "Change one's own name, sessions, keys and second factor"
    ERASE_PERSON = "Erase all that is kept about a person"
    MAKE_KEY = "Make a key for a program that keeps an organisation's offers"
    CLEAR_PEOPLE = "Forget what is kept of people for a while only"
    REVOKE_KEY = "End a key"
    REMOVE_SECOND_FACTOR = "Take a second factor away"
    INVITE_HOST = "Ask somebody to help keep an organisation's entry"
    ANSWER_INVITATION = "Say yes or no to an invitation"
    GRANT_ROLE = "Give a role to a person, and take it away"
    SEND_LETTERS = "Send the letters that wait, and erase old ones"
    KEEP_LETTERS = "See which letters did not arrive, and send them again"
    EMPTY_ROLE = "Take away the last host of an organisation"
    END_SESSIONS = "Sign somebody else out everywhere"
    SEE_RECORD = "Look through the record of what was done"
    NOMINATE = "Put an issue forward for a development day"
    KEEP_NOMINATION = "Change, answer about and take back an issue that one put forward"
    SUPPORT_ISSUE = "Say that an issue is so for oneself too"
    KEEP_ISSUE = "Look after issues: list them, join them, bring them to a day"
    HAND_OVER_ISSUE = "Hand an issue that concerns one's own team to another facilitator"
    PLAN_DAY = "Plan a development day and its agenda, and say how it went"
    COME_TO_DAY = "Say that one comes to a development day"
    RUN_ITEM = "Open a part of a day, and write down what is said and agreed"
    SAY_SEEN = "Say whether what was promised is seen in practice"
    FOLLOW_ISSUE = "Move an issue along when its last answer is there or a date goes by"
    KEEP_DECIDERS = "Keep the list of those who decide, and how to reach them"
    KEEP_REFERRAL = "Send what the group asks to those who decide, and keep at it"
    ANSWER_REFERRAL = "Write down what those who were asked say"


def anyone(actor: Actor, thing: Any) -> bool:  # noqa: ARG001  # every predicate takes both
    """Anyone at all."""
    return True


def the_service(actor: Actor, thing: Any) -> bool:  # noqa: ARG001  # every predicate takes both
    """The service itself, at a task that an operator started."""
    return actor.system


def a_person(actor: Actor, thing: Any) -> bool:  # noqa: ARG001  # every predicate takes both
    """Anyone who is signed in."""
    return actor.person is not None and actor.via == "session"


def oneself(actor: Actor, thing: Any) -> bool:
    """The person it is or belongs to, signed in."""
    owner = getattr(thing, "person_id", None) or getattr(thing, "id", None)
    return a_person(actor, thing) and owner == actor.person


def oneself_strongly(actor: Actor, thing: Any) -> bool:
    """The person it belongs to, who has just given a second factor."""
    return actor.strong and oneself(actor, thing)


def a_steward(actor: Actor, thing: Any) -> bool:  # noqa: ARG001  # every predicate takes both
    """A steward of any locality."""
    return actor.holds_anywhere(Role.STEWARD)


def a_steward_of_it(actor: Actor, thing: Any) -> bool:
    """A steward of the locality that looks after it (of any, where none does)."""
    keeper = getattr(thing, "kept_by", None)
    if keeper is None:
        return actor.holds_anywhere(Role.STEWARD)
    return actor.holds(Role.STEWARD, keeper)


def a_host_of_it(actor: Actor, thing: Any) -> bool:
    """A host of the organisation that this is, or that runs it."""
    organisation = getattr(thing, "organisation_id", None) or getattr(thing, "id", None)
    return organisation is not None and actor.holds(Role.HOST, organisation)


def a_host_of_it_themself(actor: Actor, thing: Any) -> bool:
    """A host of it, signed in: no program for them."""
    return a_person(actor, thing) and a_host_of_it(actor, thing)


def its_lead(actor: Actor, thing: Any) -> bool:
    """The lead of the organisation, signed in."""
    return a_host_of_it_themself(actor, thing) and getattr(thing, "lead", None) == actor.person


def a_member_of_it(actor: Actor, thing: Any) -> bool:
    """A member or facilitator of its locality's network, of any sector, signed in."""
    where = getattr(thing, "locality_id", None)
    roles = (Role.MEMBER, Role.FACILITATOR)
    if where is None or not a_person(actor, thing):
        return False
    return any(actor.holds(role, where) for role in roles)


def a_facilitator_of_it(actor: Actor, thing: Any) -> bool:
    """A facilitator of its locality."""
    where = getattr(thing, "locality_id", None)
    return where is not None and actor.holds(Role.FACILITATOR, where)


def an_unconcerned_facilitator(actor: Actor, thing: Any) -> bool:
    """A facilitator of its locality whose own team it does not concern."""
    concerned = actor.person in getattr(thing, "handed_over", ()) or any(
        actor.holds(Role.HOST, organisation) for organisation in getattr(thing, "concerns", ())
    )
    return a_facilitator_of_it(actor, thing) and not concerned


def its_scribe(actor: Actor, thing: Any) -> bool:
    """Whoever writes on that day what is said, signed in."""
    return a_person(actor, thing) and getattr(thing, "scribe_id", None) == actor.person


def who_shows_its_receipt(actor: Actor, thing: Any) -> bool:  # noqa: ARG001  # every predicate takes both
    """Whoever shows the words of its receipt."""
    return getattr(thing, "receipt", False) is True


def who_was_asked(actor: Actor, thing: Any) -> bool:
    """Whoever speaks for the body that was asked: signed in, or by the link in its letter."""
    if actor.via == "letter":  # a link is for one question only
        asked = getattr(thing, "referral_id", None)
    else:
        asked = getattr(thing, "forum_id", None) if a_person(actor, thing) else None
    return asked is not None and actor.holds(Role.RESPONDER, asked)


MAY: Mapping[Act, tuple[Predicate, ...]] = {
    Act.KEEP_PLACES: (the_service,),
    Act.KEEP_WORDS: (the_service, a_steward),
    Act.START_ORGANISATION: (the_service, a_steward, a_person),
    Act.EDIT_ORGANISATION: (the_service, a_steward_of_it, a_host_of_it_themself),
    Act.WRITE_OFFER: (the_service, a_steward_of_it, a_host_of_it),
    Act.SHOW_OFFER: (the_service, a_steward_of_it, a_host_of_it),
    Act.LET_THROUGH: (the_service, a_steward_of_it),
    Act.VOUCH: (its_lead,),
    Act.CLAIM: (a_person,),
    Act.ANSWER_CLAIM: (the_service, a_steward_of_it, its_lead),
    Act.WITHDRAW_CLAIM: (oneself,),
    Act.CONFIRM_OFFER: (the_service, a_host_of_it),
    Act.ASK_TO_CHECK: (the_service,),
    Act.REPORT_LISTING: (anyone,),
    Act.ANSWER_REPORT: (the_service, a_steward_of_it, a_host_of_it_themself),
    Act.SEE_QUEUE: (the_service, a_steward),
    Act.COUNT_SEEN: (the_service,),
    Act.SEE_SEEN: (the_service, a_steward_of_it, a_host_of_it_themself),
    Act.FORGET: (the_service,),
    Act.KEEP_LISTINGS: (the_service,),
    Act.DRAW_PATHWAY: (the_service, a_steward_of_it, a_host_of_it),
    Act.SIGN_IN: (anyone,),
    Act.KEEP_ACCOUNT: (oneself,),
    Act.ERASE_PERSON: (the_service, oneself),
    Act.MAKE_KEY: (a_host_of_it_themself,),
    Act.CLEAR_PEOPLE: (the_service,),
    Act.REVOKE_KEY: (the_service, a_steward, oneself, a_host_of_it_themself),
    Act.REMOVE_SECOND_FACTOR: (the_service, oneself_strongly),
    Act.INVITE_HOST: (the_service, a_steward_of_it, a_host_of_it_themself),
    Act.ANSWER_INVITATION: (anyone,),
    Act.GRANT_ROLE: (the_service, a_steward_of_it, its_lead),
    Act.SEND_LETTERS: (the_service,),
    Act.KEEP_LETTERS: (the_service, a_steward),
    Act.EMPTY_ROLE: (the_service, a_steward_of_it),
    Act.END_SESSIONS: (the_service, a_steward),
    Act.SEE_RECORD: (the_service, a_steward),
    Act.NOMINATE: (the_service, a_member_of_it),
    Act.KEEP_NOMINATION: (the_service, oneself, who_shows_its_receipt),
    Act.SUPPORT_ISSUE: (a_member_of_it,),
    Act.KEEP_ISSUE: (the_service, an_unconcerned_facilitator),
    Act.HAND_OVER_ISSUE: (a_facilitator_of_it,),
    Act.PLAN_DAY: (the_service, a_facilitator_of_it),
    Act.COME_TO_DAY: (a_member_of_it,),
    Act.RUN_ITEM: (the_service, an_unconcerned_facilitator, its_scribe),
    Act.SAY_SEEN: (a_member_of_it,),
    Act.FOLLOW_ISSUE: (the_service,),
    Act.KEEP_DECIDERS: (the_service, a_facilitator_of_it),
    Act.KEEP_REFERRAL: (the_service, an_unconcerned_facilitator),
    Act.ANSWER_REFERRAL: (the_service, an_unconcerned_facilitator, who_was_asked),
}


def allows(actor: Actor, act: Act, thing: Any = None) -> bool:
    """Say whether this act on this thing is this person's to do."""
    return not actor.only_reads and any(predicate(actor, thing) for predicate in MAY[act])


def require(actor: Actor, act: Act, thing: Any = None) -> None:
    """Refuse an act that is not this person's to do."""
    if not allows(actor, act, thing):
        raise Denied(f"This is not yours to do: {act.value[0].lower()}{act.value[1:]}.")


def somebody(actor: Actor) -> UUID:
    """Give the person who asks; refuse where nobody is signed in."""
    if actor.person is None:
        raise Denied("Sign in first.")
    return actor.person


def printed() -> str:
    """Write the table as the page `docs/reference/permissions.md`."""
    lines = [
        "# Who may do what",
        "",
        "Made from `network/access.py` by `make fix`; do not edit. Looking things up asks no",
        "leave: what is not public is not found.",
        "",
        "| act | who may |",
        "| --- | --- |",
    ]
    for act, predicates in MAY.items():
        who = " Or: ".join(str(p.__doc__).strip() for p in predicates)
        lines.append(f"| {act.value} | {who} |")
    return "\n".join(lines) + "\n"
