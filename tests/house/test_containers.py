"""What the files for Docker and make say is there: commands, settings, folders, steps."""

import json
import re
from pathlib import Path
from typing import Any

import click
import pytest
import typer
import yaml

from network.cli import app
from network.core.settings import Settings

HOUSE = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((HOUSE / "docker-compose.yml").read_text())
OURS = {name: said for name, said in COMPOSE["services"].items() if "build" in said}
STEPS = re.findall(
    r"^([A-Z]+) (.*)$", (HOUSE / "Dockerfile").read_text().replace("\\\n", ""), re.MULTILINE
)
SETTINGS = {name.upper() for name in Settings.model_fields}


def commands() -> set[str]:
    """Give every command of `alongside`, those of groups with their group."""
    top: Any = typer.main.get_command(app)
    found = set()
    for name, command in top.commands.items():
        below: dict[str, click.Command] = getattr(command, "commands", {})
        found |= {f"{name} {one}" for one in below} or {name}
    return found


def of(step: str) -> list[str]:
    return [words for name, words in STEPS if name == step]


def called(words: list[str]) -> str:
    """Check that a command starts our command line, and give what it asks of it."""
    assert words[:3] == ["python", "-m", "network.cli"]
    return words[3]


@pytest.mark.parametrize("name", OURS)
def test_each_service_of_ours_calls_a_command_there_is(name: str) -> None:
    assert called(OURS[name]["command"]) in commands()


@pytest.mark.parametrize("name", OURS)
def test_each_service_of_ours_sets_only_what_can_be_set(name: str) -> None:
    assert set(OURS[name]["environment"]) <= SETTINGS


def test_services_wait_for_services_there_are() -> None:
    for said in COMPOSE["services"].values():
        assert set(said.get("depends_on", {})) <= set(COMPOSE["services"])
    volumes = {v.split(":")[0] for s in COMPOSE["services"].values() for v in s.get("volumes", [])}
    assert volumes == set(COMPOSE["volumes"])


def test_the_password_has_no_default() -> None:
    assert ":?" in COMPOSE["services"]["postgres"]["environment"]["POSTGRES_PASSWORD"]


def test_the_service_is_reached_from_this_machine_only() -> None:
    assert all(port.startswith("127.0.0.1:") for port in OURS["web"]["ports"])


def test_the_image_calls_a_command_there_is_and_sets_only_what_can_be_set() -> None:
    (command,) = of("CMD")
    assert called(json.loads(command)) in commands()
    assert {pair.split("=")[0] for line in of("ENV") for pair in line.split()} <= SETTINGS


def test_the_image_copies_what_there_is_and_nothing_the_context_leaves_out() -> None:
    let_in = (HOUSE / ".dockerignore").read_text().splitlines()
    for line in of("COPY"):
        source = line.split()[0]
        assert (HOUSE / source).exists()
        assert f"!{source.split('/')[0]}" in let_in


def test_the_image_runs_as_nobody_in_particular_from_the_hashed_lock() -> None:
    names = [name for name, _ in STEPS]
    assert of("USER") == ["alongside"]
    assert names.index("USER") > max(i for i, name in enumerate(names) if name in {"RUN", "COPY"})
    assert any("--require-hashes -r requirements/base.txt" in line for line in of("RUN"))


def test_make_calls_commands_and_steps_there_are() -> None:
    text = (HOUSE / "Makefile").read_text()
    asked = set(re.findall(r"network\.cli ([a-z-]+)", text))
    assert asked
    assert asked <= commands()
    for script in re.findall(r"@(requirements/[a-z]+)", text):
        assert (HOUSE / script).stat().st_mode & 0o111


def test_make_alone_lists_every_target_meant_for_people() -> None:
    listed = set(re.findall(r"^([a-z]+):.*## ", (HOUSE / "Makefile").read_text(), re.MULTILINE))
    assert {"run", "test", "check", "fix", "sure", "bench", "seed", "migrate"} <= listed


def test_recipes_are_short() -> None:
    recipes = re.split(r"\n(?=[a-z])", (HOUSE / "Makefile").read_text())
    assert all(len(re.findall(r"^\t", recipe, re.MULTILINE)) <= 3 for recipe in recipes)


def test_the_readme_names_every_setting_command_and_target() -> None:
    text = (HOUSE / "README.md").read_text()
    for name in SETTINGS:
        assert f"`{name}`" in text
    for command in commands():
        assert f"alongside {command}" in text
    for target in re.findall(r"`make ([a-z]+)", text):
        assert f"\n{target}:" in (HOUSE / "Makefile").read_text()
