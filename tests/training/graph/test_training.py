"""From the catalogue to a seat and a checked certificate, as people ask for it."""

from typing import Any

import pytest
from factories.served import OURS, Served
from training.graph.conftest import CODE

CATALOGUE = """{
  trainingCourses(first: 2, filter: { competency: { eq: "M.05" } }) { nodes {
    code hours formGroup targets { level competency { code } }
    events(first: 2, filter: { state: { eq: OPEN } }) { nodes { id quota seated waiting meetings { topic } } }
  } }
}"""
ENROL = """mutation ($input: TrainingEnrolInput!) {
  trainingEnrol(input: $input) {
    enrolment { id state cost event { seated waiting } employee { name } }
    userErrors { code field }
  }
}"""
WITHDRAW = """mutation ($input: TrainingEnrolmentWithdrawInput!) {
  trainingEnrolmentWithdraw(input: $input) {
    enrolment { state event { seated waiting } } userErrors { code }
  }
}"""
MINE = """{ viewer { person {
  trainingEnrolments { nodes { state certificate { number hours } } }
  trainingYears { nodes { year hours least most } }
} } }"""

CALENDAR = """query ($filter: TrainingEventFilter) {
  trainingEvents(filter: $filter) { nodes { title series course { code } } }
}"""


async def event_of(served: Served) -> Any:  # Any: JSON.
    (course,) = (await served.data(CATALOGUE, subject="staff"))["trainingCourses"]["nodes"]
    assert (course["code"], course["hours"], course["formGroup"]) == ("YAN-1", 16, "CLASSICAL")
    assert course["targets"] == [{"level": 4, "competency": {"code": "M.05"}}]
    (event,) = course["events"]["nodes"]
    return event


async def test_who_comes_second_waits_and_gets_the_seat_that_the_first_gives_back(served: Served) -> None:
    given = {"input": {"eventId": (await event_of(served))["id"]}}
    first = (await served.data(ENROL, given, subject="staff"))["trainingEnrol"]
    assert first["userErrors"] == []
    assert first["enrolment"]["state"] == "SEATED"
    second = (await served.data(ENROL, given, subject="chief"))["trainingEnrol"]
    assert (second["enrolment"]["state"], second["enrolment"]["event"]) == (
        "WAITING",
        {"seated": 1, "waiting": 1},
    )
    leaving = {"input": {"enrolmentId": first["enrolment"]["id"]}}
    left = (await served.data(WITHDRAW, leaving, subject="staff"))["trainingEnrolmentWithdraw"]
    assert left["enrolment"] == {"state": "WITHDRAWN", "event": {"seated": 1, "waiting": 0}}
    assert (await event_of(served))["seated"] == 1


async def test_everybody_reads_the_own_hours_and_what_there_is_to_show_for_them(served: Served) -> None:
    mine = (await served.data(MINE, subject="staff"))["viewer"]["person"]
    assert mine["trainingYears"]["nodes"] == [{"year": 2026, "hours": 16, "least": 20, "most": None}]
    (enrolment,) = mine["trainingEnrolments"]["nodes"]
    assert enrolment == {"state": "COMPLETED", "certificate": {"number": "0001", "hours": 16}}


LEADERS = [("PIM-1", "Angkatan I", "PKA"), ("PIM-1", "Angkatan II", "PKA")]
SERVICE = [("YAN-1", "Angkatan I", None)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, SERVICE + LEADERS),
        ({"series": {"eq": "PKA"}}, LEADERS),
        ({"series": {"eq": "PKN"}}, []),
        ({"form": {"eq": "STRUCTURAL"}}, LEADERS),
        ({"form": {"eq": "TECHNICAL"}}, SERVICE),
        ({"competency": {"eq": "M.01"}}, LEADERS),
        ({"competency": {"eq": "M.05"}}, SERVICE),
        ({"competency": {"eq": "M.05"}, "form": {"eq": "STRUCTURAL"}}, []),
    ],
)
async def test_the_calendar_tells_by_series_form_and_competency_in_the_order_of_days(
    served: Served, asked: dict[str, Any], found: list[tuple[str, str, str | None]]
) -> None:
    given = {"filter": {"state": {"eq": "OPEN"}, **asked}}
    nodes = (await served.data(CALENDAR, given, subject="staff"))["trainingEvents"]["nodes"]
    assert [(one["course"]["code"], one["title"], one["series"]) for one in nodes] == found


@pytest.mark.parametrize(("language", "title"), [("id", "Sertifikat sah"), ("en", "A genuine certificate")])
async def test_anybody_checks_a_certificate_and_reads_nobodys_name(
    served: Served, language: str, title: str
) -> None:
    page = await served.client.get(f"/t/{OURS}/certificates/kode-0003?lang={language}")
    assert (page.status_code, f"<h1>{title}</h1>" in page.text) == (200, True)
    assert "Pelayanan Publik" in page.text
    assert "Staff" not in page.text


@pytest.mark.parametrize(
    ("code", "title", "told"),
    [
        ("kode-0003", "A genuine certificate", "Agrees with the SHA-256"),
        (CODE, "Not a genuine certificate", "DOES NOT AGREE with the SHA-256"),
    ],
)
async def test_the_page_reckons_anew_whether_the_content_is_what_was_issued(
    served: Served, code: str, title: str, told: str
) -> None:
    page = await served.client.get(f"/t/{OURS}/certificates/{code}?lang=en")
    assert f"<h1>{title}</h1>" in page.text
    assert told in page.text
    assert page.text.lower().count("agree") == 1


async def test_programs_check_a_certificate_too(served: Served) -> None:
    asking = {"accept": "application/json"}
    told = (await served.client.get(f"/t/{OURS}/certificates/{CODE}", headers=asking)).json()
    assert (told["course"], told["sha256"], told["agrees"]) == ("Pelayanan Publik", "0" * 64, False)
    assert "Staff" not in str(told)
    pasted = await served.client.get(f"/t/{OURS}/certificates/%20{CODE}%0A", headers=asking)
    assert pasted.json() == told
    nowhere = await served.client.get(f"/t/nowhere/certificates/{CODE}", headers=asking)
    assert (nowhere.status_code, nowhere.json()) == (404, {"error": "no_such_government"})
    none = await served.client.get(f"/t/{OURS}/certificates/kode-0009", headers=asking)
    assert (none.status_code, none.json()) == (404, {"error": "no_such_certificate"})
    page = await served.client.get(f"/t/{OURS}/certificates/kode-0009?lang=en")
    assert (page.status_code, "No certificate has this code" in page.text) == (404, True)


@pytest.mark.parametrize("code", ["%00", f"{CODE}%00", "%ED%A0%80", "%F0%9F%92%A9", "a%20b", "a" * 65, "%0A"])
async def test_what_can_be_no_code_leads_nowhere(served: Served, code: str) -> None:
    assert (await served.client.get(f"/t/{OURS}/certificates/{code}")).status_code == 404
    bearer = {"authorization": f"Bearer {served.token(OURS, 'staff')}"}
    page = await served.client.get(f"/t/{OURS}/certificates/{code}.pdf", headers=bearer)
    assert (page.status_code, page.json()["errors"][0]["extensions"]["code"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize("path", [f"/t/{OURS}/certificates/kode-0002", f"/t/plaju/certificates/{CODE}"])
async def test_a_code_that_isnt_of_this_government_leads_nowhere(served: Served, path: str) -> None:
    assert (await served.client.get(path)).status_code == 404
