"""The demo's regions: taken in, peopled once, their personas settled, their walls tried."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

from jenjang.core import clock
from jenjang.core.sealing import Vault
from jenjang.core.settings import Settings
from jenjang.core.terminal import counted
from jenjang.database.engine import engine
from jenjang.demo.leaflet import Brochure
from jenjang.demo.people.arrival import bring_in
from jenjang.demo.people.cast import cast, is_empty, is_peopled
from jenjang.demo.people.personas import personas
from jenjang.demo.personas import issue, settle
from jenjang.demo.sign_in import PASSWORD, let_sign_in
from jenjang.identity.server.passwords import hashed
from jenjang.operations.installation import Tell, provision
from jenjang.operations.isolation import check_isolation
from jenjang.tenancy.catalogue import Government, catalogue


@dataclass(frozen=True, slots=True)
class Peopled:
    """How many people a region has, and the civil-service numbers of those who are personas."""

    people: int
    personas: Mapping[str, str]


def settle_all(settings: Settings, folder: Path, tell: Tell) -> Brochure:
    """Bring every region of the catalogue to where it can be queried, and tell how to.

    Raises IsolationBroken when one would see another's rows: then nothing is served.
    """
    governments = tuple(catalogue(settings.tenants).values())
    new = asyncio.run(provision(settings.owner_url, governments))
    tell(f"{counted(len(governments), 'government')} provisioned, {len(new)} of them new.")
    peopled = people_of(settings, governments, folder / "people.json", tell)
    looks = asyncio.run(_settle(settings, governments, peopled))
    tell(f"Isolation: {looks} looks, no row of another government.")
    empty = [one for one in governments if is_empty(one)]
    for one in empty:
        tell(f"{one.name}: the demo has no people for it; try it as {' or '.join(cast(one))}.")
    counts = {one.code: peopled[one.code].people for one in governments if is_peopled(one)}
    counts |= {one.code: 0 for one in empty}
    numbers = {one.code: peopled[one.code].personas for one in governments if is_peopled(one)}
    return Brochure.of(settings, issue(settings, governments), counts, numbers, folder)


def people_of(
    settings: Settings, governments: Sequence[Government], file: Path, tell: Tell
) -> Mapping[str, Peopled]:
    """Import the people of each region that has none yet; the file keeps what is known of each.

    Regions come in side by side, one a core: reading files is Python's work, not the database's.
    """
    known = _kept(file)
    empty = [one for one in governments if is_peopled(one) and one.code not in known]
    if not empty:
        return known
    start = get_context("fork" if sys.platform == "linux" else "spawn")
    with start.Pool(os.cpu_count(), _leave_signals_to_parent) as cores:
        work = [(settings.database_url, settings.keys, one) for one in empty]
        for government, peopled in cores.imap_unordered(people_alone, work):
            known[government.code] = peopled
            file.write_text(json.dumps({code: asdict(one) for code, one in known.items()}))
            tell(f"{government.name}: {peopled.people} people imported.")
    return known


def people_alone(work: tuple[str, Path, Government]) -> tuple[Government, Peopled]:
    """Import one region's people, in a process that does nothing else."""
    app_url, keys, government = work
    people = asyncio.run(bring_in(app_url, Vault(keys), government, clock.today(government.time_zone)))
    return government, Peopled(people, personas(government.code))


def _kept(file: Path) -> dict[str, Peopled]:
    if not file.exists():
        return {}
    return {code: Peopled(**one) for code, one in json.loads(file.read_text()).items()}


def _leave_signals_to_parent() -> None:
    """Ctrl-C reaches the whole group; only the parent heeds it, and ends its children by SIGTERM."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


async def _settle(
    settings: Settings, governments: Sequence[Government], peopled: Mapping[str, Peopled]
) -> int:
    database = engine(settings.database_url, connections=1)
    password = await hashed(PASSWORD)
    try:
        for government in governments:
            numbers = peopled[government.code].personas if is_peopled(government) else {}
            await settle(database, government, numbers, settings.public_url)
            await let_sign_in(database, government, settings.public_url, password)
    finally:
        await database.dispose()
    return await check_isolation(settings.database_url, (one.code for one in governments))
