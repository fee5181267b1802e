"""Meetings, as who manages training changes them: as many as are told of go into one request."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from factories.served import Served

from jenjang.core import clock

ZONE = "Asia/Jakarta"
MOST = 100
COURSES = '{ trainingCourses(first: 1, filter: { code: { eq: "YAN-1" } }) { nodes { id } } }'
EVENT = (
    "event { id version beginsOn endsOn meetings { id topic beginsAt } } userErrors { code message field }"
)
OPEN = "mutation ($input: TrainingEventOpenInput!) { trainingEventOpen(input: $input) { " + EVENT + " } }"
CHANGE = (
    "mutation ($input: TrainingMeetingsChangeInput!) { trainingMeetingsChange(input: $input) { "
    + EVENT
    + " } }"
)
NOTE = """mutation ($input: TrainingAttendanceNoteInput!) {
  trainingAttendanceNote(input: $input) { userErrors { code } } }"""


def meeting(day: date) -> dict[str, str]:
    begins = datetime(day.year, day.month, day.day, 8, tzinfo=ZoneInfo(ZONE))
    ends = begins + timedelta(hours=2)
    return {"topic": "Materi", "beginsAt": begins.isoformat(), "endsAt": ends.isoformat()}


async def opened(served: Served, first: date, meetings: int) -> Any:  # Any: JSON.
    (course,) = (await served.data(COURSES, subject="admin"))["trainingCourses"]["nodes"]
    days = [first + timedelta(days=number) for number in range(meetings)]
    said = {"title": "Mingguan", "place": "Aula", "quota": 20, "enrolUntil": first.isoformat()}
    given = {"input": {"courseId": course["id"], "meetings": [meeting(day) for day in days], **said}}
    return (await served.data(OPEN, given, subject="admin"))["trainingEventOpen"]


async def test_a_hundred_meetings_are_opened_and_moved_in_one_request_each(served: Served) -> None:
    first = clock.today(ZONE) + timedelta(days=30)
    made = await opened(served, first, MOST)
    assert made["userErrors"] == []
    assert len(made["event"]["meetings"]) == MOST
    later = [
        {"meetingId": one["id"], **meeting(first + timedelta(days=1 + place)), "topic": "Lain"}
        for place, one in enumerate(made["event"]["meetings"])
    ]
    given = {"input": {"eventId": made["event"]["id"], "expectedVersion": 1, "move": later}}
    moved = (await served.data(CHANGE, given, subject="admin"))["trainingMeetingsChange"]
    assert moved["userErrors"] == []
    assert moved["event"]["beginsOn"] == (first + timedelta(days=1)).isoformat()
    assert {one["topic"] for one in moved["event"]["meetings"]} == {"Lain"}
    people = [{"enrolmentId": "x", "isPresent": True}] * 300
    noted = {"input": {"meetingId": made["event"]["meetings"][0]["id"], "people": people}}
    (error,) = (await served.data(NOTE, noted, subject="admin"))["trainingAttendanceNote"]["userErrors"]
    assert error["code"] == "NOT_FOUND"


async def test_what_collides_is_told_at_the_field_that_asks_for_it(served: Served) -> None:
    first = clock.today(ZONE) + timedelta(days=30)
    event = (await opened(served, first, 6))["event"]
    past = meeting(clock.today(ZONE) - timedelta(days=1))
    given = {"eventId": event["id"], "expectedVersion": 1, "add": [past]}
    (error,) = (await served.data(CHANGE, {"input": given}, subject="admin"))["trainingMeetingsChange"][
        "userErrors"
    ]
    assert (error["code"], error["field"]) == ("MEETING_IN_THE_PAST", ["input", "add", "0"])
    given = {"eventId": event["id"], "expectedVersion": 1, "cancel": [event["meetings"][0]["id"]]}
    (error,) = (await served.data(CHANGE, {"input": given}, subject="admin"))["trainingMeetingsChange"][
        "userErrors"
    ]
    assert error["message"] == (
        "Pertemuan hanya cukup untuk 13 JP @ 45 menit, sedangkan pelatihan ini 16 JP:"
        " perpanjang atau tambah pertemuan."
    )


async def test_who_doesnt_manage_training_changes_no_meeting(served: Served) -> None:
    given = {"input": {"eventId": "x", "expectedVersion": 1, "cancel": ["x"]}}
    (refused,) = (await served.ask(CHANGE, given, subject="staff")).json()["errors"]
    assert refused["extensions"]["permission"] == "training:manage"
