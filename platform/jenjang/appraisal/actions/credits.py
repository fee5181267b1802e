"""Credit of functional positions is given for results that are published, for a thousand as for one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert

from jenjang.appraisal.actions.law import Cited, credit_law_on
from jenjang.appraisal.models.credit import Credit, CreditProjection, CreditStanding
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.rules.credit import CreditRule, Earned
from jenjang.appraisal.rules.standing import Result, Standing, Tenure, projections, standings
from jenjang.appraisal.rules.working_days import DAY
from jenjang.appraisal.terms import CycleKind, Predicate
from jenjang.core.context import Context
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.organisation.terms import EmployeeKind
from jenjang.rules.shelf import NoRuleInForce

CREDIT = "credit"
Row = dict[str, Any]
"""A table's row. Any: its columns are of different types."""

TENURES = text("""
    SELECT p.employee_id, q.level,
           (SELECT min(b.valid_from) FROM placements b
              JOIN positions bq ON bq.tenant_id = :tenant AND bq.id = b.position_id AND bq.level = q.level
             WHERE b.tenant_id = :tenant AND b.employee_id = p.employee_id AND b.valid_from > coalesce(
                   (SELECT max(o.valid_from) FROM placements o
                      JOIN positions oq ON oq.tenant_id = :tenant AND oq.id = o.position_id
                     WHERE o.tenant_id = :tenant AND o.employee_id = p.employee_id
                       AND o.valid_from < p.valid_from AND oq.level <> q.level), '-infinity')) AS level_since,
           (SELECT min(b.valid_from) FROM rank_holdings b
             WHERE b.tenant_id = :tenant AND b.employee_id = p.employee_id AND b.rank = r.rank
               AND b.valid_from > coalesce(
                   (SELECT max(o.valid_from) FROM rank_holdings o
                     WHERE o.tenant_id = :tenant AND o.employee_id = p.employee_id
                       AND o.valid_from < r.valid_from AND o.rank <> r.rank), '-infinity')) AS rank_since
      FROM placements p
      JOIN positions q ON q.tenant_id = :tenant AND q.id = p.position_id AND q.level = ANY(:levels)
      JOIN employees e ON e.tenant_id = :tenant AND e.id = p.employee_id AND e.kind = :kind
      LEFT JOIN rank_holdings r ON r.tenant_id = :tenant AND r.employee_id = p.employee_id
       AND r.valid_from <= :on AND (r.valid_to IS NULL OR r.valid_to > :on)
     WHERE p.tenant_id = :tenant AND p.employee_id = ANY(:people)
       AND p.valid_from <= :on AND (p.valid_to IS NULL OR p.valid_to > :on)
""")
"""Who of the people is in a functional position on a date: the level, since when, since when the rank.

What was held before at the same level or rank without another between counts as the same.
"""


async def give_credit(context: Context, appraisal_ids: Sequence[UUID]) -> None:
    """Convert those of the published results that are annual and of functional positions.

    A result that was changed is converted anew. Years before the rule (2023) are not converted: their
    credit was counted by activities. A quarter or a month gives none: the year's result does.
    """
    rows = await _converted(context, appraisal_ids)
    if not rows:
        return
    # Two years of one person that are published at once shall not overlook each other.
    await one_at_a_time(context, CREDIT)
    given = insert(Credit)
    kept = {name: given.excluded[name] for name in ("level", "predicate", "months", "amount", "rule")}
    await context.session.execute(
        given.on_conflict_do_update(index_elements=["tenant_id", "appraisal_id"], set_=kept), rows
    )
    await count_credit(context, {row["employee_id"] for row in rows})


async def count_credit(context: Context, people: Iterable[UUID]) -> None:
    """Tell anew where people stand: what they gathered at the level and rank of today, and what it takes.

    Whoever is in no functional position today stands nowhere, and so does who is no PNS: nobody else rises
    in rank or level by credit.
    """
    asked = list(people)
    law = await credit_law_on(context, context.today)
    results = await _results(context, asked)
    found = [
        (person, standing)
        for person, tenure in (await _tenures(context, asked, law.rule)).items()
        for standing in standings(law.rule, tenure, results[person])
    ]
    await _forget(context, asked)
    if found:
        await _keep(context, law, found)


async def _converted(context: Context, appraisal_ids: Sequence[UUID]) -> list[Row]:
    """The credit of each annual result among them."""
    annual = (
        select(Appraisal, AppraisalCycle.year, AppraisalCycle.ends)
        .join(AppraisalCycle, AppraisalCycle.id == Appraisal.cycle_id)
        .where(
            Appraisal.id.in_(appraisal_ids),
            AppraisalCycle.kind == CycleKind.ANNUAL,
            Appraisal.predicate.is_not(None),
            Appraisal.level.is_not(None),
        )
    )
    rows: list[Row] = []
    for appraisal, year, ends in await context.session.execute(annual):
        try:
            law = await credit_law_on(context, ends - DAY)
        except NoRuleInForce:
            continue
        if appraisal.level in law.rule.levels:
            rows.append(_credit(appraisal, year, law))
    return rows


def _credit(appraisal: Appraisal, year: int, law: Cited[CreditRule]) -> Row:
    predicate = Predicate(appraisal.predicate or "")
    return {
        "appraisal_id": appraisal.id,
        "employee_id": appraisal.employee_id,
        "year": year,
        "level": appraisal.level,
        "predicate": predicate,
        "months": appraisal.months,
        "amount": law.rule.credit(appraisal.level or "", predicate, appraisal.months),
        "rule": law.name,
    }


async def _results(context: Context, people: Sequence[UUID]) -> Mapping[UUID, list[Result]]:
    """The results of each person that gave credit."""
    columns = (Credit.employee_id, Credit.year, Credit.level, Credit.predicate, Credit.months)
    found: dict[UUID, list[Result]] = defaultdict(list)
    for row in await context.session.execute(select(*columns).where(Credit.employee_id.in_(people))):
        earned = Earned(row.level, Predicate(row.predicate), row.months)
        found[row.employee_id].append(Result(row.year, earned))
    return found


async def _tenures(context: Context, people: Sequence[UUID], rule: CreditRule) -> Mapping[UUID, Tenure]:
    asked = {
        "tenant": context.tenant,
        "people": people,
        "on": context.today,
        "levels": list(rule.levels),
        "kind": EmployeeKind.PNS,
    }
    rows = await context.session.execute(TENURES, asked)
    return {row.employee_id: Tenure(row.level, row.level_since, row.rank_since) for row in rows}


async def _forget(context: Context, people: Sequence[UUID]) -> None:
    """Take away where people stood."""
    for model in (CreditProjection, CreditStanding):
        await context.session.execute(delete(model).where(model.employee_id.in_(people)))


async def _keep(context: Context, law: Cited[CreditRule], found: Sequence[tuple[UUID, Standing]]) -> None:
    """Keep where each person stands, and when each need would be met."""
    ids = await context.session.scalars(
        text("SELECT uuidv7() FROM generate_series(1, :count)"), {"count": len(found)}
    )
    made = [(key, person, standing) for key, (person, standing) in zip(ids, found, strict=True)]
    rows = [_standing_row(*one, law) for one in made]
    await context.session.execute(insert(CreditStanding), rows)
    supposed = [
        {"standing_id": key, "employee_id": person, "predicate": predicate, "met_on": met_on}
        for key, person, standing in made
        for predicate, met_on in projections(law.rule, standing).items()
    ]
    await context.session.execute(insert(CreditProjection), supposed)


def _standing_row(key: UUID, person: UUID, standing: Standing, law: Cited[CreditRule]) -> Row:
    return {
        "id": key,
        "employee_id": person,
        "target": standing.target,
        "level": standing.level,
        "gathered": standing.gathered,
        "needed": standing.needed,
        "counted_to": standing.counted_to,
        "rule": law.name,
    }
