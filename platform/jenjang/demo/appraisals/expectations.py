"""What the demo's units and people are to reach: objectives, and an SKP for each person and year."""

import datetime

from sqlalchemy import text

from jenjang.appraisal.actions.opening import about_everybody
from jenjang.appraisal.terms import ResultKind
from jenjang.core.context import Context
from jenjang.demo.appraisals.spread import chosen, dice, quoted, words
from jenjang.organisation.actions.law import cite
from jenjang.organisation.actions.superiors import SUPERIORS
from jenjang.rules.shelf import rule_in_force

STANDING = SUPERIORS.format(tenant=":tenant", on="CAST(:first AS date)")
SERVING = """
    SELECT s.*, e.number FROM ({standing}) s
      JOIN employees e ON e.tenant_id = :tenant AND e.id = s.employee_id
      JOIN service_periods p ON p.tenant_id = :tenant AND p.employee_id = s.employee_id
       AND p.state IN ('ACTIVE', 'CANDIDATE') AND p.valid_from <= CAST(:first AS date)
       AND (p.valid_to IS NULL OR p.valid_to > CAST(:first AS date))
     WHERE s.superior_employee_id IS NOT NULL
"""
"""SQL of who is at work on a day and has a superior."""
OBJECTIVES = """
    INSERT INTO unit_objectives (tenant_id, unit_id, year, statement, indicator)
    SELECT :tenant, v.unit_id, CAST(:year AS int), 'Meningkatnya mutu layanan ' || v.name,
           'Indeks kepuasan masyarakat'
      FROM unit_versions v
     WHERE v.tenant_id = :tenant AND v.valid_from <= CAST(:first AS date)
       AND (v.valid_to IS NULL OR v.valid_to > CAST(:first AS date))
"""
SKPS = f"""
    INSERT INTO skps (tenant_id, employee_id, evaluator_employee_id, unit_id, year, edition, model, state,
                      begins_on, applies_from, applies_rule, resources, offered_at, acknowledged_at, version)
    SELECT :tenant, s.employee_id, s.superior_employee_id, s.unit_id, CAST(:year AS int), 1,
           'QUANTITATIVE', 'ACKNOWLEDGED',
           CAST(:first AS date), CAST(:first AS date), CAST(:rule AS text),
           'Anggaran unit, rekan satu tim, dan data layanan',
           CAST(:first AS date) + interval '8 days', CAST(:first AS date) + interval '12 days', 3
      FROM ({SERVING.format(standing=STANDING)}) s
"""
HEADED = """
    (SELECT o.id FROM unit_objectives o
      WHERE o.tenant_id = :tenant AND o.year = CAST(:year AS int) AND o.unit_id = k.unit_id LIMIT 1)
"""
BEHAVIOURS = """
    INSERT INTO skp_behaviours (tenant_id, skp_id, employee_id, behaviour, expectation)
    SELECT :tenant, k.id, k.employee_id, b.code,
           CASE b.code WHEN 'KOLABORATIF' THEN 'Selesaikan satu kegiatan bersama unit lain.' END
      FROM skps k CROSS JOIN behaviours b WHERE k.tenant_id = :tenant AND k.year = CAST(:year AS int)
"""
LINK = """
    UPDATE skp_results r SET superior_result_id = above.id, objective_id = NULL
      FROM skps k, skps up, skp_results above
     WHERE r.tenant_id = :tenant AND r.number = 1 AND k.tenant_id = :tenant AND k.id = r.skp_id
       AND k.year = CAST(:year AS int) AND up.tenant_id = :tenant AND up.employee_id = k.evaluator_employee_id
       AND up.year = k.year AND above.tenant_id = :tenant AND above.skp_id = up.id AND above.number = 1
"""


async def expect(context: Context, year: int) -> None:
    """Give every unit an objective and everybody at work in January an SKP that holds for the year.

    Each main result leads to the superior's or the unit's; each extra one to nothing, as orphans do.
    """
    first = datetime.date(year, 1, 2)
    rule = cite(await rule_in_force(context.session, "appraisal_periods", first))
    asked = {"tenant": context.tenant, "year": year, "first": first}
    async with about_everybody(context):
        for statement in (OBJECTIVES, SKPS, *_results(), BEHAVIOURS, LINK):
            named = {"rule": rule} if statement is SKPS else {}
            await context.session.execute(text(statement), asked | named)


def _results() -> list[str]:
    tasks = words()["tasks"]
    statement = chosen([task["statement"] for task in tasks], "e.number")
    sometimes = dice("e.number", "'extra'")
    extra = quoted(words()["extra"]["statement"])
    made = [
        _made(1, ResultKind.MAIN, statement, HEADED, ""),
        _made(2, ResultKind.EXTRA, extra, "NULL", f" AND {sometimes} < 40"),
    ]
    return made + [_indicators(one) for one in [*tasks, words()["extra"]]]


def _made(number: int, kind: ResultKind, statement: str, objective: str, where: str) -> str:
    return (
        "INSERT INTO skp_results (tenant_id, skp_id, employee_id, number, kind, statement, objective_id)"
        f" SELECT :tenant, k.id, k.employee_id, {number}, '{kind}', {statement}, {objective}"
        " FROM skps k JOIN employees e ON e.tenant_id = :tenant AND e.id = k.employee_id"
        f" WHERE k.tenant_id = :tenant AND k.year = CAST(:year AS int){where}"
    )


def _indicators(task: dict[str, str]) -> str:
    values = ", ".join(quoted(task[name]) for name in ("aspect", "indicator"))
    return (
        "INSERT INTO skp_indicators"
        " (tenant_id, result_id, employee_id, aspect, statement, target, measure)"
        f" SELECT :tenant, r.id, r.employee_id, {values}, {task['target']}, {quoted(task['measure'])}"
        " FROM skp_results r JOIN skps k ON k.tenant_id = :tenant AND k.id = r.skp_id"
        " AND k.year = CAST(:year AS int)"
        f" WHERE r.tenant_id = :tenant AND r.statement = {quoted(task['statement'])}"
    )
