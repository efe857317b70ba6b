"""Ways on when little was found, in words: what to take away, and where else to look."""

from dataclasses import replace

from network.directory.widening import MILE, Way
from network.web import forms
from network.web.forms import CHOICES, Chosen
from network.web.known import Known
from network.web.views import spoken
from network.web.views.parts import Link

FACETS = {choice.facet: choice for choice in CHOICES}


def link(way: Way, shown: Chosen, known: Known) -> Link:
    """Say one way on, with how many it finds, and lead there."""
    words, wider = _wider(way, shown, known)
    return Link(f"{words} ({way.count:,})", forms.address(wider, known))


def _wider(way: Way, shown: Chosen, known: Known) -> tuple[str, Chosen]:
    asked = way.asked
    if way.filter == "text":
        return f"Take away your words “{shown.text}”", replace(shown, text="")
    if way.filter == "near" and asked.near is not None:
        miles = round((asked.near.within or 0) / MILE)
        return f"Look a bit further, within {miles} miles", replace(shown, within=miles)
    if way.filter == "near":
        return f"Look in all of {known.home}", replace(shown, near="", within=None)
    if asked.filter.formats:
        codes = {**shown.codes, "format": asked.filter.formats}
        return "Or from home", replace(shown, near="", within=None, codes=codes)
    choice = FACETS[way.filter]
    labels = known.labels(choice.vocabulary, shown.codes[choice.param])
    words = spoken.listed([f"“{label}”" for label in labels])
    return f"Take away {words}", shown.without(choice.param)
