"""A month that can be judged: its cycle is open, everybody has an SKP that counts, units have predicates."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

from factories.appraisal.office import SEATS, Office
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.actions.calibrating import OpenCalibration, open_calibration
from jenjang.appraisal.actions.cycles import OpenCycle, open_cycle
from jenjang.appraisal.actions.evaluating import Evaluate, Point, evaluate
from jenjang.appraisal.actions.unit_predicates import SetPredicate, set_unit_predicate
from jenjang.appraisal.models.calibration import Calibration
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.models.skp import Skp
from jenjang.appraisal.terms import CycleKind, OrganisationPredicate, Rating
from jenjang.core.context import Context

ABOVE, AS_EXPECTED, BELOW = Rating
LONG_SINCE = datetime(2026, 1, 5, tzinfo=UTC)
EVALUATORS = {"chief": "leader", "staff": "chief", "colleague": "chief", "functional": "chief"}
STRONG, WEAK = Point(statement="Laporan selalu lengkap"), Point(statement="Menyimak lebih lama")


async def an_skp(
    session: AsyncSession,
    employee_id: UUID,
    evaluator_id: UUID,
    unit_id: UUID,
    *,
    year: int = 2026,
    applies_from: date = date(2026, 1, 1),
) -> Skp:
    """An SKP that was acknowledged long since."""
    skp = Skp(
        employee_id=employee_id,
        evaluator_employee_id=evaluator_id,
        unit_id=unit_id,
        year=year,
        edition=1,
        model="QUALITATIVE",
        state="ACKNOWLEDGED",
        begins_on=date(year, 1, 1),
        applies_from=applies_from,
        offered_at=LONG_SINCE,
        acknowledged_at=LONG_SINCE,
    )
    session.add(skp)
    await session.flush()
    return skp


@dataclass
class Month:
    """A cycle, and the appraisal of each person in it."""

    context: Context
    office: Office
    cycle: AppraisalCycle
    appraisals: dict[str, UUID]

    def as_(self, name: str) -> Context:
        return self.office.as_(self.context, name)

    async def of(self, name: str) -> Appraisal:
        """Somebody's appraisal as it stands now."""
        key = (self.context.tenant, self.appraisals[name])
        found = await self.context.session.get(Appraisal, key, populate_existing=True)
        assert found
        return found

    async def asked(self, name: str, **more: object) -> Evaluate:
        """An ordinary evaluation of somebody, but for what is said."""
        usual = Evaluate(
            appraisal_id=self.appraisals[name],
            expected_version=(await self.of(name)).version,
            results=AS_EXPECTED,
            results_reason="Semua target tercapai",
            behaviour=AS_EXPECTED,
            behaviour_reason="Santun kepada pemohon",
            strengths=(STRONG,),
            improvements=(WEAK,),
        )
        return replace(usual, **more)

    async def evaluated(self, name: str, *, by: str | None = None, **more: object) -> Evaluation:
        """Somebody evaluated by the evaluator."""
        made = await evaluate(self.as_(by or EVALUATORS[name]), await self.asked(name, **more))
        return await self.context.get(Evaluation, made.id)

    async def set_predicate(self, unit: str, predicate: OrganisationPredicate) -> None:
        asked = SetPredicate(
            cycle_id=self.cycle.id,
            unit_id=self.office.units[unit],
            predicate=predicate,
            basis="Laporan kinerja triwulan II",
        )
        await set_unit_predicate(self.as_("admin"), asked)

    def opening(self, unit: str = "bidang", chair: str = "leader", *members: str) -> OpenCalibration:
        """A calibration that is asked for; unless said, of the bidang by the leader and the stranger."""
        return OpenCalibration(
            cycle_id=self.cycle.id,
            unit_id=self.office.units[unit],
            chair_employee_id=self.office.people[chair],
            member_employee_ids=tuple(self.office.people[one] for one in members or ("stranger",)),
        )

    async def calibration(self, unit: str = "bidang", chair: str = "leader", *members: str) -> Calibration:
        """The same, opened."""
        await self.set_predicate(unit, OrganisationPredicate.GOOD)
        opened, _ = await open_calibration(self.as_("admin"), self.opening(unit, chair, *members))
        return opened


async def a_month(
    context: Context, office: Office, *, kind: CycleKind = CycleKind.MONTHLY, number: int = 6
) -> Month:
    """A period of 2026 with its cycle open; unless said, June."""
    for name, seat in SEATS.items():
        person = office.people[name]
        await an_skp(context.session, person, office.people["head"], office.units[seat.unit])
    return await opened(context, office, kind=kind, number=number)


async def opened(
    context: Context, office: Office, *, kind: CycleKind = CycleKind.MONTHLY, number: int = 6
) -> Month:
    """The same by whatever SKPs there are."""
    asked = OpenCycle(kind=kind, year=2026, number=number)
    cycle = await open_cycle(office.as_(context, "admin"), asked)
    rows = await context.session.scalars(select(Appraisal).where(Appraisal.cycle_id == cycle.id))
    names = {person: name for name, person in office.people.items()}
    return Month(
        context, office, cycle, {names[row.employee_id]: row.id for row in rows if row.employee_id in names}
    )
