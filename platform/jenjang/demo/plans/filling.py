"""One region's career plans: whoever has one wants to close the own gaps, and to rise later; and wishes."""

from sqlalchemy import text

from jenjang.career.actions.law import PLANS
from jenjang.career.models import CareerPlan
from jenjang.career.rules.plans import plan_rule
from jenjang.core.context import Context
from jenjang.core.sealing import Vault
from jenjang.demo.appraisals.spread import dice
from jenjang.demo.dealings import once
from jenjang.demo.people.personas import personas
from jenjang.demo.plans.aspirations import wish
from jenjang.demo.plans.paths import lay_paths
from jenjang.organisation.actions.law import cite, in_force
from jenjang.organisation.actions.superiors import SUPERIORS
from jenjang.tenancy.catalogue import Government

STATE = f"""
    CASE WHEN {dice("e.number", "'state'")} < 62 THEN 'APPROVED'
         WHEN {dice("e.number", "'state'")} < 80 THEN 'SUBMITTED'
         WHEN {dice("e.number", "'state'")} < 92 THEN 'DRAFT' ELSE 'RETURNED' END
"""
MADE = text(f"""
    INSERT INTO career_plans (employee_id, begins_on, state, comment, decided_by_employee_id,
                              approved_on, stands_until, rule)
    SELECT m.id, m.begins_on, m.state,
           CASE m.state WHEN 'RETURNED' THEN 'Lengkapi langkah untuk tujuan jangka panjang.' END,
           CASE WHEN m.state IN ('APPROVED', 'RETURNED') THEN m.superior END,
           CASE m.state WHEN 'APPROVED' THEN m.begins_on + 10 END,
           CASE m.state WHEN 'APPROVED'
                THEN (m.begins_on + 10 + make_interval(months => :months))::date END,
           CASE m.state WHEN 'APPROVED' THEN :rule END
      FROM (SELECT e.id, CAST(:today AS date) - 20 - {dice("e.number", "'begun'")}::int * 2 AS begins_on,
                   {STATE} AS state, s.superior_employee_id AS superior
              FROM employees e
              JOIN ({SUPERIORS.format(tenant=":tenant", on="CAST(:today AS date)")}) s ON s.employee_id = e.id
             WHERE e.tenant_id = :tenant AND e.state = 'ACTIVE' AND e.number <> :staff
               AND e.retires_on > CAST(:today AS date) + 1000
               AND {dice("e.number", "'plan'")} < 33) m
""")
"""The persona of the staff has none: who tries the demo makes it. Nobody plans beyond the service."""
GOALS = text("""
    INSERT INTO career_goals (plan_id, employee_id, title, due, horizon)
    SELECT p.id, p.employee_id, g.title, p.begins_on + g.days, g.horizon
      FROM career_plans p
     CROSS JOIN (VALUES ('Memenuhi standar kompetensi jabatan', 330, 'SHORT'),
                        ('Siap menduduki jabatan yang lebih tinggi', 1000, 'LONG')) g (title, days, horizon)
     WHERE p.tenant_id = :tenant
""")
LEARNT = text("""
    INSERT INTO career_steps (goal_id, plan_id, employee_id, kind, what, due,
                              competency, technical_competency_id, level)
    SELECT g.goal, g.plan_id, g.employee_id, 'COMPETENCY', 'Meningkatkan kompetensi ' || g.name,
           g.due - 30 * g.place::int, g.competency, g.technical_competency_id, g.required
      FROM (SELECT o.id AS goal, o.plan_id, o.employee_id, o.due, c.name, a.competency,
                   a.technical_competency_id, a.required,
                   row_number() OVER (PARTITION BY o.id
                                      ORDER BY a.required - l.level DESC, a.subject) AS place
              FROM career_goals o
              JOIN competency_gaps a ON a.tenant_id = :tenant AND a.employee_id = o.employee_id
               AND a.placed_from <= :today AND (a.placed_to IS NULL OR a.placed_to > :today)
               AND a.required_from <= :today AND (a.required_to IS NULL OR a.required_to > :today)
              JOIN competency_levels l ON l.tenant_id = :tenant AND l.employee_id = o.employee_id
               AND l.subject = a.subject AND l.valid_from <= :today AND l.valid_to > :today
               AND l.level < a.required
              JOIN competency_subjects c ON c.tenant_id = :tenant AND c.subject = a.subject
             WHERE o.tenant_id = :tenant AND o.horizon = 'SHORT') g
     WHERE g.place <= 3
""")
"""The three farthest gaps of each."""
TAUGHT = text("""
    INSERT INTO career_steps (goal_id, plan_id, employee_id, kind, what, due, course_id)
    SELECT DISTINCT ON (s.goal_id) s.goal_id, s.plan_id, s.employee_id, 'TRAINING',
           'Mengikuti pelatihan ' || c.name, s.due, c.id
      FROM career_steps s
      JOIN career_plans p ON p.tenant_id = :tenant AND p.id = s.plan_id
      JOIN course_levels t ON t.tenant_id = :tenant AND t.subject = s.subject AND t.level >= s.level
      JOIN training_courses c ON c.tenant_id = :tenant AND c.id = t.course_id
       AND c.for_kind IS NULL AND c.for_unit_id IS NULL AND c.for_levels = '{}'
       AND (c.valid_to IS NULL OR c.valid_to > s.due)
     WHERE s.tenant_id = :tenant AND s.kind = 'COMPETENCY'
       AND NOT EXISTS (SELECT FROM trainings_completed d
                        WHERE d.tenant_id = :tenant AND d.employee_id = s.employee_id
                          AND d.course_id = c.id AND d.certified_on >= p.begins_on)
     ORDER BY s.goal_id, s.due DESC, c.code
""")
"""A course for everybody that teaches the first of them."""
SAID = text(f"""
    INSERT INTO career_steps (goal_id, plan_id, employee_id, kind, what, due, done_on)
    SELECT g.id, g.plan_id, g.employee_id, s.kind, s.what, g.due - s.days,
           CASE WHEN p.state = 'APPROVED' AND s.kind = 'MENTORING'
                     AND {dice("e.number", "'done'")} < 40 THEN p.approved_on + 7 END
      FROM career_goals g
      JOIN career_plans p ON p.tenant_id = :tenant AND p.id = g.plan_id
      JOIN employees e ON e.tenant_id = :tenant AND e.id = g.employee_id
      JOIN (VALUES ('SHORT', 'MENTORING', 'Bimbingan bulanan dengan atasan langsung', 120),
                   ('LONG', 'APPRAISAL', 'Predikat kinerja tahunan paling sedikit Baik', 300),
                   ('LONG', 'OTHER', 'Memimpin satu kegiatan lintas bidang', 60))
           s (horizon, kind, what, days)
        ON s.horizon = g.horizon
     WHERE g.tenant_id = :tenant
""")


async def plan(app_url: str, vault: Vault, government: Government) -> int:
    """Give a government its career plans, paths and aspirations, once, in one transaction; how many plans.

    None where it has some. `app_url`: the database as the role that serves. Competencies and courses
    come first: steps close gaps, some by a course.
    """
    async with once(app_url, vault, government, CareerPlan) as context:
        return await _plan(context) if context else 0


async def _plan(context: Context) -> int:
    law = await in_force(context, PLANS, context.today)
    given = {"tenant": context.tenant, "today": context.today, "rule": cite(law)}
    given |= {"months": law.read_by(plan_rule).renewed_after_months}
    staff = personas(context.tenant)["staff"]
    given |= {"staff": staff}
    made = await context.session.execute(MADE, given)
    for statement in (GOALS, LEARNT, TAUGHT, SAID):
        await context.session.execute(statement, given)
    await wish(context, staff)
    await lay_paths(context)
    return made.rowcount  # type: ignore[attr-defined,no-any-return]  # SQLAlchemy's Result hides it.
