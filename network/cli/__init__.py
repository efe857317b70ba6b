"""The command line, `alongside …`: starting the service and keeping its data. Thin, no rules."""

import sys
from typing import Any

import asyncpg
import typer
from sqlalchemy.exc import DBAPIError

from network.cli import audit, backup, bench, data, exports, people, places, server
from network.core.away import away
from network.core.embedded import EmbeddedError
from network.core.errors import Refusal

GONE = (
    "The database went away in the middle of this. What was finished is kept, nothing is half done."
    " Start again."
)
app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
app.command()(server.demo)
app.command()(server.serve)
app.command()(server.worker)
app.command()(data.seed)
app.command()(data.migrate)
app.command()(data.sql)
app.command()(backup.backup)
app.command()(backup.restore)
app.command()(exports.export_schema)
app.add_typer(audit.app, name="audit", help="The record of what was done.")
app.add_typer(bench.app, name="bench", help="Made-up data in quantity, for measuring.")
app.add_typer(people.app, name="person", help="People and what they may do.")
app.add_typer(places.app, name="places", help="What is known of postcodes and places.")


def main() -> Any:
    """Run a command; an expected "no" is one sentence, never a traceback."""
    try:
        return app()
    except (EmbeddedError, Refusal) as refused:
        print(refused, file=sys.stderr)  # noqa: T201  # this is the command line
        sys.exit(1)
    except (DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        if not away(error):
            raise
        print(GONE, file=sys.stderr)  # noqa: T201
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
