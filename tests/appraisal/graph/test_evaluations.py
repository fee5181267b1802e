"""A result through the graph: rated by the evaluator, seen by nobody too early, used by the employee."""

import pytest
from factories.appraisal.judged import EVALUATE, PUBLISH, TODAY, Judged, last_month_of
from factories.served import Served

OWN = """{ viewer { person { appraisals(first: 5) { nodes { id version state predicate objectionUntil readAt
    acknowledgedAt evaluations { predicate derivation resultsReason }
    points { id kind statement behaviour { code } competency { code } intention { step } } } } } } }"""
READ = """mutation($input: AppraisalMarkReadInput!) { appraisalMarkRead(input: $input) {
    appraisal { readAt state } userErrors { code } } }"""
ACKNOWLEDGE = """mutation($input: AppraisalAcknowledgeInput!) { appraisalAcknowledge(input: $input) {
    appraisal { state acknowledgedAt } userErrors { code } } }"""
STEP = """mutation($input: ImprovementMakeStepInput!) { improvementMakeStep(input: $input) {
    stepIntention { id step wantedBy state } point { statement intention { step } } userErrors { code } } }"""
DROP = """mutation($input: StepIntentionDropInput!) { stepIntentionDrop(input: $input) {
    stepIntention { state } userErrors { code } } }"""


@pytest.fixture
async def judged(served: Served) -> Judged:
    return await last_month_of(served)


async def own(judged: Judged, name: str = "staff"):
    """Somebody's own appraisal, as that person sees it."""
    found = await judged.served.data(OWN, subject=name)
    (one,) = found["viewer"]["person"]["appraisals"]["nodes"]
    return one


async def test_each_of_the_nine_cells_has_its_predicate(judged: Judged) -> None:
    found = {}
    for results in ("ABOVE", "AS_EXPECTED", "BELOW"):
        for behaviour in ("ABOVE", "AS_EXPECTED", "BELOW"):
            payload = await judged.evaluate("staff", results=results, behaviour=behaviour)
            assert payload["userErrors"] == []
            found[results, behaviour] = payload["evaluation"]["predicate"]
    assert found == {
        ("ABOVE", "ABOVE"): "VERY_GOOD",
        ("ABOVE", "AS_EXPECTED"): "GOOD",
        ("ABOVE", "BELOW"): "POOR",
        ("AS_EXPECTED", "ABOVE"): "GOOD",
        ("AS_EXPECTED", "AS_EXPECTED"): "GOOD",
        ("AS_EXPECTED", "BELOW"): "POOR",
        ("BELOW", "ABOVE"): "NEEDS_IMPROVEMENT",
        ("BELOW", "AS_EXPECTED"): "NEEDS_IMPROVEMENT",
        ("BELOW", "BELOW"): "VERY_POOR",
    }


async def test_from_the_evaluation_to_a_step_of_the_plan(judged: Judged) -> None:
    payload = await judged.evaluate("staff", results="ABOVE")
    assert payload["evaluation"]["byName"] == "Chief"
    assert payload["appraisal"]["state"] == "EVALUATED"
    assert payload["appraisal"]["predicate"] is None
    hidden = await own(judged)
    assert (hidden["predicate"], hidden["evaluations"], hidden["points"]) == (None, [], [])
    assert await judged.publish() == {
        "published": 1,
        "cycle": {"people": len(judged.served.governments["surakarta"].people), "evaluated": 1},
        "userErrors": [],
    }
    seen = await own(judged)
    assert (seen["state"], seen["predicate"]) == ("PUBLISHED", "GOOD")
    assert seen["objectionUntil"] > str(TODAY)
    (evaluation,) = seen["evaluations"]
    assert evaluation["derivation"] == payload["evaluation"]["derivation"]
    assert evaluation["derivation"].startswith("karena hasil kerja di atas ekspektasi")
    points = {one["kind"]: one for one in seen["points"]}
    assert points["STRENGTH"]["behaviour"] == {"code": "BERORIENTASI_PELAYANAN"}
    assert points["IMPROVEMENT"]["competency"] == {"code": "M.03"}
    read = await judged.do(READ, {"appraisalId": seen["id"]}, "staff")
    assert read["appraisal"]["readAt"]
    asked = {"appraisalId": seen["id"], "expectedVersion": seen["version"]}
    done = await judged.do(ACKNOWLEDGE, asked, "staff")
    assert done["appraisal"]["state"] == "ACKNOWLEDGED"
    wish = {"pointId": points["IMPROVEMENT"]["id"], "step": "Kursus komunikasi", "wantedBy": str(TODAY)}
    step = await judged.do(STEP, wish, "staff")
    assert step["stepIntention"]["state"] == "WANTED"
    assert step["point"]["intention"] == {"step": "Kursus komunikasi"}
    again = await judged.do(STEP, wish, "staff")
    assert [one["code"] for one in again["userErrors"]] == ["ALREADY_A_STEP"]
    dropped = await judged.do(DROP, {"stepIntentionId": step["stepIntention"]["id"]}, "staff")
    assert dropped["stepIntention"] == {"state": "DROPPED"}


@pytest.mark.parametrize("by", ["staff", "colleague", "auditor", "program"])
async def test_who_leads_nobody_evaluates_and_publishes_nothing(judged: Judged, by: str) -> None:
    for document, asked in (
        (EVALUATE, await judged.evaluation("staff")),
        (PUBLISH, {"cycleId": judged.cycle}),
    ):
        answer = (await judged.served.ask(document, {"input": asked}, subject=by)).json()
        assert [one["extensions"]["code"] for one in answer["errors"]] == ["FORBIDDEN"]


@pytest.mark.parametrize(
    ("by", "code"),
    [
        ("leader", "NOT_THE_EVALUATOR"),
        ("admin", "NOT_THE_EVALUATOR"),
        ("stranger", "NOT_FOUND"),
    ],
)
async def test_only_the_evaluator_evaluates(judged: Judged, by: str, code: str) -> None:
    payload = await judged.evaluate("staff", by)
    assert [(one["code"], one["field"]) for one in payload["userErrors"]] == [
        (code, ["input", "appraisalId"])
    ]
    assert (payload["evaluation"], payload["appraisal"]) == (None, None)
    assert (await judged.appraisal("staff"))["version"] == 1


async def test_a_head_s_results_follow_from_the_unit_and_are_said_so(judged: Judged) -> None:
    refused = await judged.evaluate("chief", "leader", results=None)
    assert refused["userErrors"][0]["code"] == "UNIT_WITHOUT_PREDICATE"
    assert refused["userErrors"][0]["message"].startswith("Orang ini memimpin unit yang predikatnya")
    await judged.set_predicate("bidang", "EXCELLENT")
    refused = await judged.evaluate("chief", "leader", results="BELOW")
    assert refused["userErrors"][0]["code"] == "UNIT_SETS_RESULTS"
    payload = await judged.evaluate("chief", "leader", results=None, behaviour="ABOVE")
    assert payload["evaluation"]["predicate"] == "VERY_GOOD"
    assert "unit yang dipimpin berpredikat Istimewa" in payload["evaluation"]["derivation"]


async def test_an_evaluator_does_not_see_the_own_draft_by_any_way(judged: Judged) -> None:
    """The chief may evaluate in the bidang, and is placed there too."""
    await judged.set_predicate("bidang", "POOR")
    draft = (await judged.evaluate("chief", "leader", results=None))["evaluation"]["id"]
    mine = await own(judged, "chief")
    assert (mine["predicate"], mine["evaluations"], mine["points"]) == (None, [], [])
    found = await judged.served.data(
        "query($id: ID!) { node(id: $id) { id } }", {"id": draft}, subject="chief"
    )
    assert found == {"node": None}
    through = """mutation($input: AppraisalEvaluateInput!) { appraisalEvaluate(input: $input) {
        appraisal { cycle { appraisals(first: 9) { nodes { employee { name } predicate
            evaluations { predicate } points { statement } } } } } userErrors { code } } }"""
    payload = await judged.do(through, await judged.evaluation("staff"), "chief")
    rows = {one["employee"]["name"]: one for one in payload["appraisal"]["cycle"]["appraisals"]["nodes"]}
    assert rows["Staff"]["evaluations"] == [{"predicate": "GOOD"}]
    assert (rows["Chief"]["evaluations"], rows["Chief"]["points"]) == ([], [])
