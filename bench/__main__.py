"""`make bench`: the measured questions, all contenders in one run; prints ratios and keeps them.

PostgreSQL and the load share one core, the contender that is measured has the other; all
contenders stand all the time and take turns. Nothing is asserted: a missed bar is shown.
"""

import argparse
import asyncio
import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import uvloop
from rich.console import Console

from bench import asked, load, report
from bench.asked import Case
from bench.contenders import CACHE, PEER, Contender, standing
from bench.report import Turn
from network.core import database, embedded, migrations
from network.core.actor import service
from network.core.paging import Page
from network.core.unit import EngineSessions, Unit
from network.directory import search, terms
from network.directory.terms import Words
from network.directory.wanted import Parts
from network.places import lookup
from seed import generated

CONNECTIONS = 16
CASES = 200
COMPARED = 40
console = Console(highlight=False)


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--offers", type=int, default=100_000)
    parser.add_argument("--warm", type=float, default=12, help="seconds")
    parser.add_argument("--seconds", type=float, default=6, help="of one turn")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="keep it in docs/benchmarks.md")
    chosen = parser.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        folder = runner.run(_data(chosen.offers))
        cores = sorted(os.sched_getaffinity(0))
        if len(cores) > 1:
            os.sched_setaffinity(0, {cores[0]})  # PostgreSQL, started by us, inherits it
        runner.run(_run(chosen, folder, cores[1] if len(cores) > 1 else None))


async def _run(chosen: argparse.Namespace, folder: Path, core: int | None) -> None:
    async with embedded.running(folder, durable=False) as address:
        words, cases = await _cases(address)
        async with standing(address, words, core) as contenders:
            _compare(contenders, cases[:COMPARED])
            turns: list[Turn] = []
            for question in asked.QUESTIONS:
                turns += await _measure(contenders, question, cases, chosen)
    told = report.written(turns, chosen, shared=core is None)
    console.print(told)
    if chosen.write:
        report.keep(told)


async def _data(offers: int) -> Path:
    """Make the data, once for each shape of our tables."""
    folder = CACHE / f"data-{offers}-{_shape()}"
    ready = folder / "ready"
    if not ready.exists():
        await embedded.fresh(folder)
        async with embedded.running(folder, durable=False) as address:
            console.print(f"Writing {offers:,} offers (some minutes, once) …")
            await migrations.upgrade(address)
            await generated.generate(address, offers)
            await _prepare(address)
        ready.touch()
    return folder


def _shape() -> str:
    files = [
        *Path("migrations/versions").glob("*.py"),
        *Path("seed").glob("generated/*"),
        *(Path("seed") / name for name in ("generated.py", "invented.py")),
        *(Path("network/directory") / name for name in ("listing.py", "carding.py", "words.py")),
        PEER / "schema.sql",
    ]
    whole = b"".join(file.read_bytes() for file in sorted(files))
    return hashlib.sha256(whole).hexdigest()[:10]


async def _prepare(address: str) -> None:
    """Add what PostGraphile needs, and settle."""
    engine = database.engine(address, size=1, patient=True)
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        driver = raw.driver_connection
        assert driver is not None  # noqa: S101
        await driver.execute("alter database alongside set jit = off")  # the same for all
        await driver.execute((PEER / "schema.sql").read_text(encoding="utf-8"))
        await driver.execute("vacuum analyze")
        await driver.execute("checkpoint")
    await engine.dispose()


async def _cases(address: str) -> tuple[Words, list[Case]]:
    """Draw the searches that fill a page; others are told the district we look up ourselves."""
    engine = database.engine(address, size=1, patient=True)
    found: list[Case] = []
    async with Unit(EngineSessions(engine), service("bench")) as unit:
        words = await unit.read(terms.words)
        for case in asked.cases(words, 20 * CASES):
            district = (await unit.read(lookup.at, *case.degrees)).district
            answer = await unit.read(search.offers, case.asked(), Page(20), Parts(), _now())
            if len(answer.hits) == 20:
                found.append(replace(case, district=district))
            if len(found) == CASES:
                break
    await engine.dispose()
    return words, found


def _now() -> datetime:
    return datetime.now(UTC)


def _compare(contenders: Sequence[Contender], cases: Sequence[Case]) -> None:
    """See that all give the same offers in the same order, and count alike."""
    first, *others = contenders
    for case in cases:
        found = {question: first.ask(question, case) for question in asked.QUESTIONS}
        for other in others:
            page, counted = (other.ask(question, case) for question in asked.QUESTIONS)
            ours = asked.hits(found["page"])
            if not asked.same(ours, asked.hits(page)) or not asked.same(ours, asked.hits(counted)):
                raise SystemExit(f"{other.name} gives another page for {case}")
            if asked.total(found["counted"]) != asked.total(counted):
                raise SystemExit(f"{other.name} gives another total for {case}")
            if differing := asked.differing(found["counted"], counted):
                raise SystemExit(f"{other.name} counts otherwise for {case}: {differing[:5]}")
    console.print(f"All contenders gave the same answers to {len(cases)} searches.")


async def _measure(
    contenders: Sequence[Contender],
    question: str,
    cases: Sequence[Case],
    chosen: argparse.Namespace,
) -> list[Turn]:
    requests = {c.name: [c.request(question, case) for case in cases] for c in contenders}
    for contender in contenders:
        await load.press(contender.port, requests[contender.name], chosen.warm, CONNECTIONS)
    turns = []
    for turn in range(chosen.turns):
        for contender in contenders:
            before = contender.seconds()
            measured = await load.press(
                contender.port,
                requests[contender.name],
                chosen.seconds,
                CONNECTIONS,
                skip=turn * 97,
            )
            turns.append(Turn(question, contender.name, measured, contender.seconds() - before))
            console.print(turns[-1].told())
    return turns


if __name__ == "__main__":
    main()
