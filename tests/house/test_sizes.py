"""How long things may be, what files are called, and that each says what it is for."""

import ast
import re
from pathlib import PurePath
from statistics import median

import pytest

from tests.house.tree import CODE, Function, Source, committed, sources, text_of

OURS = sources(*CODE)
ALL = sources(*CODE, "tests", "bench", "migrations")
PRAGMA = re.compile(r"\s+# (noqa|type: ignore).*$")
LAYERS = {"service", "services", "utils", "util", "helpers", "helper", "manager", "common", "misc"}


def length(function: Function) -> int:
    """Count the lines of a function from its `def`, decorators left out."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


@pytest.mark.parametrize("source", ALL, ids=lambda source: source.path)
def test_a_file_is_short_and_says_what_it_is_for(source: Source) -> None:
    assert ast.get_docstring(source.syntax)
    if source.path.startswith("migrations/versions/"):
        return  # a revision is one long list of tables
    lines = [PRAGMA.sub("", line) for line in source.text.splitlines()]
    assert len(lines) <= 300
    assert [line for line in lines if len(line) > 100] == []


@pytest.mark.parametrize("source", ALL, ids=lambda source: source.path)
def test_a_function_is_at_most_forty_lines(source: Source) -> None:
    if source.path.startswith("migrations/versions/"):
        return
    assert {f.name: length(f) for f in source.functions() if length(f) > 40} == {}


def test_half_of_all_functions_are_at_most_ten_lines() -> None:
    assert median(length(f) for source in OURS for f in source.functions()) <= 10


@pytest.mark.parametrize("source", OURS, ids=lambda source: source.path)
def test_a_file_is_named_for_a_noun_not_for_a_layer(source: Source) -> None:
    assert LAYERS.isdisjoint(PurePath(source.path).with_suffix("").parts)
    assert not any("handle" in f.name.split("_") for f in source.functions())


def test_test_files_have_names_of_their_own() -> None:
    """Two of one name in different folders are one module to pytest."""
    names = [PurePath(n).name for n in committed() if re.search(r"tests/.*/test_\w+\.py$", n)]
    assert len(names) == len(set(names))


def test_a_target_of_the_makefile_is_at_most_three_lines() -> None:
    recipe = r"^([a-z][\w -]*):.*\n((?:[\t ].*\n?)*)"
    recipes = re.findall(recipe, text_of("Makefile"), re.MULTILINE)
    assert len(recipes) > 8
    assert {name: r.count("\n") for name, r in recipes if r.count("\n") > 3} == {}
