"""Events of the demo: what was held in two years, what is held, what is to come, and who goes."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from jenjang.demo.training.book import Book, Row
from jenjang.demo.training.catalogue import Course
from jenjang.demo.training.people import Person
from jenjang.training.rules.meetings import attended_enough
from jenjang.training.terms import EnrolmentState as State
from jenjang.training.terms import EventState, FundingSource

LESSONS = 8
"""JP of a day."""
MOST_DAYS = 10
PERCENT = 80
"""Of its meetings, at which somebody is to be, as the rule says."""
LATELY, LONG_AGO = 2.0, 0.6
"""How much sooner who lacks today what is taught wants to go, or went when that may have been otherwise."""
PLACES = ("Aula BKPSDM", "Balai Kota, Ruang Rapat Lantai 2", "Gedung Diklat", "Ruang Zoom", "Aula Kecamatan")


@dataclass
class Hall:
    """Where a government's events are held; everybody who may go; the chance by which it happens."""

    book: Book
    people: Sequence[Person]
    chance: Random

    def held(
        self, course: Course, begins: datetime.date, quota: int, first: Iterable[Person] = ()
    ) -> tuple[Row, list[Person]]:
        """An open event of a course, on the working days from a day on; whom it is for, keenest first."""
        days = _days(begins, course.hours)
        title = "Angkatan " + "I" * (1 + self.chance.randrange(3))
        event = {
            "id": self.book.new_id(),
            "course_id": course.id,
            "title": title,
            "place": self.chance.choice(PLACES),
            "quota": quota,
            "cost": course.cost,
            "source": FundingSource.PARTNER if course.code.startswith("MIT") else FundingSource.APBD,
            "enrol_until": days[0] - datetime.timedelta(days=3),
            "begins_on": days[0],
            "ends_on": days[-1],
            "state": EventState.OPEN,
            "cancel_reason": None,
        }
        self.book.events.append(event)
        zone = ZoneInfo(self.book.context.zone)
        ends = datetime.time(_until(course.hours))
        for number, day in enumerate(days, 1):
            begins_at = datetime.datetime.combine(day, datetime.time(8), zone)
            at = {"begins_at": begins_at, "ends_at": datetime.datetime.combine(day, ends, zone)}
            meeting = {"id": self.book.new_id(), "event_id": event["id"], "topic": f"Hari {number}", **at}
            self.book.meetings.append(meeting)
        return event, [*first, *self._keen(course, days, {one.id for one in first})]

    def cancel(self, course: Course, begins: datetime.date) -> None:
        """An event that wasn't held."""
        event, _ = self.held(course, begins, 20)
        event["state"], event["cancel_reason"] = EventState.CANCELLED, "Pengajar berhalangan."

    def enrol(self, event: Row, course: Course, person: Person, place: int, state: State) -> Row:
        """Somebody's enrolment, the `place`-th of the event, with its money."""
        asked = min(event["begins_on"], self.book.context.today) - datetime.timedelta(days=30)
        at = datetime.datetime.combine(asked, datetime.time(9), ZoneInfo(self.book.context.zone))
        at += datetime.timedelta(minutes=97 * place)
        seated = state in (State.SEATED, State.COMPLETED, State.NOT_COMPLETED)
        row = {
            "id": self.book.new_id(),
            "event_id": event["id"],
            "employee_id": person.id,
            "state": state,
            "made_at": at,
            "queued_at": at if seated or state is State.WAITING else None,
            "seated_at": at if seated else None,
            "budget_id": None,
            "cost": Decimal(),
            "reason": "Beban kerja unit pada waktu itu." if state is State.DECLINED else None,
        }
        if event["cost"] and state is not State.DECLINED:
            self._pay(event, person, row)
        if state is not State.DECLINED:
            person.goes(course.hours, _days(event["begins_on"], course.hours))
        self.book.enrolments.append(row)
        return row

    def _pay(self, event: Row, person: Person, row: Row) -> None:
        purse = self.book.purse(person, event["begins_on"].year, event["source"])
        if row["state"] is State.REQUESTED:
            purse.wanted += event["cost"]
            return
        row["budget_id"] = purse.id
        if row["state"] is State.WAITING:
            return
        row["cost"] = event["cost"]
        if row["state"] is State.SEATED:
            purse.committed += event["cost"]
        else:
            purse.realised += event["cost"]

    def attend(self, event: Row, row: Row, always: bool, until: int | None = None) -> int:
        """Note at which meetings somebody was, up to the `until`-th; at how many."""
        met = [one for one in self.book.meetings if one["event_id"] == event["id"]][:until]
        present = 0
        for meeting in met:
            came = always or self.chance.random() < 0.93
            present += came
            self.book.attendances.append(
                {
                    "meeting_id": meeting["id"],
                    "enrolment_id": row["id"],
                    "employee_id": row["employee_id"],
                    "is_present": came,
                    "noted_at": meeting["ends_at"],
                }
            )
        return present

    def complete(self, event: Row, course: Course, going: Sequence[Person], always: Person | None) -> None:
        """An event that is over: who went, who was there often enough, and what they learned."""
        event["state"] = EventState.COMPLETED
        meetings = len(_days(event["begins_on"], course.hours))
        for place, person in enumerate(going):
            row = self.enrol(event, course, person, place, State.NOT_COMPLETED)
            if not attended_enough(self.attend(event, row, person is always), meetings, PERCENT):
                continue
            row["state"] = State.COMPLETED
            self.book.done.append((row, person, course, event))
            if person is not always:  # Of whom it is told elsewhere what was learned.
                self._learn(event, course, person)

    def _learn(self, event: Row, course: Course, person: Person) -> None:
        for target in course.targets:
            of = {"employee_id": person.id, "assessed_on": event["ends_on"], **target}
            self.book.evidence.append({**of, "evidence": f"{course.name} ({course.hours} JP)"})

    def _keen(self, course: Course, days: Sequence[datetime.date], without: set[object]) -> list[Person]:
        """Whom a course is for, by chance; who lacks what it teaches comes first more often."""

        def eagerness(person: Person) -> float:
            lacks = any(map(person.lacks, course.audience.subjects))
            return self.chance.random() - (LATELY if days[0] > self.book.context.today else LONG_AGO) * lacks

        found = [one for one in self.people if one.takes(course.audience, course.hours, days)]
        return sorted((one for one in found if one.id not in without), key=eagerness)


def _until(hours: int) -> int:
    """The hour at which a day ends that began at eight; whoever boards there learns until the evening."""
    if hours > MOST_DAYS * LESSONS:
        return 18
    return 15 if hours > LESSONS // 2 else 12


def _days(begins: datetime.date, hours: int) -> Sequence[datetime.date]:
    """The working days, from one on, on which so many JP are held."""
    wanted = min(MOST_DAYS, -(-hours // LESSONS))
    found: list[datetime.date] = []
    day = begins
    while len(found) < wanted:
        if day.weekday() < 5:
            found.append(day)
        day += datetime.timedelta(days=1)
    return found
