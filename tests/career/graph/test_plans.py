"""A plan from its draft to its approval, as the person and the leader ask for it; nobody else sees it."""

from typing import Any

import pytest
from factories.granting import person
from factories.served import Served

from jenjang.core import clock

BEGIN = """mutation ($input: CareerPlanBeginInput!) { careerPlanBegin(input: $input) {
  careerPlan { id state version goals { id title horizon } } userErrors { code field }
} }"""
ADD = """mutation ($input: CareerStepAddInput!) { careerStepAdd(input: $input) {
  careerStep { id kind what due competency { code } level courseCode fromImprovement doneOn }
  careerPlan { version steps stepsDone }
  userErrors { code field message }
} }"""
SUBMIT = """mutation ($input: OwnCareerPlanInput!) { careerPlanSubmit(input: $input) {
  careerPlan { state version } userErrors { code message }
} }"""
APPROVE = """mutation ($input: CareerPlanApproveInput!) { careerPlanApprove(input: $input) {
  careerPlan { state version decidedByName viewerCan { decide } } userErrors { code message }
} }"""
FINISH = """mutation ($input: CareerStepFinishInput!) { careerStepFinish(input: $input) {
  careerStep { doneOn } careerPlan { steps stepsDone } userErrors { code }
} }"""
ALL = """{ careerPlans(first: 3) { totalCount nodes {
  id state employee { name } goals { title steps { what } }
  viewerCan { change takeBack finishSteps renew decide }
} } }"""
MINE = "{ viewer { person { id careerPlans { nodes { id } } } } }"
COVERAGE = (
    """{ units(first: 10) { nodes { name headcount careerPlanCoverage { people planned percent } } } }"""
)
NODE = "query ($id: ID!) { node(id: $id) { ... on CareerPlan { state } ... on CareerStep { what } } }"
ASSESS = """mutation ($input: CompetencyAssessInput!) { competencyAssess(input: $input) {
  userErrors { code } } }"""
ENDS = "{ careerPlans(first: 1) { nodes { stepsDone goals { steps { kind doneOn } } } } }"
NEAR, FAR = "2027-05-01", "2030-01-01"
GOALS = [{"title": "Lulus PKP", "due": NEAR}, {"title": "Menjadi pengawas", "due": FAR}]


async def done(served: Served, name: str, document: str, given: Any, subject: str) -> Any:  # Any: JSON.
    answer = (await served.data(document, {"input": given}, subject=subject))[name]
    assert answer["userErrors"] == []
    return answer


async def drafted(served: Served) -> Any:  # Any: JSON.
    plan = (await done(served, "careerPlanBegin", BEGIN, {"goals": GOALS}, "staff"))["careerPlan"]
    assert (plan["state"], [one["horizon"] for one in plan["goals"]]) == ("DRAFT", ["SHORT", "LONG"])
    for goal in plan["goals"]:
        step = {"goalId": goal["id"], "kind": "OTHER", "what": "Membaca", "due": NEAR}
        added = await done(served, "careerStepAdd", ADD, step, "staff")
    return {**plan, **added["careerPlan"], "step": added["careerStep"]["id"]}


async def test_a_plan_goes_from_its_person_to_the_leader(served: Served) -> None:
    plan = await drafted(served)
    assert (plan["version"], plan["steps"], plan["stepsDone"]) == (5, 2, 0)
    for who in ("chief", "admin", "auditor", "colleague"):
        assert (await served.data(ALL, subject=who))["careerPlans"]["totalCount"] == 0
        for hidden in (plan["id"], plan["step"], plan["goals"][0]["id"]):
            assert (await served.data(NODE, {"id": hidden}, subject=who))["node"] is None
    (mine,) = (await served.data(ALL, subject="staff"))["careerPlans"]["nodes"]
    can = {"change": True, "takeBack": False, "finishSteps": False, "renew": False, "decide": False}
    assert mine["viewerCan"] == can
    seen = {"planId": plan["id"], "expectedVersion": 5}
    await done(served, "careerPlanSubmit", SUBMIT, seen, "staff")
    (theirs,) = (await served.data(ALL, subject="chief"))["careerPlans"]["nodes"]
    assert theirs["viewerCan"] == {**dict.fromkeys(can, False), "decide": True}
    assert [one["steps"] for one in theirs["goals"]] == [[{"what": "Membaca"}]] * 2
    assert (await served.data(ALL, subject="auditor"))["careerPlans"]["nodes"][0]["viewerCan"][
        "decide"
    ] is False
    assert (await served.data(ALL, subject="colleague"))["careerPlans"]["nodes"] == []
    approved = await done(served, "careerPlanApprove", APPROVE, {**seen, "expectedVersion": 6}, "chief")
    assert approved["careerPlan"]["state"] == "APPROVED"
    assert approved["careerPlan"]["viewerCan"] == {"decide": False}
    (mine,) = (await served.data(ALL, subject="staff"))["careerPlans"]["nodes"]
    assert mine["viewerCan"] == {**can, "change": False, "finishSteps": True, "renew": True}


async def test_a_step_is_finished_and_progress_told(served: Served) -> None:
    plan = await drafted(served)
    seen = {"planId": plan["id"], "expectedVersion": 5}
    await done(served, "careerPlanSubmit", SUBMIT, seen, "staff")
    await done(served, "careerPlanApprove", APPROVE, {**seen, "expectedVersion": 6}, "chief")
    step = {"stepId": plan["step"], "on": clock.today("Asia/Jakarta").isoformat()}
    finished = await done(served, "careerStepFinish", FINISH, step, "staff")
    assert finished["careerPlan"] == {"steps": 2, "stepsDone": 1}
    units = (await served.data(COVERAGE, subject="admin"))["units"]["nodes"]
    for unit in units:
        told = unit["careerPlanCoverage"]
        planned = 0 if unit["name"].startswith("Badan") else 1
        share = round(100 * planned / unit["headcount"], 1)
        assert told == {"people": unit["headcount"], "planned": planned, "percent": share}, unit["name"]


async def test_when_a_step_ended_shows_as_what_that_tells(served: Served) -> None:
    today = clock.today("Asia/Jakarta").isoformat()
    level = {"employeeId": person(served, "staff"), "competency": "M.05", "level": 2, "assessedOn": today}
    await done(
        served, "competencyAssess", ASSESS, {**level, "source": "LEADER", "evidence": "Loket"}, "chief"
    )
    plan = await drafted(served)
    step = {"goalId": plan["goals"][0]["id"], "kind": "COMPETENCY", "what": "Melayani", "due": NEAR}
    step |= {"competency": "M.05", "level": 2}
    version = (await done(served, "careerStepAdd", ADD, step, "staff"))["careerPlan"]["version"]
    seen = {"planId": plan["id"], "expectedVersion": version}
    await done(served, "careerPlanSubmit", SUBMIT, seen, "staff")
    await done(served, "careerPlanApprove", APPROVE, {**seen, "expectedVersion": version + 1}, "chief")
    finish = {"stepId": plan["step"], "on": today}
    await done(served, "careerStepFinish", FINISH, finish, "staff")
    for scopes, ended, counted in (
        (("career:read", "competence:read"), today, 2),
        (("career:read", "appraisal:read", "training:read"), None, None),
    ):
        told = (await served.ask(ENDS, subject="chief", scopes=scopes)).json()
        (found,) = told["data"]["careerPlans"]["nodes"]
        steps = [one for goal in found["goals"] for one in goal["steps"]]
        assert {"kind": "COMPETENCY", "doneOn": ended} in steps, scopes
        assert {"kind": "OTHER", "doneOn": today} in steps, scopes
        assert found["stepsDone"] == counted, scopes


@pytest.mark.parametrize("who", ["staff", "auditor", "program"])
async def test_who_doesnt_lead_decides_on_nothing(served: Served, who: str) -> None:
    plan = await drafted(served)
    given = {"input": {"planId": plan["id"], "expectedVersion": 5}}
    answer = await served.ask(APPROVE, given, subject=who)
    assert [one["extensions"]["code"] for one in answer.json()["errors"]] == ["FORBIDDEN"]


async def test_who_leads_elsewhere_finds_nothing(served: Served) -> None:
    plan = await drafted(served)
    seen = {"planId": plan["id"], "expectedVersion": 5}
    await done(served, "careerPlanSubmit", SUBMIT, seen, "staff")
    answer = await served.data(APPROVE, {"input": {**seen, "expectedVersion": 6}}, subject="stranger")
    assert [one["code"] for one in answer["careerPlanApprove"]["userErrors"]] == ["NOT_FOUND"]


async def test_what_is_wrong_with_a_step_is_told_at_its_field(served: Served) -> None:
    plan = await drafted(served)
    step = {"goalId": plan["goals"][0]["id"], "kind": "TRAINING", "what": "Kursus", "due": NEAR}
    (error,) = (await served.data(ADD, {"input": step}, subject="staff"))["careerStepAdd"]["userErrors"]
    assert (error["code"], error["field"]) == ("NAMES_A_COURSE", ["input", "courseId"])
    assert error["message"] == "Langkah pelatihan menyebut pelatihannya, dan langkah lain tidak."
    wanted = {**step, "kind": "COMPETENCY", "competency": "M.05", "level": 3}
    added = await done(served, "careerStepAdd", ADD, wanted, "staff")
    assert (added["careerStep"]["competency"], added["careerStep"]["level"]) == ({"code": "M.05"}, 3)
