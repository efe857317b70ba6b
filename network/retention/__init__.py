"""What is kept about people: what, why, how long, who sees it. One table, and nothing beside it.

The worker clears up by it (`network/keeping.py`), `/privacy` and `docs/reference/kept.md` are
printed from it, and a house test fails for a column about people that it does not name. So what
is said is what is done. A room that keeps something new about people adds its rules here.
"""

from collections.abc import Iterator

from network.retention import directory, forum, notices, people, post
from network.retention.rule import Rule

RULES: tuple[Rule, ...] = (
    *(*people.RULES, *post.RULES, *notices.RULES),
    *(*directory.RULES, *forum.RULES),
)


def printed() -> str:
    """Write the table as the page `docs/reference/kept.md`."""
    lines = [
        "# What is kept about people",
        "",
        "Made from `network/retention` by `make fix`; do not edit. For people to read, the service",
        "says the same at `/privacy`. Why these times: [privacy.md](../privacy.md).",
        "",
        "| what | columns | why | how long | who sees it |",
        "| --- | --- | --- | --- | --- |",
        *_rows(),
    ]
    return "\n".join(lines) + "\n"


def _rows() -> Iterator[str]:
    for rule in RULES:
        columns = ", ".join(f"`{name}`" for name in rule.holds)
        yield f"| {rule.what} | {columns} | {rule.why} | {rule.how_long} | {rule.who} |"
