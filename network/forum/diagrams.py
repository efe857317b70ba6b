"""State diagrams, printed from the transitions: what the code does, to be looked at."""

from network.access import MAY
from network.forum.day_steps import DAY, ITEM
from network.forum.issue_steps import ISSUE
from network.forum.referral_steps import REFERRAL
from network.forum.transitions import START, Machine, Transition

MACHINES = (ISSUE, DAY, ITEM, REFERRAL)
TITLES = {
    "issue": "An issue",
    "day": "A development day",
    "item": "A part of a day",
    "referral": "A question to those who decide",
}


def printed(machine: Machine) -> str:
    """Write a machine as a page with a Mermaid diagram and the table it is drawn from."""
    lines = [
        f"# {TITLES[machine.kind]}: its states",
        "",
        "Made from `network/forum/` by `make fix`; do not edit. A step that starts and ends in the",
        "same state is in the table only.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {state}: {machine.words[state]}" for state in machine.states),
        *(line for step in machine.transitions for line in _arrows(machine, step)),
        "```",
        "",
        "| step | from | to | whose | event |",
        "| --- | --- | --- | --- | --- |",
        *(_row(machine, step) for step in machine.transitions),
    ]
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """Give every page with a diagram, by its path."""
    return {f"docs/reference/states-{m.kind}.md": printed(m) for m in MACHINES}


def _arrows(machine: Machine, step: Transition) -> list[str]:
    if step.after is None:
        return []
    return [f"    {_name(one)} --> {step.after}: {step.name}" for one in _before(machine, step)]


def _row(machine: Machine, step: Transition) -> str:
    before = [machine.words.get(one, "nothing") for one in _before(machine, step)]
    every = len(before) == len(machine.states)
    after = machine.words[step.after] if step.after is not None else "as it was"
    whose = " Or: ".join(str(predicate.__doc__).strip() for predicate in MAY[step.act])
    start = "any" if every else ", ".join(before)
    return f"| {step.name} | {start} | {after} | {whose} | {step.event} |"


def _before(machine: Machine, step: Transition) -> list[str]:
    """Give the states a step starts from, in their order."""
    return [one for one in (START, *machine.states) if one in step.before]


def _name(state: str) -> str:
    return "[*]" if state == START else state
