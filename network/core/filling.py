"""What a person filled in, checked in one go: every field that cannot be taken gets its sentence.

A `…Fields` class says once what may be filled in. The library checks it; the words are ours. What
must not be left blank has a sentence of its own in `BLANK`, by its path without numbers.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from network.core.errors import Invalid

M = TypeVar("M", bound=BaseModel)


def fill(kind: type[M], values: Mapping[str, Any]) -> M:
    """Make a checked thing of what was filled in.

    Refuses all at once: the first refusal carries the `others`; each names its field.
    """
    try:
        return kind.model_validate(dict(values))
    except ValidationError as error:
        blank: Mapping[str, str] = getattr(kind, "BLANK", {})
        first, *others = (_refused(one, blank) for one in error.errors(include_url=False))
        first.others = others
        raise first from None


def emptied(kind: type[BaseModel], values: Mapping[str, Any]) -> dict[str, Any]:
    """Read None as emptied: a part gets what stands in it when nothing was filled in."""
    return {name: _blank(kind, name) if v is None else v for name, v in values.items()}


def _blank(kind: type[BaseModel], name: str) -> Any:
    field = kind.model_fields.get(name)
    if field is None:
        return None
    return "" if field.is_required() else field.get_default(call_default_factory=True)


def _refused(error: ErrorDetails, blank: Mapping[str, str]) -> Invalid:
    field = ".".join(map(str, error["loc"])) or None
    if error["type"] == "missing" or (error["type"] == "string_too_short" and not error["input"]):
        return Invalid(_asked_for(error, blank), field=field)
    say = SENTENCES.get(error["type"], _unfit)
    return Invalid(say(error), field=field, short=True)


def _asked_for(error: ErrorDetails, blank: Mapping[str, str]) -> str:
    """Ask for what was left blank, by its name."""
    names = [part for part in error["loc"] if isinstance(part, str)]
    said = blank.get(".".join(names))
    return said or f"Fill in the {names[-1].replace('_', ' ') if names else 'form'}."


def _unfit(_: ErrorDetails) -> str:
    return "This cannot be taken as it stands."


def _too_short(error: ErrorDetails) -> str:
    return f"Use {error['ctx']['min_length']} characters or more."


def _too_long(error: ErrorDetails) -> str:
    most, have = error["ctx"]["max_length"], len(error["input"])
    return f"Shorten this to {most:,} characters. You have {have:,}."


def _too_many(error: ErrorDetails) -> str:
    return f"Give at most {error['ctx']['max_length']}."


def _number(_: ErrorDetails) -> str:
    return "Enter a whole number, like 8."


def _day(_: ErrorDetails) -> str:
    return "Enter a date, like 2026-11-28."


def _moment(_: ErrorDetails) -> str:
    return "Enter a date and time, like 2026-11-28T14:00."


def _yes_or_no(_: ErrorDetails) -> str:
    return "Answer yes or no."


def _choice(error: ErrorDetails) -> str:
    return f"Choose {error['ctx']['expected'].replace(chr(39), '')}."


SENTENCES: Mapping[str, Callable[[ErrorDetails], str]] = {
    "string_too_short": _too_short,
    "string_too_long": _too_long,
    "too_long": _too_many,
    "greater_than": lambda error: f"Enter more than {error['ctx']['gt']}.",
    "greater_than_equal": lambda error: f"Enter {error['ctx']['ge']} or more.",
    "less_than_equal": lambda error: f"Enter {error['ctx']['le']:,} or less.",
    "int_type": _number,
    "int_parsing": _number,
    "int_parsing_size": _number,
    "int_from_float": _number,
    "bool_type": _yes_or_no,
    "bool_parsing": _yes_or_no,
    "date_type": _day,
    "date_parsing": _day,
    "date_from_datetime_parsing": _day,
    "date_from_datetime_inexact": _day,
    "datetime_type": _moment,
    "datetime_parsing": _moment,
    "datetime_from_date_parsing": _moment,
    "enum": _choice,
    "literal_error": _choice,
    "string_pattern_mismatch": lambda _: "Use plain letters, numbers, - and _.",
    "string_type": lambda _: "Enter a text.",
    "uuid_parsing": lambda _: "This is not an id of ours.",
    "uuid_type": lambda _: "This is not an id of ours.",
}
"""The library's names for what is wrong → what a person hears (pages.md B.7, Errors)."""
