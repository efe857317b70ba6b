"""What came out: medians, ratios to our bars, and the machine."""

import argparse
import os
import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench.load import Measured

PAGE = Path("docs/benchmarks.md")
BEGIN, END = "<!-- last run -->", "<!-- end of last run -->"
TITLES = {
    "page": "Search page: 20 offers near a point, kind + made-for + words, nested; no count",
    "counted": "The same with `totalCount` and `facets`",
}
BARS = {
    "page": {"reference": 0.70, "PostGraphile": 1.1},
    "counted": {"reference": 0.80, "PostGraphile": 3.5},
}
AIMS = {
    "page": {"reference": 0.95, "PostGraphile": 1.5},
    "counted": {"reference": 0.95, "PostGraphile": 4.0},
}


@dataclass(frozen=True)
class Turn:
    """One contender's turn at one question; `cpu`: the processor seconds it used."""

    question: str
    name: str
    measured: Measured
    cpu: float

    def told(self) -> str:
        """Say it in a line."""
        m = self.measured
        each = self.cpu / len(m.waits) * 1000
        return (
            f"{self.question:8} {self.name:13} {m.rate:7.1f}/s  p50 {m.percentile(0.5):6.1f} ms  "
            f"p99 {m.percentile(0.99):6.1f} ms  cpu {each:5.2f} ms each  "
            f"{m.size / len(m.waits) / 1000:.1f} kB"
        )


def written(turns: Sequence[Turn], chosen: argparse.Namespace, *, shared: bool) -> str:
    """Write the whole result as Markdown."""
    lines = [_circumstances(chosen)]
    if shared:
        lines.append("\n**One core only: load, database and contenders shared it.**")
    for question in dict.fromkeys(turn.question for turn in turns):
        lines += ["", f"**{TITLES[question]}**", "", *_table(question, turns)]
    return "\n".join(lines)


def _circumstances(chosen: argparse.Namespace) -> str:
    return (
        f"Run of {datetime.now(UTC):%-d %B %Y} on {_machine()}; {chosen.offers:,} made-up offers, "
        f"{chosen.turns} turns of {chosen.seconds:g} s after {chosen.warm:g} s of warming, 16 "
        "connections, medians."
    )


def _table(question: str, turns: Sequence[Turn]) -> list[str]:
    mine = [turn for turn in turns if turn.question == question]
    rates = {
        name: median(t.measured.rate for t in mine if t.name == name)
        for name in dict.fromkeys(t.name for t in mine)
    }
    ours = next(iter(rates))
    lines = [
        "| contender | answers/s | p50 | p99 | its own processor time | ours ÷ it | bar | aim |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, rate in rates.items():
        own = [t for t in mine if t.name == name]
        p50, p99 = (median(t.measured.percentile(p) for t in own) for p in (0.5, 0.99))
        cpu = median(t.cpu / len(t.measured.waits) * 1000 for t in own)
        ratio = "" if name == ours else f"**{rates[ours] / rate:.2f}**"
        bar, aim = (
            f"≥ {bars[question][name]:.2f}" if name in bars[question] else ""
            for bars in (BARS, AIMS)
        )
        lines.append(
            f"| {name} | {rate:.0f} | {p50:.1f} ms | {p99:.1f} ms | {cpu:.2f} ms | {ratio} | "
            f"{bar} | {aim} |"
        )
    return lines


def _machine() -> str:
    known = Path("/proc/cpuinfo")
    models = re.findall(r"model name\s*: (.+)", known.read_text()) if known.exists() else []
    model = models[0] if models else platform.processor() or platform.machine()
    return (
        f"{model} ({os.cpu_count()} cores), {platform.system()}, Python {platform.python_version()}"
    )


def keep(told: str) -> None:
    """Put the result into docs/benchmarks.md, in place of the last one."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{told}\n\n{END}{after}", encoding="utf-8")
