"""All rows of a government's training, gathered before any of them is written."""

import datetime
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_UP, Decimal
from typing import Any
from uuid import UUID

from jenjang.competence.actions.counting import count_anew
from jenjang.competence.models import CompetencyAssessment
from jenjang.core.context import Context
from jenjang.database.many import insertion
from jenjang.demo.training.catalogue import Course
from jenjang.demo.training.people import Person
from jenjang.training.models.catalogue import TrainingBudget
from jenjang.training.models.enrolments import TrainingAttendance, TrainingCertificate, TrainingEnrolment
from jenjang.training.models.events import TrainingEvent, TrainingMeeting
from jenjang.training.rules.certificate import Certified, hash_of, number_of
from jenjang.training.terms import FundingSource

STEP = Decimal(500_000)
"""Ceilings are told in multiples of so many rupiah."""
Row = dict[str, Any]
"""Any: columns of a table."""


@dataclass
class Purse:
    """A unit's budget of a year and source, as it fills; and what is asked for beyond that."""

    id: UUID
    unit_id: UUID
    year: int
    source: FundingSource
    committed: Decimal = Decimal()
    realised: Decimal = Decimal()
    wanted: Decimal = Decimal()

    def row(self) -> Row:
        """Enough for what is promised and paid, and for half of what is asked for."""
        needed = self.committed + self.realised + self.wanted / 2 + STEP
        ceiling = (needed / STEP).to_integral_value(ROUND_UP) * STEP
        names = ("id", "unit_id", "year", "source", "committed", "realised")
        return {"ceiling": ceiling, **{name: getattr(self, name) for name in names}}


@dataclass
class Book:
    """What is to be written, by table; `new_id` gives the next id."""

    context: Context
    new_id: Callable[[], UUID]
    events: list[Row] = field(default_factory=list)
    meetings: list[Row] = field(default_factory=list)
    enrolments: list[Row] = field(default_factory=list)
    attendances: list[Row] = field(default_factory=list)
    done: list[tuple[Row, Person, Course, Row]] = field(default_factory=list)
    """Who completed what: enrolment, person, course, event."""
    evidence: list[Row] = field(default_factory=list)
    purses: dict[tuple[UUID, int, FundingSource], Purse] = field(default_factory=dict)

    def purse(self, person: Person, year: int, source: FundingSource) -> Purse:
        """Whose money pays: the regional budget's of the dinas or badan, all others' of the government."""
        own = source is FundingSource.APBD and len(person.units) > 1
        key = (person.units[-2 if own else -1], year, source)
        return self.purses.setdefault(key, Purse(self.new_id(), *key))

    async def write(self, rule: str, expires: Callable[[datetime.date], datetime.date]) -> int:
        """Write all of it; how many completed something."""
        session = self.context.session
        budgets = [purse.row() for purse in self.purses.values()]
        for model, rows in (
            (TrainingBudget, budgets),
            (TrainingEvent, self.events),
            (TrainingMeeting, self.meetings),
            (TrainingEnrolment, self.enrolments),
            (TrainingAttendance, self.attendances),
            (TrainingCertificate, self._certificates()),
            (CompetencyAssessment, self._assessments(rule, expires)),
        ):
            if rows:
                await session.execute(insertion(model, rows))
        changed = {(one["employee_id"], one["subject"]) for one in self.evidence}
        if changed:
            await count_anew(self.context, changed)
        return len(self.done)

    def _certificates(self) -> Sequence[Row]:
        numbers: dict[int, int] = {}
        found = []
        for enrolment, person, course, event in sorted(self.done, key=lambda one: one[3]["ends_on"]):
            year = event["ends_on"].year
            numbers[year] = numbers.get(year, 0) + 1
            number = number_of(numbers[year], course.code, year)
            says = Certified(
                tenant=self.context.tenant,
                number=number,
                code=hashlib.sha256(f"{self.context.tenant} {number}".encode()).hexdigest()[:20],
                employee_id=person.id,
                course=course.name,
                form=course.form,
                hours=course.hours,
                begins_on=event["begins_on"],
                ends_on=event["ends_on"],
                issued_on=event["ends_on"] + datetime.timedelta(days=1),
            )
            of = {"enrolment_id": enrolment["id"], "course_id": course.id, "year": year}
            told = {name: getattr(says, name) for name in CERTIFIED}
            found.append({"id": self.new_id(), **of, **told, "hash": hash_of(says)})
        return found

    def _assessments(
        self, rule: str, expires: Callable[[datetime.date], datetime.date]
    ) -> Sequence[Mapping[str, Any]]:  # Any: as above.
        return [
            {
                **{name: value for name, value in one.items() if name != "subject"},
                "source": "TRAINING",
                "expires_on": expires(one["assessed_on"]),
                "rule": rule,
            }
            for one in self.evidence
        ]


CERTIFIED = (
    *("number", "code", "employee_id", "course", "form", "hours"),
    *("begins_on", "ends_on", "issued_on"),
)
