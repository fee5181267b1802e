"""What the demo's leaders rate their people: hundreds in one statement, each by the rule of the period."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text

from jenjang.appraisal.actions.law import predicate_law_on
from jenjang.appraisal.actions.opening import about_everybody
from jenjang.appraisal.models.cycle import AppraisalCycle
from jenjang.appraisal.terms import Rating
from jenjang.core.context import Context
from jenjang.demo.appraisals.spread import chosen, derivations, dice, drawn, reasons, words

DAY = timedelta(1)
NAMED = "CAST(:name AS text)"
PREDICATES = text(f"""
    UPDATE cycle_units c SET predicate = {drawn("unit", "u.siasn_id", NAMED)}, set_at = :now,
           basis = 'Laporan kinerja ' || {NAMED}
      FROM units u WHERE u.tenant_id = :tenant AND u.id = c.unit_id
       AND c.tenant_id = :tenant AND c.cycle_id = :cycle
""")


def rated(kind: str) -> str:
    """SQL of a rating: above what was expected of the best, of all others as it is drawn."""
    others = drawn(kind, "e.number", NAMED, f"'{kind}'")
    return f"CASE WHEN e.number = ANY(:best) THEN '{Rating.ABOVE}' ELSE {others} END"


RATED = text(f"""
    INSERT INTO evaluations (appraisal_id, employee_id, number, stage, results, results_reason, behaviour,
                             behaviour_reason, unit_predicate, predicate, rule, derivation_id, derivation_en,
                             by_employee_id, made_at)
    SELECT a.id, a.employee_id, 1, 'EVALUATION',
           r.results, {reasons("results", "r.results", "e.number", NAMED)},
           r.behaviour, {reasons("behaviour", "r.behaviour", "e.number", NAMED)},
           r.unit, r.predicate, :rule, r.derivation_id, r.derivation_en, a.evaluator_employee_id, :now
      FROM appraisals a
      JOIN employees e ON e.tenant_id = :tenant AND e.id = a.employee_id
      JOIN skps k ON k.tenant_id = :tenant AND k.employee_id = a.employee_id AND k.year = :year
      LEFT JOIN cycle_units c ON c.tenant_id = :tenant AND c.cycle_id = :cycle
       AND c.unit_id = a.headed_unit_id
      JOIN jsonb_to_recordset(CAST(:ways AS jsonb)) AS r(unit text, results text, behaviour text,
             predicate text, derivation_id text, derivation_en text)
        ON r.unit IS NOT DISTINCT FROM c.predicate
       AND r.behaviour = {rated("behaviour")}
       AND (r.unit IS NOT NULL OR r.results = {rated("results")})
     WHERE a.tenant_id = :tenant AND a.cycle_id = :cycle AND a.evaluator_employee_id IS NOT NULL
       AND {dice("e.number", NAMED, "'share'")} < CAST(:share AS int) AND e.number <> ALL(:spared)
""")
EVALUATED = text("""
    UPDATE appraisals a SET state = 'EVALUATED', version = a.version + 1,
           skp_id = (SELECT k.id FROM skps k WHERE k.tenant_id = :tenant AND k.employee_id = a.employee_id
                        AND k.year = :year AND k.edition = 1)
      FROM evaluations v
     WHERE a.tenant_id = :tenant AND a.cycle_id = :cycle AND v.tenant_id = :tenant AND v.appraisal_id = a.id
""")


async def set_predicates(context: Context, cycle: AppraisalCycle) -> None:
    """Give each unit of a cycle the predicate of its own performance."""
    await context.session.execute(PREDICATES, {"now": context.now, **_cycle(context, cycle)})


async def rate(
    context: Context,
    cycle: AppraisalCycle,
    *,
    share: int,
    spared: tuple[str, ...] = (),
    best: tuple[str, ...] = (),
) -> None:
    """Rate so many of a hundred in a cycle, as their leaders would; by number: who isn't, and the best."""
    law = await predicate_law_on(context, cycle.ends - DAY)
    asked = {"year": cycle.year, **_cycle(context, cycle)}
    ways = {"rule": law.name, "ways": derivations(law.rule, law.name)}
    who = {"share": share, "spared": [*spared], "best": [*best], "now": context.now}
    async with about_everybody(context):
        await context.session.execute(RATED, asked | ways | who)
        await context.session.execute(EVALUATED, {one: asked[one] for one in ("tenant", "cycle", "year")})
        for kind in ("STRENGTH", "IMPROVEMENT"):
            await context.session.execute(text(_points(kind)), _cycle(context, cycle))


def _cycle(context: Context, cycle: AppraisalCycle) -> dict[str, Any]:  # Any: a statement's values.
    name = f"{cycle.kind} {cycle.year} {cycle.number}"
    return {"tenant": context.tenant, "cycle": cycle.id, "name": name}


def _points(kind: str) -> str:
    """SQL of one strength, or one improvement, of each evaluation of a cycle."""
    said = words()["strengths" if kind == "STRENGTH" else "improvements"]
    parts = ("e.number", f"{NAMED} || '{kind}'")
    statement = chosen([one["statement"] for one in said], *parts)
    behaviour = chosen([one["behaviour"] for one in said], *parts)
    return (
        "INSERT INTO evaluation_points (appraisal_id, employee_id, kind, statement, behaviour)"
        f" SELECT a.id, a.employee_id, '{kind}', {statement}, {behaviour}"
        " FROM appraisals a JOIN employees e ON e.tenant_id = :tenant AND e.id = a.employee_id"
        " WHERE a.tenant_id = :tenant AND a.cycle_id = :cycle AND a.state = 'EVALUATED'"
    )
