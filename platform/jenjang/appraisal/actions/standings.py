"""Where people stand in credit: what they gathered, and when each need would be met; a thousand as one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text, tuple_

from jenjang.appraisal.actions.law import Cited, credit_law_on
from jenjang.appraisal.models.credit import Credit, CreditProjection, CreditStanding
from jenjang.appraisal.rules.credit import CreditRule, Earned
from jenjang.appraisal.rules.standing import Result, Standing, Tenure, projections, standings
from jenjang.appraisal.terms import Predicate
from jenjang.core.context import Context
from jenjang.database.many import given, upsertion
from jenjang.organisation.terms import EmployeeKind

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
    standing = await _keep(context, law, found)
    projected = await _project(context, law.rule, standing)
    await _forget(context, asked, standing, projected)


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


async def _keep(
    context: Context, law: Cited[CreditRule], found: Sequence[tuple[UUID, Standing]]
) -> Mapping[UUID, tuple[UUID, Standing]]:
    """Keep where each person stands; by the id of the row. What stood for the same target is written anew."""
    if not found:
        return {}
    rows = [_row(person, standing, law) for person, standing in found]
    kept = upsertion(CreditStanding, rows, ["employee_id", "target"])
    columns = (CreditStanding.id, CreditStanding.employee_id, CreditStanding.target)
    ids = {
        (row.employee_id, row.target): row.id
        for row in await context.session.execute(kept.returning(*columns))
    }
    return {ids[person, standing.target]: (person, standing) for person, standing in found}


def _row(person: UUID, standing: Standing, law: Cited[CreditRule]) -> Row:
    return {
        "employee_id": person,
        "target": standing.target,
        "level": standing.level,
        "gathered": standing.gathered,
        "needed": standing.needed,
        "counted_to": standing.counted_to,
        "rule": law.name,
    }


async def _project(
    context: Context, rule: CreditRule, kept: Mapping[UUID, tuple[UUID, Standing]]
) -> Sequence[Row]:
    """Keep when each need would be met, and tell it.

    The keys stay where somebody stood before: PostgreSQL has none of them to check again, ten a person.
    """
    rows = [
        {"standing_id": key, "employee_id": person, "predicate": predicate, "met_on": met_on}
        for key, (person, standing) in kept.items()
        for predicate, met_on in projections(rule, standing).items()
    ]
    if rows:
        await context.session.execute(upsertion(CreditProjection, rows, ["standing_id", "predicate"]))
    return rows


async def _forget(
    context: Context, people: Sequence[UUID], kept: Iterable[UUID], projected: Sequence[Row]
) -> None:
    """Take away where people stand no more, and predicates that lead nowhere any more."""
    told = given(CreditProjection, ["standing_id", "predicate"], projected)
    supposed = tuple_(CreditProjection.standing_id, CreditProjection.predicate)
    of_nothing = (CreditProjection.employee_id.in_(people), supposed.not_in(select(*told.columns)))
    stays = given(CreditStanding, ["id"], [{"id": key} for key in kept])
    nowhere = (CreditStanding.employee_id.in_(people), CreditStanding.id.not_in(select(*stays.columns)))
    for gone in (delete(CreditProjection).where(*of_nothing), delete(CreditStanding).where(*nowhere)):
        await context.session.execute(gone.execution_options(synchronize_session=False))
