"""What stands in the way of a change: sentences a person can act on, with the field they mend."""

from enum import StrEnum

import strawberry
from strawberry.utils.str_converters import to_camel_case

from network.core.errors import Refusal


class ProblemCode(StrEnum):
    """Why a change was not made."""

    INVALID = "invalid"
    CONFLICT = "conflict"
    DENIED = "denied"
    MISSING = "missing"
    TOO_MANY = "too_many"


strawberry.enum(ProblemCode, description="Why a change was not made.")


@strawberry.type(description="One thing that stands in the way, in a sentence a person can act on.")
class Problem:
    code: ProblemCode
    field: list[str] | None = strawberry.field(
        description="The way to it in the input: names, and numbers from 0 inside lists."
    )
    message: str
    suggestion: str | None


def problems(refusal: Refusal) -> list[Problem]:
    """Word a refusal, and those that came with it, for a program."""
    return [
        Problem(
            code=ProblemCode(one.code),
            field=path(one.field),
            message=one.sentence,
            suggestion=one.suggestion,
        )
        for one in refusal.all
    ]


def path(field: str | None) -> list[str] | None:
    """Say a field as the API names it: "contacts.0.value" is ["contacts", "0", "value"].

    What a room calls `organisation_id` is `organisation` in every input.
    """
    if field is None:
        return None
    return [to_camel_case(part.removesuffix("_id")) for part in field.split(".")]
