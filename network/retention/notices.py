"""What is kept of what we have to tell people."""

from network.notices import notes
from network.retention.rule import NOBODY, Rule

RULES = (
    Rule(
        "notices",
        "What we have to tell you",
        {"notice.person_id": "that it is for you"},
        "So that you are told each thing once, and many things in one letter.",
        NOBODY,
        "after you were told",
        notes.KEPT,
        notes.forget,
    ),
)
