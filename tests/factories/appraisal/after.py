"""What follows a result: a cycle with somebody's published appraisal in it, an objection, a path."""

from dataclasses import replace
from datetime import timedelta

from factories.appraisal.office import Office
from sqlalchemy import select

from jenjang.appraisal.actions.improvement import (
    Counsel,
    SetTargets,
    Target,
    counsel,
    set_targets,
)
from jenjang.appraisal.actions.law import predicate_law_on
from jenjang.appraisal.actions.objections import Explain, FileObjection, explain, file_objection
from jenjang.appraisal.actions.publishing import publish
from jenjang.appraisal.actions.recording import Rated, derived, evaluation_of, unit_predicate
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle, CycleUnit
from jenjang.appraisal.models.objection import ImprovementPath, ImprovementTarget, Objection
from jenjang.appraisal.rules.periods import period
from jenjang.appraisal.rules.working_days import DAY
from jenjang.appraisal.terms import (
    AppraisalState,
    CycleKind,
    CycleState,
    OrganisationPredicate,
    Rating,
)
from jenjang.core.context import Context
from jenjang.organisation.actions.superiors import standing_of

NUMBERS = {CycleKind.MONTHLY: 6, CycleKind.QUARTERLY: 2, CycleKind.ANNUAL: 1}
"""Of the month and the quarter that ended on 30 June 2026, and of the year 2025."""
GOOD = Rated(Rating.AS_EXPECTED, "Semua target tercapai.", Rating.AS_EXPECTED, "Menjadi teladan tim.")
POOR = Rated(Rating.BELOW, "Dua laporan tidak selesai.", Rating.AS_EXPECTED, "Sopan kepada warga.")


async def a_cycle(context: Context, kind: CycleKind = CycleKind.QUARTERLY) -> AppraisalCycle:
    """A cycle of the whole government that is open."""
    of = period(kind, 2025 if kind is CycleKind.ANNUAL else 2026, NUMBERS[kind])
    cycle = AppraisalCycle(
        kind=kind,
        year=of.year,
        number=of.number,
        begins=of.begins,
        ends=of.ends,
        due_on=of.ends + timedelta(20),
        state=CycleState.OPEN,
        fewest_raters=3,
        escalation_days=5,
        reminder_days=3,
        opened_at=context.now,
    )
    context.session.add(cycle)
    await context.session.flush()
    return cycle


async def an_appraisal(
    context: Context,
    office: Office,
    name: str = "staff",
    *,
    cycle: AppraisalCycle | None = None,
    unit: OrganisationPredicate = OrganisationPredicate.GOOD,
) -> Appraisal:
    """Somebody's appraisal that waits for its evaluation; `unit`: the predicate of the one headed."""
    cycle = cycle or await a_cycle(context)
    standing = await standing_of(context, office.people[name], context.today)
    assert standing
    if standing.headed_unit_id:
        context.session.add(
            CycleUnit(cycle_id=cycle.id, unit_id=standing.headed_unit_id, predicate=unit, basis="LKjIP 2025")
        )
    appraisal = Appraisal(
        cycle_id=cycle.id,
        employee_id=standing.employee_id,
        unit_id=standing.unit_id,
        headed_unit_id=standing.headed_unit_id,
        evaluator_employee_id=standing.superior_employee_id,
        state=AppraisalState.OPEN,
        months=3,
        begins=cycle.begins,
        due_on=cycle.due_on,
    )
    context.session.add(appraisal)
    await context.session.flush()
    return appraisal


async def evaluated_so(context: Context, appraisal: Appraisal, rated: Rated) -> None:
    """An appraisal evaluated for the first time, whether its period is over or not."""
    cycle = await context.get(AppraisalCycle, appraisal.cycle_id)
    law = await predicate_law_on(context, cycle.ends - DAY)
    found = derived(law, rated, await unit_predicate(context, appraisal))
    context.session.add(evaluation_of(context, appraisal, rated, found, 1))
    appraisal.state = AppraisalState.EVALUATED
    await context.session.flush()


async def published(
    context: Context,
    office: Office,
    name: str = "staff",
    by: str = "chief",
    *,
    rated: Rated = GOOD,
    kind: CycleKind = CycleKind.QUARTERLY,
) -> Appraisal:
    """Somebody's appraisal, evaluated by their superior, and published on the context's day."""
    appraisal = await an_appraisal(context, office, name, cycle=await a_cycle(context, kind))
    given = replace(rated, results=None) if appraisal.headed_unit_id else rated
    await evaluated_so(office.as_(context, by), appraisal, given)
    await publish(office.as_(context, "admin"), [appraisal.id])
    await context.session.refresh(appraisal)
    return appraisal


async def objected(context: Context, office: Office, appraisal: Appraisal, name: str = "staff") -> Objection:
    """An objection to it, on the context's day."""
    asked = FileObjection(appraisal_id=appraisal.id, grounds="Dua laporan itu tertunda karena banjir.")
    return await file_objection(office.as_(context, name), asked)


async def heard(context: Context, office: Office, objection: Objection, *names: str) -> None:
    """What both sides (or those named) explained."""
    for name in names or ("staff", "chief"):
        asked = Explain(objection_id=objection.id, text=f"Penjelasan {name}.")
        await explain(office.as_(context, name), asked)


async def the_path(context: Context, appraisal: Appraisal) -> ImprovementPath:
    """The path that a result opened."""
    of = select(ImprovementPath).where(ImprovementPath.appraisal_id == appraisal.id)
    return (await context.session.scalars(of)).one()


async def running(
    context: Context, office: Office, path: ImprovementPath, targets: int = 2
) -> list[ImprovementTarget]:
    """A path with counselling and so many targets, by the staff's superior; its targets."""
    chief = office.as_(context, "chief")
    held = Counsel(
        path_id=path.id, expected_version=path.version, counselling="Beban kerja.", held_on=context.today
    )
    await counsel(chief, held)
    review_on = context.today + timedelta(30)
    wanted = tuple(
        Target(statement=f"Laporan {number} selesai.", measure="Tanggal masuk.", review_on=review_on)
        for number in range(targets)
    )
    await set_targets(chief, SetTargets(path_id=path.id, expected_version=path.version, targets=wanted))
    of = select(ImprovementTarget).where(ImprovementTarget.path_id == path.id).order_by(ImprovementTarget.id)
    return list(await context.session.scalars(of))
