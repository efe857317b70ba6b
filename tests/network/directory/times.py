"""Sessions and rules to try things on."""

from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from network.directory.parts import LONDON, Session

JANUARY = datetime(2026, 1, 6, 14, tzinfo=LONDON)  # a Tuesday


def session(rule: str | None = None, starts: datetime = JANUARY, **more: Any) -> Session:
    return Session(starts=starts, minutes=more.pop("minutes", 120), rule=rule, **more)


WEEKDAYS = ("BYDAY=MO", "BYDAY=TU,TH", "BYDAY=MO,TU,WE,TH,FR")
MONTHS = ("BYMONTH=3,10,12", "BYMONTH=8")
WITHIN = ("BYDAY=1MO,-1FR", "BYMONTHDAY=1,15", "BYMONTHDAY=-1", "BYSETPOS=1", "BYSETPOS=-1,2")


def rules(every: str, furthest: int, *parts: str) -> st.SearchStrategy[str]:
    """Make rules of one kind, at most so far apart, of some of these parts."""
    return st.builds(
        lambda apart, ending, some: ";".join(
            [f"FREQ={every}", f"INTERVAL={apart}", *ending, *some]
        ),
        st.integers(1, furthest),
        st.sampled_from([[], ["COUNT=5"], ["COUNT=40"], ["UNTIL=20280115T235959"]]),
        st.lists(
            st.sampled_from((*parts, "WKST=SU")),
            unique_by=lambda part: part.partition("=")[0],
            max_size=3,
        ),
    )


RULES = st.one_of(
    rules("DAILY", 14),
    rules("DAILY", 1, *WEEKDAYS, *MONTHS),
    rules("WEEKLY", 14, *WEEKDAYS),
    rules("WEEKLY", 4, *WEEKDAYS, *MONTHS),
    rules("MONTHLY", 14, *WEEKDAYS, *MONTHS, *WITHIN),
    rules("YEARLY", 14, *WEEKDAYS, *MONTHS, *WITHIN),
)
STARTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31))  # noqa: DTZ001  # wall clock
