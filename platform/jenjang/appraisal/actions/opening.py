"""Opening a cycle in two statements, however many people there are: its units, and everybody's appraisal."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT

from jenjang.appraisal.models.cycle import AppraisalCycle
from jenjang.appraisal.rules.periods import MONTHS
from jenjang.appraisal.terms import CycleKind
from jenjang.core.context import Context
from jenjang.organisation.actions.superiors import SUPERIORS
from jenjang.organisation.rules.life import IN_SERVICE

MANY = text(
    "SELECT set_config('statement_timeout', '60000', true), set_config('enable_nestloop', 'off', true)"
)
"""Milliseconds: 80,000 people are more than a page shows."""
FEW = text("SELECT set_config('enable_nestloop', 'on', true)")
ON = "CAST(:on AS date)"
RUNS = "{row}.valid_from <= " + ON + " AND ({row}.valid_to IS NULL OR {row}.valid_to > " + ON + ")"
WITHIN = """
    (CAST(:unit AS uuid) IS NULL OR {row}.unit_id IN (
        SELECT scope.unit_id FROM unit_ancestry scope
         WHERE scope.tenant_id = :tenant AND scope.ancestor_id = CAST(:unit AS uuid) AND {runs}))
"""
UNITS = text(
    "INSERT INTO cycle_units (cycle_id, unit_id)"
    " SELECT :cycle, v.unit_id FROM unit_versions v"
    f" WHERE v.tenant_id = :tenant AND {RUNS.format(row='v')}"
    f" AND {WITHIN.format(row='v', runs=RUNS.format(row='scope'))}"
)
FULL_MONTHS = """
    CASE WHEN greatest(seat.valid_from, serves.valid_from) <= :begins
          AND (seat.valid_to IS NULL OR seat.valid_to >= :ends)
          AND (serves.valid_to IS NULL OR serves.valid_to >= :ends) THEN :months
    ELSE (SELECT count(*)
       FROM generate_series(CAST(:begins AS date), CAST(:ends AS date) - 1, interval '1 month') first
      WHERE (SELECT range_agg(daterange(p.valid_from, p.valid_to)) FROM placements p
              WHERE p.tenant_id = :tenant AND p.employee_id = s.employee_id)
            * (SELECT range_agg(daterange(w.valid_from, w.valid_to)) FROM service_periods w
                WHERE w.tenant_id = :tenant AND w.employee_id = s.employee_id AND w.state = ANY(:serving))
            @> daterange(first::date, (first + interval '1 month')::date))
    END
"""
"""SQL of how many months of the period somebody serves, placed, from their first day to their last. What
holds until further notice is taken to hold until the period ends."""
PEOPLE = text(f"""
    INSERT INTO appraisals (cycle_id, employee_id, unit_id, headed_unit_id, evaluator_employee_id, level,
                            state, months, begins, due_on)
    SELECT :cycle, s.employee_id, s.unit_id, s.headed_unit_id, s.superior_employee_id, held.level,
           'OPEN', greatest(1, {FULL_MONTHS}), :begins, :due_on
      FROM ({SUPERIORS.format(tenant=":tenant", on=ON)}) s
      JOIN service_periods serves ON serves.tenant_id = :tenant AND serves.employee_id = s.employee_id
       AND serves.state = ANY(:serving) AND {RUNS.format(row="serves")}
      JOIN placements seat ON seat.tenant_id = :tenant AND seat.employee_id = s.employee_id
       AND {RUNS.format(row="seat")}
      JOIN positions held ON held.tenant_id = :tenant AND held.id = seat.position_id
     WHERE {WITHIN.format(row="s", runs=RUNS.format(row="scope"))}
""").bindparams(bindparam("serving", type_=ARRAY(TEXT)))


@asynccontextmanager
async def about_everybody(context: Context) -> AsyncIterator[None]:
    """Let statements last that are about everybody, and be planned for that.

    Of rows that this very transaction has made the planner knows nothing: it takes a thousand for one, and
    goes through all the others for each. Without nested loops there is no such plan.
    """
    await context.session.execute(MANY)
    yield
    await context.session.execute(FEW)


async def fill(context: Context, cycle: AppraisalCycle, on: date) -> None:
    """Let a cycle cover everybody who serves and is placed in its units on a date."""
    asked = {"tenant": context.tenant, "cycle": cycle.id, "unit": cycle.unit_id, "on": on}
    period = {"begins": cycle.begins, "ends": cycle.ends, "due_on": cycle.due_on}
    months = MONTHS[CycleKind(cycle.kind)]
    async with about_everybody(context):
        await context.session.execute(UNITS, asked)
        await context.session.execute(
            PEOPLE, {**asked, **period, "months": months, "serving": sorted(IN_SERVICE)}
        )
