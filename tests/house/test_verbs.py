"""Every verb of a room says who asks, asks leave before it writes, and writes down what it did."""

import ast

import pytest

from network import access
from tests.house.tree import DOORS, ROOMS, Function, Source, called, imported, sources

STEPS = {
    "network.forum.courses.begin",
    "network.forum.courses.end",
    "network.forum.courses.follow",
    "network.forum.courses.go_on",
    "network.forum.courses.hold",
    "network.forum.courses.rung",
    "network.forum.courses.stand",
    "network.forum.courses.to_forums",
    "network.post.letters.post",
    "network.directory.versions.changed",
    "network.directory.versions.words_changed",
}
"""Steps of other verbs: they ask nothing of their own and are no door's to call."""

INNER = {
    *STEPS,
    "network.people.accounts.enter",
    "network.people.roles.drop",
    "network.people.roles.resign",
    "network.people.roles.first_host",
    "network.people.roles.join",
    "network.people.roles.lead",
    "network.people.sessions.open_",
    "network.people.sessions.strengthen",
    "network.people.sessions.weaken",
}
"""What makes somebody powerful, once another verb has made sure who it is: no door's to call."""

VERBS = [
    (source, function)
    for source in sources(*ROOMS)
    for function in source.verbs()
    if isinstance(function, ast.AsyncFunctionDef)
    and f"{source.module}.{function.name}" not in STEPS
]
NAMED = [f"{source.module}.{function.name}" for source, function in VERBS]


def test_there_are_verbs_to_look_at() -> None:
    assert len(VERBS) > 20


@pytest.mark.parametrize(("source", "verb"), VERBS, ids=NAMED)
def test_a_verb_starts_with_the_session_and_who_asks(source: Source, verb: Function) -> None:
    given = [*verb.args.posonlyargs, *verb.args.args]
    assert [argument.arg for argument in given[:2]] == ["db", "actor"], source.path
    assert [ast.unparse(a.annotation) for a in given[:2] if a.annotation] == [
        "AsyncSession",
        "Actor",
    ]
    assert len(given) - 2 + len(verb.args.kwonlyargs) <= 5
    assert verb.args.vararg is None


@pytest.mark.parametrize(("source", "verb"), VERBS, ids=NAMED)
def test_a_verb_says_what_it_does(source: Source, verb: Function) -> None:
    assert ast.get_docstring(verb), source.path


def test_a_plain_function_of_a_room_takes_no_session() -> None:
    for source in sources(*ROOMS):
        for function in source.verbs():
            if isinstance(function, ast.FunctionDef):
                assert "db" not in {a.arg for a in function.args.args}, function.name


@pytest.mark.parametrize("source", sources(*ROOMS), ids=lambda source: source.path)
def test_leave_is_asked_before_anything_is_written_down(source: Source) -> None:
    functions = [f for f in source.syntax.body if isinstance(f, Function)]
    for function in functions:
        for name, line in called(function):
            if name == "record":
                assert _leave_was_asked(function, line, functions), function.name


def _leave_was_asked(function: Function, line: int, functions: list[Function]) -> bool:
    """Look for `require` above a line, or above every call of a private step."""
    if any(name == "require" and at < line for name, at in called(function)):
        return True
    calls = [(f, at) for f in functions for name, at in called(f) if name == function.name]
    asked = [any(n == "require" and a < at for n, a in called(f)) for f, at in calls]
    return function.name.startswith("_") and bool(asked) and all(asked)


@pytest.mark.parametrize(("source", "verb"), VERBS, ids=NAMED)
def test_a_verb_that_writes_asks_leave(source: Source, verb: Function) -> None:
    writes = {"add", "add_all", "delete", "insert", "merge"} & {n for n, _ in called(verb)}
    asks = {"require", "record"} & {n for n, _ in called(verb)}
    # `listing.refresh` repeats what is already written, in the transaction of a verb that asked.
    assert not writes or asks or source.module == "network.directory.listing"


def test_no_room_commits() -> None:
    for source in sources(*ROOMS):
        assert {"commit", "rollback"}.isdisjoint(n for n, _ in called(source.syntax)), source.path


@pytest.mark.parametrize("act", list(access.Act))
def test_every_act_has_somebody_whose_it_is_and_a_verb_that_asks(act: access.Act) -> None:
    assert access.MAY[act]
    assert all(predicate.__doc__ for predicate in access.MAY[act])
    assert any(f"Act.{act.name}" in source.text for source in sources(*ROOMS))


@pytest.mark.parametrize("door", sources(*DOORS), ids=lambda source: source.path)
def test_a_door_calls_no_inner_step(door: Source) -> None:
    inner = {tuple(name.rsplit(".", 2)[1:]) for name in INNER}
    said = {
        (node.value.id, node.attr)
        for node in ast.walk(door.syntax)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    assert said & inner == set()
    taken = {f"{module}.{name}" for module, name in imported(door)}
    assert taken & INNER == set()
