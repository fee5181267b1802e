"""What an SKP says: results with indicators, behaviours, annexes; checked, written, read again."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from sqlalchemy import delete, insert, select

from jenjang.appraisal.models.skp import Skp, SkpBehaviour, SkpIndicator, SkpResult, UnitObjective
from jenjang.appraisal.rules.skps import Expectation, Indicator, all_behaviours, check_kinds, check_result
from jenjang.appraisal.terms import Aspect, ResultKind, SkpModel, SkpState
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.core.texts import check_text
from jenjang.organisation.actions.history import runs_on
from jenjang.organisation.models import UnitAncestry
from jenjang.reference.models import Behaviour


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedResult:
    """A result that is expected, in the order of the form, and what it leads to."""

    kind: ResultKind
    statement: str
    superior_result_id: UUID | None = None
    objective_id: UUID | None = None
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that an SKP says."""

    model: SkpModel
    results: tuple[ExpectedResult, ...]
    behaviours: tuple[Expectation, ...] = ()
    resources: str | None = None
    accountability: str | None = None
    consequences: str | None = None


async def check_content(context: Context, skp: Skp, evaluator_id: UUID, content: Content) -> Content:
    """What an SKP is to say, as it is kept; nothing is written yet.

    Raises what rules/skps.py does, and NotFound for what results can't lead to.
    """
    check_kinds([one.kind for one in content.results])
    results = [_checked(content.model, index, one) for index, one in enumerate(content.results)]
    known = await context.session.scalars(select(Behaviour.code).order_by(Behaviour.position))
    behaviours = all_behaviours(content.behaviours, known)
    with context.session.no_autoflush:
        await _check_superior_results(context, skp, evaluator_id, results)
        await _check_objectives(context, skp, results)
    return Content(
        model=content.model,
        results=tuple(results),
        behaviours=behaviours,
        resources=_optional(content.resources, "resources"),
        accountability=_optional(content.accountability, "accountability"),
        consequences=_optional(content.consequences, "consequences"),
    )


async def write_content(context: Context, skp: Skp, content: Content) -> None:
    """Let an SKP that is a draft say just this, whatever it said before."""
    skp.model = content.model
    skp.resources, skp.accountability = content.resources, content.accountability
    skp.consequences = content.consequences
    await _clear(context, skp)
    for number, one in enumerate(content.results, 1):
        await _write_result(context, skp, number, one)
    expected = [
        {
            "skp_id": skp.id,
            "employee_id": skp.employee_id,
            "behaviour": one.behaviour,
            "expectation": one.expectation,
        }
        for one in content.behaviours
    ]
    await context.session.execute(insert(SkpBehaviour), expected)


def _checked(model: SkpModel, index: int, one: ExpectedResult) -> ExpectedResult:
    at = ("results", str(index))
    statement, indicators = check_result(model, one.statement, one.indicators, at)
    return replace(one, statement=statement, indicators=indicators)


def _optional(text: str | None, field: str) -> str | None:
    return None if text is None else check_text(text, field)


async def _check_superior_results(
    context: Context, skp: Skp, evaluator_id: UUID, results: Sequence[ExpectedResult]
) -> None:
    """Results lead to what the evaluator has agreed on for that year, or go on leading where they did."""
    asked = {one.superior_result_id for one in results if one.superior_result_id}
    # Nobody undoes the file that brought an SKP in while something comes to lead to it.
    agreed = (
        select(SkpResult.id)
        .join(Skp, Skp.id == SkpResult.skp_id)
        .where(
            SkpResult.id.in_(asked),
            Skp.employee_id == evaluator_id,
            Skp.year == skp.year,
            Skp.state == SkpState.ACKNOWLEDGED,
        )
        .with_for_update(read=True, key_share=True, of=Skp)
    )
    before = select(SkpResult.superior_result_id).where(SkpResult.skp_id == skp.id)
    known = {*await context.session.scalars(agreed), *await context.session.scalars(before)}
    for index, one in enumerate(results):
        if one.superior_result_id and one.superior_result_id not in known:
            raise NotFound(("results", str(index), "superiorResultId"))


async def _check_objectives(context: Context, skp: Skp, results: Sequence[ExpectedResult]) -> None:
    """Results lead to what the person's unit, or one above it, is to reach in that year."""
    asked = {one.objective_id for one in results if one.objective_id}
    above = select(UnitAncestry.ancestor_id).where(
        UnitAncestry.unit_id == skp.unit_id, runs_on(UnitAncestry, context.today)
    )
    # Nobody drops an objective while something comes to lead to it.
    found = await context.session.scalars(
        select(UnitObjective.id)
        .where(UnitObjective.id.in_(asked), UnitObjective.year == skp.year, UnitObjective.unit_id.in_(above))
        .with_for_update(read=True, key_share=True)
    )
    known = set(found)
    for index, one in enumerate(results):
        if one.objective_id and one.objective_id not in known:
            raise NotFound(("results", str(index), "objectiveId"))


async def _clear(context: Context, skp: Skp) -> None:
    own = select(SkpResult.id).where(SkpResult.skp_id == skp.id)
    await context.session.execute(delete(SkpIndicator).where(SkpIndicator.result_id.in_(own)))
    await context.session.execute(delete(SkpResult).where(SkpResult.skp_id == skp.id))
    await context.session.execute(delete(SkpBehaviour).where(SkpBehaviour.skp_id == skp.id))


async def _write_result(context: Context, skp: Skp, number: int, result: ExpectedResult) -> None:
    row = SkpResult(
        skp_id=skp.id,
        employee_id=skp.employee_id,
        number=number,
        kind=result.kind,
        statement=result.statement,
        superior_result_id=result.superior_result_id,
        objective_id=result.objective_id,
    )
    context.session.add(row)
    await context.session.flush()
    of = {"result_id": row.id, "employee_id": skp.employee_id}
    measured = [{**asdict(one), **of} for one in result.indicators]
    await context.session.execute(insert(SkpIndicator), measured)


async def content_of(context: Context, skp: Skp) -> Content:
    """What an SKP says."""
    in_order = select(SkpResult).where(SkpResult.skp_id == skp.id).order_by(SkpResult.number)
    rows = (await context.session.scalars(in_order)).all()
    expected = await context.session.scalars(select(SkpBehaviour).where(SkpBehaviour.skp_id == skp.id))
    return Content(
        model=SkpModel(skp.model),
        results=tuple([await _result_of(context, row) for row in rows]),
        behaviours=tuple(
            Expectation(behaviour=one.behaviour, expectation=one.expectation) for one in expected
        ),
        resources=skp.resources,
        accountability=skp.accountability,
        consequences=skp.consequences,
    )


async def _result_of(context: Context, row: SkpResult) -> ExpectedResult:
    measured = await context.session.scalars(select(SkpIndicator).where(SkpIndicator.result_id == row.id))
    return ExpectedResult(
        kind=ResultKind(row.kind),
        statement=row.statement,
        superior_result_id=row.superior_result_id,
        objective_id=row.objective_id,
        indicators=tuple(
            Indicator(
                aspect=Aspect(one.aspect), statement=one.statement, target=one.target, measure=one.measure
            )
            for one in measured
        ),
    )
