"""How long a forum takes to answer, told honestly: those still waiting count too.

A mean of what was answered hides what was not. The median here is that of Kaplan and Meier
(“Nonparametric estimation from incomplete observations”, Journal of the American Statistical
Association 53, 1958, 457 to 481): who still waits is known to have waited at least so long.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Wait:
    """How many working days somebody waited, and whether the answer then came."""

    days: int
    answered: bool


@dataclass(frozen=True, slots=True)
class Left:
    """After so many working days, this share still waits for an answer."""

    days: int
    share: Fraction


def still_waiting(waits: Iterable[Wait]) -> Sequence[Left]:
    """Give the share that still waits after each day on which an answer came.

    Who waits exactly so long without an answer counts among those it could have come to.
    """
    all_, answered = Counter[int](), Counter[int]()
    for wait in waits:
        all_[wait.days] += 1
        answered[wait.days] += wait.answered
    left, share, curve = all_.total(), Fraction(1), []
    for days in sorted(all_):
        if answered[days]:
            share *= 1 - Fraction(answered[days], left)
            curve.append(Left(days, share))
        left -= all_[days]
    return curve


def median(waits: Iterable[Wait]) -> int | None:
    """Give the working days within which half have their answer; None while half do not."""
    return next((at.days for at in still_waiting(waits) if at.share <= HALF), None)


def unanswered(waits: Iterable[Wait]) -> Sequence[int]:
    """List how long those wait who have no answer, the longest first."""
    return sorted((wait.days for wait in waits if not wait.answered), reverse=True)
