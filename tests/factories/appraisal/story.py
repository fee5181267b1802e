"""The deeds of the model of `model.py`, done for real, and what the real reader answers of them."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from factories.appraisal.judging import STRONG, WEAK
from factories.appraisal.model import ABOVE_OR_NOT, FLIPPED, MEMBERS, STEPS, Json
from factories.appraisal.office import Office
from factories.appraisal.skps import draft
from graphql import FieldNode, OperationDefinitionNode, parse
from sqlalchemy import select

from jenjang.appraisal.actions import (
    calibrating,
    cancelling,
    changing,
    closing,
    cycles,
    deciding,
    evaluating,
    improvement,
    objections,
    publishing,
    results,
    skps,
    unit_predicates,
)
from jenjang.appraisal.actions.recording import last_evaluation
from jenjang.appraisal.models.calibration import Calibration
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.models.objection import ImprovementPath, Objection
from jenjang.appraisal.models.skp import Skp
from jenjang.appraisal.terms import (
    AppraisalState,
    CycleKind,
    ObjectionOutcome,
    OrganisationPredicate,
    Rating,
)
from jenjang.core.context import Context
from jenjang.core.errors import Forbidden, NotFound
from jenjang.graph.reader.asking import Asking
from jenjang.graph.reader.plan import Plan, compile_fields
from jenjang.graph.scalars import encode_id
from jenjang.schema import schema

GRAPH = schema._schema
JANUARY = date(2026, 1, 5)
"""When people agree on what is expected; all else happens once the quarter is over."""
SEEN = """{
  skps(first: 2, filter: { employee: { eq: "%(employee)s" } }) { nodes { state } }
  appraisals(first: 2, filter: { employee: { eq: "%(employee)s" } }) { nodes {
    state predicate evaluations { stage results behaviour predicate } points { kind }
    objection { state outcome statements { side } } improvementPath { state } } }
  open: calibrations(filter: { state: { eq: OPEN } }) { totalCount }
  closed: calibrations(filter: { state: { eq: CLOSED } }) { totalCount }
  cancelled: calibrations(filter: { state: { eq: CANCELLED } }) { totalCount }
}"""


@dataclass
class Story:
    """One person's quarter, as it goes."""

    context: Context
    office: Office
    found: dict[type, UUID] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)

    async def do(self, deed: str, who: str, choice: bool) -> None:
        """A deed by somebody, as the gate lets it through. Raises Refusal."""
        context = self.office.as_(self.context, who)
        if not context.viewer.may(STEPS[deed].needs):
            raise Forbidden
        await DEEDS[deed](self, context, choice)

    async def seen_by(self, who: str) -> Json:
        """What the reader answers somebody now."""
        session, asking = self.context.session, self.asking(who)
        await session.flush()
        raw = await (await session.connection()).get_raw_connection()
        driver = raw.driver_connection
        assert driver
        if who not in self.plans:
            self.plans[who] = self._plan(asking)
        found = await self.plans[who].read(driver, asking, self.context.seals)
        return {key: json.loads(value) for key, value in found.items()}

    def asking(self, who: str) -> Asking:
        return Asking(self.office.viewers[who], self.context.today, {})

    def _plan(self, asking: Asking) -> Plan:
        document = parse(SEEN % {"employee": encode_id("Employee", self.office.people["staff"])})
        (operation,) = document.definitions
        assert isinstance(operation, OperationDefinitionNode)
        nodes = [one for one in operation.selection_set.selections if isinstance(one, FieldNode)]
        assert GRAPH.query_type
        fields = {(one.alias or one.name).value: [one] for one in nodes}
        return compile_fields(GRAPH, {}, GRAPH.query_type, fields, asking)

    async def row(self, model: type) -> Json:  # Any: a row of that table.
        """The thing of the story as it is now. Raises NotFound while there is none."""
        if model not in self.found:
            raise NotFound
        key = (self.context.tenant, self.found[model])
        return await self.context.session.get_one(model, key, populate_existing=True)


async def _draft(story: Story, context: Context, _: bool) -> None:
    made = await skps.draft_skp(_early(story, context), draft(story.office, "staff"))
    story.found[Skp] = made.id


def _early(story: Story, context: Context) -> Context:
    """The same person's context in January."""
    names = {viewer.account_id: name for name, viewer in story.office.viewers.items()}
    return story.office.as_(context, names[context.viewer.account_id], JANUARY)


async def _offer(story: Story, context: Context, _: bool) -> None:
    await skps.offer_skp(_early(story, context), await _step(story))


async def _give_back(story: Story, context: Context, _: bool) -> None:
    asked = await _step(story)
    given = skps.ReasonedStepOfSkp(skp_id=asked.skp_id, reason="Target terlalu tinggi.")
    await skps.return_skp(_early(story, context), given)


async def _agree(story: Story, context: Context, _: bool) -> None:
    await skps.acknowledge_skp(_early(story, context), await _step(story))


async def _step(story: Story) -> skps.StepOfSkp:
    skp = await story.row(Skp)
    return skps.StepOfSkp(skp_id=skp.id, expected_version=skp.version)


async def _open(story: Story, context: Context, _: bool) -> None:
    asked = cycles.OpenCycle(kind=CycleKind.QUARTERLY, year=2026, number=2)
    cycle = await cycles.open_cycle(context, asked)
    await cycles.open_cycle(context, replace(asked, number=1))
    predicate = unit_predicates.SetPredicate(
        cycle_id=cycle.id,
        unit_id=story.office.units["bidang"],
        predicate=OrganisationPredicate.GOOD,
        basis="Laporan kinerja triwulan II",
    )
    await unit_predicates.set_unit_predicate(context, predicate)
    mine = (Appraisal.cycle_id == cycle.id, Appraisal.employee_id == story.office.people["staff"])
    appraisal = (await context.session.scalars(select(Appraisal).where(*mine))).one()
    story.found |= {AppraisalCycle: cycle.id, Appraisal: appraisal.id}


async def _pass_on(story: Story, _: Context, __: bool) -> None:
    """As the worker's round does once it is late, to whoever stands above who evaluates. Raises NotFound."""
    appraisal = await story.row(Appraisal)
    if appraisal.state != AppraisalState.OPEN:
        raise NotFound
    appraisal.escalated_to_employee_id = story.office.people["stranger"]


async def _evaluate(story: Story, context: Context, poor: bool) -> None:
    appraisal = await story.row(Appraisal)
    asked = evaluating.Evaluate(
        appraisal_id=appraisal.id,
        expected_version=appraisal.version,
        results=Rating.BELOW if poor else Rating.AS_EXPECTED,
        results_reason="Dua laporan tidak selesai." if poor else "Semua tercapai.",
        behaviour=Rating.AS_EXPECTED,
        behaviour_reason="Santun.",
        strengths=(STRONG,),
        improvements=(WEAK,),
    )
    await evaluating.evaluate(context, asked)


async def _sit(story: Story, context: Context, _: bool) -> None:
    chair, *others = (story.office.people[name] for name in MEMBERS)
    asked = calibrating.OpenCalibration(
        cycle_id=(await story.row(AppraisalCycle)).id,
        unit_id=story.office.units["bidang"],
        chair_employee_id=chair,
        member_employee_ids=tuple(others),
    )
    story.found[Calibration] = (await calibrating.open_calibration(context, asked))[0].id


async def _calibrate(story: Story, context: Context, _: bool) -> None:
    calibration, appraisal = await story.row(Calibration), await story.row(Appraisal)
    last = await last_evaluation(context, appraisal)
    asked = changing.ChangeResult(
        calibration_id=calibration.id,
        appraisal_id=appraisal.id,
        behaviour=Rating(ABOVE_OR_NOT[last.behaviour]) if last else Rating.ABOVE,
        behaviour_reason="Dibandingkan dengan rekan.",
        reason="Ukuran yang sama bagi semua.",
    )
    await changing.change_result(context, asked)


async def _rise(story: Story, context: Context, _: bool) -> None:
    calibration = await story.row(Calibration)
    asked = calibrating.CloseCalibration(
        calibration_id=calibration.id,
        expected_version=calibration.version,
        explanation="Unit kecil: pola tidak dapat dipenuhi.",
    )
    await calibrating.close_calibration(context, asked)


async def _call_off(story: Story, context: Context, _: bool) -> None:
    calibration = await story.row(Calibration)
    asked = cancelling.CancelCalibration(
        calibration_id=calibration.id,
        reason="Ketua sidang keliru.",
        expected_version=calibration.version,
    )
    await cancelling.cancel_calibration(context, asked)


async def _publish(story: Story, context: Context, _: bool) -> None:
    cycle = await story.row(AppraisalCycle)
    await publishing.publish_results(context, publishing.Publish(cycle_id=cycle.id))


async def _close(story: Story, context: Context, _: bool) -> None:
    cycle = await story.row(AppraisalCycle)
    asked = closing.CloseCycle(cycle_id=cycle.id, missed=100, expected_version=cycle.version)
    await closing.close_cycle(context, asked)
    while await closing.close_batch(context):
        continue


async def _acknowledge(story: Story, context: Context, _: bool) -> None:
    appraisal = await story.row(Appraisal)
    asked = results.Acknowledge(appraisal_id=appraisal.id, expected_version=appraisal.version)
    await results.acknowledge(context, asked)


async def _object(story: Story, context: Context, _: bool) -> None:
    appraisal = await story.row(Appraisal)
    asked = objections.FileObjection(appraisal_id=appraisal.id, grounds="Banjir.")
    story.found[Objection] = (await objections.file_objection(context, asked)).id


async def _explain(story: Story, context: Context, _: bool) -> None:
    objection = await story.row(Objection)
    await objections.explain(context, objections.Explain(objection_id=objection.id, text="Begini."))


async def _withdraw(story: Story, context: Context, _: bool) -> None:
    objection = await story.row(Objection)
    await objections.withdraw(context, objections.Withdraw(objection_id=objection.id))


async def _decide(story: Story, context: Context, changed: bool) -> None:
    objection = await story.row(Objection)
    last = await last_evaluation(context, await story.row(Appraisal))
    assert last
    asked = deciding.Decide(
        objection_id=objection.id,
        expected_version=objection.version,
        outcome=ObjectionOutcome.CHANGED if changed else ObjectionOutcome.UPHELD,
        results=Rating(FLIPPED[last.results]) if changed else None,
        results_reason="Setelah mendengar keduanya." if changed else None,
        reason="Setelah mendengar keduanya.",
    )
    await deciding.decide(context, asked)


async def _improve(story: Story, context: Context, _: bool) -> None:
    of = select(ImprovementPath.id).where(ImprovementPath.appraisal_id == (await story.row(Appraisal)).id)
    path = await context.session.scalar(of)
    if path is None:
        raise NotFound
    story.found[ImprovementPath] = path
    seen = (await story.row(ImprovementPath)).version
    held = improvement.Counsel(
        path_id=path, expected_version=seen, counselling="Beban kerja.", held_on=context.today
    )
    await improvement.counsel(context, held)
    target = improvement.Target(
        statement="Lapor.", measure="Tanggal.", review_on=context.today + timedelta(30)
    )
    wanted = improvement.SetTargets(path_id=path, expected_version=seen + 1, targets=(target,))
    await improvement.set_targets(context, wanted)


DEEDS: Mapping[str, Callable[[Story, Context, bool], Awaitable[None]]] = {
    "draft": _draft,
    "offer": _offer,
    "give_back": _give_back,
    "agree": _agree,
    "open": _open,
    "pass_on": _pass_on,
    "evaluate": _evaluate,
    "sit": _sit,
    "calibrate": _calibrate,
    "rise": _rise,
    "call_off": _call_off,
    "publish": _publish,
    "close": _close,
    "acknowledge": _acknowledge,
    "object": _object,
    "explain": _explain,
    "withdraw": _withdraw,
    "decide": _decide,
    "improve": _improve,
}
