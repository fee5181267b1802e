"""One region's training: the catalogue, what was held in two years, and what is to come."""

import datetime
from collections.abc import Mapping, Sequence
from functools import partial
from random import Random
from uuid import UUID

from jenjang.competence.actions.assessing import VALIDITY
from jenjang.competence.rules.validity import expiry
from jenjang.core.context import Context
from jenjang.core.sealing import Vault
from jenjang.demo.dealings import once
from jenjang.demo.people.personas import personas
from jenjang.demo.training.book import Book
from jenjang.demo.training.catalogue import Course, catalogue
from jenjang.demo.training.evaluation import evaluate
from jenjang.demo.training.holding import LESSONS, Hall
from jenjang.demo.training.people import Person, everybody
from jenjang.organisation.actions.law import cite, in_force
from jenjang.organisation.terms import EmployeeKind
from jenjang.tenancy.catalogue import Government
from jenjang.training.models.catalogue import TrainingCourse
from jenjang.training.terms import EnrolmentState as State

LEARNED = "LAY-02"
"""What the persona of the staff completed some days ago, as the demo's competencies tell."""
MOST_DAYS = 2
"""Of an event that is for the personas."""
LEARNED_AGO, OVER_AGO = 20, 3
"""Days since that ended; and since the end of an event that nobody has completed yet."""


async def train(app_url: str, vault: Vault, government: Government) -> int:
    """Give a government its training, once, in one transaction; how many certificates there are.

    None where it has courses already. `app_url`: the database as the role that serves.
    """
    async with once(app_url, vault, government, TrainingCourse) as context:
        return await _fill(context, personas(government.code)) if context else 0


async def _fill(context: Context, cast: Mapping[str, str]) -> int:
    chance = Random(f"training of {context.tenant}")  # noqa: S311  # It keeps no secret.
    book = Book(context, partial(_next_id, chance))
    courses = await catalogue(context, book.new_id)
    people = await everybody(context)
    known = {one.number: one for one in people}
    hall = Hall(book, people, chance)
    played = {name: known[number] for name, number in cast.items() if number in known}
    _for_the_cast(hall, courses, played)
    # Where these two are to go is told above, so that who tries the demo finds just that.
    hall.people = [one for one in people if one not in (played.get("staff"), played.get("mentor"))]
    for place, course in enumerate(courses):
        _past(hall, course, place)
        _to_come(hall, course, place)
    rule = await in_force(context, VALIDITY, context.today)
    certificates = await book.write(cite(rule), partial(expiry, rule.body))
    await evaluate(book, [*played.values()])
    return certificates


def _next_id(chance: Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def _for_the_cast(hall: Hall, courses: Sequence[Course], cast: Mapping[str, Person]) -> None:
    """What the persona of the staff learned; is at the end of, so that it can be completed; and may want."""
    today, staff = hall.book.context.today, cast.get("staff")
    if staff is None:
        return
    learned = next(one for one in courses if one.code == LEARNED)
    if staff.candidate.kind == EmployeeKind.PNS:
        event, keen = hall.held(learned, _ending(today, LEARNED_AGO, 4), 12, [staff])
        hall.complete(event, learned, keen[:10], staff)
    closing = [one for one in courses if _closes(one, staff)]
    for course in closing[:1]:
        event, keen = hall.held(course, _ending(today, OVER_AGO, MOST_DAYS), 10, [staff])
        for place, person in enumerate(keen[:6]):
            row = hall.enrol(event, course, person, place, State.SEATED)
            if person is not staff:
                hall.attend(event, row, always=False)
    for course in closing[1:2]:
        mentors = [cast["mentor"]] if "mentor" in cast else []
        event, keen = hall.held(course, today + datetime.timedelta(days=21), 5, mentors)
        for place, person in enumerate([one for one in keen if one is not staff][:5]):
            hall.enrol(event, course, person, place, State.SEATED)


def _closes(course: Course, person: Person) -> bool:
    """Whether it is for everybody, costs nothing, is short, and closes a gap of the person's."""
    short = course.hours <= MOST_DAYS * LESSONS and not course.cost and not course.audience.levels
    return short and any(
        person.lacks(one["subject"]) and one["level"] >= person.asked[one["subject"]][0]
        for one in course.targets
    )


def _past(hall: Hall, course: Course, place: int) -> None:
    """Two in three courses were held last year, three in four this year."""
    today = hall.book.context.today
    for year, every, left_out in ((today.year - 1, 3, 2), (today.year, 4, 3)):
        begins = datetime.date(year, 1, 12) + datetime.timedelta(days=hall.chance.randrange(270))
        if place % every == left_out or begins > today - datetime.timedelta(days=40):
            continue
        event, keen = hall.held(course, begins, hall.chance.randint(8, 16))
        going = keen[: event["quota"] - hall.chance.randrange(5)]
        hall.complete(event, course, going, None)
        for person in keen[event["quota"] : event["quota"] + (place % 2 if course.cost else 0)]:
            hall.enrol(event, course, person, event["quota"], State.DECLINED)


def _to_come(hall: Hall, course: Course, place: int) -> None:
    """Every other course is held within four months; one in four of those is full, one is cancelled."""
    today = hall.book.context.today
    begins = today + datetime.timedelta(days=14 + hall.chance.randrange(110))
    if place == 1:
        hall.cancel(course, begins)
    if place % 2:
        return
    full = place % 8 == 0
    event, keen = hall.held(course, begins, 6 if full else hall.chance.randint(10, 20))
    for number, person in enumerate(keen[: event["quota"] + 4 if full else event["quota"] // 2]):
        keenness = 0.7 if any(map(person.lacks, course.audience.subjects)) else 0.15
        asks = bool(course.cost) and hall.chance.random() < keenness and not full
        waits = State.WAITING if number >= event["quota"] else State.SEATED
        hall.enrol(event, course, person, number, State.REQUESTED if asks else waits)


def _ending(today: datetime.date, ago: int, days: int) -> datetime.date:
    """The Monday from which a week's first `days` days ended so long ago or somewhat longer."""
    last = today - datetime.timedelta(days=ago)
    monday = last - datetime.timedelta(days=last.weekday())
    fits = monday + datetime.timedelta(days=days - 1) <= last
    return monday if fits else monday - datetime.timedelta(days=7)
