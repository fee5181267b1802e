"""Decisions on objections: who decides, when, what becomes of the result, and that it is final."""

from dataclasses import replace
from datetime import timedelta

import pytest
from factories.appraisal.after import (
    GOOD,
    POOR,
    a_cycle,
    an_appraisal,
    evaluated_so,
    heard,
    objected,
    published,
    the_path,
)
from factories.appraisal.office import Office, at_noon
from factories.organisation import a_leadership
from factories.statements import statements
from sqlalchemy import func, select, update

from jenjang.appraisal.actions.deciding import Decide, decide
from jenjang.appraisal.actions.judges import NotTheJudge, judge_today, remind_judges
from jenjang.appraisal.actions.objections import (
    AlreadyObjected,
    Explain,
    FileObjection,
    ObjectionClosed,
    Withdraw,
    explain,
    file_objection,
    withdraw,
)
from jenjang.appraisal.actions.publishing import publish
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.models.objection import Objection
from jenjang.appraisal.rules.derivation import UnitSetsResults
from jenjang.appraisal.rules.objection import NotHeardYet, SameRatings, UpheldKeepsRatings
from jenjang.appraisal.rules.transitions import IllegalStep
from jenjang.appraisal.terms import (
    AppraisalState,
    EvaluationStage,
    ObjectionOutcome,
    ObjectionState,
    PathState,
    Predicate,
    Rating,
)
from jenjang.core.context import Context
from jenjang.core.errors import NotFound, Stale
from jenjang.core.texts import NoText
from jenjang.organisation.models import Employee, Leadership, Notice, Unit
from jenjang.organisation.terms import NoticeKind

UPHELD, CHANGED = ObjectionOutcome.UPHELD, ObjectionOutcome.CHANGED
DAY = timedelta(1)


def keeping(objection: Objection, version: int | None = None) -> Decide:
    return Decide(
        objection_id=objection.id,
        expected_version=version or objection.version,
        outcome=UPHELD,
        reason="Penilaian sesuai bukti.",
    )


def lifting(objection: Objection) -> Decide:
    """Results as expected, as the flood was nobody's fault."""
    return replace(
        keeping(objection),
        outcome=CHANGED,
        results=Rating.AS_EXPECTED,
        results_reason="Banjir di luar kendali pegawai.",
        reason="Penilai tidak memperhitungkan banjir.",
    )


async def evaluations(context: Context, appraisal: Appraisal) -> list[Evaluation]:
    of = select(Evaluation).where(Evaluation.appraisal_id == appraisal.id).order_by(Evaluation.number)
    return list(await context.session.scalars(of.execution_options(populate_existing=True)))


async def told(context: Context, kind: NoticeKind) -> set[object]:
    return set(await context.session.scalars(select(Notice.employee_id).where(Notice.kind == kind)))


async def test_a_changed_result_is_another_evaluation_published_at_once(context, office: Office, as_) -> None:
    appraisal = await published(context, office, rated=POOR)
    objection = await objected(context, office, appraisal)
    await heard(context, office, objection)
    decided = await decide(as_("leader"), lifting(objection))
    before, after = await evaluations(context, appraisal)
    assert (before.predicate, before.results) == (Predicate.NEEDS_IMPROVEMENT, Rating.BELOW)
    assert (after.stage, after.predicate, after.results, after.behaviour) == (
        EvaluationStage.OBJECTION,
        Predicate.GOOD,
        Rating.AS_EXPECTED,
        Rating.AS_EXPECTED,
    )
    assert (after.results_reason, after.behaviour_reason) == (
        "Banjir di luar kendali pegawai.",
        before.behaviour_reason,
    )
    assert after.published_at == context.now
    assert after.derivation_en.endswith(
        "changed by the decision on an objection from Needs Improvement:"
        " Penilai tidak memperhitungkan banjir."
    )
    assert (appraisal.state, appraisal.predicate) == (AppraisalState.FINAL, Predicate.GOOD)
    assert (decided.state, decided.outcome, decided.after_evaluation_id) == (
        ObjectionState.DECIDED,
        CHANGED,
        after.id,
    )
    assert (decided.decided_by_employee_id, decided.decided_at) == (office.people["leader"], context.now)
    assert await told(context, NoticeKind.RESULT_CHANGED) == {office.people["staff"]}
    assert await told(context, NoticeKind.OBJECTION_DECIDED) == {
        office.people["staff"],
        office.people["chief"],
    }


async def test_an_upheld_result_stays_and_is_final(context, office: Office, as_) -> None:
    appraisal = await published(context, office, rated=POOR)
    objection = await objected(context, office, appraisal)
    await heard(context, office, objection)
    decided = await decide(as_("leader"), keeping(objection))
    assert (decided.outcome, decided.after_evaluation_id) == (UPHELD, None)
    assert (appraisal.state, appraisal.predicate) == (AppraisalState.FINAL, Predicate.NEEDS_IMPROVEMENT)
    assert len(await evaluations(context, appraisal)) == 1
    assert await told(context, NoticeKind.RESULT_CHANGED) == set()


async def test_after_a_decision_nothing_is_done_any_more(context, office: Office, as_, refused) -> None:
    appraisal = await published(context, office)
    objection = await objected(context, office, appraisal)
    await heard(context, office, objection)
    await decide(as_("leader"), keeping(objection))
    async with refused(IllegalStep, "objectionId", current=ObjectionState.DECIDED):
        await decide(as_("leader"), lifting(objection))
    async with refused(IllegalStep, "objectionId", current=ObjectionState.DECIDED):
        await withdraw(as_("staff"), Withdraw(objection_id=objection.id))
    async with refused(ObjectionClosed, "objectionId"):
        await explain(as_("chief"), Explain(objection_id=objection.id, text="Masih ada."))
    async with refused(AlreadyObjected, "appraisalId"):
        await file_objection(as_("staff"), FileObjection(appraisal_id=appraisal.id, grounds="Lagi."))


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("staff", NotTheJudge),
        ("chief", NotTheJudge),
        ("head", NotTheJudge),
        ("colleague", NotFound),
        ("stranger", NotFound),
        ("admin", NotTheJudge),
    ],
)
async def test_only_the_evaluators_superior_decides(
    context, office: Office, as_, refused, name: str, error
) -> None:
    objection = await objected(context, office, await published(context, office))
    await heard(context, office, objection)
    async with refused(error, "objectionId"):
        await decide(as_(name), keeping(objection))


@pytest.mark.parametrize("sides", [("staff",), ("chief",)])
async def test_a_side_that_is_silent_holds_nothing_up_once_the_hearing_is_over(
    context, office: Office, as_, refused, sides: tuple[str, ...]
) -> None:
    objection = await objected(context, office, await published(context, office))
    await heard(context, office, objection, *sides)
    last = objection.statements_until
    async with refused(NotHeardYet, "objectionId", last=last):
        await decide(as_("leader", on=last), keeping(objection))
    await decide(as_("leader", on=last + DAY), keeping(objection))
    assert objection.state == ObjectionState.DECIDED


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"outcome": CHANGED}, SameRatings, "outcome"),
        ({"outcome": CHANGED, "results": Rating.BELOW}, SameRatings, "outcome"),
        ({"results": Rating.ABOVE}, UpheldKeepsRatings, "outcome"),
        ({"behaviour_reason": "Sopan."}, UpheldKeepsRatings, "outcome"),
        ({"outcome": CHANGED, "results": Rating.ABOVE}, NoText, "resultsReason"),
        ({"outcome": CHANGED, "behaviour": Rating.ABOVE, "behaviour_reason": " "}, NoText, "behaviourReason"),
        ({"reason": " "}, NoText, "reason"),
        ({"expected_version": 7}, Stale, "expectedVersion"),
    ],
)
async def test_a_decision_says_what_its_outcome_says(
    context, office: Office, as_, refused, change: dict[str, object], error, field: str
) -> None:
    objection = await objected(context, office, await published(context, office, rated=POOR))
    await heard(context, office, objection)
    async with refused(error, field):
        await decide(as_("leader"), replace(keeping(objection), **change))


async def test_of_who_heads_a_unit_only_behaviour_is_judged(context, office: Office, as_) -> None:
    appraisal = await published(context, office, "chief", "leader")
    objection = await objected(context, office, appraisal, "chief")
    await heard(context, office, objection, "chief", "leader")
    better = replace(
        keeping(objection), outcome=CHANGED, behaviour=Rating.ABOVE, behaviour_reason="Membina banyak orang."
    )
    results = replace(better, results=Rating.ABOVE, results_reason="Semua tercapai.")
    with pytest.raises(UnitSetsResults):
        async with context.session.begin_nested():
            await decide(as_("head"), results)
    await context.session.refresh(objection)
    await decide(as_("head"), better)
    _, after = await evaluations(context, appraisal)
    assert (after.results, after.behaviour, after.unit_predicate) == ("AS_EXPECTED", "ABOVE", "GOOD")


async def test_who_escalated_to_evaluated_is_judged_by_the_next_above(
    context, office: Office, as_, refused
) -> None:
    """The chief was late, so the leader evaluated: whoever evaluated never judges it."""
    appraisal = await published(context, office, by="leader")
    objection = await objected(context, office, appraisal)
    assert objection.judge_employee_id == office.people["head"]
    await heard(context, office, objection, "staff", "leader")
    async with refused(NotTheJudge, "objectionId"):
        await decide(as_("leader"), keeping(objection))
    await decide(as_("head"), keeping(objection))


async def test_who_comes_to_lead_decides_in_place_of_the_one_named(
    context, office: Office, as_, refused
) -> None:
    objection = await objected(context, office, await published(context, office))
    await heard(context, office, objection)
    await _hand_over(context, office)
    async with refused(NotFound, "objectionId"):
        await decide(as_("leader"), keeping(objection))
    await decide(as_("colleague"), keeping(objection))
    assert objection.decided_by_employee_id == office.people["colleague"]


async def test_the_one_named_decides_as_long_as_the_person_is_in_reach(context, office: Office, as_) -> None:
    """Nobody led the dinas, so the head was named, who reaches everybody still when a colleague leads it."""
    appraisal = await published(context, office)
    await _leads(context, office, "leader", "badan", "stranger")
    objection = await objected(context, office, appraisal)
    assert objection.judge_employee_id == office.people["head"]
    await heard(context, office, objection)
    await _leads(context, office, "colleague", "dinas", "stranger")
    assert await judge_today(as_("admin"), appraisal) == office.people["colleague"]
    await decide(as_("head"), keeping(objection))
    assert objection.decided_by_employee_id == office.people["head"]


async def test_the_one_named_decides_while_nobody_leads_though_leading_elsewhere_by_now(
    context, office: Office, as_, refused
) -> None:
    """The head judges the chief's objection, and then leads the badan; nobody leads the government."""
    appraisal = await published(context, office, "chief", "leader")
    objection = await objected(context, office, appraisal, "chief")
    await heard(context, office, objection, "chief", "leader")
    await _leads(context, office, "head", "badan", "stranger")
    assert await judge_today(as_("admin"), appraisal) is None
    await remind_judges(as_("program"))
    async with refused(NotFound, "objectionId"):
        await decide(as_("stranger"), keeping(objection))
    async with refused(NotTheJudge, "objectionId"):
        await decide(as_("leader"), keeping(objection))
    await decide(as_("head"), keeping(objection))
    assert objection.decided_by_employee_id == office.people["head"]


async def test_a_round_asks_as_many_statements_of_many_objections_as_of_one(context, office: Office) -> None:
    cycle, counted = await a_cycle(context), []
    for names in (["staff"], ["colleague", "functional"]):
        for name in names:
            appraisal = await an_appraisal(context, office, name, cycle=cycle)
            await evaluated_so(office.as_(context, "chief"), appraisal, GOOD)
            await publish(office.as_(context, "admin"), [appraisal.id])
            await context.session.refresh(appraisal)
            objection = await objected(context, office, appraisal, name)
        late = at_noon(office.as_(context, "program"), objection.decide_until + DAY)
        await context.session.execute(update(Objection).values(judge_employee_id=None))
        counted.append(await _statements_to_remind(late))
    assert counted[0] == counted[1]
    assert set(await context.session.scalars(select(Objection.judge_employee_id))) == {
        office.people["leader"]
    }
    for kind, times in ((NoticeKind.OBJECTION_FILED, 3), (NoticeKind.DECISION_LATE, 3)):
        told = select(func.count()).where(Notice.kind == kind, Notice.employee_id == office.people["leader"])
        assert await context.session.scalar(told) == times


async def _statements_to_remind(context: Context) -> int:
    with statements(context.session) as told:
        await remind_judges(context)
    return len(told)


async def test_a_late_decision_is_told_once_and_still_stands(context, office: Office, as_) -> None:
    objection = await objected(context, office, await published(context, office))
    last = objection.decide_until
    await remind_judges(at_noon(as_("program"), last))
    assert await told(context, NoticeKind.DECISION_LATE) == set()
    for _ in range(2):
        await remind_judges(at_noon(as_("program"), last + DAY))
    assert await told(context, NoticeKind.DECISION_LATE) == {office.people["leader"]}
    await decide(as_("leader", on=last + DAY), keeping(objection))
    assert objection.state == ObjectionState.DECIDED


async def test_a_judge_who_comes_later_is_named_and_told(context, office: Office, as_) -> None:
    leaders = Leadership.employee_id.in_([office.people["leader"], office.people["head"]])
    for led in await context.session.scalars(select(Leadership).where(leaders)):
        led.valid_to = context.today
    objection = await objected(context, office, await published(context, office))
    await remind_judges(as_("program"))
    assert objection.judge_employee_id is None
    await _hand_over(context, office)
    await remind_judges(as_("program"))
    assert objection.judge_employee_id == office.people["colleague"]
    assert office.people["colleague"] in await told(context, NoticeKind.OBJECTION_FILED)


async def test_a_lifted_result_ends_a_path_that_does_not_run_yet(context, office: Office, as_) -> None:
    appraisal = await published(context, office, rated=POOR)
    path = await the_path(context, appraisal)
    objection = await objected(context, office, appraisal)
    await heard(context, office, objection)
    await decide(as_("leader"), lifting(objection))
    await context.session.refresh(path)
    assert (path.state, path.ends_on, path.version) == (PathState.LAPSED, context.today, 2)
    assert path.conclusion


async def test_a_lowered_result_opens_a_path(context, office: Office, as_) -> None:
    appraisal = await published(context, office, rated=GOOD)
    objection = await objected(context, office, appraisal)
    await heard(context, office, objection)
    worse = replace(
        keeping(objection), outcome=CHANGED, results=Rating.BELOW, results_reason="Laporan tidak ada."
    )
    await decide(as_("leader"), worse)
    assert (await the_path(context, appraisal)).state == PathState.OPEN


async def _hand_over(context: Context, office: Office) -> None:
    """The colleague leads the dinas from today on, in place of the leader."""
    await _leads(context, office, "colleague", "dinas", "leader")


async def _leads(context: Context, office: Office, who: str, where: str, before: str) -> None:
    """Somebody leads a unit from today on, and nothing else; who did before leads nothing any more."""
    led = Leadership.employee_id.in_([office.people[who], office.people[before]])
    for one in await context.session.scalars(select(Leadership).where(led)):
        one.valid_to = context.today
    unit = await context.session.get_one(Unit, (context.tenant, office.units[where]))
    leader = await context.session.get_one(Employee, (context.tenant, office.people[who]))
    await a_leadership(context.session, unit, leader, since=context.today)
    await office.look_again(context.session, context.today)
