"""What a column holds, said where it is declared: every column carries one privacy tag.

The tags decide what erasure, export and log-scrubbing touch; a house test fails for a column
without one.
"""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from pydantic_core import PydanticUndefined
from sqlalchemy import CheckConstraint, DateTime, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.engine import Dialect
from sqlmodel import Field, SQLModel

TEXTS = ARRAY(Text)
JSON = JSONB(none_as_null=True)
PLAIN_JSON = sa.JSON()  # kept as its text: read whole, never looked into
MOMENT = DateTime(timezone=True)
MOMENTS = ARRAY(MOMENT)
IDS = ARRAY(sa.Uuid)


# Named before the first model: the sentences for broken constraints are found by these names.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Privacy(StrEnum):
    """How carefully a column is kept."""

    PUBLIC = "public"
    PERSONAL = "personal"
    SPECIAL = "special"
    SECRET = "secret"  # noqa: S105  # a tag, not a password


def tagged(privacy: Privacy, default: Any = PydanticUndefined, **options: Any) -> Any:
    """Declare a column and how carefully it is kept; `type_` names its SQL type where needed."""
    column = dict(options.pop("column", {}))
    column["info"] = {"privacy": privacy}
    if (type_ := options.pop("type_", None)) is not None:
        options["sa_type"] = type_
    if options.get("default_factory") is not None:
        return Field(sa_column_kwargs=column, **options)
    return Field(default, sa_column_kwargs=column, **options)


def public(default: Any = PydanticUndefined, **options: Any) -> Any:
    """Declare a column that anyone may read."""
    return tagged(Privacy.PUBLIC, default, **options)


def personal(default: Any = PydanticUndefined, **options: Any) -> Any:
    """Declare a column about a person."""
    return tagged(Privacy.PERSONAL, default, **options)


def special(default: Any = PydanticUndefined, **options: Any) -> Any:
    """Declare a column about a person's health, or another thing the law guards most."""
    return tagged(Privacy.SPECIAL, default, **options)


def secret(default: Any = PydanticUndefined, **options: Any) -> Any:
    """Declare a column that leaves by no door."""
    return tagged(Privacy.SECRET, default, **options)


def codes(**options: Any) -> Any:
    """Declare a public list of vocabulary codes; empty means not stated."""
    return public(default_factory=list, type_=TEXTS, **options)


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """Let a column hold only these words (text and a check: a native enum breaks downgrades)."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} in ({listed})", name=column)


class Listed(TypeDecorator[list[Any]]):
    """A list of small filled-in parts (steps, contacts, sessions …) kept as JSON."""

    impl = JSONB
    cache_ok = True

    def __init__(self, part: type[SQLModel]) -> None:
        super().__init__()
        self.part = part

    def process_bind_param(self, value: list[Any] | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Turn parts into plain JSON."""
        if value is None:
            return None
        return [v.model_dump(mode="json") if isinstance(v, SQLModel) else v for v in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """Turn plain JSON back into parts."""
        return None if value is None else [self.part.model_validate(v) for v in value]


class Whole(TypeDecorator[Any]):
    """One small filled-in part (who does the work …) kept as JSON, or nothing."""

    impl = JSON
    cache_ok = True

    def __init__(self, part: type[SQLModel]) -> None:
        super().__init__()
        self.part = part

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """Turn the part into plain JSON."""
        return value.model_dump(mode="json") if isinstance(value, SQLModel) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """Turn plain JSON back into the part."""
        return None if value is None else self.part.model_validate(value)
