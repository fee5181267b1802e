"""From what a study asks for to the leave, as people ask for it, and who reads it."""

from datetime import timedelta
from typing import Any

import pytest
from factories.served import Served

from jenjang.core import clock

TODAY = clock.today("Asia/Jakarta")
BEGINS = TODAY + timedelta(days=60)
BACK = BEGINS + timedelta(days=700)
WISH = {"level": "S2", "duty": "RELEASED", "beginsOn": str(BEGINS), "backOn": str(BACK)}
REQUIREMENTS = """query ($id: ID!, $wish: StudyWish!) {
  studyRequirements(employeeId: $id, wish: $wish) { rule findings { requirement standing asked found } }
}"""
REQUEST = """mutation ($input: StudyLeaveRequestInput!) {
  studyLeaveRequest(input: $input) {
    leave { id state version employee { name } } userErrors { code message }
  }
}"""
APPROVE = """mutation ($input: StudyLeaveApproveInput!) {
  studyLeaveApprove(input: $input) { leave { state checked decidedBy { name } } userErrors { code message } }
}"""
QUOTA = """mutation ($input: StudyQuotaSetInput!) {
  studyQuotaSet(input: $input) { quota { year level seats taken } userErrors { code } }
}"""
LEAVES = "{ studyLeaves { nodes { state bond employee { name } } } studyQuotas { nodes { seats taken } } }"
MINE = "{ viewer { person { id studyLeaves { nodes { state } } } } }"


async def own_id(served: Served) -> str:
    person: str = (await served.data(MINE, subject="staff"))["viewer"]["person"]["id"]
    return person


async def asked_for(served: Served) -> Any:  # Any: JSON.
    study = {"programme": "Kebijakan Publik", "school": "UNS", "funding": "GOVERNMENT"}
    given = {"input": {**WISH, **study}}
    return (await served.data(REQUEST, given, subject="staff"))["studyLeaveRequest"]


async def test_somebody_sees_what_a_study_asks_for_is_let_go_and_the_place_is_taken(served: Served) -> None:
    given = {"id": await own_id(served), "wish": WISH}
    told = (await served.data(REQUIREMENTS, given, subject="staff"))["studyRequirements"]
    standing = {one["requirement"]: one["standing"] for one in told["findings"]}
    assert "MISSING" not in standing.values()
    manual = [one for one, so in standing.items() if so == "MANUAL"]
    leave = (await asked_for(served))["leave"]
    assert leave["state"] == "REQUESTED"
    seats = {"input": {"year": BEGINS.year, "level": "S2", "seats": 1}}
    assert (await served.data(QUOTA, seats, subject="admin"))["studyQuotaSet"]["quota"]["taken"] == 0
    approval = {"leaveId": leave["id"], "expectedVersion": leave["version"], "checked": manual}
    done = (await served.data(APPROVE, {"input": approval}, subject="admin"))["studyLeaveApprove"]
    assert done["userErrors"] == []
    assert done["leave"]["state"] == "APPROVED"
    assert sorted(done["leave"]["checked"]) == sorted(manual)
    everybody = await served.data(LEAVES, subject="stranger")
    assert everybody["studyQuotas"]["nodes"] == [{"seats": 1, "taken": 1}]


async def test_a_leader_reads_whose_study_it_is_and_others_read_nothing(served: Served) -> None:
    await asked_for(served)
    seen = {"state": "REQUESTED", "bond": None, "employee": {"name": "Staff"}}
    for subject, nodes in {"chief": [seen], "admin": [seen], "colleague": [], "stranger": []}.items():
        assert (await served.data(LEAVES, subject=subject))["studyLeaves"]["nodes"] == nodes


async def test_what_it_is_made_of_is_told_to_nobody_who_may_not_read_it(served: Served) -> None:
    given = {"id": await own_id(served), "wish": WISH}
    assert (await served.data(REQUIREMENTS, given, subject="colleague"))["studyRequirements"] is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"backOn": str(BEGINS)}, "backOn"), ({"beginsOn": "2020-01-01"}, "beginsOn")],
)
async def test_what_is_wrong_with_a_wish_is_told_at_its_place(
    served: Served, wrong: dict[str, str], field: str
) -> None:
    given = {"id": await own_id(served), "wish": {**WISH, **wrong}}
    (error,) = (await served.ask(REQUIREMENTS, given, subject="staff")).json()["errors"]
    assert error["extensions"]["field"] == ["wish", field]


async def test_a_refusal_tells_all_that_is_missing_in_words(served: Served) -> None:
    long = {**WISH, "backOn": str(BEGINS + timedelta(days=900))}
    study = {"programme": "Kebijakan Publik", "school": "UNS", "funding": "SELF"}
    given = {"input": {**long, **study}}
    refused = (await served.data(REQUEST, given, subject="colleague"))["studyLeaveRequest"]["userErrors"]
    assert [one["code"] for one in refused] == ["REQUIREMENTS_MISSING"]
    assert "lama studi" in refused[0]["message"] or "LENGTH" in refused[0]["message"]
