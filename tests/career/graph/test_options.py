"""Where somebody can go, asked through the graph: every requirement, page by page, and who may ask."""

from typing import Any

import asyncpg
from factories.granting import person, unit
from factories.served import Reached, Served

from jenjang.core import clock

TODAY = clock.today("Asia/Jakarta").isoformat()
OPTIONS = """query($id: ID!, $first: Int = 20, $after: String, $filter: CareerOptionFilter) {
  careerOptions(employeeId: $id, first: $first, after: $after, filter: $filter) {
    totalCount pageInfo { hasNextPage hasPreviousPage endCursor }
    nodes { positionId name level unitName move vacancies onPath missingCount
      requirements { requirement standing asked found competencies { code name required assessed } } } } }"""
SET = """mutation($input: CareerPathSetInput!) { careerPathSet(input: $input) {
  careerPath { id move rule version toPosition { name } } userErrors { code field message } } }"""
END = """mutation($input: CareerPathEndInput!) { careerPathEnd(input: $input) {
  careerPath { validTo version } userErrors { code field } } }"""
PATHS = """query($on: Date) { careerPaths(asOf: $on) {
  nodes { move fromPosition { name } toPosition { name } } } }"""
STANDARD = """mutation($input: CompetencyStandardSetInput!) { competencyStandardSet(input: $input) {
  affectedCount userErrors { code } } }"""
ASSESS = """mutation($input: CompetencyAssessInput!) { competencyAssess(input: $input) {
  userErrors { code } } }"""
POSITION = "query($id: ID!) { employee(id: $id) { position { id } } }"


async def found(served: Served, by: str, of: str = "staff", **more: object) -> Any:
    told = await served.data(OPTIONS, {"id": person(served, of), **more}, subject=by)
    return told["careerOptions"]


async def position(served: Served, name: str) -> str:
    told = await served.data(POSITION, {"id": person(served, name)}, subject="admin")
    held: str = told["employee"]["position"]["id"]
    return held


async def a_path(served: Served, origin: str, goal: str) -> Any:
    asked = {
        "fromPositionId": await position(served, origin),
        "toPositionId": await position(served, goal),
        "on": TODAY,
        "reason": "Pola karier 2026",
    }
    return (await served.data(SET, {"input": asked}, subject="admin"))["careerPathSet"]


async def test_each_position_in_reach_is_told_with_its_move_and_none_that_is_lower(served: Served) -> None:
    moves = {one["name"]: one["move"] for one in (await found(served, "staff"))["nodes"]}
    assert moves["Jabatan functional"] == "DIAGONAL"
    assert moves["Jabatan colleague"] == "HORIZONTAL"
    assert "Jabatan staff" not in moves
    assert "Jabatan chief" not in moves
    assert {one["move"] for one in (await found(served, "admin", "chief"))["nodes"]} == {"DIAGONAL"}


async def test_each_requirement_is_told_with_what_is_asked_and_found(served: Served) -> None:
    (told,) = (await found(served, "staff", filter={"move": "DIAGONAL"}))["nodes"]
    findings = {one.pop("requirement"): one for one in told["requirements"]}
    assert not any(one.pop("competencies") for one in findings.values())
    assert findings["VACANCY"] == {"standing": "MISSING", "asked": "1", "found": "0"}
    assert findings["COMPETENCIES"] == {"standing": "MANUAL", "asked": "0", "found": "0"}
    assert findings["PERFORMANCE"] == {"standing": "MISSING", "asked": "GOOD/VERY_GOOD", "found": None}
    assert findings["COMPETENCY_TEST"]["standing"] == "MANUAL"
    assert findings["DISCIPLINE"]["standing"] == "MET"
    assert told["missingCount"] == sum(one["standing"] == "MISSING" for one in findings.values())


async def test_the_competencies_that_fall_short_are_named(served: Served) -> None:
    goal = await position(served, "functional")
    levels = [{"competency": "M.01", "level": 4}, {"competency": "M.05", "level": 2}]
    standard = {"positionId": goal, "on": TODAY, "reason": "Perwali 6/2026", "levels": levels}
    await served.data(STANDARD, {"input": standard}, subject="admin")
    level = {"employeeId": person(served, "staff"), "competency": "M.01", "level": 2, "assessedOn": TODAY}
    await served.data(ASSESS, {"input": {**level, "source": "LEADER", "evidence": "Rapat"}}, subject="chief")
    (told,) = (await found(served, "staff", filter={"move": "DIAGONAL"}))["nodes"]
    (lacking,) = (one for one in told["requirements"] if one["requirement"] == "COMPETENCIES")
    assert lacking == {
        "requirement": "COMPETENCIES",
        "standing": "MISSING",
        "asked": "2",
        "found": "0",
        "competencies": [
            {"code": "M.01", "name": "Integritas", "required": 4, "assessed": 2},
            {"code": "M.05", "name": "Pelayanan Publik", "required": 2, "assessed": None},
        ],
    }


async def test_pages_follow_one_another_and_hold_every_position_once(served: Served) -> None:
    whole = [one["name"] for one in (await found(served, "staff"))["nodes"]]
    seen, after = [], None
    while True:
        page = await found(served, "staff", first=2, after=after)
        seen += [one["name"] for one in page["nodes"]]
        assert page["totalCount"] == len(whole)
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == whole == sorted(whole)


COUNT = """query($id: ID!, $after: String, $with: Boolean!) {
  careerOptions(employeeId: $id, first: 1, after: $after) { nodes { name } ...Counted @include(if: $with) } }
  fragment Counted on CareerOptionConnection { totalCount totalCountExact }"""


async def test_past_the_last_row_there_are_as_many_as_before(served: Served) -> None:
    whole = await found(served, "staff")
    beyond = {"id": person(served, "staff"), "after": whole["pageInfo"]["endCursor"], "with": True}
    told = (await served.data(COUNT, beyond, subject="staff"))["careerOptions"]
    assert told == {"nodes": [], "totalCount": whole["totalCount"], "totalCountExact": True}
    told = (await served.data(COUNT, {**beyond, "with": False}, subject="staff"))["careerOptions"]
    assert told == {"nodes": []}
    twice = """query($id: ID!) { careerOptions(employeeId: $id) { nodes { name } }
      careerOptions(employeeId: $id) { totalCount } }"""
    told = (await served.data(twice, {"id": person(served, "staff")}, subject="staff"))["careerOptions"]
    assert told["totalCount"] == len(told["nodes"]) == whole["totalCount"]


async def test_a_cursor_of_another_list_and_a_page_too_large_are_refused(served: Served) -> None:
    for more, reason in (({"after": "WyJ4Il0="}, "BAD_CURSOR"), ({"first": 101}, "PAGE_TOO_LARGE")):
        answer = (await served.ask(OPTIONS, {"id": person(served, "staff"), **more}, subject="staff")).json()
        assert answer["data"]["careerOptions"] is None
        assert [one["extensions"]["reason"] for one in answer["errors"]] == [reason]


async def test_options_are_chosen_by_vacancy_unit_and_path(served: Served) -> None:
    assert (await found(served, "staff", filter={"vacant": True}))["nodes"] == []
    of_badan = await found(served, "staff", filter={"within": unit(served, "badan")})
    assert {one["unitName"] for one in of_badan["nodes"]} == {"Badan Kepegawaian"}
    assert (await found(served, "staff", filter={"onPath": True}))["nodes"] == []
    assert (await a_path(served, "staff", "functional"))["userErrors"] == []
    (on_path,) = (await found(served, "staff", filter={"onPath": True}))["nodes"]
    assert (on_path["name"], on_path["onPath"]) == ("Jabatan functional", True)


async def test_a_career_is_told_to_oneself_and_the_leader_and_to_nobody_beside(served: Served) -> None:
    for by in ("staff", "chief", "leader", "admin", "auditor"):
        assert (await found(served, by))["totalCount"] > 0
    for by in ("colleague", "stranger"):
        assert await found(served, by) is None
    assert (await found(served, "staff", "functional")) is None


async def test_it_takes_the_permission_for_what_it_is_made_of(served: Served) -> None:
    scopes = ("career:read", "employee:read", "employee:discipline", "competence:read")
    for narrowed, code in ((scopes, "appraisal:read"), (("employee:read",), "career:read")):
        answer = await served.ask(OPTIONS, {"id": person(served, "staff")}, subject="staff", scopes=narrowed)
        told = answer.json()
        assert told["data"]["careerOptions"] is None
        assert [one["extensions"]["permission"] for one in told["errors"]] == [code]
        assert [one["extensions"]["code"] for one in told["errors"]] == ["FORBIDDEN"]


async def test_a_path_is_set_with_its_kind_seen_and_ended(served: Served) -> None:
    made = (await a_path(served, "staff", "functional"))["careerPath"]
    assert (made["move"], made["rule"], made["version"]) == ("DIAGONAL", "career_pattern 2021", 1)
    seen = (await served.data(PATHS, {}, subject="staff"))["careerPaths"]["nodes"]
    assert [(one["fromPosition"]["name"], one["toPosition"]["name"]) for one in seen] == [
        ("Jabatan staff", "Jabatan functional")
    ]
    asked = {"pathId": made["id"], "on": TODAY, "reason": "Dicabut"}
    later = {**asked, "on": "2099-01-01", "expectedVersion": 1}
    ended = (await served.data(END, {"input": later}, subject="admin"))["careerPathEnd"]
    assert ended["careerPath"] == {"validTo": "2099-01-01", "version": 2}
    again = await served.data(END, {"input": {**later, "expectedVersion": 2}}, subject="admin")
    assert [one["code"] for one in again["careerPathEnd"]["userErrors"]] == ["CAREER_PATH_ENDED"]
    stale = (await served.data(END, {"input": later}, subject="admin"))["careerPathEnd"]
    assert [one["code"] for one in stale["userErrors"]] == ["STALE"]
    assert (await served.data(PATHS, {"on": "2099-01-01"}, subject="staff"))["careerPaths"]["nodes"] == []
    sooner = {**later, "on": "2098-01-01", "expectedVersion": 2}
    ended = (await served.data(END, {"input": sooner}, subject="admin"))["careerPathEnd"]
    assert ended["careerPath"] == {"validTo": "2098-01-01", "version": 3}


async def test_a_mistaken_path_goes_on_its_first_day_and_may_be_set_again(served: Served) -> None:
    made = (await a_path(served, "staff", "functional"))["careerPath"]
    asked = {"pathId": made["id"], "on": TODAY, "reason": "Keliru", "expectedVersion": 1}
    ended = (await served.data(END, {"input": asked}, subject="admin"))["careerPathEnd"]
    assert ended == {"careerPath": None, "userErrors": []}
    assert (await served.data(PATHS, {}, subject="staff"))["careerPaths"]["nodes"] == []
    assert (await a_path(served, "staff", "functional"))["userErrors"] == []


async def test_a_path_that_the_law_does_not_know_is_refused(served: Served) -> None:
    for origin, goal, code in (
        ("chief", "staff", "LOWER_POSITION"),
        ("staff", "chief", "TOO_MANY_STEPS"),
        ("staff", "staff", "LEADS_TO_ITSELF"),
    ):
        refused = await a_path(served, origin, goal)
        assert refused["careerPath"] is None
        assert [(one["code"], one["field"]) for one in refused["userErrors"]] == [
            (code, ["input", "toPositionId"])
        ]
    assert (await a_path(served, "staff", "functional"))["userErrors"] == []
    assert [one["code"] for one in (await a_path(served, "staff", "functional"))["userErrors"]] == [
        "CAREER_PATH_IS_THERE"
    ]


async def test_paths_are_set_by_who_manages_careers_only(served: Served) -> None:
    asked = {"fromPositionId": "x", "toPositionId": "x", "on": TODAY, "reason": "x"}
    answer = (await served.ask(SET, {"input": asked}, subject="chief")).json()
    assert [one["extensions"]["permission"] for one in answer["errors"]] == ["career:manage"]


async def test_a_path_to_a_position_that_is_closed_is_listed_no_more(
    served: Served, fresh_database: Reached
) -> None:
    await a_path(served, "staff", "functional")
    assert len((await served.data(PATHS, {}, subject="staff"))["careerPaths"]["nodes"]) == 1
    database = await asyncpg.connect(fresh_database.superuser_url)
    await database.execute(
        "UPDATE positions SET valid_to = current_date - 1 WHERE name = 'Jabatan functional'"
    )
    await database.close()
    assert (await served.data(PATHS, {}, subject="staff"))["careerPaths"]["nodes"] == []
