"""How times, days, distances and lists are said in plain English."""

from collections.abc import Sequence
from datetime import date, datetime

from network.directory.parts import LONDON

METRES_IN_A_MILE = 1609.344


def day(when: date, today: date) -> str:
    """Say a day: “24 November”, with the year when it is far off."""
    said = f"{when.day} {when:%B}"
    return said if abs((when - today).days) < 300 else f"{said} {when.year}"


def weekday(when: date, today: date) -> str:
    """Say a day with its name: “Tuesday 24 November”."""
    return f"{when:%A} {day(when, today)}"


def at(moment: datetime, today: date) -> str:
    """Say when something happened: “at 2:14pm”, with the day where it was not today."""
    there = moment.astimezone(LONDON)
    clock = f"{(there.hour - 1) % 12 + 1}:{there:%M}{'am' if there.hour < 12 else 'pm'}"
    return (
        f"at {clock}" if there.date() == today else f"at {clock} on {weekday(there.date(), today)}"
    )


def ago(moment: datetime, now: datetime) -> str:
    """Say how long since: “today”, “12 days ago”, “3 weeks ago”, “2 months ago”."""
    days = max(0, (now.astimezone(LONDON).date() - moment.astimezone(LONDON).date()).days)
    if days < 2:
        return "yesterday" if days else "today"
    if days < 14:
        return f"{days} days ago"
    if days < 60:
        return f"{days // 7} weeks ago"
    if days < 700:
        return f"{days // 30} months ago"
    return f"{days // 365} years ago"


def miles(metres: float, *, about: bool = False) -> str:
    """Say a distance in miles as the crow flies; `about` when the point is an area's middle."""
    distance = metres / METRES_IN_A_MILE
    if about and distance < 0.75:
        return "less than a mile"
    if distance < 0.15:
        return "very near"
    number = f"{distance:.1f}" if distance < 9.95 else f"{distance:.0f}"
    number = number.removesuffix(".0")
    said = f"{number} mile{'' if number == '1' else 's'}"
    return f"about {said}" if about else said


def listed(words: Sequence[str], last: str = "and") -> str:
    """Join words: “A, B and C”."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Say a number of things: “1 result”, “7 results”."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sentence(words: str) -> str:
    """Begin with a capital and end with a full stop."""
    words = words.strip()
    if not words:
        return ""
    return words[0].upper() + words[1:] + ("" if words[-1] in ".!?…" else ".")


def fact(words: str) -> str:
    """Say a fact in a list: it ends with a full stop only where there is more than one sentence."""
    return sentence(words) if ". " in words else sentence(words).removesuffix(".")


NAMES = (
    *("LGBTQ", "Black", "South", "East", "Arab", "Gypsy", "Muslim", "Christian", "Jewish"),
    *("Hindu", "Sikh", "Buddhist", "Deaf", "BSL", "Easy Read", "Blue Badge", "NHS"),
)
"""How labels begin that keep their capital inside a sentence."""


def inside(label: str) -> str:
    """Put a label inside a sentence: a small first letter, save for names."""
    return label if label.startswith(NAMES) else label[:1].lower() + label[1:]
