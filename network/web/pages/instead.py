"""Words of ours typed where a place belongs: a kind way on, never a heading that repeats them."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from network.core.errors import Refusal
from network.directory.terms import LAY
from network.web import forms
from network.web.forms import Chosen
from network.web.known import Known
from network.web.views import spoken
from network.web.views.parts import Link

LONGEST = 80  # characters that are read as words of ours
FIRST = (("t", "theme"), ("c", "community"), ("k", "kind"))
"""Of a word with two meanings the first of these is meant."""
MEANT = (*FIRST, *((c.param, c.vocabulary) for c in forms.CHOICES if c.vocabulary not in LAY))
Counting = Callable[[Chosen], Awaitable[int]]


def in_codes(chosen: Chosen, text: str, known: Known) -> tuple[Chosen, str] | None:
    """Add the codes of the words in a text that are ours; gives what is left over of it too.

    “bipolar” → `t=t3`. None when nothing in the text is ours.
    """
    if not text or len(text) > LONGEST:
        return None
    understood = known.words.thesaurus.understand(text)
    if not understood.terms:
        return None
    codes = dict(chosen.codes)
    for param, vocabulary in MEANT:
        said = [code for name, code in understood.terms if name == vocabulary]
        if said:
            codes[param] = tuple(dict.fromkeys((*codes.get(param, ()), *said)))
        if said and len(text.split()) == 1:
            break  # one word with two meanings ("carer") is one wish, not two at once
    return replace(chosen, codes=codes), understood.rest.strip()


async def instead(chosen: Chosen, known: Known, count: Counting) -> Link | None:
    """Offer to look for what was typed in the place box, with how many that finds."""
    read = in_codes(replace(chosen, near="", after=None, before=None, page=1), chosen.near, known)
    if read is None:
        return None
    meant, rest = read
    labels = [
        f"“{label}”"
        for param, vocabulary in MEANT
        for label in known.labels(vocabulary, meant.codes.get(param, ()))
    ]
    words = f"Look for {spoken.listed(labels)}"
    tries = [(f"{words} near {rest}", replace(meant, near=rest))] if rest else []
    for said, wanted in [*tries, (f"{words} in all of {known.home}", meant)]:
        try:
            many = await count(wanted)
        except Refusal:
            continue  # what was left over is no place either
        if many:
            return Link(f"{said} instead ({many:,})", forms.address(wanted, known))
    return None
