"""The demo's regions: taken in, peopled once, their personas settled, their walls tried."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from jenjang.core.settings import Settings
from jenjang.demo.leaflet import Brochure
from jenjang.demo.people import bring_in
from jenjang.demo.personas import issue, settle
from jenjang.operations.installation import Tell, provision
from jenjang.operations.isolation import check_isolation
from jenjang.tenancy.catalogue import Government, GovernmentKind, catalogue


@dataclass(frozen=True, slots=True)
class Peopled:
    """How many people a region has, and the civil-service numbers of those who are personas."""

    people: int
    personas: Mapping[str, str]


async def settle_all(settings: Settings, folder: Path, tell: Tell) -> Brochure:
    """Bring every region of the catalogue to where it can be queried, and tell how to.

    Raises IsolationBroken when one would see another's rows: then nothing is served.
    """
    governments = tuple(catalogue(settings.tenants).values())
    new = await provision(settings.owner_url, governments)
    tell(f"{len(governments)} governments provisioned, {len(new)} of them new.")
    regions = [one for one in governments if one.kind is not GovernmentKind.PROVINCE]
    peopled = await people_of(settings, regions, folder / "people.json", tell)
    for government in governments:
        known = peopled.get(government.code)
        await settle(settings.database_url, government, known.personas if known else {}, settings.public_url)
    looks = await check_isolation(settings.database_url, (one.code for one in governments))
    tell(f"Isolation: {looks} looks, no row of another government.")
    counts = {code: one.people for code, one in peopled.items()}
    return Brochure.of(settings, issue(settings, governments), counts)


async def people_of(
    settings: Settings, regions: Iterable[Government], file: Path, tell: Tell
) -> Mapping[str, Peopled]:
    """Import the people of each region that has none yet; what is known of them is kept in the file."""
    known = dict(_kept(file))
    for government in regions:
        if government.code not in known:
            brought = await bring_in(settings.database_url, government)
            known[government.code] = Peopled(brought.people, brought.personas)
            _keep(file, known)
            tell(f"{government.name}: {brought.people} people imported.")
    return known


def _kept(file: Path) -> Mapping[str, Peopled]:
    if not file.exists():
        return {}
    return {code: Peopled(**one) for code, one in json.loads(file.read_text()).items()}


def _keep(file: Path, known: Mapping[str, Peopled]) -> None:
    file.write_text(json.dumps({code: asdict(one) for code, one in known.items()}))
