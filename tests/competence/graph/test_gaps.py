"""Through the graph: what is asked, what was assessed, the gap of a person and of a unit, and who sees it."""

from typing import Any

import pytest
from factories.granting import person, unit
from factories.served import Served

from jenjang.core import clock

TODAY = clock.today("Asia/Jakarta").isoformat()
ADOPT = """mutation($input: CompetencyStandardsAdoptInput!) {
  competencyStandardsAdopt(input: $input) { positions standards userErrors { code } } }"""
WRITE = """mutation($input: TechnicalCompetencySetInput!) {
  technicalCompetencySet(input: $input) {
    technicalCompetency { id code level2 } userErrors { code field } } }"""
SET = """mutation($input: CompetencyStandardSetInput!) { competencyStandardSet(input: $input) {
  affectedCount affected { employeeId employee { name } } userErrors { code field }
  position { standards(first: 20) { nodes { level competency { code family } } } } } }"""
ASSESS = """mutation($input: CompetencyAssessInput!) { competencyAssess(input: $input) {
  assessment { id level source byName expiresOn competency { code name family } }
  userErrors { code field } } }"""
WITHDRAW = """mutation($input: CompetencyAssessmentWithdrawInput!) {
  competencyAssessmentWithdraw(input: $input) {
    assessment { withdrawnReason withdrawnByName } userErrors { code field } } }"""
OWN = """{ viewer { person {
  competencyGaps(first: 20) { nodes { competency { code } required assessed gap } }
  competencies(first: 20) { nodes { competency { code } level assessment { source } } }
  match { required assessed percent matchClass rule } } } }"""
SHORT = """query($unit: ID!) { competencyGaps(filter: { gap: { gte: 1 }, within: { eq: $unit } }) {
  nodes { employee { name } competency { code } required assessed gap } } }"""
OF_UNIT = """query($id: ID!) { unit(id: $id) { competencyGaps(first: 20) {
  nodes { competency { code } holders short notAssessed missingLevels } } } }"""
PAGED = """query($id: ID!, $after: String) { unit(id: $id) { competencyGaps(first: 4, after: $after) {
  nodes { competency { code } } pageInfo { hasNextPage endCursor } } } }"""
NOTICES = "{ notices(first: 5) { nodes { kind aboutName } } }"
POSITION = """query($id: ID!) { employee(id: $id) { position { id } } }"""


async def do(served: Served, document: str, by: str, **asked: object) -> Any:
    """The payload of a deed that is done."""
    (payload,) = (await served.data(document, {"input": asked}, subject=by)).values()
    assert payload.pop("userErrors") == []
    return payload


async def refused(served: Served, document: str, by: str, **asked: object) -> list[object]:
    """Why a deed is refused."""
    (payload,) = (await served.data(document, {"input": asked}, subject=by)).values()
    return payload["userErrors"]


async def asked_for(served: Served) -> None:
    """Everybody's position asks for the usual levels; the staff's for more of two."""
    await do(served, ADOPT, "admin", on=TODAY, reason="Perwali 5/2026")
    own = await do(
        served,
        WRITE,
        "admin",
        code="T.01",
        name="Kurikulum",
        definition="Menyusun",
        level2="Menyusun",
        validFrom=TODAY,
    )
    held = await served.data(POSITION, {"id": person(served, "staff")})
    levels = [
        {"competency": "M.01", "level": 3},
        {"technicalCompetencyId": own["technicalCompetency"]["id"], "level": 2},
    ]
    changed = await do(
        served,
        SET,
        "admin",
        positionId=held["employee"]["position"]["id"],
        on=TODAY,
        reason="Perwali 6/2026",
        levels=levels,
    )
    assert changed["affectedCount"] == 1
    assert changed["affected"] == [{"employeeId": person(served, "staff"), "employee": {"name": "Staff"}}]
    assert {"level": 2, "competency": {"code": "T.01", "family": "TECHNICAL"}} in changed["position"][
        "standards"
    ]["nodes"]


def assessing(served: Served, **more: object) -> dict[str, object]:
    of = {"employeeId": person(served, "staff"), "competency": "M.01", "assessedOn": TODAY}
    return {**of, "level": 2, "source": "LEADER", "evidence": "Rapat", **more}


async def test_what_a_leader_assesses_is_the_gap_of_the_person_and_of_the_unit(served: Served) -> None:
    await asked_for(served)
    made = (await do(served, ASSESS, "chief", **assessing(served)))["assessment"]
    assert made["competency"] == {"code": "M.01", "name": "Integritas", "family": "MANAGERIAL"}
    assert (made["level"], made["byName"]) == (2, "Chief")
    own = (await served.data(OWN, subject="staff"))["viewer"]["person"]
    gaps = {one["competency"]["code"]: one for one in own["competencyGaps"]["nodes"]}
    assert len(gaps) == 10
    assert (gaps["M.01"]["required"], gaps["M.01"]["assessed"], gaps["M.01"]["gap"]) == (3, 2, 1)
    assert (gaps["T.01"]["required"], gaps["T.01"]["assessed"], gaps["T.01"]["gap"]) == (2, None, None)
    assert own["competencies"]["nodes"] == [
        {"competency": {"code": "M.01"}, "level": 2, "assessment": {"source": "LEADER"}}
    ]
    rule = "job_person_match 2017"
    assert own["match"] == {
        "required": 10,
        "assessed": 1,
        "percent": None,
        "matchClass": None,
        "rule": rule,
    }
    found = await served.data(OF_UNIT, {"id": unit(served, "bidang")}, subject="chief")
    by_code = {one.pop("competency")["code"]: one for one in found["unit"]["competencyGaps"]["nodes"]}
    assert by_code["M.01"] == {"holders": 4, "short": 1, "notAssessed": 3, "missingLevels": 1}
    assert by_code["T.01"] == {"holders": 1, "short": 0, "notAssessed": 1, "missingLevels": 0}
    told = await served.data(NOTICES, subject="staff")
    assert {(one["kind"], one["aboutName"]) for one in told["notices"]["nodes"]} == {
        ("COMPETENCY_ASSESSED", "Staff"),
        ("STANDARD_CHANGED", "Jabatan staff"),
    }


async def test_what_is_missing_in_a_unit_is_read_page_by_page(served: Served) -> None:
    await asked_for(served)
    found, after, pages = [], None, 0
    while pages == 0 or after:
        data = await served.data(PAGED, {"id": unit(served, "bidang"), "after": after}, subject="chief")
        page = data["unit"]["competencyGaps"]
        found += [one["competency"]["code"] for one in page["nodes"]]
        after = page["pageInfo"]["endCursor"] if page["pageInfo"]["hasNextPage"] else None
        pages += 1
    assert (len(found), len(set(found)), pages) == (10, 10, 3)


async def test_who_is_assessed_in_all_that_is_asked_for_has_a_match(served: Served) -> None:
    await do(served, ADOPT, "admin", on=TODAY, reason="Perwali 5/2026", level="AHLI_MUDA")
    codes = [*(f"M.0{place}" for place in range(1, 9)), "S.01"]
    for place, code in enumerate(codes):
        asked = assessing(served, employeeId=person(served, "functional"), competency=code)
        await do(served, ASSESS, "admin", **{**asked, "level": 1 if place < 3 else 4})
    match = (await served.data(OWN, subject="functional"))["viewer"]["person"]["match"]
    assert (match["assessed"], match["percent"], match["matchClass"]) == (9, "77.78", "STILL_MEETS")


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("staff", {"Staff"}),
        ("chief", {"Staff"}),
        ("leader", {"Staff"}),
        ("clerk", set()),
        ("auditor", {"Staff"}),
    ],
)
async def test_who_falls_short_is_seen_by_the_person_the_leaders_and_who_oversees(
    served: Served, who: str, seen: set[str]
) -> None:
    await asked_for(served)
    await do(served, ASSESS, "chief", **assessing(served))
    found = await served.data(SHORT, {"unit": unit(served, "dinas")}, subject=who)
    assert {one["employee"]["name"] for one in found["competencyGaps"]["nodes"]} == seen


async def test_what_is_withdrawn_is_no_gap_any_more(served: Served) -> None:
    await asked_for(served)
    made = (await do(served, ASSESS, "chief", **assessing(served)))["assessment"]
    withdrawn = await do(served, WITHDRAW, "chief", assessmentId=made["id"], reason="Salah orang")
    assert withdrawn["assessment"] == {"withdrawnReason": "Salah orang", "withdrawnByName": "Chief"}
    found = await served.data(SHORT, {"unit": unit(served, "dinas")}, subject="chief")
    assert found["competencyGaps"]["nodes"] == []


async def test_nobody_assesses_themselves_or_a_stranger(served: Served) -> None:
    own = assessing(served, employeeId=person(served, "chief"))
    assert await refused(served, ASSESS, "chief", **own) == [
        {"code": "NOT_ONESELF", "field": ["input", "employeeId"]}
    ]
    assert await refused(served, ASSESS, "stranger", **assessing(served)) == [
        {"code": "NOT_FOUND", "field": ["input", "employeeId"]}
    ]
    answer = (await served.ask(ASSESS, {"input": assessing(served)}, subject="staff")).json()
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    answer = (
        await served.ask(ADOPT, {"input": {"on": TODAY, "reason": "Perwali"}}, subject="unit admin")
    ).json()
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


MAY = """
query ($id: ID!) { employee(id: $id) { viewerCan { assess } } }
"""


@pytest.mark.parametrize("who", ["staff", "chief", "leader", "head", "stranger", "clerk", "admin", "auditor"])
@pytest.mark.parametrize("whom", ["staff", "chief", "clerk", "admin"])
async def test_whoever_can_assess_is_told_so_and_nobody_else(served: Served, who: str, whom: str) -> None:
    found = await served.data(MAY, {"id": person(served, whom)}, subject=who)
    told = bool(found["employee"] and found["employee"]["viewerCan"]["assess"])
    asked = {"input": assessing(served, employeeId=person(served, whom))}
    answer = (await served.ask(ASSESS, asked, subject=who)).json()
    done = "errors" not in answer and not answer["data"]["competencyAssess"]["userErrors"]
    assert told == done


async def test_who_is_affected_is_named_to_whoever_reads_the_person(served: Served) -> None:
    held = await served.data(POSITION, {"id": person(served, "staff")})
    asked = {
        "positionId": held["employee"]["position"]["id"],
        "on": TODAY,
        "reason": "Perwali 7/2026",
        "levels": [{"competency": "M.02", "level": 4}],
    }
    answer = await served.ask(SET, {"input": asked}, subject="admin", scopes=("competence:manage",))
    told = answer.json()
    assert told["data"]["competencyStandardSet"]["affectedCount"] == 1
    assert told["data"]["competencyStandardSet"]["affected"] == [
        {"employeeId": person(served, "staff"), "employee": None}
    ]
    assert {one["extensions"]["code"] for one in told["errors"]} == {"FORBIDDEN"}
    assert "Staff" not in answer.text
