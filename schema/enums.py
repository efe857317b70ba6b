"""The closed words of the rooms, told to the API under their own names."""

from enum import StrEnum

import strawberry

from network.core.actor import Role
from network.directory.freshness import Freshness
from network.directory.kept import ClaimState
from network.directory.kept import Outcome as ReportOutcome
from network.directory.parts import FocusLevel, Means
from network.directory.tables import OfferState, PathwayKind, Sector
from network.directory.wanted import Order
from network.people.keys import Scope

__all__ = [
    "AccessAnswer",
    "ClaimState",
    "FocusLevel",
    "Freshness",
    "Means",
    "OfferState",
    "Order",
    "PathwayKind",
    "ReportOutcome",
    "Role",
    "Scope",
    "Sector",
]


class AccessAnswer(StrEnum):
    """Whether a place has something that helps people in."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


strawberry.enum(AccessAnswer, description="What is known of an access feature.")
strawberry.enum(ClaimState, description="How far a claim on an entry has come.")
strawberry.enum(FocusLevel, description="How an offer is made for a community; exactly one each.")
strawberry.enum(
    Freshness,
    description="How sure a listing is. UNCONFIRMED: never confirmed by the people who run it.",
)
strawberry.enum(Means, name="ContactMeans", description="How a host is reached.")
strawberry.enum(OfferState, description="Where an offer is in its life.")
strawberry.enum(Order, name="OfferOrder", description="In which order. None of them means better.")
strawberry.enum(PathwayKind, description="How one offer stands to another.")
strawberry.enum(
    ReportOutcome, name="ReportOutcome", description="MENDED; RIGHT as it was; or UNCLEAR."
)
strawberry.enum(Sector, description="Which part of life a host belongs to.")
strawberry.enum(
    Role, description="What a person does: HOST for an organisation, the others for a locality."
)
strawberry.enum(
    Scope,
    name="ApiKeyScope",
    description="What a key is for: to read what you may read, or to write one group's offers.",
)
