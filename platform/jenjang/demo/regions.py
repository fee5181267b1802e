"""The demo's regions: taken in, peopled once, their personas settled, their walls tried."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path

from jenjang.core import clock
from jenjang.core.settings import Settings
from jenjang.demo.leaflet import Brochure
from jenjang.demo.people.arrival import bring_in
from jenjang.demo.people.personas import personas
from jenjang.demo.personas import issue, settle
from jenjang.operations.installation import Tell, provision
from jenjang.operations.isolation import check_isolation
from jenjang.tenancy.catalogue import Government, GovernmentKind, catalogue


def settle_all(settings: Settings, folder: Path, tell: Tell) -> Brochure:
    """Bring every region of the catalogue to where it can be queried, and tell how to.

    Raises IsolationBroken when one would see another's rows: then nothing is served.
    """
    governments = tuple(catalogue(settings.tenants).values())
    new = asyncio.run(provision(settings.owner_url, governments))
    tell(f"{len(governments)} governments provisioned, {len(new)} of them new.")
    people = people_of(settings, governments, folder / "people.json", tell)
    looks = asyncio.run(_settle(settings, governments))
    tell(f"Isolation: {looks} looks, no row of another government.")
    return Brochure.of(settings, issue(settings, governments), people)


def people_of(
    settings: Settings, governments: Sequence[Government], file: Path, tell: Tell
) -> Mapping[str, int]:
    """Import the people of each region that has none yet; the file keeps how many each has.

    Regions come in side by side, one a core: reading files is Python's work, not the database's.
    """
    known = dict[str, int](json.loads(file.read_text())) if file.exists() else {}
    empty = [one for one in governments if has_people(one) and one.code not in known]
    if not empty:
        return known
    start = get_context("fork" if sys.platform == "linux" else "spawn")
    with start.Pool(os.cpu_count(), _leave_signals_to_parent) as cores:
        work = [(settings.database_url, one) for one in empty]
        for government, people in cores.imap_unordered(bring_in_alone, work):
            known[government.code] = people
            file.write_text(json.dumps(known))
            tell(f"{government.name}: {people} people imported.")
    return known


def bring_in_alone(work: tuple[str, Government]) -> tuple[Government, int]:
    """Import one region's people, in a process that does nothing else."""
    app_url, government = work
    return government, asyncio.run(bring_in(app_url, government, clock.today(government.time_zone)))


def _leave_signals_to_parent() -> None:
    """Ctrl-C reaches the whole group; only the parent heeds it, and ends its children by SIGTERM."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def has_people(government: Government) -> bool:
    """A province is there to compare its regions: the demo invents no staff of its own for it."""
    return government.kind is not GovernmentKind.PROVINCE


async def _settle(settings: Settings, governments: Sequence[Government]) -> int:
    for government in governments:
        numbers = personas(government.code) if has_people(government) else {}
        await settle(settings.database_url, government, numbers, settings.public_url)
    return await check_isolation(settings.database_url, (one.code for one in governments))
