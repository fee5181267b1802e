"""The demo's cycles and what people were rated in them: closed years, published and mostly acknowledged."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.rules.predicate import PredicateRule
from jenjang.appraisal.terms import CycleKind
from jenjang.demo.appraisals.expectations import SERVING, STANDING
from jenjang.demo.appraisals.spread import chosen, derivations, drawn, reasons, words

CYCLE = text("""
    INSERT INTO appraisal_cycles (tenant_id, kind, year, number, begins, ends, due_on, state, fewest_raters,
                                  escalation_days, reminder_days, to_close, closed_so_far, opened_at, closed_at)
    VALUES (:tenant, :kind, :year, :number, :begins, :ends, :due, :state, 3, 5, 3, 0, 0, :opened, :closed_at)
    RETURNING id
""")
UNITS = f"""
    INSERT INTO cycle_units (tenant_id, cycle_id, unit_id, predicate, basis, set_at)
    SELECT :tenant, CAST(:cycle AS uuid), v.unit_id, {drawn("unit", "u.siasn_id", "CAST(CAST(:year AS int) AS text)")},
           'Laporan Kinerja Instansi Pemerintah ' || CAST(CAST(:year AS int) AS text), CAST(:opened AS timestamptz)
      FROM unit_versions v JOIN units u ON u.tenant_id = :tenant AND u.id = v.unit_id
     WHERE v.tenant_id = :tenant AND v.valid_from <= CAST(:first AS date) AND (v.valid_to IS NULL OR v.valid_to > CAST(:first AS date))
"""
RATED = f"""
    SELECT s.*, k.id AS skp_id, r.*, o.level,
           {reasons("results", "r.results", "s.number", "CAST(:cycle_name AS text)")} AS results_reason,
           {reasons("behaviour", "r.behaviour", "s.number", "CAST(:cycle_name AS text)")} AS behaviour_reason
      FROM ({SERVING.format(standing=STANDING)}) s
      JOIN skps k ON k.tenant_id = :tenant AND k.employee_id = s.employee_id AND k.year = :year
      JOIN placements p ON p.tenant_id = :tenant AND p.employee_id = s.employee_id
       AND p.valid_from <= CAST(:first AS date) AND (p.valid_to IS NULL OR p.valid_to > CAST(:first AS date))
      JOIN positions o ON o.tenant_id = :tenant AND o.id = p.position_id
      LEFT JOIN cycle_units c ON c.tenant_id = :tenant AND c.cycle_id = CAST(:cycle AS uuid) AND c.unit_id = s.headed_unit_id
      JOIN jsonb_to_recordset(CAST(:ways AS jsonb)) AS r(unit text, results text, behaviour text,
             predicate text, derivation_id text, derivation_en text)
        ON r.unit IS NOT DISTINCT FROM c.predicate
       AND r.behaviour = {drawn("behaviour", "s.number", "CAST(:cycle_name AS text)", "'behaviour'")}
       AND (r.unit IS NOT NULL
            OR r.results = {drawn("results", "s.number", "CAST(:cycle_name AS text)", "'results'")})
"""
APPRAISALS = f"""
    WITH rated AS ({RATED}), appraised AS (
        INSERT INTO appraisals (tenant_id, cycle_id, employee_id, unit_id, headed_unit_id, evaluator_employee_id,
                                level, skp_id, state, predicate, months, begins, due_on, published_at, read_at,
                                acknowledged_at, objection_until, version)
        SELECT :tenant, CAST(:cycle AS uuid), employee_id, unit_id, headed_unit_id, superior_employee_id, level, skp_id,
               'ACKNOWLEDGED', predicate, CAST(:months AS int), CAST(:begins AS date), CAST(:due AS date), CAST(:published AS timestamptz), CAST(:published AS timestamptz) + interval '2 days',
               CAST(:published AS timestamptz) + interval '3 days', CAST(CAST(:published AS timestamptz) + interval '20 days' AS date), 4
          FROM rated
        RETURNING id, employee_id
    )
    INSERT INTO evaluations (tenant_id, appraisal_id, employee_id, number, stage, results, results_reason,
                             behaviour, behaviour_reason, unit_predicate, predicate, rule, derivation_id,
                             derivation_en, by_employee_id, made_at, published_at)
    SELECT :tenant, a.id, r.employee_id, 1, 'EVALUATION', r.results, r.results_reason, r.behaviour,
           r.behaviour_reason, r.unit, r.predicate, CAST(:rule AS text), r.derivation_id, r.derivation_en,
           r.superior_employee_id, CAST(:published AS timestamptz) - interval '9 days', CAST(:published AS timestamptz)
      FROM rated r JOIN appraised a ON a.employee_id = r.employee_id
"""


@dataclass(frozen=True, slots=True)
class Closed:
    """A cycle that is over: its period, and when its results were published."""

    kind: CycleKind
    year: int
    number: int
    begins: datetime.date
    ends: datetime.date
    months: int

    @property
    def published(self) -> datetime.datetime:
        return datetime.datetime.combine(
            self.ends + datetime.timedelta(days=24), datetime.time(2, 0), datetime.UTC
        )


def year_of(year: int) -> Closed:
    """The annual cycle of a year."""
    begins, ends = datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1)
    return Closed(CycleKind.ANNUAL, year, 1, begins, ends, 12)


async def recall(session: AsyncSession, tenant: str, cycle: Closed, rule: PredicateRule, cited: str) -> UUID:
    """Rate everybody in a cycle that is over, by the rule, as leaders would have; the cycle's id."""
    asked = {
        "tenant": tenant,
        "kind": cycle.kind,
        "year": cycle.year,
        "number": cycle.number,
        "begins": cycle.begins,
        "ends": cycle.ends,
        "months": cycle.months,
        "due": cycle.published.date() - datetime.timedelta(days=4),
        "published": cycle.published,
        "first": datetime.date(cycle.year, 1, 2),
        "opened": cycle.published - datetime.timedelta(days=23),
    }
    made = {"state": "CLOSED", "closed_at": cycle.published}
    cycle_id: UUID = (await session.scalars(CYCLE, asked | made)).one()
    named = {"cycle": cycle_id, "cycle_name": f"{cycle.kind} {cycle.year} {cycle.number}"}
    ways = {"ways": derivations(rule, cited), "rule": cited}
    await session.execute(text(UNITS), asked | named)
    await session.execute(text(APPRAISALS), asked | named | ways)
    for kind in ("STRENGTH", "IMPROVEMENT"):
        await session.execute(text(_points(kind)), asked | named)
    await session.execute(COUNTED, {"cycle": cycle_id, "tenant": tenant})
    return cycle_id


COUNTED = text("""
    UPDATE appraisal_cycles c SET to_close = n.count, closed_so_far = n.count
      FROM (SELECT count(*) FROM appraisals WHERE tenant_id = :tenant AND cycle_id = CAST(:cycle AS uuid)) n
     WHERE c.tenant_id = :tenant AND c.id = CAST(:cycle AS uuid)
""")


def _points(kind: str) -> str:
    """SQL of one strength, or one improvement, of each evaluation of a cycle."""
    said = words()["strengths" if kind == "STRENGTH" else "improvements"]
    parts = ("e.number", f"CAST(:cycle_name AS text) || '{kind}'")
    statement = chosen([one["statement"] for one in said], *parts)
    behaviour = chosen([one["behaviour"] for one in said], *parts)
    return (
        "INSERT INTO evaluation_points"
        " (tenant_id, appraisal_id, employee_id, kind, statement, behaviour, published_at)"
        f" SELECT :tenant, a.id, a.employee_id, '{kind}', {statement}, {behaviour}, CAST(:published AS timestamptz)"
        " FROM appraisals a JOIN employees e ON e.tenant_id = :tenant AND e.id = a.employee_id"
        " WHERE a.tenant_id = :tenant AND a.cycle_id = CAST(:cycle AS uuid)"
    )
