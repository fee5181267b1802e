"""Opening a cycle in two statements, however many people there are: its units, and everybody's appraisal."""

from datetime import date

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT

from jenjang.appraisal.models.cycle import AppraisalCycle
from jenjang.core.context import Context
from jenjang.organisation.actions.superiors import SUPERIORS
from jenjang.organisation.rules.life import IN_SERVICE

LONGEST = 60_000
"""Milliseconds that one statement about everybody may take: 80,000 people are more than a page shows."""
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
    (SELECT count(*)
       FROM generate_series(CAST(:begins AS date), CAST(:ends AS date) - 1, interval '1 month') first
      WHERE (SELECT range_agg(daterange(p.valid_from, p.valid_to)) FROM placements p
              WHERE p.tenant_id = :tenant AND p.employee_id = s.employee_id)
            * (SELECT range_agg(daterange(w.valid_from, w.valid_to)) FROM service_periods w
                WHERE w.tenant_id = :tenant AND w.employee_id = s.employee_id AND w.state = ANY(:serving))
            @> daterange(first::date, (first + interval '1 month')::date))
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


async def let_last(context: Context, milliseconds: int = LONGEST) -> None:
    """Let the statements of this transaction take longer: they are about everybody."""
    await context.session.execute(select(func.set_config("statement_timeout", str(milliseconds), True)))


async def fill(context: Context, cycle: AppraisalCycle, on: date) -> None:
    """Let a cycle cover everybody who serves and is placed in its units on a date."""
    await let_last(context)
    asked = {"tenant": context.tenant, "cycle": cycle.id, "unit": cycle.unit_id, "on": on}
    await context.session.execute(UNITS, asked)
    period = {"begins": cycle.begins, "ends": cycle.ends, "due_on": cycle.due_on}
    await context.session.execute(PEOPLE, {**asked, **period, "serving": sorted(IN_SERVICE)})
