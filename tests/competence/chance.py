"""What may happen to a government's people, units and competencies, by chance."""

from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from factories.appraisal.office import Office
from factories.organisation import LONG_AGO
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.competence.actions.assessing import Assess, Withdraw, assess, withdraw
from jenjang.competence.actions.standards import RequiredLevel, SetStandard, set_standard
from jenjang.competence.models import CompetencyAssessment, CompetencyStandard
from jenjang.competence.terms import AssessmentSource
from jenjang.core.context import Context
from jenjang.core.errors import Refusal
from jenjang.organisation.models import Placement, Position, UnitAncestry


@dataclass
class Chance:
    """Things that happen to a government, as often sensible as not; the database refuses what can't be."""

    context: Context
    office: Office
    dice: Random
    technical: UUID

    @property
    def session(self) -> AsyncSession:
        return self.context.session

    def a_day(self) -> date:
        return self.context.today + timedelta(days=self.dice.randrange(-1500, 1500, 10))

    def one(self, *among: Any) -> Any:
        return self.dice.choice(among)

    async def row_of(self, model: Any) -> Any:
        return self.one(*await self.session.scalars(select(model.id).order_by(model.id)))

    async def places(self) -> None:
        """Somebody is placed from a day on, or for a time, wherever the position is."""
        unit = self.one(*self.office.units.values())
        position, who = await self.row_of(Position), self.one(*self.office.people.values())
        begins = self.a_day()
        ends = self.one(None, begins + timedelta(days=200))
        await self.session.execute(delete(Placement).where(Placement.employee_id == who))
        self.session.add(
            Placement(employee_id=who, position_id=position, unit_id=unit, valid_from=begins, valid_to=ends)
        )

    async def moves(self) -> None:
        """Whole units' people move, or all who hold a position end there on a day."""
        to, of = self.one(*self.office.units.values()), self.one(*self.office.units.values())
        await self.session.execute(update(Placement).where(Placement.unit_id == of).values(unit_id=to))
        ends = update(Placement).where(Placement.position_id == await self.row_of(Position))
        await self.session.execute(ends.values(valid_to=Placement.valid_from + self.one(1, 400, 4000)))

    async def reorganises(self) -> None:
        """A unit stands below another for a time, or no more."""
        step = UnitAncestry
        unit, above = self.one(*self.office.units.values()), self.one(*self.office.units.values())
        same = (step.unit_id == unit, step.ancestor_id == above)
        begins = self.a_day()
        ends = self.one(None, begins + timedelta(days=300))
        await self.session.execute(delete(step).where(*same))
        if unit == above:
            begins, ends = LONG_AGO, self.one(None, begins)
        row = step(unit_id=unit, ancestor_id=above, depth=1, valid_from=begins, valid_to=ends)
        self.session.add(row)

    def competency(self) -> dict[str, Any]:
        return self.one(
            {"competency": "M.01"}, {"competency": "S.01"}, {"technical_competency_id": self.technical}
        )

    async def asks(self) -> None:
        level = self.one(None, 1, 2, 3, 4, 5)
        asked = RequiredLevel(level=level, **self.competency())
        position = await self.row_of(Position)
        given = SetStandard(position_id=position, on=self.a_day(), levels=(asked,), reason="Perwali")
        await set_standard(self.context, given)

    async def asks_no_more(self) -> None:
        if await self.session.scalar(select(CompetencyStandard.id).limit(1)):
            one = await self.row_of(CompetencyStandard)
            await self.session.execute(delete(CompetencyStandard).where(CompetencyStandard.id == one))

    async def assesses(self) -> None:
        given = Assess(
            employee_id=self.one(*self.office.people.values()),
            level=self.dice.randrange(1, 6),
            assessed_on=min(self.a_day(), self.context.today),
            source=self.one(*AssessmentSource),
            **self.competency(),
        )
        await assess(self.context, given)

    async def withdraws(self) -> None:
        if await self.session.scalar(select(CompetencyAssessment.id).limit(1)):
            wrong = await self.row_of(CompetencyAssessment)
            await withdraw(self.context, Withdraw(assessment_id=wrong, reason="Salah orang"))

    async def some(self, deeds: int) -> None:
        """Do so many things, whether or not they are refused."""
        for _ in range(deeds):
            await self.something()

    async def something(self) -> None:
        deeds: list[Callable[[], Coroutine[Any, Any, None]]] = [
            *(self.places, self.places, self.moves, self.reorganises, self.asks, self.asks, self.asks),
            *(self.asks_no_more, self.assesses, self.assesses, self.assesses, self.withdraws),
        ]
        with suppress(Refusal):
            async with self.session.begin_nested():
                await self.dice.choice(deeds)()
