"""What each change is asked for with, for the table of what is expected: an entry for every one."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.schema.asking import Things

Input = Callable[[Things, str], dict[str, Any] | None]
"""From one group's things, and which of them is meant, to the input; None: takes no input."""

HIDDEN = "hidden"


def of_offer(**more: Any) -> Input:
    """Name an offer that is shown, or the draft where that is meant."""
    return lambda t, which: _offer(t, which) | more


def _offer(t: Things, which: str) -> dict[str, Any]:
    if which == HIDDEN:
        return {"id": t.draft, "version": t.draft_version}
    return {"id": t.offer, "version": t.version}


def _draft(t: Things, which: str) -> dict[str, Any]:
    if which == "another's":
        return {"id": t.offer, "version": t.version}
    return {"id": t.draft, "version": t.draft_version}


def _paused(t: Things, which: str) -> dict[str, Any]:
    return _offer(t, which) if which == HIDDEN else {"id": t.paused, "version": t.paused_version}


def _pathway(t: Things, which: str) -> dict[str, Any]:
    start = t.draft if which == HIDDEN else t.offer
    return {"fromOffer": start, "toOffer": t.paused, "kind": "ALONGSIDE"}


INPUTS: Mapping[str, Input] = {
    "signOut": lambda *_: None,
    "createApiKey": lambda t, _: {
        "name": "Our website",
        "scopes": ["WRITE_OFFERS"],
        "organisation": t.organisation,
    },
    "revokeApiKey": lambda t, _: {"id": t.key},
    "grantRole": lambda t, _: {
        "email": "new@example.org",
        "role": "HOST",
        "organisation": t.organisation,
    },
    "revokeRole": lambda t, _: {
        "email": t.email,
        "role": "HOST",
        "organisation": t.organisation,
    },
    "createOrganisation": lambda *_: {"name": "A new group", "host": "user_led"},
    "createOffer": lambda t, _: {"organisation": t.organisation, "title": "A new offer"},
    "updateOffer": of_offer(peopleWords="About ten of us."),
    "publishOffer": _draft,
    "pauseOffer": of_offer(),
    "bringBackOffer": _paused,
    "endOffer": of_offer(),
    "restoreRevision": lambda t, _: {"revision": t.revision, "version": t.version},
    "setSpaceNow": of_offer(term="full"),
    "drawPathway": _pathway,
}
