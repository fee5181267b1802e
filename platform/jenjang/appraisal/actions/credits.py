"""Credit of functional positions is given for results that are published, for a thousand as for one."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from jenjang.appraisal.actions.law import Cited, credit_law_on
from jenjang.appraisal.actions.standings import Row, count_credit
from jenjang.appraisal.models.credit import Credit
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.rules.credit import CreditRule
from jenjang.appraisal.rules.working_days import DAY
from jenjang.appraisal.terms import CycleKind, Predicate
from jenjang.core.context import Context
from jenjang.database.many import upsertion
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.rules.shelf import NoRuleInForce

CREDIT = "credit"


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
    await context.session.execute(upsertion(Credit, rows, ["appraisal_id"]))
    await count_credit(context, {row["employee_id"] for row in rows})


async def _converted(context: Context, appraisal_ids: Sequence[UUID]) -> list[Row]:
    """The credit of each annual result among them."""
    annual = (
        select(
            Appraisal.id,
            Appraisal.employee_id,
            Appraisal.level,
            Appraisal.predicate,
            Appraisal.months,
            AppraisalCycle.year,
            AppraisalCycle.ends,
        )
        .join(
            AppraisalCycle,
            (AppraisalCycle.tenant_id == Appraisal.tenant_id) & (AppraisalCycle.id == Appraisal.cycle_id),
        )
        .where(
            Appraisal.id.in_(appraisal_ids),
            AppraisalCycle.kind == CycleKind.ANNUAL,
            Appraisal.predicate.is_not(None),
            Appraisal.level.is_not(None),
        )
    )
    results = (await context.session.execute(annual)).all()
    laws = {ends: await _law_of(context, ends) for ends in {result.ends for result in results}}
    return [
        _credit(result, law)
        for result in results
        if (law := laws[result.ends]) and result.level in law.rule.levels
    ]


async def _law_of(context: Context, ends: date) -> Cited[CreditRule] | None:
    """The law of a period's last day; None for one before there was any."""
    try:
        return await credit_law_on(context, ends - DAY)
    except NoRuleInForce:
        return None


def _credit(result: Any, law: Cited[CreditRule]) -> Row:  # Any: a row of what `_converted` asks for.
    predicate = Predicate(result.predicate)
    return {
        "appraisal_id": result.id,
        "employee_id": result.employee_id,
        "year": result.year,
        "level": result.level,
        "predicate": predicate,
        "months": result.months,
        "amount": law.rule.credit(result.level, predicate, result.months),
        "rule": law.name,
    }
