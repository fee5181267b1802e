"""One region's competencies: standards for every position, assessments of most people, and their gaps."""

import datetime
import tomllib
from importlib.resources import files

from sqlalchemy import select, text

from jenjang.competence.actions.adopting import AdoptStandards, adopt_standards
from jenjang.competence.actions.assessing import VALIDITY, Assess, assess
from jenjang.competence.actions.dictionary import SetTechnical, set_technical
from jenjang.competence.models import CompetencyStandard
from jenjang.competence.terms import AssessmentSource
from jenjang.core.context import Context
from jenjang.core.sealing import Vault
from jenjang.demo.appraisals.spread import dice
from jenjang.demo.dealings import once
from jenjang.demo.people.calendar_days import AS_OF
from jenjang.demo.people.personas import personas
from jenjang.organisation.actions.law import cite, in_force
from jenjang.organisation.models import Employee
from jenjang.tenancy.catalogue import Government

SINCE = datetime.date(AS_OF.year - 6, 1, 1)
DECREE = "Standar kompetensi jabatan, Peraturan Wali Kota/Bupati"
LATER = text("SELECT DISTINCT valid_from FROM positions WHERE tenant_id = :tenant AND valid_from > :since")
TECHNICAL = text("""
    INSERT INTO competency_standards (position_id, technical_competency_id, level, reason, valid_from)
    SELECT p.id, CAST(:competency AS uuid), max(s.level), :reason, s.valid_from
      FROM positions p
      JOIN competency_standards s ON s.tenant_id = :tenant AND s.position_id = p.id
     WHERE p.tenant_id = :tenant AND p.name ~ :positions
     GROUP BY p.id, s.valid_from
""")
"""What belongs to the work is asked for at the level at which the position asks for all else."""
GAP = """
    CASE WHEN years < 3 THEN CASE WHEN {one} < 20 THEN -2 WHEN {one} < 65 THEN -1 ELSE 0 END
         WHEN years < 8 THEN CASE WHEN {one} < 35 THEN -1 WHEN {one} < 85 THEN 0 ELSE 1 END
         ELSE CASE WHEN {one} < 20 THEN -1 WHEN {one} < 75 THEN 0 ELSE 1 END END
""".format(one=dice("number", "code"))
"""SQL of how far somebody is from what is asked for: those who are new, the farthest below."""
ASSESSED = text(f"""
    INSERT INTO competency_assessments
           (employee_id, competency, technical_competency_id, level, source,
            assessed_on, expires_on, rule, made_at)
    SELECT employee_id, competency, technical_competency_id, greatest(1, least(5, required + {GAP})),
           CASE WHEN {dice("number")} < 60 THEN 'ASSESSMENT_CENTRE' ELSE 'LEADER' END,
           assessed_on, (assessed_on + make_interval(months => :months))::date, :rule,
           assessed_on + time '09:00'
      FROM (SELECT g.employee_id, g.competency, g.technical_competency_id, g.required, c.code, e.number,
                   extract(year FROM age(CAST(:today AS date), g.placed_from)) AS years,
                   CAST(:today AS date) - 30 - {dice("e.number", "'day'")}::int * 9 AS assessed_on
              FROM competency_gaps g
              JOIN employees e ON e.tenant_id = :tenant AND e.id = g.employee_id
              JOIN competency_subjects c ON c.tenant_id = :tenant AND c.subject = g.subject
             WHERE g.tenant_id = :tenant AND g.placed_from <= :today
               AND (g.placed_to IS NULL OR g.placed_to > :today)) asked
     WHERE {dice("number", "'assessed'")} < 88 OR {dice("number", "code", "'assessed'")} < 50
""")
"""Most people are assessed in all that is asked of them; one in eight in about the half of it."""
COUNTED = text("""
    INSERT INTO competency_levels (employee_id, subject, level, assessment_id, valid_from, valid_to)
    SELECT employee_id, subject, level, id, assessed_on, expires_on
      FROM competency_assessments WHERE tenant_id = :tenant
""")
"""One assessment of a person and competency counts by itself, as long as it is valid."""


async def furnish(app_url: str, vault: Vault, government: Government) -> int:
    """Give a government its competencies, once, in one transaction; how many were assessed.

    None where it has standards already. `app_url`: the database as the role that serves.
    """
    async with once(app_url, vault, government, CompetencyStandard) as context:
        if context is None:
            return 0
        await _ask(context)
        found = await _assess(context)
        await _learn(context, personas(government.code)["staff"])
        return found


async def _ask(context: Context) -> None:
    """Standards for every position: the usual levels, and what belongs to its work."""
    asked = AdoptStandards(on=SINCE, reason=DECREE)
    await adopt_standards(context, asked)
    for later in await context.session.scalars(LATER, {"tenant": context.tenant, "since": SINCE}):
        await adopt_standards(context, AdoptStandards(on=later, reason=DECREE))
    shipped = (files("jenjang.demo.competence") / "fields.toml").read_text("utf-8")
    for field in tomllib.loads(shipped)["fields"]:
        positions = field.pop("positions")
        made = await set_technical(context, SetTechnical(valid_from=SINCE, **field))
        given = {"tenant": context.tenant, "reason": DECREE, "competency": made.id, "positions": positions}
        await context.session.execute(TECHNICAL, given)


async def _assess(context: Context) -> int:
    rule = await in_force(context, VALIDITY, context.today)
    given = {"tenant": context.tenant, "today": context.today, "rule": cite(rule)}
    given["months"] = int(rule.body["months"])
    await context.session.execute(ASSESSED, given)
    counted = await context.session.execute(COUNTED, {"tenant": context.tenant})
    return counted.rowcount  # type: ignore[attr-defined,no-any-return]  # SQLAlchemy's Result hides it.


async def _learn(context: Context, number: str) -> None:
    """The persona of the staff finished a course in public service, and has the certificate."""
    employee = (await context.session.scalars(select(Employee.id).where(Employee.number == number))).one()
    learned = Assess(
        employee_id=employee,
        competency="M.05",
        level=3,
        assessed_on=context.today - datetime.timedelta(days=20),
        source=AssessmentSource.TRAINING,
        evidence="Pelatihan pelayanan publik, 32 JP, lulus dengan baik.",
        link="https://bukti.example/sertifikat/2026-118",
    )
    await assess(context, learned)
