"""Where somebody was going when they were asked to sign in: an address of ours, or home."""

import re

HOME = "/hosts/home"
OURS = re.compile(r"/(?:[\w.~-]+(?:/[\w.~-]+)*/?)?(?:\?[\w.~&=%+-]*)?")
"""A path of ours, perhaps with a query; never one that a browser takes for another host.

Every slash is asked for, so that there is one way to read it: else a long path takes for ever.
"""
LONGEST = 300


def to(wanted: str) -> str:
    """Give the address to lead on to; what is none of ours leads home."""
    return wanted if len(wanted) <= LONGEST and OURS.fullmatch(wanted) else HOME
