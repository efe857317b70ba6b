"""Commands that write down what the code says, so that a change of it is seen in review."""

import difflib
import sys
from pathlib import Path
from typing import Annotated

import typer

from network import access, retention
from network.core.errors import Invalid
from network.forum import diagrams
from schema import build

HOUSE = Path(__file__).parents[2]


def export_schema(
    *,
    check: Annotated[bool, typer.Option(help="Write nothing; fail if something changed.")] = False,
) -> None:
    """Write schema/schema.graphql and what docs/reference/ says of the code anew."""
    changed = [path for path, text in _written().items() if _differs(HOUSE / path, text)]
    if changed and check:
        raise Invalid(f"Not up to date: {', '.join(changed)}. Run make fix and read the changes.")
    for path in changed:
        target = HOUSE / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_written()[path], encoding="utf-8")
        typer.echo(f"Written: {path}")


def _written() -> dict[str, str]:
    return {
        "schema/schema.graphql": build.sdl(),
        "docs/reference/permissions.md": access.printed(),
        **diagrams.pages(),
        "docs/reference/kept.md": retention.printed(),
    }


def _differs(path: Path, text: str) -> bool:
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if before == text:
        return False
    shown = difflib.unified_diff(before.splitlines(), text.splitlines(), str(path), "now", "", "")
    sys.stdout.writelines(f"{line}\n" for line in list(shown)[:60])
    return True
