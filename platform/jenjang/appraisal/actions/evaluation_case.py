"""What decides on an evaluation: the appraisal and its cycle, locked; then, in one statement, all around."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from jenjang.appraisal.rules.periods import Edition, Period
from jenjang.appraisal.rules.working_days import DAY
from jenjang.appraisal.terms import CycleKind
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.database.engine import driver
from jenjang.organisation.actions.superiors import OF_ONE, Standing

LOCKED = """
    SELECT a.id, a.cycle_id, a.employee_id, a.unit_id, a.headed_unit_id, a.evaluator_employee_id,
           a.escalated_to_employee_id, a.state, a.version, c.state AS cycle_state,
           c.kind, c.year, c.number, c.begins, c.ends
      FROM appraisals a
      JOIN appraisal_cycles c ON c.tenant_id = $1 AND c.id = a.cycle_id
     WHERE a.tenant_id = $1 AND a.id = $2::uuid
       FOR SHARE OF c FOR UPDATE OF a
"""
"""PostgreSQL locks in the order told: the cycle before the appraisal, as whoever closes or calibrates it
does, so that nobody waits in a circle. What was changed while it waited is told as it is then."""
AROUND = f"""
    SELECT s.employee_id, s.unit_id, s.headed_unit_id, s.superior_employee_id, s.is_delegated,
           s.leader_employee_id,
           (SELECT a.calibration_id IS NOT NULL FROM appraisals a
             WHERE a.tenant_id = $1 AND a.id = $7::uuid)
           OR EXISTS (SELECT FROM unit_ancestry u
                     JOIN calibrations k
                       ON k.tenant_id = $1 AND k.cycle_id = $4::uuid AND k.unit_id = u.ancestor_id
                      AND k.state = 'OPEN'
                    WHERE u.tenant_id = $1 AND u.unit_id = $5::uuid
                      AND u.valid_from <= $6::date AND (u.valid_to IS NULL OR u.valid_to > $6)) AS calibrated,
           (SELECT coalesce(max(e.number), 0) FROM evaluations e
             WHERE e.tenant_id = $1 AND e.appraisal_id = $7::uuid) AS evaluations,
           agreed.*
      FROM (SELECT array_agg(k.id) AS skps, array_agg(k.edition) AS editions,
                   array_agg(k.applies_from) AS days
              FROM skps k
             WHERE k.tenant_id = $1 AND k.employee_id = $3::uuid AND k.year = $8::int
               AND k.state IN ('ACKNOWLEDGED', 'SUPERSEDED') AND k.applies_from IS NOT NULL) agreed
      LEFT JOIN ({OF_ONE.format(tenant="$1", on="$2::date")} AND p.employee_id = $3::uuid) s ON true
"""
"""Asked once the locks are held: a calibration that was opened, or a unit that was moved, while we waited for
them is seen."""


@dataclass(slots=True)
class Locked:
    """An appraisal that nobody else changes until this is committed, and its cycle, which nobody closes."""

    period: Period
    id: UUID
    cycle_id: UUID
    employee_id: UUID
    unit_id: UUID
    headed_unit_id: UUID | None
    evaluator_employee_id: UUID | None
    escalated_to_employee_id: UUID | None
    state: str
    version: int
    cycle_state: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the person stands today, if anywhere, and what there is of calibrations, evaluations and SKP."""

    standing: Standing | None
    calibrated: bool
    """Whether a closed calibration has judged this result, or an open one looks at it."""
    evaluations: int
    editions: Sequence[Edition]
    """Of the SKP of the year: those that were agreed."""
    skps: Mapping[int, UUID]
    """Their ids, by the edition's number."""


async def locked(context: Context, appraisal_id: UUID) -> Locked:
    """The appraisal and its cycle, locked. Raises NotFound."""
    row = await (await driver(context.session)).fetchrow(LOCKED, context.tenant, appraisal_id)
    if row is None:
        raise NotFound("appraisalId")
    *told, kind, year, number, begins, ends = row
    return Locked(Period(CycleKind(kind), year, number, begins, ends), *told)


async def surroundings(context: Context, appraisal: Locked) -> Surroundings:
    """All else that decides on the evaluation of a locked appraisal."""
    row = await (await driver(context.session)).fetchrow(
        AROUND,
        context.tenant,
        context.today,
        appraisal.employee_id,
        appraisal.cycle_id,
        appraisal.unit_id,
        min(appraisal.period.ends - DAY, context.today),
        appraisal.id,
        appraisal.period.year,
    )
    *standing, calibrated, evaluations, skps, numbers, days = row
    return Surroundings(
        Standing(*standing) if row["employee_id"] else None,
        calibrated,
        evaluations,
        [Edition(number, day) for number, day in zip(numbers or (), days or (), strict=True)],
        dict(zip(numbers or (), skps or (), strict=True)),
    )
