"""Who may do what: the truth, act by act, written apart from the table it checks."""

from uuid import UUID

import pytest

from network.access import MAY, Act, allows, printed, require
from network.core.actor import ANYONE, Actor, Grant, Role, service
from network.core.errors import Denied
from network.core.ids import new_id
from network.directory.tables import Organisation

MINE, OTHERS = new_id(), new_id()
WHO = {
    "anyone": ANYONE,
    "a host of it": Actor("host", new_id(), frozenset({Grant(Role.HOST, MINE)})),
    "a host of another": Actor("host", new_id(), frozenset({Grant(Role.HOST, OTHERS)})),
    "a steward": Actor("steward", new_id(), frozenset({Grant(Role.STEWARD, new_id())})),
    "the service": service("seed"),
}
TRUTH = {
    Act.KEEP_PLACES: {"the service"},
    Act.KEEP_WORDS: {"the service", "a steward"},
    Act.START_ORGANISATION: {"the service", "a steward"},
    Act.EDIT_ORGANISATION: {"the service", "a steward", "a host of it"},
    Act.WRITE_OFFER: {"the service", "a steward", "a host of it"},
    Act.SHOW_OFFER: {"the service", "a steward", "a host of it"},
    Act.CONFIRM_OFFER: {"the service", "a host of it"},
    Act.KEEP_LISTINGS: {"the service"},
    Act.DRAW_PATHWAY: {"the service", "a steward", "a host of it"},
}


def thing(id: UUID) -> Organisation:
    """Make an organisation that is only its id."""
    return Organisation.model_construct(id=id)


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("who", list(WHO))
def test_the_table_says_what_was_decided(act: Act, who: str) -> None:
    assert allows(WHO[who], act, thing(MINE)) is (who in TRUTH[act])


def test_every_act_was_decided_and_is_printed() -> None:
    assert set(TRUTH) == set(MAY) == set(Act)
    assert all(act.value in printed() for act in Act)


def test_a_refusal_says_what_is_not_theirs_to_do() -> None:
    with pytest.raises(Denied, match="publish, pause, close and end an offer"):
        require(ANYONE, Act.SHOW_OFFER, thing(MINE))
