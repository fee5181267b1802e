"""What there is of the people of a file of SKPs: where they are placed, who leads, what is agreed already."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Text, Uuid, select, text

from jenjang.appraisal.actions.law import Cited, period_law_on
from jenjang.appraisal.actions.opening import about_everybody
from jenjang.appraisal.imports.asking import any_of
from jenjang.appraisal.imports.skp_columns import SkpRow
from jenjang.appraisal.imports.skp_forms import TEXTS, Form
from jenjang.appraisal.imports.skp_links import OfYear
from jenjang.appraisal.models.skp import Skp, SkpBehaviour, SkpIndicator, SkpResult
from jenjang.appraisal.rules.periods import PeriodRule
from jenjang.appraisal.terms import SkpState
from jenjang.core.context import Context
from jenjang.organisation.actions.superiors import SUPERIORS
from jenjang.organisation.imports.columns import Table
from jenjang.organisation.imports.known_people import Histories, histories
from jenjang.organisation.imports.plan import Values
from jenjang.organisation.models import EmployeeNumber, Placement

TODAYS = text(
    f"SELECT s.employee_id, s.superior_employee_id FROM ({SUPERIORS.format(tenant=':tenant', on=':on')}) s"
    " WHERE s.superior_employee_id IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Held:
    """An edition that there is already, and what it says; of what was made here nothing is compared."""

    columns: Values
    said: object = None

    @property
    def agreed_on(self) -> date | None:
        found: date | None = self.columns["agreed_on"]
        return found


@dataclass(frozen=True, slots=True)
class Known:
    """What there is of the people of a file, before it."""

    today: date
    importer: UUID | None
    """Who brings the file in, if that is one of the people."""
    people: Mapping[str, UUID]
    placements: Histories
    superiors: Mapping[UUID, UUID]
    held: Mapping[OfYear, Sequence[Held]]
    laws: Mapping[date, Cited[PeriodRule]]


async def people_named(context: Context, table: Table[SkpRow]) -> dict[str, UUID]:
    """Everybody whom the file names, also by a former number."""
    named = {line.value.number for line in table.lines} | {
        line.value.whole["evaluator"] for line in table.lines if line.value.whole["evaluator"]
    }
    borne = EmployeeNumber.number == any_of(named, Text)
    asked = select(EmployeeNumber.number, EmployeeNumber.employee_id).where(borne)
    return {row.number: row.employee_id for row in await context.session.execute(asked)}


async def known_of(context: Context, people: Mapping[str, UUID], found: Sequence[Form]) -> Known:
    """What there is of the people. Raises NoRuleInForce."""
    superiors = {}
    if any(form.evaluator is None for form in found):
        async with about_everybody(context):
            rows = await context.session.execute(TODAYS, {"tenant": context.tenant, "on": context.today})
            superiors = {row.employee_id: row.superior_employee_id for row in rows}
    return Known(
        context.today,
        context.viewer.employee_id,
        people,
        await histories(context.session, Placement, ("unit_id",), {form.employee_id for form in found}),
        superiors,
        await _held(context, found),
        {day: await period_law_on(context, day) for day in {form.agreed_on for form in found}},
    )


async def _held(context: Context, found: Sequence[Form]) -> Mapping[OfYear, Sequence[Held]]:
    """The editions of those people and years that stand, with what those from files say."""
    columns = Skp.__table__.c
    whose = columns.employee_id == any_of({form.employee_id for form in found}, Uuid)
    stands = columns.state != SkpState.WITHDRAWN
    asked = select(*columns).where(whose, stands).order_by(columns.edition)
    rows = [dict(row) for row in (await context.session.execute(asked)).mappings()]
    days = {(form.employee_id, form.year, form.agreed_on) for form in found}
    again = [row for row in rows if (row["employee_id"], row["year"], row["agreed_on"]) in days]
    said = await _contents(context, again)
    held: dict[OfYear, list[Held]] = defaultdict(list)
    for row in rows:
        held[row["employee_id"], row["year"]].append(Held(row, said.get(row["id"])))
    return held


async def _contents(context: Context, rows: Sequence[Values]) -> Mapping[UUID, object]:
    """What SKPs say, as `said_by` tells it of a form."""
    ids = {row["id"] for row in rows}
    indicators, results = defaultdict(list), defaultdict(list)
    behaviours: dict[UUID, dict[str, str | None]] = defaultdict(dict)
    of_skps = SkpResult.skp_id == any_of(ids, Uuid)
    own = select(SkpResult.id).where(of_skps)
    for one in await context.session.execute(
        select(*SkpIndicator.__table__.c).where(SkpIndicator.result_id.in_(own))
    ):
        indicators[one.result_id].append(one)
    in_order = select(*SkpResult.__table__.c).where(of_skps).order_by(SkpResult.number)
    for one in await context.session.execute(in_order):
        results[one.skp_id].append((one.kind, one.statement, frozenset(measures(indicators[one.id]))))
    expected = select(*SkpBehaviour.__table__.c).where(SkpBehaviour.skp_id == any_of(ids, Uuid))
    for one in await context.session.execute(expected):
        behaviours[one.skp_id][f"expects_{one.behaviour}"] = one.expectation
    return {row["id"]: _content(row, results[row["id"]], behaviours[row["id"]]) for row in rows}


def _content(row: Values, results: Sequence[object], expected: Mapping[str, str | None]) -> object:
    texts = {**row, "reason": row["change_reason"], **expected}
    return row["model"], {name: texts[name] for name in TEXTS}, list(results)


def said_by(form: Form, edition: int) -> object:
    texts = {**form.texts, "reason": form.texts["reason"] if edition > 1 else None}
    results = [(one.kind, one.statement, frozenset(measures(one.indicators))) for one in form.results]
    return form.model, texts, results


def measures(indicators: Sequence[Any]) -> Iterator[tuple[object, ...]]:  # Any: an indicator, or its row.
    return ((one.aspect, one.statement, one.target, one.measure) for one in indicators)
