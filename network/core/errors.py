"""Refusals: the answers "no" that a person can act on. Everything else crashes loudly.

A door catches `Refusal` once and turns it into its own form (a page, a GraphQL error).
"""

from collections.abc import Sequence


class Refusal(Exception):  # noqa: N818  # it is an answer, not a fault
    """A "no" with a sentence a person can act on.

    `field` names the input the sentence belongs to, or is None: inside a list it is a path with
    dots ("contacts.0.value"). `suggestion` is a better value. `others`: what else was refused in
    the same go, so that nobody has to mend one field to hear of the next. `short`: the sentence
    leaves its field unnamed, so it must be named where the sentence stands apart from it.
    """

    code = "invalid"

    def __init__(
        self,
        sentence: str,
        *,
        field: str | None = None,
        suggestion: str | None = None,
        others: "Sequence[Refusal]" = (),
        short: bool = False,
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.suggestion = suggestion
        self.others = others
        self.short = short

    @property
    def all(self) -> "Sequence[Refusal]":
        """Give this refusal and those that came with it."""
        return (self, *self.others)


class Missing(Refusal):
    """There is no such thing, or this person may not know of it: the same answer for both."""

    code = "missing"


class Denied(Refusal):
    """The thing may be seen, but this act is not this person's to do."""

    code = "denied"


class Invalid(Refusal):
    """What was filled in cannot be taken as it stands."""

    code = "invalid"


class Conflict(Refusal):
    """Somebody else changed it meanwhile, or it is already there."""

    code = "conflict"


class TooMany(Refusal):
    """Too much was asked at once."""

    code = "too_many"
