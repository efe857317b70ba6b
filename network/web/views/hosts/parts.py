"""The parts of an offer, each one short page: what it asks, and what it says it will take.

The first six are what a new host is asked, one after the other (design: pages B.5, journey 2).
All else is invited and never scored: what a host leaves blank reads “Ask us”.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from network.web.asking.fields import Filled, filled
from network.web.asking.problems import Problem
from network.web.asking.typed import NOTHING, Typed
from network.web.known import AREA
from network.web.views.hosts import plain
from network.web.views.hosts.around import Around
from network.web.views.hosts.crew import CREW
from network.web.views.hosts.many import CONTACTS, MADE_FOR, STEPS, VALUES
from network.web.views.hosts.places import PLACES
from network.web.views.hosts.plain import Plain, Question, Text, Tick
from network.web.views.hosts.times import TIMES

NOT_SAID = "We have not said"


@dataclass(frozen=True, slots=True)
class Part:
    """One page of questions.

    `task`: what it is called in the list of things to do; `minutes`: how long it takes.
    """

    code: str
    task: str
    heading: str
    questions: tuple[Question, ...]
    lead: str = ""
    minutes: int = 1

    @property
    def names(self) -> list[str]:
        """Name the answers it fills in."""
        return [name for question in self.questions for name in question.names]

    def filled(self, text: Text) -> Typed:
        """Turn what an offer says into what stands in the fields."""
        given: dict[str, tuple[str, ...]] = {}
        for question in self.questions:
            given |= {name: tuple(values) for name, values in question.filled(text).items()}
        return Typed(given)

    def read(self, typed: Typed) -> dict[str, Any]:
        """Turn what stands in the fields into what an offer says."""
        said: dict[str, Any] = {}
        for question in self.questions:
            said |= question.read(typed)
        return said

    def asked(
        self, around: Around, typed: Typed = NOTHING, problems: Sequence[Problem] = ()
    ) -> Filled:
        """Give the fields with what stands in them, and what is wrong at its field."""
        fields = [f for question in self.questions for f in question.fields(around, typed)]
        return filled(fields, typed, [self._placed(p, typed) for p in problems])

    def _placed(self, problem: Problem, typed: Typed) -> Problem:
        head = problem.field.partition(".")[0]
        for question in self.questions:
            if head in question.names:
                return replace(problem, field=question.place(problem.field, typed))
        return problem

    def answered(self, text: Text) -> bool:
        """Say whether anything was said here at all."""
        return any(text.get(name) for name in self.names)


NAME = Part(
    "name",
    "Name and one sentence",
    "What is it called, and what happens?",
    (
        plain.text("title", "Name", "What people call it, like Tuesday Table."),
        plain.long(
            "summary",
            "In a sentence or two, what happens?",
            "As you would say it to a friend. Up to 240 letters.",
            rows=3,
        ),
    ),
    minutes=2,
)
KIND = Part(
    "kind",
    "What kind it is",
    "Which kind of support is it?",
    (
        plain.one("kind", "Main kind", "kind"),
        plain.many(
            "also_kinds", "Is it something else too? (optional)", "kind", "Up to 2.", small=True
        ),
    ),
    "All kinds stand as equals. Pick the one that people will notice first.",
)
WHEN = Part(
    "when",
    "When and where",
    "When and where is it?",
    (
        plain.many("formats", "How do people meet?", "format", small=True),
        TIMES,
        plain.text("schedule_words", "When, in your own words (optional)", "If the times vary."),
        PLACES,
        plain.many("districts", "Which areas is it for?", AREA, "Tick all you cover.", small=True),
        Tick(
            "anywhere",
            "Is it open to people from anywhere?",
            "Yes, it does not matter where people live",
        ),
    ),
    minutes=3,
)
WHO = Part(
    "who",
    "Who it is for",
    "Who is it for?",
    (
        plain.text("who_words", "Who it is for, in your own words", "Like: anyone 18 or over."),
        plain.number("age_from", "Youngest age (optional)"),
        plain.number("age_to", "Oldest age (optional)"),
        MADE_FOR,
    ),
    "If it is for anyone, leave the people below blank. We never guess.",
    minutes=2,
)
JOIN = Part(
    "join",
    "How to join, cost, what is written down",
    "How do people join, what does it cost, and what do you write down?",
    (
        plain.many("access_routes", "How do people join?", "access_route"),
        plain.text("join_words", "How to join, in your own words (optional)"),
        plain.many("cost", "What does it cost?", "cost"),
        plain.text(
            "cost_words",
            "Cost, in your own words (optional)",
            "Like: free, with help for bus fares.",
        ),
        plain.many(
            "records",
            "What do you write down about people?",
            "records",
            "Many people worry about this. It can be “nothing”.",
        ),
        plain.long(
            "records_words",
            "What happens to what you write down? (optional)",
            "Who sees it, and for how long you keep it.",
            rows=3,
        ),
    ),
    minutes=2,
)
CONTACT = Part(
    "contact",
    "Who to contact",
    "Who can people contact?",
    (
        CONTACTS,
        plain.one("reply_time", "How soon do people hear back?", "reply_time", blank=NOT_SAID),
    ),
    "Use a number or inbox that more than one of you looks at, if you can.",
)

FIRST_SIX: tuple[Part, ...] = (NAME, KIND, WHEN, WHO, JOIN, CONTACT)

FIRST_TIME = Part(
    "first-time",
    "Say if people can just listen",
    "What can people know before they come?",
    (plain.many("first_time", "Tick all that are true", "first_time"),),
    "These answer the questions people are afraid to ask. What you leave out reads “Ask us”.",
)
FIRST_VISIT = Part(
    "first-visit",
    "Say what happens when someone walks in",
    "What happens the first time?",
    (STEPS, plain.long("what_happens", "Anything else about what happens (optional)", rows=6)),
    "Two to five short steps, from the door to going home. Until then people see what is usual.",
    minutes=3,
)
SPACE = Part(
    "space",
    "Say if there is space",
    "Is there space for new people?",
    (
        plain.one("space", "Space just now", "space_now", blank="We would rather people ask"),
        plain.number("wait_weeks", "If there is a list, about how many weeks is it?"),
    ),
    "We show this for 60 days. After that it says “Ask if there is space”.",
)
PEOPLE = Part(
    "people",
    "Say who will be there",
    "Who will be there?",
    (
        plain.number("usual_size", "About how many people come?"),
        plain.text("people_words", "Who comes, in your own words (optional)"),
        plain.one("leadership", "Who leads on the day?", "leadership", blank=NOT_SAID),
        CREW,
    ),
    minutes=2,
)
STAY = Part(
    "how-long",
    "Say how long people can come",
    "How long can people come?",
    (
        plain.one("how_long", "How long does it last?", "how_long", blank=NOT_SAID),
        plain.number("session_limit", "If there is a limit, how many times?"),
    ),
)
IN_COMMON = Part(
    "in-common",
    "Say what people have in common",
    "What do people who come have in common?",
    (plain.many("themes", "Tick any that fit", "theme", small=True),),
    "This helps people find you by the words they use. No diagnosis is shown.",
)
SETTING = Part(
    "setting",
    "Say what sort of place it is",
    "What sort of place is it?",
    (plain.many("settings", "Tick any that fit", "setting", small=True),),
    "Some people like a library. Some would rather not go to a hospital.",
)
LANGUAGES = Part(
    "languages",
    "Say which languages you speak",
    "Which languages can people use?",
    (plain.many("languages", "Tick all that people can use", "language", small=True),),
)
LIVED = Part(
    "values",
    "Say how you live the values of peer support",
    "How do you live the values of peer support?",
    (VALUES,),
    "Answer any that mean something to you. We show only those, in your words.",
    minutes=5,
)
RHYTHM = Part(
    "rhythm",
    "Choose how often we ask if it is right",
    "How often can we ask you if it is still right?",
    (
        Plain(
            "one",
            "rhythm_months",
            "We send one email. One tap answers it",
            fixed=(
                ("1", "Every month"),
                ("3", "Every 3 months"),
                ("6", "Every 6 months"),
                ("12", "Once a year"),
            ),
        ),
    ),
)

GROUPS: tuple[tuple[str, tuple[Part, ...]], ...] = (
    ("What people ask before a first visit", (FIRST_TIME, FIRST_VISIT, SPACE, PEOPLE, STAY)),
    ("What everyone sees first", FIRST_SIX),
    ("How people find you", (IN_COMMON, SETTING, LANGUAGES)),
    ("More about you", (LIVED, RHYTHM)),
)
"""The list of tasks, what would help people most first."""


def every() -> Iterator[Part]:
    """Give every part there is."""
    for _, parts in GROUPS:
        yield from parts


PARTS: Mapping[str, Part] = {part.code: part for part in every()}
