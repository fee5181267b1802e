"""Money for training: ceilings, what is promised of them, and what was paid."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from jenjang.core.context import Context
from jenjang.core.errors import Conflict
from jenjang.organisation.actions.superiors import tell_worker
from jenjang.organisation.actions.versions import changed
from jenjang.organisation.models import Unit
from jenjang.organisation.rules.years import check_year
from jenjang.training.models.catalogue import TrainingBudget
from jenjang.training.models.events import TrainingEvent
from jenjang.training.rules.money import check_amount, check_ceiling
from jenjang.training.terms import FundingSource

PAYS = text("""
    SELECT b.id FROM placements p
      JOIN unit_ancestry a ON a.tenant_id = :tenant AND a.unit_id = p.unit_id
       AND a.valid_from <= :on AND (a.valid_to IS NULL OR a.valid_to > :on)
      JOIN training_budgets b ON b.tenant_id = :tenant AND b.unit_id = a.ancestor_id
       AND b.year = :year AND b.source = :source
     WHERE p.tenant_id = :tenant AND p.employee_id = :employee
       AND p.valid_from <= :on AND (p.valid_to IS NULL OR p.valid_to > :on)
     ORDER BY a.depth LIMIT 1
""")
"""The budget of the person's unit, or of the nearest one above that has any."""


class NoBudget(Conflict):
    """Neither the person's unit nor one above it has a budget of {source} for training in {year}."""


class BudgetKnown(Conflict):
    """This budget is there already: change it by its version, {current}."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetSet:
    """How much a unit may spend in a year from a source."""

    unit_id: UUID
    year: int
    source: FundingSource
    ceiling: Decimal
    expected_version: int | None = None


async def set_budget(context: Context, asked: BudgetSet) -> TrainingBudget:
    """Give a unit a budget, or another ceiling of it: one that covers what is promised and paid.

    Raises NotFound, NoSuchYear, BudgetKnown, Stale, NotAnAmount, CeilingTooLow.
    """
    check_year(asked.year)
    await context.get(Unit, asked.unit_id, field="unitId")
    same = {"unit_id": asked.unit_id, "year": asked.year, "source": asked.source}
    ceiling = check_amount(asked.ceiling, "ceiling")
    new = insert(TrainingBudget).values(ceiling=ceiling, **same).on_conflict_do_nothing()
    made = (await context.session.execute(new.returning(TrainingBudget.id))).scalar_one_or_none()
    if made:
        return await context.get(TrainingBudget, made)
    known = select(TrainingBudget).filter_by(**same).with_for_update()
    budget = (await context.session.scalars(known.execution_options(populate_existing=True))).one()
    if asked.expected_version is None:
        raise BudgetKnown("expectedVersion", current=budget.version)
    changed(budget, asked.expected_version).ceiling = check_ceiling(
        ceiling, budget.committed, budget.realised
    )
    await context.session.flush()
    await tell_worker(context)
    return budget


async def payer(context: Context, event: TrainingEvent, employee_id: UUID) -> UUID | None:
    """Which budget pays that somebody goes; None of what costs nothing. Raises NoBudget."""
    if not event.cost:
        return None
    asked = {"tenant": context.tenant, "on": context.today, "employee": employee_id}
    of = {"year": event.begins_on.year, "source": event.source}
    if found := await context.session.scalar(PAYS, {**asked, **of}):
        return UUID(str(found))
    raise NoBudget("enrolmentId", **of)


async def locked(context: Context, budget_ids: Collection[UUID]) -> Mapping[UUID, TrainingBudget]:
    """These budgets, locked until the transaction ends, in the order of their ids."""
    of = TrainingBudget
    wanted = select(of).where(of.id.in_(budget_ids)).order_by(of.id).with_for_update()
    rows = await context.session.scalars(wanted.execution_options(populate_existing=True))
    return {row.id: row for row in rows}


def commit(budget: TrainingBudget, cost: Decimal) -> None:
    """Promise so much of a locked budget."""
    budget.committed += cost


def release(budget: TrainingBudget, cost: Decimal) -> None:
    """Take a promise back."""
    budget.committed -= cost


def realise(budget: TrainingBudget, cost: Decimal) -> None:
    """What was promised is paid."""
    budget.committed -= cost
    budget.realised += cost
