"""The schema, put together from one file per room."""

from functools import cache

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types

from schema.base import House
from schema.directory import DirectoryQuery
from schema.http import Door
from schema.offer_changes import OfferChanges
from schema.organisation_changes import OrganisationChanges
from schema.people import PeopleQuery
from schema.people_changes import PeopleChanges
from schema.places import PlacesQuery
from schema.steward_changes import StewardChanges
from schema.terms import TermsQuery
from schema.trust_changes import TrustChanges
from schema.word_changes import WordChanges

Query = merge_types("Query", (DirectoryQuery, PeopleQuery, PlacesQuery, TermsQuery))
CHANGES = (
    PeopleChanges,
    OrganisationChanges,
    OfferChanges,
    TrustChanges,
    StewardChanges,
    WordChanges,
)
Mutation = merge_types("Mutation", CHANGES)


@cache
def built() -> strawberry.Schema:
    """Build the schema; once is enough."""
    config = StrawberryConfig(disable_field_suggestions=True)
    return strawberry.Schema(Query, Mutation, config=config)


def core() -> GraphQLSchema:
    """Give the schema as graphql-core runs it."""
    return built()._schema  # noqa: SLF001  # Strawberry has no public name for it


def door(house: House) -> Door:
    """Open the door: the routes to mount are its `routes`."""
    return Door(house, core(), house.version.now)


def sdl() -> str:
    """Write the schema as `schema/schema.graphql` keeps it."""
    return built().as_str().rstrip() + "\n"
