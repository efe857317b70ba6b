"""Whatever hosts do and however the worker stumbles, nobody is asked twice at one rung."""

import random
from collections import Counter
from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from network import herald
from network.core.actor import Actor
from network.core.unit import Unit
from network.directory import assurance, offers
from network.directory.assurance import Word
from network.directory.edits import Amendment
from network.directory.tables import Offer
from network.notices import telling
from network.notices.wording import INTROS
from network.post import letters
from tests import make, make_people
from tests.network.notices.conftest import Desk

TITLES = ("Tuesday Table", "Friday Walk", "Sunday Soup")
STEPS = 100


class Walk:
    """Some offers of one host, what is done with them at random, and what letters say of them."""

    def __init__(self, desk: Desk, steward: Unit, dice: random.Random) -> None:
        self.desk, self.steward, self.dice = desk, steward, dice
        self.offers: list[Offer] = []
        self.cycles: Counter[str] = Counter()
        self.asked: Counter[tuple[str, int, str]] = Counter()
        self.paused: list[Offer] = []
        self.stumbled = 0

    async def begin(self) -> None:
        """Make three offers that were checked today, and their host."""
        run_by = await make.organisation(self.steward, self.desk.now)
        for title in TITLES:
            one = await make.offer(
                self.steward, self.desk.now, run_by.id, title=title, checked_days_ago=0
            )
            self.offers.append(one)
        await make_people.host(self.steward, self.desk.now, run_by.id)

    async def step(self) -> None:
        """Let some days pass, perhaps do something to an offer, and let the worker work."""
        self.desk.hours[0] += self.dice.choice(DAYS) * DAY
        await self.back()
        one = self.dice.choice(self.offers)
        await self.dice.choice((self.nothing, self.nothing, self.confirm, self.change, self.pause))(
            one
        )
        await herald.climb(self.desk.house)
        await herald.tell(self.desk.house)
        if self.dice.random() < 0.5:
            await herald.climb(self.desk.house)
            await herald.tell(self.desk.house)
        for letter in await self.desk.new():
            self.read(str(letter.text))

    async def nothing(self, one: Offer) -> None:
        """Leave it."""

    async def confirm(self, one: Offer) -> None:
        """Give the host's word."""
        await self.steward.write(assurance.confirm, one.id, Word(), self.desk.now)
        self.cycles[one.title] += 1

    async def change(self, one: Offer) -> None:
        """Choose another rhythm, which begins a cycle unless it was had before."""
        held = await self.steward.read(offers.get, one.id)
        months = self.dice.choice([n for n in (1, 3) if n != held.rhythm_months])
        change = Amendment(held.version, {"rhythm_months": months})
        await self.steward.write(offers.amend, one.id, change, self.desk.now)
        self.cycles[one.title] += 1

    async def pause(self, one: Offer) -> None:
        """Take a break, one offer at a time."""
        if not self.paused:
            await self.steward.write(offers.pause, one.id, None, self.desk.now)
            self.paused.append(one)

    async def back(self) -> None:
        """Come back from a break, if one was taken."""
        if self.paused and self.dice.random() < 0.3:
            await self.steward.write(offers.bring_back, self.paused.pop().id, self.desk.now)

    def read(self, text: str) -> None:
        """Note which offer was asked about at which rung, in which cycle."""
        rung = ""
        for line in text.split("\n"):
            rung = FIRST.get(line, rung)
            if line in TITLES:
                self.asked[line, self.cycles[line], rung] += 1


FIRST = {intro.split("\n")[0]: name for name, intro in INTROS.items() if name[:6] == "check."}
DAYS = (2, 3, 5, 8, 13)
DAY = datetime(2026, 1, 2) - datetime(2026, 1, 1)  # noqa: DTZ001


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_no_offer_gets_two_of_the_same_rung(
    desk: Desk, steward: Unit, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    walk = Walk(desk, steward, random.Random(seed))  # noqa: S311  # a walk, no secret

    async def stumbles(
        db: AsyncSession, actor: Actor, letter: letters.Letter, now: datetime
    ) -> object:
        id = await letters.post(db, actor, letter, now)
        if walk.dice.random() < 0.4:
            walk.stumbled += 1
            raise RuntimeError
        return id

    monkeypatch.setattr(telling, "letters", type("Desk", (), {"post": staticmethod(stumbles)}))
    await walk.begin()
    for _ in range(STEPS):
        await walk.step()
    assert walk.stumbled > 2
    assert sum(walk.asked.values()) > 10
    assert [one for one, times in walk.asked.items() if times > 1] == []
