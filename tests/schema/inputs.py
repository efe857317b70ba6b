"""What each change is asked for with, for the table of what is expected: an entry for every one."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.schema.asking import Things, World

Input = Callable[[World, str], dict[str, Any] | None]
"""From everything there is, and which thing is meant, to the input; None: it takes none."""

WHOSE = {"none": "mine", "hidden": "another's"}


def things(world: World, which: str) -> Things:
    """Choose whose things are meant."""
    return world.things[WHOSE.get(which, which)]


def offer(**more: Any) -> Input:
    """Name an offer that is shown, or the draft where what is hidden is meant."""
    return lambda world, which: (
        things(world, which).at("draft" if which == "hidden" else "offer") | more
    )


def named(name: str, **more: Any) -> Input:
    """Name one thing by its id, with more beside it."""
    return lambda world, which: {"id": getattr(things(world, which), name)} | more


def of_group(**more: Any) -> Input:
    """Name the group that something is for."""
    return lambda world, which: {"organisation": things(world, which).organisation} | more


def fixed(**input: Any) -> Input:
    """Ask the same whatever is meant."""
    return lambda *_: input


def _publish(world: World, which: str) -> dict[str, Any]:
    return things(world, which).at("offer" if which == "another's" else "draft")


def _bring_back(world: World, which: str) -> dict[str, Any]:
    return things(world, which).at("draft" if which == "hidden" else "paused")


def _restore(world: World, which: str) -> dict[str, Any]:
    found = things(world, which)
    return {"revision": found.revision, "version": found.versions.get("offer", 1)}


def _pathway(world: World, which: str) -> dict[str, Any]:
    start = offer()(world, which) or {}
    return {
        "fromOffer": start["id"],
        "toOffer": things(world, which).paused,
        "kind": "ALONGSIDE",
    }


def _host(world: World, which: str) -> dict[str, Any]:
    found = things(world, which)
    return {"email": found.email, "role": "HOST", "organisation": found.organisation}


def _waiting(**more: Any) -> Input:
    return lambda world, which: things(world, which).at("waiting") | more


def _vouch(name: str) -> Input:
    """Vouch in the name of the group that is meant, for what is another's."""
    return lambda world, which: {
        "id": getattr(world.things["another's" if which == "mine" else "mine"], name),
        "own": things(world, which).organisation,
    }


INPUTS: Mapping[str, Input] = {
    "requestSignInLink": fixed(email="new@example.org"),
    "signOut": lambda *_: None,
    "createApiKey": of_group(name="Our website", scopes=["WRITE_OFFERS"]),
    "revokeApiKey": named("key"),
    "grantRole": lambda world, which: _host(world, which) | {"email": "new@example.org"},
    "revokeRole": _host,
    "createOrganisation": fixed(name="A new group", host="user_led"),
    "updateOrganisation": named("organisation", version=1, about="We meet by the sea."),
    "claimOrganisation": named("described", words="I am of theirs."),
    "inviteEditor": of_group(email="new@example.org"),
    "vouchForOrganisation": _vouch("newcomer"),
    "addSite": of_group(name="The old school", postcode="TN34 1AB"),
    "updateSite": named("site", version=1, gettingThere="By the pier."),
    "createOffer": of_group(title="A new offer"),
    "updateOffer": offer(peopleWords="About ten of us."),
    "publishOffer": _publish,
    "pauseOffer": offer(),
    "bringBackOffer": _bring_back,
    "endOffer": offer(),
    "restoreRevision": _restore,
    "setSpaceNow": offer(term="full"),
    "drawPathway": _pathway,
    "confirmOffer": offer(),
    "reportListing": lambda world, which: {
        "offer": (offer()(world, which) or {})["id"],
        "ticks": ["time"],
    },
    "answerReport": named("report", outcome="MENDED"),
    "addTerm": fixed(vocabulary="theme", code="new_word", label="A new word"),
    "updateTerm": fixed(vocabulary="theme", code="worry", label="Worry and fear"),
    "retireTerm": fixed(vocabulary="theme", code="worry"),
    "mergeTerm": fixed(vocabulary="theme", code="worry", into="ups_downs"),
    "approveOffer": _waiting(),
    "refuseOffer": _waiting(reason="Say more about what happens."),
    "approveOrganisation": named("newcomer"),
    "refuseOrganisation": named("newcomer", reason="Tell us who you are."),
    "approveClaim": named("claim"),
    "refuseClaim": named("claim", reason="We do not know you."),
    "vouchForClaim": _vouch("claim"),
    "withdrawClaim": named("claim"),
}
