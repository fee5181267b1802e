"""Everybody evaluated and rated in a cycle, with two years before it, in plain SQL: no figure of ours."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.seed import World
from jenjang.appraisal.terms import CycleKind
from jenjang.database.engine import bound, engine
from jenjang.database.roles import as_role

LEADERS = text("""
    INSERT INTO leaderships (unit_id, employee_id, kind, valid_from)
    SELECT DISTINCT ON (p.unit_id) p.unit_id, p.employee_id, 'DEFINITIVE', CAST('2025-01-01' AS date)
      FROM placements p
     WHERE p.valid_to IS NULL AND NOT EXISTS (SELECT FROM leaderships l WHERE l.unit_id = p.unit_id)
     ORDER BY p.unit_id, p.employee_id
""")
ROOT = text("""
    INSERT INTO leaderships (unit_id, employee_id, kind, valid_from)
    SELECT v.unit_id, (SELECT id FROM employees ORDER BY id DESC LIMIT 1), 'DEFINITIVE', '2025-01-01'
      FROM unit_versions v WHERE v.kind = 'GOVERNMENT'
""")
EVALUATE = text("""
    INSERT INTO evaluations (appraisal_id, employee_id, number, stage, results, results_reason, behaviour,
                             behaviour_reason, predicate, rule, derivation_id, derivation_en,
                             by_employee_id, made_at)
    SELECT a.id, a.employee_id, 1, 'EVALUATION', m.rating, 'Sesuai', m.rating, 'Sesuai', m.predicate,
           'performance_predicate 2022', 'karena sesuai', 'because as expected',
           a.evaluator_employee_id, now()
      FROM (SELECT *, row_number() OVER (ORDER BY id) % 20 AS place FROM appraisals
             WHERE cycle_id = :cycle) a
      JOIN (VALUES (0, 0, 'BELOW', 'VERY_POOR'), (1, 15, 'AS_EXPECTED', 'GOOD'),
                   (16, 19, 'ABOVE', 'VERY_GOOD')) m(first, last, rating, predicate)
        ON a.place BETWEEN m.first AND m.last
""")
"""One of twenty opens a path of improvement."""
POINTS = text("""
    INSERT INTO evaluation_points (appraisal_id, employee_id, kind, statement)
    SELECT a.id, a.employee_id, kind, 'Melayani dengan baik'
      FROM appraisals a, unnest(ARRAY['STRENGTH', 'IMPROVEMENT']) kind
     WHERE a.cycle_id = :cycle
""")
TALLIES = text("""
    INSERT INTO competency_tallies (appraisal_id, employee_id, relation, competency, level_3, level_4)
    SELECT a.id, a.employee_id, r.relation, c.code, r.threes, 1
      FROM appraisals a, competencies c,
           (VALUES ('LEADER', 0), ('PEER', 3), ('UPWARD', 0)) r(relation, threes)
     WHERE a.cycle_id = :cycle
""")
"""The leader and four peers are published; of one person led nothing may be, and it is forgotten."""
STATES = text("UPDATE appraisals SET state = 'EVALUATED', version = version + 1 WHERE cycle_id = :cycle")
YEARS = text("""
    INSERT INTO appraisal_cycles (kind, year, number, begins, ends, due_on, state, fewest_raters,
                                  escalation_days, reminder_days, opened_at, closed_at)
    SELECT 'ANNUAL', y, 1, make_date(y, 1, 1), make_date(y + 1, 1, 1), make_date(y + 1, 1, 10), 'CLOSED',
           3, 5, 5, now(), now()
      FROM generate_series(CAST(:year AS int) - 2, CAST(:year AS int) - 1) y
""")
RESULTS = text("""
    INSERT INTO appraisals (cycle_id, employee_id, unit_id, level, state, predicate, months, begins, due_on,
                            published_at)
    SELECT c.id, a.employee_id, a.unit_id, a.level, 'PUBLISHED', 'GOOD', 12, c.begins, c.due_on, now()
      FROM appraisal_cycles c, appraisals a
     WHERE c.kind = 'ANNUAL' AND c.state = 'CLOSED' AND a.cycle_id = :cycle
""")
CREDITS = text("""
    INSERT INTO credits (appraisal_id, employee_id, year, level, predicate, months, amount, rule)
    SELECT a.id, a.employee_id, c.year, a.level, a.predicate, a.months, 25, 'functional_credit 2023'
      FROM appraisals a JOIN appraisal_cycles c ON c.id = a.cycle_id
     WHERE c.kind = 'ANNUAL' AND c.state = 'CLOSED'
""")
NATIONAL = text("""
    INSERT INTO national_results (employee_id, kind, year, number, results, behaviour, predicate, follows,
                                  rule)
    SELECT a.employee_id, c.kind, c.year, c.number, 'AS_EXPECTED', 'AS_EXPECTED', 'GOOD', 'GOOD',
           'performance_predicate 2022'
      FROM appraisals a JOIN appraisal_cycles c ON c.id = a.cycle_id
     WHERE c.id = :cycle
""")
UNCHECKED = text("SET LOCAL session_replication_role = replica")
PATIENCE = 1_800_000
"""Milliseconds that a statement may take: it is made for measuring, not measured."""


async def lead(database: AsyncEngine) -> None:
    """Let every unit have a leader."""
    async with bound(database, "t1", PATIENCE) as session:
        await session.execute(LEADERS)
        await session.execute(ROOT)


async def evaluate(world: World, cycle_id: UUID, kind: CycleKind, year: int) -> None:
    """Let everybody be evaluated and rated, and SIASN know; a year comes after two that gave credit.

    By a superuser, for whom no keys are checked: of the millions of rows that takes the most time.
    """
    before = (YEARS, RESULTS, CREDITS) if kind is CycleKind.ANNUAL else ()
    database = engine(as_role(world.superuser_url, "postgres", world.name), connections=1)
    async with bound(database, "t1", PATIENCE) as session:
        for statement in (UNCHECKED, *before, NATIONAL, EVALUATE, POINTS, TALLIES, STATES):
            await session.execute(statement, {"cycle": cycle_id, "year": year})
    await database.dispose()
