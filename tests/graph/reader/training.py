"""The world's training: courses, events, who went, what they have to show for it, and budgets."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from graph.reader.appraisals import PEOPLE, moment, said
from graph.reader.competence import TECHNICAL
from graph.reader.partnership import ROOMS
from graph.reader.training_evaluation import training_evaluation
from graph.reader.world import UNITS, Row, key, person

from jenjang.training.models import bookings, catalogue, enrolments, events

COURSES, EVENTS = 6, 5
FORMS = (("TECHNICAL", "CLASSICAL"), ("COACHING", "NON_CLASSICAL"), ("E_LEARNING", "NON_CLASSICAL"))
STATES = ("REQUESTED", "WAITING", "SEATED", "COMPLETED", "NOT_COMPLETED", "WITHDRAWN")
SOURCES = ("APBD", "APBN", "PARTNER")


def training() -> Iterator[tuple[type[Any], Iterable[Row]]]:  # Any: a model.
    """The rows of each table, in the order in which they need each other."""
    yield catalogue.TrainingCourse, courses()
    yield catalogue.TrainingTarget, targets()
    yield catalogue.TrainingBudget, budgets()
    yield events.TrainingEvent, held()
    yield events.TrainingMeeting, meetings()
    yield bookings.TrainingEquipmentNeed, needs()
    yield bookings.TrainingEquipmentBooking, lent()
    yield enrolments.TrainingEnrolment, enrolled()
    yield enrolments.TrainingAttendance, attendances()
    yield enrolments.TrainingCertificate, certificates()
    yield enrolments.TrainingCapRaise, raises()
    yield from training_evaluation(held(), enrolled())


def courses() -> Iterator[Row]:
    for place in range(COURSES):
        form, group = FORMS[place % 3]
        yield {
            "id": key("course", place),
            "code": f"K.{place:02}",
            "name": said(place),
            "form": form,
            "form_group": group,
            "provider": said(place + 1),
            "description": said(place + 2) if place % 2 else None,
            "amount": 4 + place,
            "hours": (4 + place) * (2 if form == "COACHING" else 1),
            "rule": "training_forms 2018",
            "for_kind": (None, "PNS", "PPPK")[place % 3],
            "for_levels": ["PELAKSANA", "PENGAWAS"][: place % 3],
            "for_unit_id": key("unit", "dinas") if place % 2 else None,
            "for_gap": place == 3,
            "valid_from": date(2020, 1, 1),
            "valid_to": date(2026, 11, 21) if place == 4 else None,
            "version": 1 + place,
        }


def targets() -> Iterator[Row]:
    for place in range(COURSES):
        for which in range(place % 3):
            technical = key("technical", place % TECHNICAL) if which else None
            yield {
                "id": key("target", place, which),
                "course_id": key("course", place),
                "competency": None if technical else ("M.01", "M.05")[place % 2],
                "technical_competency_id": technical,
                "level": 1 + (place + which) % 5,
            }


def budgets() -> Iterator[Row]:
    for place, name in enumerate(UNITS):
        for year in (2025, 2026)[: 1 + place % 2]:
            yield {
                "id": key("budget", name, year),
                "unit_id": key("unit", name),
                "year": year,
                "source": SOURCES[place % 3],
                "ceiling": Decimal("1000000.50") * (1 + place),
                "committed": Decimal(1000 * place),
                "realised": Decimal("0.25") * place,
                "version": 1 + place,
            }


def held() -> Iterator[Row]:
    for place in range(COURSES):
        for which in range(place % EVENTS):
            begins = date(2026, 11, 1) + timedelta(days=10 * which + place)
            state = ("OPEN", "COMPLETED", "CANCELLED")[(place + which) % 3]
            yield {
                "id": key("training", place, which),
                "course_id": key("course", place),
                "title": said(which),
                "series": said(place) if which % 2 else None,
                "place": said(place + 2),
                "quota": 1 + 9 * (place % 2) + which,
                "cost": Decimal(50_000 * which),
                "source": SOURCES[which % 3],
                "enrol_until": begins,
                "begins_on": begins,
                "ends_on": begins + timedelta(days=1),
                "trainer_employee_id": person(which) if which else None,
                **terms(place),
                "state": state,
                "cancel_reason": said(which) if state == "CANCELLED" else None,
                "version": 1 + which,
            }


def meetings() -> Iterator[Row]:
    for place, event in enumerate(held()):
        for which in range(2):
            yield {
                "id": key("meeting", event["id"], which),
                "event_id": event["id"],
                "topic": said(which),
                "begins_at": moment(24 * which),
                "ends_at": moment(24 * which + 2),
                "room_id": key("room", place) if place < ROOMS and which else None,
            }


def terms(place: int) -> Row:
    """What an event takes of a partner, if it is held under an agreement."""
    if place % 3 == 0:
        return {"agreement_id": None, "partner_days": 0, "partner_money": Decimal(0)}
    of = {"agreement_id": key("agreement", 2, place % 2), "partner_trainer_id": key("partner trainer", 2, 0)}
    return {**of, "partner_days": place, "partner_money": Decimal("0.25") * place}


def needs() -> Iterator[Row]:
    for place, event in enumerate(held()):
        for kind in ("LAPTOP", "PROJECTOR")[: place % 3]:
            yield {"id": key("need", place, kind), "event_id": event["id"], "kind": kind, "count": 1 + place}


def lent() -> Iterator[Row]:
    for place, event in enumerate(held()):
        for which in range(place % 3):
            yield {
                "id": key("lent", place, which),
                "meeting_id": key("meeting", event["id"], 0),
                "equipment_id": key("equipment", which),
                "count": 1 + which,
            }


def enrolled() -> Iterator[Row]:
    for place, event in enumerate(held()):
        for one in range(place % 4, PEOPLE, 4):
            state = STATES[(one // 4 + place) % len(STATES)]
            yield {
                "id": key("enrolment", event["id"], one),
                "event_id": event["id"],
                "employee_id": person(one),
                "state": state,
                "made_at": moment(one // 4),
                "queued_at": None if state == "REQUESTED" else moment(one),
                "seated_at": None if state in ("REQUESTED", "WAITING") else moment(one),
                "cost": event["cost"] if state == "SEATED" else Decimal(0),
                "budget_id": key("budget", list(UNITS)[one % len(UNITS)], 2025) if event["cost"] else None,
                "reason": said(one) if state == "WITHDRAWN" else None,
                "version": 1 + one % 3,
            }


def attendances() -> Iterator[Row]:
    for place, row in enumerate(enrolled()):
        for which in range(2 if row["state"] == "COMPLETED" else 0):
            yield {
                "id": key("attendance", row["id"], which),
                "meeting_id": key("meeting", row["event_id"], which),
                "enrolment_id": row["id"],
                "employee_id": row["employee_id"],
                "is_present": bool((place + which) % 3),
                "noted_at": moment(which),
                "by_employee_id": person(0),
            }


def certificates() -> Iterator[Row]:
    known = {row["id"]: row for row in courses()}
    of_event = {row["id"]: row for row in held()}
    for place, row in enumerate(enrolled()):
        if row["state"] != "COMPLETED":
            continue
        event = of_event[row["event_id"]]
        course = known[event["course_id"]]
        yield {
            "id": key("certificate", row["id"]),
            "enrolment_id": row["id"],
            "employee_id": row["employee_id"],
            "course_id": course["id"],
            "number": f"{place:04}/{course['code']}/2026",
            "code": f"kode{place}",
            "hash": "0" * 64,
            "course": course["name"],
            "form": course["form"],
            "hours": course["hours"],
            "year": 2025 + place % 2,
            "begins_on": event["begins_on"],
            "ends_on": event["ends_on"],
            "issued_on": date(2026, 11, 1 + place % 5),
        }


def raises() -> Iterator[Row]:
    for one in range(0, PEOPLE, 3):
        for hours in (30, 40):
            yield {
                "id": key("raise", one, hours),
                "employee_id": person(one),
                "year": 2026,
                "hours": hours,
                "reason": said(one),
                "by_employee_id": person(0),
            }


def planned() -> dict[str, list[Row]]:
    """What the database computes of these rows, as far as it is ordered by."""
    had = sorted({(row["employee_id"], row["year"]) for row in certificates()}, key=str)
    return {"training_years": [{"employee_id": who, "year": year} for who, year in had]}
