"""What no file tells of the demo's people: sanctions, and who acts for a head that is missing."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.demo.people.calendar_days import AS_OF
from jenjang.demo.people.files import World
from jenjang.demo.people.offices import Office
from jenjang.demo.people.servants import Servant
from jenjang.organisation.actions.leading import Appoint, appoint_leader
from jenjang.organisation.actions.people import RecordSanction, record_sanction
from jenjang.organisation.models import Employee, Unit
from jenjang.organisation.terms import LeadershipKind, Severity

SANCTIONS = (
    (Severity.LIGHT, "Teguran tertulis", date(2024, 3, 4), date(2024, 9, 4)),
    (
        Severity.MEDIUM,
        "Pemotongan tunjangan kinerja sebesar 25% selama 6 bulan",
        date(2026, 7, 1),
        date(2027, 1, 1),
    ),
    (Severity.LIGHT, "Pernyataan tidak puas secara tertulis", date(2025, 8, 4), date(2026, 2, 4)),
    (Severity.LIGHT, "Teguran lisan", date(2026, 5, 4), date(2026, 11, 4)),
    (
        Severity.SEVERE,
        "Penurunan jabatan setingkat lebih rendah selama 12 bulan",
        date(2025, 12, 1),
        date(2026, 12, 1),
    ),
)
ACTING_UNTIL = date(2027, 5, 1)


async def discipline(context: Context, world: World) -> None:
    """Some bear a sanction: of two it is over, of the others it may still be in force."""
    staff = [
        servant
        for servant in world.crew.servants
        if not servant.post.is_head and servant.appointed_on.year < SANCTIONS[0][2].year
    ]
    for place, (severity, kind, on, until) in enumerate(SANCTIONS, 1):
        servant = staff[place * len(staff) // (len(SANCTIONS) + 1)]
        await record_sanction(
            context,
            RecordSanction(
                employee_id=await _employee(context, servant),
                severity=severity,
                kind=kind,
                on=on,
                until=until,
                decree_number=f"862/{place}/{on:%Y}",
            ),
        )


async def let_act(context: Context, world: World) -> None:
    """Whoever heads the unit above acts for a head that is missing, until a date."""
    for office, servant in _acting(world):
        unit = await context.session.scalar(select(Unit.id).where(Unit.siasn_id == office.id))
        if unit:
            await appoint_leader(
                context,
                Appoint(
                    unit_id=unit,
                    employee_id=await _employee(context, servant),
                    kind=LeadershipKind.PLT,
                    on=AS_OF,
                    until=ACTING_UNTIL,
                    decree_number=f"821/Plt/{AS_OF:%Y}",
                ),
            )


def _acting(world: World) -> Iterator[tuple[Office, Servant]]:
    heads = {servant.post.unit: servant for servant in world.crew.servants if servant.post.is_head}
    for office in world.offices:
        above = heads.get(office.parent or "")
        if office.head and office.id not in heads and above:
            yield office, above


async def _employee(context: Context, servant: Servant) -> UUID:
    found = select(Employee.id).where(Employee.number == servant.number)
    return (await context.session.scalars(found)).one()
