"""What the usual stack tells of a career: loaders by person, plan and goal, and the fields that use them."""

import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import strawberry
from sqlalchemy import and_, func, select
from strawberry.dataloader import DataLoader
from strawberry.types import Info

from jenjang.career.graph.enums import Horizon, PlanState
from jenjang.career.models import CareerGoal, CareerPlan, CareerStep
from jenjang.competence.models import CompetencyLevel, CompetencyStandard
from jenjang.graph.scalars import encode_id
from jenjang.organisation.models import Placement
from jenjang.reference.models import Competency
from jenjang.training.models.enrolments import TrainingCertificate

if TYPE_CHECKING:
    from bench.orm import Asking

Row = Any  # Any: Strawberry takes a model for the type of the same attributes; mypy can't know that.
Asked = Info["Asking", None]
Loader = DataLoader[UUID, list[Row]]


class Careers:
    """A request's loaders; each finds rows by what its statement selects first."""

    def __init__(self, asking: "Asking") -> None:
        asked, level, learned = CompetencyStandard, CompetencyLevel, TrainingCertificate
        self.gaps = asking.loader(
            select(Placement.employee_id, asked.subject, Competency.name, asked.level, level.level)
            .join(asked, asked.position_id == Placement.position_id)
            .join(Competency, Competency.code == asked.competency)
            .outerjoin(
                level,
                and_(
                    level.employee_id == Placement.employee_id,
                    level.subject == asked.subject,
                    asking.holds(level),
                ),
            )
            .where(asking.holds(Placement), asking.holds(asked))
            .order_by(asked.subject),
        )
        self.years = asking.loader(
            select(learned.employee_id, learned.year, func.sum(learned.hours))
            .group_by(learned.employee_id, learned.year)
            .order_by(learned.year.desc())
        )
        self.certificates = asking.loader(
            select(learned.employee_id, learned).order_by(learned.issued_on.desc(), learned.id.desc())
        )
        self.plans = asking.loader(
            select(CareerPlan.employee_id, CareerPlan)
            .where(
                CareerPlan.state.not_in(["DRAFT", "DISCARDED"])
                | (CareerPlan.employee_id == asking.viewer.employee_id)
            )
            .order_by(CareerPlan.begins_on.desc(), CareerPlan.id.desc())
        )
        self.goals = asking.loader(
            select(CareerGoal.plan_id, CareerGoal).order_by(CareerGoal.due, CareerGoal.id)
        )
        self.steps = asking.loader(
            select(CareerStep.goal_id, CareerStep).order_by(CareerStep.due, CareerStep.id)
        )
        self.steps_of_plan = asking.loader(select(CareerStep.plan_id, CareerStep))


@strawberry.type
class CompetencyRef:
    code: str
    name: str


@strawberry.type
class CompetencyGap:
    competency: CompetencyRef
    required: int
    assessed: int | None

    @strawberry.field
    def gap(self) -> int | None:
        return None if self.assessed is None else self.required - self.assessed


def gap_of(code: str, name: str, required: int, assessed: int | None) -> CompetencyGap:
    return CompetencyGap(competency=CompetencyRef(code=code, name=name), required=required, assessed=assessed)


@strawberry.type
class CompetencyGaps:
    nodes: list[CompetencyGap]


@strawberry.type
class TrainingYear:
    year: int
    hours: int


@strawberry.type
class TrainingYears:
    nodes: list[TrainingYear]


@strawberry.type
class Certificate:
    number: str
    hours: int
    issued_on: datetime.date

    @strawberry.field
    def course_name(self: Row) -> str:
        return str(self.course)


@strawberry.type
class Certificates:
    nodes: list[Certificate]


@strawberry.type
class Step:
    what: str
    due: datetime.date
    done_on: datetime.date | None


@strawberry.type
class Goal:
    title: str
    due: datetime.date

    @strawberry.field
    def horizon(self: Row) -> Horizon:
        return Horizon(self.horizon)

    @strawberry.field
    async def steps(self: Row, info: Asked) -> list[Step]:
        return await info.context.careers.steps.load(self.id)


@strawberry.type
class Plan:
    stands_until: datetime.date | None

    @strawberry.field
    def id(self: Row) -> strawberry.ID:
        return strawberry.ID(encode_id("CareerPlan", self.id))

    @strawberry.field
    def state(self: Row) -> PlanState:
        return PlanState(self.state)

    @strawberry.field
    async def steps(self: Row, info: Asked) -> int:
        return len(await info.context.careers.steps_of_plan.load(self.id))

    @strawberry.field
    async def steps_done(self: Row, info: Asked) -> int:
        steps = await info.context.careers.steps_of_plan.load(self.id)
        return sum(step.done_on is not None for step in steps)

    @strawberry.field
    async def goals(self: Row, info: Asked) -> list[Goal]:
        return await info.context.careers.goals.load(self.id)


@strawberry.type
class Plans:
    nodes: list[Plan]


@strawberry.type
class CareerFields:
    """What an employee has of it."""

    @strawberry.field
    async def competency_gaps(self: Row, info: Asked, first: int = 20) -> CompetencyGaps:
        found = (await info.context.careers.gaps.load(self.id))[:first]
        gaps = [
            CompetencyGap(
                competency=CompetencyRef(code=code, name=name), required=required, assessed=assessed
            )
            for code, name, required, assessed in found
        ]
        return CompetencyGaps(nodes=gaps)

    @strawberry.field
    async def training_years(self: Row, info: Asked, first: int = 20) -> TrainingYears:
        found = (await info.context.careers.years.load(self.id))[:first]
        return TrainingYears(nodes=[TrainingYear(year=year, hours=hours) for year, hours in found])

    @strawberry.field
    async def training_certificates(self: Row, info: Asked, first: int = 20) -> Certificates:
        return Certificates(nodes=(await info.context.careers.certificates.load(self.id))[:first])

    @strawberry.field
    async def career_plans(self: Row, info: Asked, first: int = 20) -> Plans:
        return Plans(nodes=(await info.context.careers.plans.load(self.id))[:first])
