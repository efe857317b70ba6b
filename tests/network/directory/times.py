"""Sessions and rules to try things on."""

from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from network.directory.parts import LONDON, Session

JANUARY = datetime(2026, 1, 6, 14, tzinfo=LONDON)  # a Tuesday


def session(rule: str | None = None, starts: datetime = JANUARY, **more: Any) -> Session:
    return Session(starts=starts, minutes=more.pop("minutes", 120), rule=rule, **more)


RULES = st.builds(
    lambda every, apart, ending, extra: ";".join([every, f"INTERVAL={apart}", *ending, *extra]),
    st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"]),
    st.integers(1, 14),
    st.sampled_from([[], ["COUNT=5"], ["COUNT=40"], ["UNTIL=20280115T235959"]]),
    st.lists(
        st.sampled_from(
            [
                "BYDAY=MO",
                "BYDAY=TU,TH",
                "BYDAY=MO,TU,WE,TH,FR",
                "BYMONTHDAY=1,15",
                "BYMONTHDAY=-1",
                "BYMONTH=3,10,12",
                "BYSETPOS=1",
                "BYSETPOS=-1,2",
                "WKST=SU",
            ]
        ),
        unique_by=lambda part: part.partition("=")[0],
        max_size=3,
    ),
).filter(lambda rule: "BYSETPOS" not in rule or "FREQ=MON" in rule or "FREQ=YEAR" in rule)
STARTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31))  # noqa: DTZ001  # wall clock
