"""Writing offers through the API: what is filled in, what is asked to be given back."""

from typing import Any

from network.directory.tables import Organisation
from schema.base import global_id
from tests import make
from tests.schema.conftest import Api

SHOWN = """offer { id slug title summary state version peopleWords themes { code }
    madeFor { community { code } level words } firstVisit { title line }
    schedule { starts minutes rule words } contacts { means value } peers { paid }
    sites { name } spaceNow { term { code } waitWeeks } backOn endsOn
    pathways { kind title note } organisation { name } kind { code label } }
  clash { version differences { field before after } }
  problems { code field message suggestion }"""
PLAIN = {
    "title": "Tuesday Table",
    "summary": "A big table and a pot of tea.",
    "kind": "group",
    "records": ["nothing"],
    "cost": ["free"],
    "accessRoutes": ["turn_up"],
}
WHOLE = PLAIN | {
    "whatHappens": "Tea and talk.",
    "alsoKinds": ["activity"],
    "formats": ["in_person"],
    "themes": ["worry"],
    "madeFor": [{"community": "lgbtq", "level": "BY_AND_FOR", "words": "Run by us."}],
    "firstVisit": [{"title": "Say hello", "line": "Someone is at the door."}],
    "schedule": [{"starts": "2026-11-24T14:00:00", "minutes": 120, "rule": "FREQ=WEEKLY"}],
    "contacts": [{"means": "WEB", "value": "https://tea.example"}],
    "peers": {"paid": 1},
    "values": [{"value": "mutual", "words": "We all bring something."}],
    "languages": ["eng"],
    "districts": [make.HASTINGS],
    "space": "wait",
    "waitWeeks": 2,
    "rhythmMonths": 6,
}


async def asked(api: Api, name: str, **input: Any) -> Any:
    kind = {"endOffer": "EndOffer", "publishOffer": "OfferCommand", "pauseOffer": "OfferCommand"}
    kind |= {"bringBackOffer": "OfferCommand"}
    type_ = kind.get(name, name[0].upper() + name[1:])
    query = f"mutation($input: {type_}!) {{ {name}(input: $input) {{ {SHOWN} }} }}"
    return (await api.data(query, input=input))[name]


def problem(made: Any) -> tuple[str, list[str] | None, str]:
    (one,) = made["problems"]
    return one["code"], one["field"], one["message"]


async def created(api: Api, group: Organisation, **words: Any) -> Any:
    organisation = global_id("Organisation", group.id)
    return await asked(api, "createOffer", organisation=organisation, **words)
