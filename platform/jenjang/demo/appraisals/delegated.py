"""Who evaluates whom nobody leads: the topmost of a region, by delegated authority."""

import datetime

from sqlalchemy import text

from jenjang.appraisal.actions.delegating import DelegateEvaluator, delegate_evaluator
from jenjang.core.context import Context
from jenjang.demo.dealings import on_day
from jenjang.organisation.actions.superiors import SUPERIORS

RUNS = "{row}.valid_from <= since.day AND ({row}.valid_to IS NULL OR {row}.valid_to > CAST(:today AS date))"
TOPMOST = text(f"""
    SELECT top.employee_id, since.day AS since, deputy.employee_id AS evaluator_employee_id
      FROM ({SUPERIORS.format(tenant=":tenant", on="CAST(:today AS date)")}) top
      JOIN LATERAL (
          SELECT greatest(CAST(:first AS date), max(l.valid_from)) AS day FROM leaderships l
           WHERE l.tenant_id = :tenant AND l.employee_id = top.employee_id AND l.valid_to IS NULL
      ) since ON true
      JOIN LATERAL (
          SELECT l.employee_id FROM unit_ancestry up
            JOIN unit_ancestry a ON a.tenant_id = :tenant AND a.ancestor_id = up.ancestor_id AND a.depth = 1
             AND {RUNS.format(row="a")}
            JOIN leaderships l ON l.tenant_id = :tenant AND l.unit_id = a.unit_id AND l.kind = 'DEFINITIVE'
             AND {RUNS.format(row="l")} AND l.employee_id <> top.employee_id
            JOIN placements p ON p.tenant_id = :tenant AND p.employee_id = l.employee_id
             AND {RUNS.format(row="p")}
            JOIN employees e ON e.tenant_id = :tenant AND e.id = l.employee_id
           WHERE up.tenant_id = :tenant AND up.unit_id = top.unit_id AND {RUNS.format(row="up")}
           ORDER BY e.number LIMIT 1
      ) deputy ON true
     WHERE top.superior_employee_id IS NULL
""")
"""SQL of whom nobody leads today, since when they lead, and the senior head of a unit right below."""
REASON = "Pendelegasian wewenang pejabat penilai kinerja oleh kepala daerah, SK 800/1."


async def delegate(context: Context, first: datetime.date) -> None:
    """Name an evaluator for whom nobody leads, from a day on or since they lead themselves."""
    asked = {"tenant": context.tenant, "today": context.today, "first": first}
    for row in (await context.session.execute(TOPMOST, asked)).all():
        named = {"employee_id": row.employee_id, "evaluator_employee_id": row.evaluator_employee_id}
        await delegate_evaluator(on_day(context, row.since), DelegateEvaluator(**named, reason=REASON))
