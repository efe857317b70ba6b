"""The words of our notices. Plain text; subjects say nothing of what they are about.

Pure. A letter has a section for each reason, and under it the things it is told of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from network.core.settings import Settings
from network.post.letters import Letter

CHECK = "Alongside: something to check"
NEWS = "Alongside: some news"

STALE = "“Not checked lately”"
INTROS: Mapping[str, str] = {
    "check.late": "We have not heard from you. That is OK.\n"
    f"The page now says {STALE}, so no one has a wasted trip.\n"
    "One tap takes it off.",
    "check.doubted": "People told us that something may be wrong. Nobody has answered yet.\n"
    f"So the page now says {STALE}. Please look at what they told us.",
    "report.made": "Somebody told us that something may be wrong.\nPlease look at what they said.",
    "check.again": "We have not heard from you yet. That is OK.\n"
    "Is this still right? One tap says so.",
    "check.due": "Is this still right?\nPlease look at what people see. One tap says that it is.",
    "check.soon": "It is nearly time to check what people see.\nOne tap now says that it is right.",
    "claim.made": "Somebody says that they are of your organisation.\n"
    "Do you know who it is? Then ask them to help you, here.\n"
    "If not, leave it. A steward looks at it too.",
    "watch.claim": "Somebody says that this entry is theirs. Please say yes or no.",
    "watch.listing": "A new group has written its first listing. It waits for you.",
    "watch.words": "Words of this listing were changed. They wait for you.",
    "watch.report": "Somebody told us that something may be wrong.\n"
    "Nobody keeps this entry. Please look.",
    "watch.call": "Nobody has answered for this for two months.\nA call may help.",
    "watch.doubted": "People told us that this is wrong, and nobody has answered.\n"
    f"Its page now says {STALE}.",
    "watch.late": f"Nobody has answered for this.\nIts page now says {STALE}.",
    "digest": "This waits for somebody to look at it.",
    "organisation.confirmed": "A steward has confirmed your group.\n"
    "What you write goes live at once from now on.",
    "organisation.vouched": "A group that knows you has vouched for you. Your group is confirmed.\n"
    "What you write goes live at once from now on.",
    "organisation.refused": "A steward looked at your group and sent it back.\n"
    "Your words are kept. You can mend them and send them again.",
    "offer.let_through": "A steward looked at your words. People now see them.",
    "offer.refused": "A steward looked at your words and did not put them up.\n"
    "They are kept. You can mend them and send them again.",
    "offer.taken_down": "A steward took this off the site for now. Nobody sees it.\n"
    "Your words are kept. You can mend them and send them again.",
    "claim.granted": "You told us that this entry is yours. Somebody said yes.\nYou keep it now.",
    "claim.refused": "You told us that this entry is yours. Somebody said no.",
    "report.answered": "What somebody told us was looked at.",
    "role.led": "You lead now: you say who else keeps this entry.",
    "role.led_by_another": "Somebody else leads now. You still keep this entry.",
}
"""Reason → what is said, in the order in which a letter says it: what asks for something first."""

TO_DO = frozenset(
    {
        *(n for n in INTROS if n.startswith(("check.", "watch."))),
        "report.made",
        "claim.made",
        "digest",
    }
)

ITS_LINKS = """Each link is just for you and works for {days} days. No password.
There you can also say that it is full, has a break, or closes.
If you do nothing, your page stays up. We never delete it without talking to you.

You choose how often we ask: sign in at {origin}/hosts/home"""
AROUND = 200
"""Characters that stand around what is said of one thing: the way by its code, blank lines."""

REPLY = "Or reply to this email, and a person will read it. “Still right” is enough."
READ = "You can reply to this email, and a person will read it."
HELP = "If you would like help: {help}"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a letter: its name, what is said of it, and where to go.

    `slug` and `code`: what to type where the link does not work.
    """

    title: str
    link: str
    said: Sequence[str] = ()
    slug: str = ""
    code: str = field(default="", repr=False)

    @property
    def long(self) -> int:
        """How many characters it takes in a letter, or a few more."""
        return sum(map(len, (self.title, self.link, *self.said, self.slug))) + AROUND


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom a letter is for, what to call them, and what it is about."""

    to: str
    name: str
    about: UUID
    days: int


def letter(settings: Settings, addressed: Addressed, told: Mapping[str, Sequence[Item]]) -> Letter:
    """Write one letter of all there is to tell a person: reason → things."""
    names = [name for name in INTROS if told.get(name)]
    hello = f"Hello {addressed.name}." if addressed.name else "Hello."
    sections = [_section(settings, INTROS[name], told[name]) for name in names]
    ends = _ends(settings, addressed, asked=any(one.code for n in names for one in told[n]))
    sign = f"{settings.site_name}\n{settings.origin}\n"
    return Letter(
        to=addressed.to,
        subject=CHECK if TO_DO.intersection(names) else NEWS,
        text="\n\n".join([hello, *sections, *ends, sign]),
        about=addressed.about,
        reply_to=settings.reply_to or None,
    )


def _section(settings: Settings, intro: str, items: Sequence[Item]) -> str:
    return "\n\n".join([intro, *(_item(settings, one) for one in items)])


def _item(settings: Settings, item: Item) -> str:
    lines = [item.title, *item.said, item.link]
    if item.code:
        half = len(item.code) // 2
        spaced = f"{item.code[:half]} {item.code[half:]}"
        lines.append(f"Or go to {settings.origin}/h and type {item.slug} and the code {spaced}")
    return "\n".join(line for line in lines if line)


def _ends(settings: Settings, addressed: Addressed, *, asked: bool) -> Sequence[str]:
    ends = []
    if asked:
        ends.append(ITS_LINKS.format(days=addressed.days, origin=settings.origin))
    ways = []
    if settings.reply_to:
        ways.append(REPLY if asked else READ)
    if settings.host_help:
        ways.append(HELP.format(help=settings.host_help))
    return [*ends, "\n".join(ways)] if ways else ends
