"""The demonstration: Sussex as public sources describe it, and made-up hosts beside it.

Everything goes through the verbs that hosts will use, so it obeys the rules they will meet.
Loading again adds what is missing and changes nothing else.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from network.core.unit import Unit
from seed import deciders, places, sussex, vocabularies, written
from seed.hosts import Host, enter, known

Told = Callable[[str, int, int], None]
"""Called as it goes, with what is being done, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the demonstration holds, and how many organisations were added just now."""

    organisations: int
    offers: int
    made_up_organisations: int
    made_up_offers: int
    added: int

    def words(self) -> str:
        """Say what there is in one sentence."""
        return (
            f"{self.offers} offers of {self.organisations} organisations in Sussex,"
            " which the people who run them have not confirmed, and"
            f" {self.made_up_offers} made-up offers of {self.made_up_organisations} made-up hosts."
        )


async def load(unit: Unit, now: datetime, told: Told) -> Loaded:
    """Load places, words, Sussex and the made-up hosts. The unit must be the service's own."""
    told("Places", 0, 1)
    await places.sow(unit)
    told("Words", 0, 1)
    await vocabularies.sow(unit)
    told("Those who decide", 0, 1)
    await deciders.sow(unit)
    real, made_up = sussex.hosts(), written.hosts(now)
    every = [*real, *made_up]
    there = await unit.read(known, every)
    for number, host in enumerate(every):
        told("Organisations and offers", number, len(every))
        if host.key not in there:
            await unit.write(enter, host, now)
    told("Organisations and offers", len(every), len(every))
    return _loaded(real, made_up, len({host.key for host in every} - set(there)))


def _loaded(real: Sequence[Host], made_up: Sequence[Host], added: int) -> Loaded:
    return Loaded(
        organisations=len(real),
        offers=sum(len(host.offers) for host in real),
        made_up_organisations=len(made_up),
        made_up_offers=sum(len(host.offers) for host in made_up),
        added=added,
    )
