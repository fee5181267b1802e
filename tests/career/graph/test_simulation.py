"""How somebody would stand to a position if things went otherwise; nothing of it is saved."""

from typing import Any
from uuid import uuid4

import pytest
from career.graph.test_options import position
from factories.granting import person
from factories.served import Served

from jenjang.core import clock
from jenjang.core.months import months_later
from jenjang.graph.scalars import encode_id

TODAY = clock.today("Asia/Jakarta").isoformat()
IF = """query($id: ID!, $to: ID!, $assume: CareerAssumptionsInput!) {
  careerSimulation(employeeId: $id, positionId: $to, assume: $assume) {
    positionName move on missingToday missingThen firstOn inTheWay
    today { requirement standing asked found } then { requirement standing asked found } } }"""
SET = """mutation($input: CompetencyStandardSetInput!) { competencyStandardSet(input: $input) {
  userErrors { code } } }"""


async def asked(served: Served, by: str = "staff", to: str = "functional", **assume: object) -> Any:
    given = {"id": person(served, "staff"), "to": await position(served, to), "assume": assume}
    return (await served.data(IF, given, subject=by))["careerSimulation"]


def found(findings: list[Any], requirement: str) -> Any:
    return next(one for one in findings if one["requirement"] == requirement)


async def test_good_years_and_levels_would_meet_what_is_missing_today(served: Served) -> None:
    levels = [{"competency": "M.01", "level": 3}]
    standard = {"positionId": await position(served, "functional"), "on": TODAY, "reason": "x"}
    done = await served.data(SET, {"input": {**standard, "levels": levels}}, subject="admin")
    assert done["competencyStandardSet"]["userErrors"] == []
    told = await asked(served, months=24, predicate="GOOD", levels=levels)
    assert (told["positionName"], told["move"]) == ("Jabatan functional", "DIAGONAL")
    for requirement, today in (("PERFORMANCE", "MISSING"), ("COMPETENCIES", "MANUAL")):
        assert found(told["today"], requirement)["standing"] == today
        assert found(told["then"], requirement)["standing"] == "MET"
    assert told["missingThen"] < told["missingToday"]
    again = await asked(served)
    assert again["today"] == again["then"] == told["today"]


async def test_less_than_is_asked_for_stays_missing(served: Served) -> None:
    standard = {"positionId": await position(served, "functional"), "on": TODAY, "reason": "x"}
    levels = [{"competency": "M.01", "level": 3}]
    await served.data(SET, {"input": {**standard, "levels": levels}}, subject="admin")
    told = await asked(served, levels=[{"competency": "M.01", "level": 2}])
    assert found(told["then"], "COMPETENCIES") == {
        "requirement": "COMPETENCIES",
        "standing": "MISSING",
        "asked": "1",
        "found": "0",
    }


async def test_a_position_out_of_the_pattern_and_somebody_out_of_reach_are_null(served: Served) -> None:
    assert await asked(served, to="chief") is None
    assert await asked(served, by="colleague") is None


async def test_the_first_day_is_told_and_what_time_never_meets(served: Served) -> None:
    told = await asked(served, predicate="GOOD")
    assert told["firstOn"] > TODAY
    assert "VACANCY" in told["inTheWay"]
    assert found(told["then"], "PERFORMANCE")["standing"] == "MISSING"
    poor = await asked(served, predicate="POOR")
    assert (poor["firstOn"], "PERFORMANCE" in poor["inTheWay"]) == (None, True)


async def refused(served: Served, **assume: Any) -> tuple[str, str]:
    """Why, and at which place."""
    given = {"id": person(served, "staff"), "to": await position(served, "functional")}
    (error,) = (await served.ask(IF, {**given, "assume": assume}, subject="staff")).json()["errors"]
    return error["extensions"]["reason"], ".".join(error["extensions"]["field"])


async def test_each_competency_is_assumed_once_and_twenty_at_most(served: Served) -> None:
    one = {"competency": "M.01", "level": 3}
    assert await refused(served, levels=[one, one]) == ("LEVEL_TWICE", "assume.levels.1")
    no_name = ("NAME_ONE_COMPETENCY", "assume.levels.0.competency")
    assert await refused(served, levels=[{"level": 3}]) == no_name
    assert await refused(served, levels=[{**one, "level": 6}]) == ("NO_SUCH_LEVEL", "assume.levels.0.level")
    unknown = {"technicalCompetencyId": encode_id("TechnicalCompetency", uuid4()), "level": 3}
    assert await refused(served, levels=[unknown] * 21) == ("TOO_MANY_LEVELS", "assume.levels")


UNKNOWN = {"technicalCompetencyId": encode_id("TechnicalCompetency", uuid4()), "level": 3}


@pytest.mark.parametrize(
    ("assume", "place"),
    [
        ({"levels": [UNKNOWN]}, "levels.0.technicalCompetencyId"),
        ({"levels": [{"competency": "X.99", "level": 1}]}, "levels.0.competency"),
        ({"courses": ["YAN-99"]}, "courses.0"),
        ({"education": "S9"}, "education"),
    ],
)
async def test_what_isnt_there_cant_be_assumed(served: Served, assume: Any, place: str) -> None:
    assert await refused(served, **assume) == ("NOTHING_TO_ASSUME", f"assume.{place}")


async def test_it_looks_no_further_than_rules_are_known(served: Served) -> None:
    assert await refused(served, months=241) == ("TOO_FAR_AHEAD", "assume.months")


async def test_courses_and_the_own_plan_lead_to_levels(served: Served) -> None:
    standard = {"positionId": await position(served, "functional"), "on": TODAY, "reason": "x"}
    levels = [{"competency": "M.05", "level": 4}]
    await served.data(SET, {"input": {**standard, "levels": levels}}, subject="admin")
    course = await course_added(served)
    told = await asked(served, courses=[CODE])
    assert found(told["then"], "COMPETENCIES")["standing"] == "MET"
    goals = [{"title": "Lulus", "due": date_in(12)}]
    begun = (await served.data(BEGIN, {"input": {"goals": goals}}, subject="staff"))["careerPlanBegin"]
    step = {"goalId": begun["careerPlan"]["goals"][0]["id"], "kind": "TRAINING", "courseId": course}
    step |= {"what": "Kursus", "due": date_in(8)}
    added = await served.data(ADD, {"input": step}, subject="staff")
    assert added["careerStepAdd"]["userErrors"] == []
    for months, standing in ((7, "MANUAL"), (9, "MET")):
        told = await asked(served, months=months, myPlan=True)
        assert found(told["then"], "COMPETENCIES")["standing"] == standing, months
    assert found((await asked(served, months=9))["then"], "COMPETENCIES")["standing"] == "MANUAL"
    told = await asked(served, by="admin", months=9, myPlan=True)
    assert found(told["then"], "COMPETENCIES")["standing"] == "MANUAL"


CODE = "YAN-9"
COURSE = """mutation ($input: TrainingCourseAddInput!) { trainingCourseAdd(input: $input) {
  course { id } userErrors { code field } } }"""
BEGIN = """mutation ($input: CareerPlanBeginInput!) { careerPlanBegin(input: $input) {
  careerPlan { goals { id } } userErrors { code } } }"""
ADD = """mutation ($input: CareerStepAddInput!) { careerStepAdd(input: $input) { userErrors { code } } }"""


def date_in(months: int) -> str:
    return months_later(clock.today("Asia/Jakarta"), months).isoformat()


async def course_added(served: Served) -> str:
    course = {"code": CODE, "name": "Pelayanan Publik", "provider": "BKPSDM", "form": "TECHNICAL"}
    course |= {"amount": 16, "validFrom": TODAY, "targets": [{"competency": "M.05", "level": 4}]}
    added = (await served.data(COURSE, {"input": course}, subject="admin"))["trainingCourseAdd"]
    assert added["userErrors"] == []
    return str(added["course"]["id"])
