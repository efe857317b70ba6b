"""What became of changes that were made under kills: counted in the tables themselves."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from network.core.embedded import Server
from tests.asking_postgres import ask
from tests.faults.hosts import Host


@dataclass(frozen=True)
class Found:
    """How many changes were lost, made twice, or made in part."""

    lost: int
    doubled: int
    half_done: int

    @property
    def bad(self) -> bool:
        """Say whether any was."""
        return bool(self.lost or self.doubled or self.half_done)


SAME = """
select json_build_object(
    'lost', count(*) filter (where many = 0),
    'doubled', coalesce(sum(many - 1) filter (where many > 1), 0))
from (
    select heard.name, count(kept.id) as many
    from json_array_elements_text('{heard}') as heard(name)
    left join {table} kept on kept.{column} = heard.name
    group by heard.name
) counted
"""
PARTS = """
select
    (select count(*) from organisation o where 1 <> (
        select count(*) from event e where e.about = o.id and e.name = 'organisation.started'))
  + (select count(*) from offer o where 1 <> (
        select count(*) from event e where e.about = o.id and e.name = 'offer.created'))
  + (select count(*) from offer o where o.version - 1 <> (
        select count(*) from revision r where r.offer_id = o.id))
  + (select count(*) from revision r where not exists (
        select from event e where e.about = r.offer_id and e.name = 'offer.changed'))
  + (select count(*) from event e where e.name = 'organisation.started'
        and not exists (select from organisation o where o.id = e.about))
  + (select count(*) from event e where e.name = 'offer.created'
        and not exists (select from offer o where o.id = e.about))
  + (select count(*) from done where about is null)
"""


async def count(
    server: Server, started: Sequence[str], written: Sequence[str], hosts: Sequence[Host]
) -> Found:
    """Hold what was heard against what is kept."""
    groups = await _same(server, "organisation", "name", started)
    offers = await _same(server, "offer", "title", written)
    edits = await ask(server, "select count(*) from revision")
    heard = sum(host.changed for host in hosts)
    return Found(
        lost=groups["lost"] + offers["lost"] + max(heard - edits, 0),
        doubled=groups["doubled"] + offers["doubled"] + max(edits - heard, 0),
        half_done=await ask(server, PARTS),
    )


async def _same(server: Server, table: str, column: str, heard: Sequence[str]) -> Any:
    asked = SAME.format(heard=json.dumps(heard), table=table, column=column)
    return json.loads(await ask(server, asked))
