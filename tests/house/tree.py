"""The tree as it stands: its files, their syntax, its modules. Every house test looks here."""

import ast
import importlib
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

ROOT = Path(__file__).parents[2]
CODE = ("network", "schema", "seed")
ROOMS = (
    "network/places",
    "network/post",
    "network/people",
    "network/directory",
    "network/forum",
    "network/notices",
)
DOORS = ("schema", "network/web")
Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file: where it stands, its text, and its syntax."""

    path: str
    text: str
    syntax: ast.Module

    @property
    def module(self) -> str:
        """Give its dotted name."""
        dotted = self.path.removesuffix(".py").replace("/", ".")
        return dotted.removesuffix(".__init__")

    def functions(self) -> Iterator[Function]:
        """Give every function in it, methods and inner ones too."""
        for node in ast.walk(self.syntax):
            if isinstance(node, Function):
                yield node

    def verbs(self) -> Iterator[Function]:
        """Give its public functions."""
        for node in self.syntax.body:
            if isinstance(node, Function) and not node.name.startswith("_"):
                yield node


@cache
def committed() -> tuple[str, ...]:
    """List the files of the project; without git, everything but what git would leave out."""
    try:
        asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
        said = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True, text=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return tuple(sorted(_walked()))
    return tuple(sorted(name for name in said.stdout.splitlines() if (ROOT / name).is_file()))


def _walked() -> Iterator[str]:
    left_out = {".git", ".venv", ".data", "node_modules", "__pycache__", "build"}
    for path in ROOT.rglob("*"):
        inside = path.relative_to(ROOT)
        if path.is_file() and left_out.isdisjoint(inside.parts):
            yield inside.as_posix()


def text_of(path: str) -> str:
    """Read a file of the project."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Read every Python file in these folders."""
    inside = tuple(f"{folder}/" for folder in folders)
    names = [n for n in committed() if n.endswith(".py") and n.startswith(inside)]
    return tuple(Source(n, t, ast.parse(t)) for n in names for t in [text_of(n)])


def modules() -> Iterator[ModuleType]:
    """Import every module of the project, so that tables and acts are all known."""
    for source in sources(*CODE):
        if source.path.endswith("__main__.py"):
            continue
        yield importlib.import_module(source.module)


def called(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Give the names called in a piece of syntax, with their lines: `a.b()` gives “b”."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call):
            name = getattr(one.func, "attr", None) or getattr(one.func, "id", None)
            if name:
                yield name, one.lineno


def asked_of(node: ast.AST) -> Iterator[str]:
    """Give the names of methods called: `db.execute()` gives “execute”, `execute()` nothing."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute):
            yield one.func.attr


def imported(source: Source) -> Iterator[tuple[str, str]]:
    """Give what a file imports: (module, name); the name is empty for `import module`."""
    for node in ast.walk(source.syntax):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)
