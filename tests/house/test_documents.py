"""What is written down is true: settings, commands, decisions, links, and generated files."""

import re
import tomllib
from pathlib import PurePosixPath
from typing import Any

import pytest
import typer
from graphql import GraphQLInterfaceType, GraphQLObjectType

from network import access, retention
from network.cli import app
from network.core.settings import Settings
from network.forum import diagrams
from network.web.pages import help_now
from schema import build
from tests.house.tree import CODE, ROOT, committed, sources, text_of

PAGES = [name for name in committed() if name.endswith(".md")]
DECISIONS = sorted(n for n in PAGES if n.startswith("docs/decisions/"))
EXPECTED = ("README", "STYLE", "CONTRIBUTING", "CHANGELOG", "SECURITY", "docs/architecture")


@pytest.mark.parametrize("name", [*(f"{page}.md" for page in EXPECTED), "LICENSE"])
def test_the_page_is_there(name: str) -> None:
    assert len(text_of(name)) > 500


@pytest.mark.parametrize("setting", list(Settings.model_fields))
def test_a_setting_is_explained_to_operators(setting: str) -> None:
    assert f"`{setting.upper()}`" in text_of("README.md")


def commands(command: Any, before: str = "alongside") -> list[str]:
    """List the commands below one, as somebody types them."""
    below: dict[str, Any] = getattr(command, "commands", {})
    return [n for name, c in below.items() for n in commands(c, f"{before} {name}")] or [before]


@pytest.mark.parametrize("command", commands(typer.main.get_command(app)))
def test_a_command_is_explained_to_operators(command: str) -> None:
    assert f"`{command}" in text_of("README.md")


def test_the_table_of_permissions_is_what_the_code_says() -> None:
    assert text_of("docs/reference/permissions.md") == access.printed()


@pytest.mark.parametrize("page", list(diagrams.pages()))
def test_a_diagram_of_states_is_what_the_code_does(page: str) -> None:
    assert text_of(page) == diagrams.pages()[page]


def test_the_table_of_what_is_kept_is_what_the_code_does() -> None:
    assert text_of("docs/reference/kept.md") == retention.printed()


def test_the_written_schema_is_what_the_code_says() -> None:
    assert text_of("schema/schema.graphql") == build.sdl()


def decided() -> list[tuple[str, str]]:
    """Read docs/reference/fields.md: each (type, field), as often as it is listed."""
    rows = re.findall(
        r"^\| (\w+) \| [^|]+ \| ([^|]+) \|", text_of("docs/reference/fields.md"), re.MULTILINE
    )
    return [(kind, name.strip()) for kind, names in rows[1:] for name in names.split(",")]


def test_who_may_read_each_field_of_the_api_is_decided_once() -> None:
    shown = [
        (name, field)
        for name, kind in build.core().type_map.items()
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) and name[:2] != "__"
        for field in kind.fields
    ]
    assert sorted(decided()) == sorted(shown)


def test_decisions_are_numbered_without_gaps_and_say_what_they_cost() -> None:
    numbers = [int(PurePosixPath(name).name[:4]) for name in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))
    for name in DECISIONS:
        assert re.match(r"# \d{4} .+\n\nDecided \w+ \d{4}\. ", text_of(name)), name


@pytest.mark.parametrize("file", ["requirements/base.in", "requirements/dev.in"])
def test_every_dependency_has_its_reason(file: str) -> None:
    lines = [line for line in text_of(file).splitlines() if line and line[0].isalpha()]
    reasons = text_of("docs/decisions/0006-libraries.md")
    names = [re.split(r"[\[<>=; ]", line)[0] for line in lines]
    assert [name for name in names if f"| `{name}` |" not in reasons] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_link_leads_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", text_of(page))
    here = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in here if not (ROOT / page).parent.joinpath(link).exists()] == []


NAMED = re.compile(r"`((?:network|schema|seed|tests|docs|migrations|bench|requirements)/[\w./-]+)`")


@pytest.mark.parametrize("page", PAGES)
def test_a_file_that_a_page_names_is_there(page: str) -> None:
    named = {name.rstrip(".") for name in NAMED.findall(text_of(page))}
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_a_page_that_the_code_names_is_there() -> None:
    named = {
        (source.path, page)
        for source in sources(*CODE)
        for page in re.findall(r"\bdocs/[\w/-]+\.md", source.text)
    }
    assert [(path, page) for path, page in named if not (ROOT / page).exists()] == []


def test_the_numbers_to_call_are_the_same_on_the_page_and_in_the_safeguarding_document() -> None:
    document = text_of("docs/safeguarding.md")
    assert document.count(help_now.CHECKED) == document.count("| steward of the network |")
    templates = [text_of(n) for n in committed() if n.endswith(".jinja")]
    called = {n for text in templates for n in re.findall(r'href="(?:tel|sms):(\d+)[?"]', text)}
    assert {"999", "111", "116123", "85258"} <= called
    assert {n for n in called if n not in document.replace(" ", "")} == set()


def test_the_licence_is_said_twice_and_is_the_same() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    assert project["license"] == "MIT"
    assert "The Alongside contributors" in text_of("LICENSE")
