"""Recording an appraisal on the usual stack: what to check is read as entities, and checked in Python."""

import datetime
from collections.abc import Sequence
from hashlib import sha256
from typing import Annotated, Any, cast
from uuid import UUID

import orjson
import strawberry
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from strawberry.types import Info

from jenjang.appraisal.graph import enums
from jenjang.appraisal.models.calibration import Calibration
from jenjang.appraisal.models.cycle import Appraisal as AppraisalRow
from jenjang.appraisal.models.cycle import AppraisalCycle
from jenjang.appraisal.models.evaluation import Evaluation as EvaluationRow
from jenjang.appraisal.models.evaluation import EvaluationPoint
from jenjang.appraisal.models.skp import Skp
from jenjang.appraisal.rules.derivation import derivation
from jenjang.appraisal.rules.predicate import predicate_rule
from jenjang.audit.chain import canonical
from jenjang.audit.content import Deed
from jenjang.audit.writing import enter
from jenjang.core import clock
from jenjang.core.permission import Viewer
from jenjang.core.sealing import Seals
from jenjang.database.engine import new_id
from jenjang.graph.models import IdempotencyKey
from jenjang.graph.scalars import encode_id, key_of
from jenjang.organisation.models import Placement, UnitAncestry
from jenjang.reference.models import Behaviour, Competency
from jenjang.rules.models import RuleSet
from jenjang.tables import metadata

TABLES = metadata
"""All of them: SQLAlchemy must know what rows point at."""
Row = Any  # Any: Strawberry takes a model for the type of the same attributes; mypy can't know that.
Loaded = tuple[AppraisalRow, AppraisalCycle, Skp, RuleSet]
ANSWER = ("idempotency_keys", "answer")
DEED = "appraisalEvaluate"
DAY = datetime.timedelta(1)


class NotSo(Exception):
    """It is refused, and why."""


@strawberry.input
class EvaluationPointInput:
    statement: str
    behaviour: str | None = None
    competency: str | None = None


@strawberry.input
class AppraisalEvaluateInput:
    appraisal_id: strawberry.ID
    expected_version: int
    results: enums.Rating
    results_reason: str
    behaviour: enums.Rating
    behaviour_reason: str
    strengths: list[EvaluationPointInput]
    improvements: list[EvaluationPointInput]


@strawberry.type
class Evaluation:
    rule: str

    @strawberry.field
    def results(self: Row) -> enums.Rating:
        return enums.Rating(self.results)

    @strawberry.field
    def behaviour(self: Row) -> enums.Rating:
        return enums.Rating(self.behaviour)

    @strawberry.field
    def predicate(self: Row) -> enums.Predicate:
        return enums.Predicate(self.predicate)

    @strawberry.field
    def derivation(self: Row) -> str:
        return cast("str", self.derivation_id)


@strawberry.type
class Appraisal:
    version: int

    @strawberry.field
    def id(self: Row) -> strawberry.ID:
        return strawberry.ID(encode_id("Appraisal", self.id))

    @strawberry.field
    def state(self: Row) -> enums.AppraisalState:
        return enums.AppraisalState(self.state)


@strawberry.type
class UserError:
    code: str
    message: str


@strawberry.type
class Payload:
    evaluation: Evaluation | None
    appraisal: Appraisal | None
    user_errors: list[UserError]


class Recording:
    """One request's deed: its viewer, its session, its key and what it was asked as JSON."""

    def __init__(
        self, viewer: Viewer, session: AsyncSession, seals: Seals, today: datetime.date, key: str, body: bytes
    ) -> None:
        self.viewer, self.session, self.seals, self.today = viewer, session, seals, today
        self.key = key
        self.told: dict[str, Any] = orjson.loads(body)["variables"]["input"]  # Any: the client's JSON.

    async def evaluate(self, asked: AppraisalEvaluateInput) -> Row:
        """Check, write, and keep the key, all in the request's transaction."""
        if made := await self.kept():
            appraisal = await self.session.get_one(AppraisalRow, (self.viewer.tenant, made.appraisal_id))
            return Payload(evaluation=cast("Row", made), appraisal=cast("Row", appraisal), user_errors=[])
        try:
            appraisal, _, skp, rule = await self.checked(asked)
        except NotSo as refused:
            error = UserError(code=str(refused), message=str(refused))
            return Payload(evaluation=None, appraisal=None, user_errors=[error])
        made = await self.written(asked, appraisal, rule)
        appraisal.state, appraisal.skp_id = "EVALUATED", skp.id
        appraisal.version += 1
        await self.session.flush()
        await self.keep(made)
        await enter(self.session, self.deed(made))
        return Payload(evaluation=cast("Row", made), appraisal=cast("Row", appraisal), user_errors=[])

    async def checked(self, asked: AppraisalEvaluateInput) -> Loaded:
        """All that it depends on. Raises NotSo."""
        of_id = select(AppraisalRow).where(AppraisalRow.id == key_of("Appraisal", asked.appraisal_id))
        appraisal = await self.session.scalar(of_id.with_for_update())
        if appraisal is None:
            raise NotSo("NOT_FOUND")
        placed = select(Placement).where(
            Placement.employee_id == appraisal.employee_id, self.holds(Placement)
        )
        placement = await self.session.scalar(placed)
        if placement is None or placement.unit_id not in self.viewer.units_of("appraisal:evaluate"):
            raise NotSo("NOT_FOUND")
        if self.viewer.employee_id not in (
            appraisal.evaluator_employee_id,
            appraisal.escalated_to_employee_id,
        ):
            raise NotSo("NOT_THE_EVALUATOR")
        if appraisal.version != asked.expected_version:
            raise NotSo("STALE")
        if appraisal.state not in ("OPEN", "EVALUATED") or appraisal.headed_unit_id:
            raise NotSo("ILLEGAL_STEP")
        cycle = await self.session.get_one(AppraisalCycle, (self.viewer.tenant, appraisal.cycle_id))
        if cycle.state != "OPEN":
            raise NotSo("CYCLE_NOT_OPEN")
        if await self.calibrated(appraisal):
            raise NotSo("RESULT_CALIBRATED")
        early = (await self.rule("appraisal_periods", cycle.begins)).body["kinds"][cycle.kind]
        if self.today < cycle.ends - datetime.timedelta(early.get("evaluated_early", 0)):
            raise NotSo("PERIOD_STILL_RUNS")
        await self.check_points(asked)
        rule = await self.rule("performance_predicate", cycle.ends - DAY)
        return appraisal, cycle, await self.skp(appraisal), rule

    async def check_points(self, asked: AppraisalEvaluateInput) -> None:
        """Raises NotSo."""
        if not asked.strengths or not asked.improvements:
            raise NotSo("NO_POINTS")
        for point in (*asked.strengths, *asked.improvements):
            if not point.statement.strip():
                raise NotSo("NO_TEXT")
            if point.behaviour and not await self.session.get(Behaviour, point.behaviour):
                raise NotSo("NOT_FOUND")
            if point.competency and not await self.session.get(Competency, point.competency):
                raise NotSo("NOT_FOUND")

    async def calibrated(self, appraisal: AppraisalRow) -> bool:
        above = select(UnitAncestry.ancestor_id).where(
            UnitAncestry.unit_id == appraisal.unit_id, self.holds(UnitAncestry)
        )
        around = select(Calibration).where(
            Calibration.cycle_id == appraisal.cycle_id, Calibration.unit_id.in_(above)
        )
        return bool((await self.session.scalars(around)).all())

    async def skp(self, appraisal: AppraisalRow) -> Skp:
        of_year = select(Skp).where(
            Skp.employee_id == appraisal.employee_id, Skp.year == appraisal.begins.year
        )
        agreed = [
            one
            for one in await self.session.scalars(of_year)
            if one.state in ("ACKNOWLEDGED", "SUPERSEDED")
            and one.applies_from
            and one.applies_from <= appraisal.begins
        ]
        if not agreed:
            raise NotSo("NOT_AGREED")
        return max(agreed, key=lambda one: (one.applies_from, one.edition))

    async def rule(self, name: str, on: datetime.date) -> RuleSet:
        versions: Sequence[RuleSet] = (
            await self.session.scalars(select(RuleSet).where(RuleSet.name == name))
        ).all()
        return next(
            one for one in versions if one.valid_from <= on and (not one.valid_to or one.valid_to > on)
        )

    async def written(
        self, asked: AppraisalEvaluateInput, appraisal: AppraisalRow, rule: RuleSet
    ) -> EvaluationRow:
        """The evaluation and its points, added."""
        of = EvaluationRow.appraisal_id == appraisal.id
        last = await self.session.scalar(select(func.max(EvaluationRow.number)).where(of))
        cited = f"{rule.name} {rule.version}"
        told = derivation(predicate_rule(rule.body), cited, asked.results, asked.behaviour)
        made = EvaluationRow(
            appraisal_id=appraisal.id,
            employee_id=appraisal.employee_id,
            number=(last or 0) + 1,
            stage="EVALUATION",
            results=str(asked.results),
            results_reason=asked.results_reason.strip(),
            behaviour=str(asked.behaviour),
            behaviour_reason=asked.behaviour_reason.strip(),
            predicate=str(told.predicate),
            rule=cited,
            derivation_id=told.text("id"),
            derivation_en=told.text("en"),
            by_employee_id=self.viewer.employee_id,
            made_at=clock.now(),
        )
        self.session.add(made)
        points = EvaluationPoint.appraisal_id == appraisal.id
        await self.session.execute(delete(EvaluationPoint).where(points))
        for kind, said in (("STRENGTH", asked.strengths), ("IMPROVEMENT", asked.improvements)):
            for point in said:
                self.session.add(
                    EvaluationPoint(
                        appraisal_id=appraisal.id,
                        employee_id=appraisal.employee_id,
                        kind=kind,
                        statement=point.statement.strip(),
                        behaviour=point.behaviour,
                        competency=point.competency,
                    )
                )
        await self.session.flush()
        return made

    async def kept(self) -> EvaluationRow | None:
        """What was made under this key before."""
        of_key = select(IdempotencyKey).where(
            IdempotencyKey.account_id == self.viewer.account_id, IdempotencyKey.key == self.key
        )
        found = await self.session.scalar(of_key)
        if found is None:
            return None
        mark, _, made = self.seals.unseal(*ANSWER, found.id, found.answer).partition(" ")
        if mark != self.mark:
            raise NotSo("KEY_REUSED")
        return await self.session.get(EvaluationRow, (self.viewer.tenant, UUID(made)))

    async def keep(self, made: EvaluationRow) -> None:
        row = await new_id(self.session)
        answer = self.seals.seal(*ANSWER, row, f"{self.mark} {made.id}")
        kept = IdempotencyKey(id=row, account_id=self.viewer.account_id, key=self.key, answer=answer)
        self.session.add(kept)
        await self.session.flush()

    @property
    def mark(self) -> str:
        return sha256(orjson.dumps(self.told)).hexdigest()

    def deed(self, made: EvaluationRow) -> Deed:
        """What the chain tells."""
        return Deed(
            tenant=self.viewer.tenant,
            at=made.made_at,
            deed=DEED,
            account_id=self.viewer.account_id,
            employee_id=self.viewer.employee_id,
            roles=[str(role) for role in self.viewer.roles],
            client=self.viewer.client,
            about=[encode_id("Evaluation", made.id), encode_id("Appraisal", made.appraisal_id)],
            rules=[made.rule],
            key_digest=sha256(self.key.encode()).digest(),
            input_digest=self.seals.fingerprint(canonical(self.told)),
        )

    def holds(self, fact: Row) -> Row:
        return (fact.valid_from <= self.today) & (fact.valid_to.is_(None) | (fact.valid_to > self.today))


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def appraisal_evaluate(
        self,
        info: Info[Any, None],  # Any: the request, which knows this module.
        input: Annotated[AppraisalEvaluateInput, strawberry.argument()],  # noqa: A002  # The contract's name.
    ) -> Payload:
        return cast("Payload", await info.context.recording.evaluate(input))
