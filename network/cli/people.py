"""Commands about people and what they may do: the first steward is made here."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from network.cli import running
from network.cli.running import console
from network.core.actor import Role
from network.core.outside import now
from network.core.secrets import settled
from network.core.settings import Settings
from network.directory import scopes
from network.people import accounts, appointments, roles, second_factor
from network.people.appointments import Appointed

app = typer.Typer(no_args_is_help=True)
Email = Annotated[str, typer.Argument(help="Their e-mail address.")]
RoleName = Annotated[Role, typer.Argument(help="What they are to do.")]
Scope = Annotated[
    str, typer.Argument(help="For which: an organisation for a host, else a locality, by its slug.")
]


@app.callback()
def person() -> None:
    """People and what they may do."""


@app.command()
def grant(email: Email, role: RoleName, scope: Scope) -> None:
    """Give somebody a role, known here yet or not. They sign in with this address."""
    running.run(_grant(running.settings(), email, role, scope))
    console.print("They have this role now.")


async def _grant(settings: Settings, email: str, role: Role, scope: str) -> None:
    async with running.database(settings) as address, running.unit(address, "person grant") as u:
        await u.write(appointments.appoint, email, await u.read(scopes.named, role, scope), now())


@app.command()
def revoke(email: Email, role: RoleName, scope: Scope) -> None:
    """Take a role away from somebody, even the last host's. It ends at once."""
    running.run(_revoke(running.settings(), email, role, scope))
    console.print("They do not have this role any more.")


async def _revoke(settings: Settings, email: str, role: Role, scope: str) -> None:
    async with running.database(settings) as address, running.unit(address, "person revoke") as u:
        holding = await u.read(scopes.named, role, scope)
        found = await u.read(accounts.by_email, email)
        await u.write(roles.revoke, found.id, holding, even_last=True)


@app.command()
def unlock(email: Email) -> None:
    """Take the second factor away from somebody who lost it. Make sure first who is asking."""
    running.run(_unlock(settled(running.settings()), email))
    console.print("They can set up a new one now.")


async def _unlock(settings: Settings, email: str) -> None:
    async with running.database(settings) as address, running.unit(address, "person unlock") as u:
        found = await u.read(accounts.by_email, email)
        await u.write(second_factor.remove, found.id, settings, now())


@app.command(name="list")
def list_() -> None:
    """List who has which role, and for what."""
    found = running.run(_list(running.settings()))
    Console().print(found if found.row_count else "Nobody has a role yet.")


async def _list(settings: Settings) -> Table:
    async with running.database(settings) as address, running.unit(address, "person list") as u:
        found = await u.read(appointments.listed)
        named = await u.read(scopes.by_id, {one.grant.scope for one in found})
    return _table(found, {id: scope.slug for id, scope in named.items()})


def _table(found: Sequence[Appointed], slugs: Mapping[UUID, str]) -> Table:
    table = Table()
    for heading in ("address", "role", "for", "since"):
        table.add_column(heading, overflow="fold")
    for one in found:
        role = f"{one.grant.role}, leads" if one.grant.lead else one.grant.role
        where = slugs.get(one.grant.scope, str(one.grant.scope))
        table.add_row(one.person.email, role, where, f"{one.grant.granted_at:%Y-%m-%d}")
    return table
