"""The report: Markdown between two marks of docs/performance.md; what people wrote around it stays."""

import os
import platform
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bench.load import CONNECTIONS, WRITING, generator
from bench.measure import VIEWERS, Turn
from bench.operations import OPERATIONS
from bench.seed import World
from bench.servers import HOUSE

PAPER = HOUSE / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
COLD_GOAL = 5.0
Turns = Mapping[tuple[str, str], Turn]


def report(command: str, world: World, others: list[World], turns: Turns, cold: tuple[float, float]) -> str:
    """All that was measured, as Markdown."""
    lines = [
        *about(command, world),
        "",
        *ratios(turns),
        "",
        *costs(turns),
        "",
        *growth(world, others, turns),
        "",
    ]
    lines += [
        "A document never seen before (an alias of its own deep in the profile, one connection): "
        f"**{cold[0]:.1f} ms** in the median, {cold[1]:.1f} ms at the 95th percentile; "
        f"goal ≤ {COLD_GOAL:.0f} ms.",
    ]
    return "\n".join(lines) + "\n"


def about(command: str, world: World) -> Iterator[str]:
    yield (
        f"`{command}`, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC: {world}, "
        f"{os.cpu_count()} cores, Python {platform.python_version()}, "
        f"load by {generator()} on the same machine, {CONNECTIONS} connections ({WRITING} to write), "
        f"{VIEWERS} viewers by turns, best turn of each; load average of the machine meanwhile "
        f"{os.getloadavg()[1]:.1f}."
    )


def ratios(turns: Turns) -> Iterator[str]:
    yield "| operation | ours | of the limit | goal | against the usual stack | goal |"
    yield "|---|--:|--:|--:|--:|--:|"
    for one in OPERATIONS:
        ours, limit, orm = (turns[one.name, name].load.rate for name in ("ours", "limit", "orm"))
        yield (
            f"| {one.name} | {ours:,.0f}/s | **{ours / limit:.2f}** | {one.of_limit:.2f} "
            f"| **{ours / orm:.1f} ×** | {one.times_orm:.0f} × |"
        )


def costs(turns: Turns) -> Iterator[str]:
    yield "| operation | server | requests/s | p50 ms | p99 ms | server's CPU ms | PostgreSQL's CPU ms |"
    yield "|---|---|--:|--:|--:|--:|--:|"
    for (operation, server), turn in sorted(turns.items()):
        load = turn.load
        yield (
            f"| {operation} | {server} | {load.rate:,.0f} | {load.p50:.2f} | {load.p99:.2f} "
            f"| {turn.server_ms:.3f} | {turn.postgres_ms:.3f} |"
        )


def growth(world: World, others: list[World], turns: Turns) -> Iterator[str]:
    if not others:
        return
    yield (f"| ours at {world}, against | " + " | ".join(one.name for one in OPERATIONS) + " |")
    yield "|---|" + "--:|" * len(OPERATIONS)
    for other in others:
        parts = (
            turns[one.name, "ours"].load.rate / turns[one.name, f"ours, {other}"].load.rate
            for one in OPERATIONS
        )
        cells = " | ".join(f"{part:.2f}" for part in parts)
        yield f"| {other} | {cells} |"


def keep(found: str, paper: Path = PAPER) -> None:
    """Put the report between the marks."""
    text = paper.read_text() if paper.exists() else f"# Measured\n\n{BEGIN}\n{END}\n"
    before, _, rest = text.partition(BEGIN)
    paper.write_text(f"{before}{BEGIN}\n{found}{END}{rest.partition(END)[2]}")
