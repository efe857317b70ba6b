"""The words of our notices, as they come: plain, short, and saying nothing outside the letter."""

import re
from collections.abc import Mapping, Sequence

import pytest

from network.core.ids import new_id
from network.core.settings import Settings
from network.notices import facts, rungs, wording
from network.notices.wording import Addressed, Item
from network.post.letters import Letter

SETTINGS = Settings(
    site_name="Peer Support Sussex",
    public_url="https://support.example.org",
    reply_to="people@support.example.org",
    host_help="Call Ash on 01632 960 001",
)
TABLE = Item(
    "Tuesday Table",
    "https://support.example.org/h/TOKEN",
    ("Last checked on 22 August 2026. Opened about 210 times since 1 October.",),
    slug="tuesday-table-7k2m",
    code="ABC234",
)
WALK = Item("Friday Walk", "https://support.example.org/h/OTHER", (), "friday-walk-9x3p", "XYZ789")
GROUP = Item("Hastings Open Door", "https://support.example.org/hosts/home", ("They wrote: “Why”",))

DUE = """Hello Jo.

Is this still right?
Please look at what people see. One tap says that it is.

Tuesday Table
Last checked on 22 August 2026. Opened about 210 times since 1 October.
https://support.example.org/h/TOKEN
Or go to https://support.example.org/h and type tuesday-table-7k2m and the code ABC 234

Friday Walk
https://support.example.org/h/OTHER
Or go to https://support.example.org/h and type friday-walk-9x3p and the code XYZ 789

Each link is just for you and works for 60 days. No password.
There you can also say that it is full, has a break, or closes.
If you do nothing, your page stays up. We never delete it without talking to you.

You choose how often we ask: sign in at https://support.example.org/hosts/home

Or reply to this email, and a person will read it. “Still right” is enough.
If you would like help: Call Ash on 01632 960 001

Peer Support Sussex
https://support.example.org
"""
SENT_BACK = """Hello.

A steward looked at your group and sent it back.
Your words are kept. You can mend them and send them again.

Hastings Open Door
They wrote: “Why”
https://support.example.org/hosts/home

Peer Support Sussex
https://support.example.org
"""
BOTH = """Hello Jo.

Somebody told us that something may be wrong.
Please look at what they said.

Tuesday Table
They ticked: the place.
https://support.example.org/h/TOKEN
Or go to https://support.example.org/h and type tuesday-table-7k2m and the code ABC 234

A steward has confirmed your group.
What you write goes live at once from now on.

Hastings Open Door
They wrote: “Why”
https://support.example.org/hosts/home
"""


def written(
    told: Mapping[str, Sequence[Item]], name: str = "Jo", settings: Settings = SETTINGS
) -> Letter:
    return wording.letter(settings, Addressed("jo@example.org", name, new_id(), 60), told)


def test_a_letter_that_asks_as_it_comes() -> None:
    letter = written({"check.due": [TABLE, WALK]})
    assert letter.text == DUE
    assert (letter.subject, letter.reply_to) == (
        "Alongside: something to check",
        "people@support.example.org",
    )


def test_a_letter_of_news_as_it_comes_where_nobody_reads_replies() -> None:
    quiet = SETTINGS.model_copy(update={"reply_to": "", "host_help": ""})
    letter = written({"organisation.refused": [GROUP]}, "", quiet)
    assert letter.text == SENT_BACK
    assert (letter.subject, letter.reply_to) == ("Alongside: some news", None)


def test_what_asks_for_something_comes_first() -> None:
    said = Item(TABLE.title, TABLE.link, ("They ticked: the place.",), TABLE.slug, TABLE.code)
    letter = written({"organisation.confirmed": [GROUP], "report.made": [said], "check.due": []})
    assert letter.text.startswith(BOTH)


@pytest.mark.parametrize("name", list(wording.INTROS))
def test_each_reason_is_said_in_short_sentences(name: str) -> None:
    sentences = re.split(r"[.?:]\s", wording.INTROS[name] + " ")
    assert max(len(one.split()) for one in sentences) <= 20
    assert written({name: [TABLE]}).text.count(wording.INTROS[name]) == 1


def test_each_reason_has_words_and_a_way_to_find_what_it_is_about() -> None:
    assert set(wording.INTROS) == set(facts.FOUND)
    assert set(wording.INTROS) > wording.TO_DO


def test_each_rung_is_told_to_somebody() -> None:
    told = {name.partition(".")[2] for name in wording.INTROS if name[:6] in {"check.", "watch."}}
    assert set(rungs.Rung) <= told


def test_no_letter_says_that_its_reader_does_wrong() -> None:
    text = " ".join(wording.INTROS.values()).lower()
    assert not re.search(r"\b(must|failed|overdue|late|warning|urgent|immediately)\b", text)


def test_no_subject_tells_what_a_letter_is_about() -> None:
    subjects = {written({name: [TABLE]}).subject for name in wording.INTROS}
    assert subjects == {wording.CHECK, wording.NEWS}
    assert not re.search(r"peer|support|sussex|table", " ".join(subjects), re.IGNORECASE)
