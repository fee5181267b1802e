"""What would stand in the way of a position if things went so: judged by the rules, and not saved."""

import datetime
from collections.abc import Sequence
from typing import Annotated

import strawberry

from jenjang.career.actions import simulating
from jenjang.career.actions.assumptions import NamedLevel
from jenjang.career.actions.candidates import READ
from jenjang.career.graph import enums
from jenjang.career.graph.options import RequirementFinding, told
from jenjang.career.rules.requirements import Finding
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput
from jenjang.graph.deeds import key
from jenjang.graph.judged import judged
from jenjang.organisation.graph.enums import Predicate
from jenjang.organisation.terms import Standing


@strawberry.input(description="A level in one competency, by `competency` or by `technicalCompetencyId`.")
class AssumedLevelInput:
    level: int = strawberry.field(description="The level, 1 to 5.")
    competency: str | None = strawberry.field(
        description="Code of a national competency, such as M.01.", default=None
    )
    technical_competency_id: strawberry.ID | None = strawberry.field(
        description="Global id of a technical competency.", default=None
    )


@strawberry.input(description="What is assumed. The position held today is held on, and so is the rank.")
class CareerAssumptionsInput:
    months: int = strawberry.field(description="How many months pass, 0 to 240.", default=0)
    predicate: Predicate | None = strawberry.field(
        description="The predicate of each year that has none yet, from last year on.", default=None
    )
    education: str | None = strawberry.field(
        description="Code of the level of a school that is finished, such as S2.", default=None
    )
    levels: list[AssumedLevelInput] = strawberry.field(
        description="Levels reached in competencies, 20 at most; what is below those that count changes"
        " nothing.",
        default_factory=list,
    )
    courses: list[str] = strawberry.field(
        description="Codes of courses that are completed: the levels that they lead to are reached.",
        default_factory=list,
    )
    my_plan: bool = strawberry.field(
        description="Whether the steps of the person's approved plan that are due by then are taken: their"
        " courses and levels. Your own plan counts while you make it, too.",
        default=False,
    )


@strawberry.type(description="How somebody stands to a position, today and as assumed.")
class CareerSimulation:
    position_name: str = strawberry.field(description="The position's name.")
    move: enums.MoveKind = strawberry.field(description="Which move leads there.")
    on: datetime.date = strawberry.field(description="The day to which the assumptions lead.")
    today: list[RequirementFinding] = strawberry.field(description="Every requirement as it stands today.")
    then: list[RequirementFinding] = strawberry.field(description="The same on that day, as assumed.")
    missing_today: int = strawberry.field(description="How many are not met today.")
    missing_then: int = strawberry.field(description="How many would not be met then.")
    first_on: datetime.date | None = strawberry.field(
        description="The first day, today or a number of months later, on which nothing is missing that time"
        " can meet, as assumed; what is learned is reached today, a step of the plan when it is due. Null:"
        " none within 120 months, or before the service ends."
    )
    in_the_way: list[enums.Requirement] = strawberry.field(
        description="What is missing on `firstOn` all the same, since time doesn't meet it (kind, rank,"
        " school, vacancy); where that is null, what is missing on the last day looked at, with IN_SERVICE"
        " where the service ends before, or the person is away."
    )


@judged(
    "How somebody would stand to a position if months passed, years had a predicate, levels or a school came"
    " to it, by the rules of today. Nothing is saved. Null of a position to which the pattern doesn't lead."
    " Takes `employee:discipline`, `appraisal:read` and `competence:read` over the person, too.",
    needs=READ,
)
async def career_simulation(
    context: Context,
    employee_id: Annotated[strawberry.ID, strawberry.argument(description="Global id of the person.")],
    position_id: Annotated[strawberry.ID, strawberry.argument(description="Global id of the position.")],
    assume: Annotated[CareerAssumptionsInput, strawberry.argument(description="What is assumed.")],
) -> CareerSimulation | None:
    assumed = simulating.Assumed(
        months=assume.months,
        predicate=assume.predicate,
        education=assume.education,
        levels=[_named(one) for one in assume.levels],
        courses=assume.courses,
        plan=assume.my_plan,
    )
    of, to = key(employee_id, "Employee", "employeeId"), key(position_id, "Position", "positionId")
    try:
        found = await simulating.simulate(context, of, to, assumed)
    except BadUserInput as fault:
        fault.field = ("assume", *fault.field)
        raise
    return CareerSimulation(
        position_name=found.name,
        move=found.move,
        on=found.on,
        today=told(found.today),
        then=told(found.then),
        missing_today=_missing(found.today),
        missing_then=_missing(found.then),
        first_on=found.first_on,
        in_the_way=list(found.in_the_way),
    )


def _named(one: AssumedLevelInput) -> NamedLevel:
    technical = one.technical_competency_id
    named = key(technical, "TechnicalCompetency", "technicalCompetencyId") if technical else None
    return NamedLevel(one.level, one.competency, named)


def _missing(findings: Sequence[Finding]) -> int:
    return sum(one.standing is Standing.MISSING for one in findings)
