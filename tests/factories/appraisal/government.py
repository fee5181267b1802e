"""A sample's rows of appraisal: for everybody a result that is published, and a draft of the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.models.calibration import (
    Calibration,
    CalibrationChange,
    CalibrationCount,
    CalibrationMember,
)
from jenjang.appraisal.models.credit import Credit, CreditProjection, CreditStanding, NationalResult
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle, CycleUnit
from jenjang.appraisal.models.evaluation import Evaluation, EvaluationPoint, StepIntention
from jenjang.appraisal.models.feedback import (
    Dialogue,
    DialogueAction,
    Feedback,
    FeedbackRequest,
    PrivateNote,
)
from jenjang.appraisal.models.objection import (
    ImprovementPath,
    ImprovementReview,
    ImprovementTarget,
    Objection,
    ObjectionStatement,
)
from jenjang.appraisal.models.policy import AppraisalPolicy
from jenjang.appraisal.models.rating import CompetencyTally, RatingInvitation
from jenjang.appraisal.models.skp import Skp, SkpBehaviour, SkpIndicator, SkpResult, UnitObjective
from jenjang.organisation.models import EvaluatorDelegation, Notice

AT = datetime(2026, 1, 20, 3, tzinfo=UTC)
DAY = date(2026, 1, 20)
LEVEL, COMPETENCY, BEHAVIOUR = "AHLI_MUDA", "M.01", "ADAPTIF"
RATED = {"results": "ABOVE", "behaviour": "AS_EXPECTED", "predicate": "GOOD"}
FOLLOWS = {"follows": "GOOD", "rule": "performance_predicate 2022"}


@dataclass(frozen=True)
class Sample:
    """Puts rows of one government, whose free texts all bear its mark."""

    session: AsyncSession
    text: str

    async def put(self, model: type[Any], /, **values: object) -> UUID:  # Any: a model.
        """Insert a row and give its id."""
        found = await self.session.execute(insert(model).values(**values).returning(model.id))
        identity: UUID = found.scalar_one()
        return identity

    async def cycle(self, kind: str, year: int, number: int, begins: date, unit: UUID | None) -> UUID:
        return await self.put(
            AppraisalCycle,
            kind=kind,
            year=year,
            number=number,
            begins=begins,
            ends=date(begins.year + 1, 1, 1),
            unit_id=unit,
            due_on=date(begins.year + 1, 1, 20),
            state="OPEN",
            fewest_raters=3,
            escalation_days=5,
            reminder_days=3,
            to_close=1,
            opened_at=AT,
        )


async def appraise(
    session: AsyncSession,
    text: str,
    people: Mapping[str, UUID],
    placed: Mapping[str, UUID],
    accounts: Mapping[str, UUID],
) -> None:
    """`placed`: the unit of each person. Whoever does something to somebody is a stranger or colleague."""
    sample = Sample(session, text)
    whole = placed["leader"]
    past = await sample.cycle("ANNUAL", 2025, 1, date(2025, 1, 1), whole)
    running = await sample.cycle("ANNUAL", 2026, 1, date(2026, 1, 1), whole)
    objectives = {}
    for unit in dict.fromkeys(placed.values()):
        objectives[unit] = await sample.put(
            UnitObjective, unit_id=unit, year=2026, statement=text, indicator=text
        )
        rated = {"predicate": "GOOD", "basis": text, "set_at": AT}
        for cycle in (past, running):
            await sample.put(CycleUnit, cycle_id=cycle, unit_id=unit, **rated)
    superior, drafts = None, []
    for number, (name, who) in enumerate(people.items(), 1):
        other = people["colleague" if name == "stranger" else "stranger"]
        one = Somebody(sample, who, other, placed[name])
        skp, result = await one.expectations(superior, objectives[placed[name]])
        superior = superior or result
        appraisal, evaluation = await one.published(past, skp)
        drafts.append((one, *await one.drafted(running, skp)))
        await one.after(appraisal, evaluation)
        await one.delegated()
        await one.credited(appraisal)
        await one.talked(result)
        await one.rated(appraisal)
        monthly = await sample.cycle("MONTHLY", 2025, number, date(2025, number, 1), whole)
        await one.calibrated(monthly, [(one, appraisal, evaluation)], one.unit, AT)
    await one.calibrated(running, drafts, whole)
    quarter = await sample.cycle("QUARTERLY", 2026, 1, date(2026, 1, 1), whole)
    late = Somebody(sample, people["staff"], people["stranger"], placed["staff"])
    await late.awaited(quarter, people["leader"])
    await sample.put(
        AppraisalPolicy,
        number=1,
        state="PUBLISHED",
        valid_from=DAY,
        **dict.fromkeys(DAYS, 5),
        fewest_raters=3,
        six_day_week=False,
        reason=text,
        proposed_by_account_id=accounts["admin"],
        proposed_at=AT,
        published_by_account_id=accounts["auditor"],
        published_at=AT,
    )


DAYS = (
    "delivery_days",
    "answer_days",
    "objection_days",
    "statement_days",
    "decision_days",
    "escalation_days",
    "reminder_days",
)


@dataclass(frozen=True)
class Somebody:
    """A person of the sample, and whoever evaluates, gives feedback and decides."""

    sample: Sample
    who: UUID
    other: UUID
    unit: UUID

    async def put(self, model: type[Any], /, **values: object) -> UUID:  # Any: a model.
        """A row about the person."""
        return await self.sample.put(model, employee_id=self.who, **values)

    @property
    def text(self) -> str:
        return self.sample.text

    async def expectations(self, superior: UUID | None, objective: UUID) -> tuple[UUID, UUID]:
        """An acknowledged SKP, and its result."""
        skp = await self.put(
            Skp,
            evaluator_employee_id=self.other,
            unit_id=self.unit,
            year=2026,
            edition=1,
            model="QUANTITATIVE",
            state="ACKNOWLEDGED",
            begins_on=DAY,
            applies_from=DAY,
        )
        known = {"kind": "MAIN", "statement": self.text, "objective_id": objective}
        result = await self.put(SkpResult, skp_id=skp, number=1, superior_result_id=superior, **known)
        await self.put(
            SkpIndicator,
            result_id=result,
            aspect="QUANTITY",
            statement=self.text,
            target=Decimal(12),
            measure=self.text,
        )
        await self.put(SkpBehaviour, skp_id=skp, behaviour=BEHAVIOUR, expectation=self.text)
        return skp, result

    async def appraisal(self, cycle: UUID, **values: object) -> UUID:
        return await self.put(
            Appraisal,
            cycle_id=cycle,
            unit_id=self.unit,
            headed_unit_id=self.unit,
            evaluator_employee_id=self.other,
            level=LEVEL,
            months=12,
            due_on=DAY,
            **values,
        )

    async def awaited(self, cycle: UUID, by: UUID) -> UUID:
        """One that came to somebody above, as nobody had evaluated in time."""
        begins = date(2026, 1, 1)
        return await self.appraisal(
            cycle, state="OPEN", begins=begins, escalated_to_employee_id=by, escalated_at=AT
        )

    async def evaluation(self, appraisal: UUID, published: datetime | None) -> UUID:
        found = await self.put(
            Evaluation,
            appraisal_id=appraisal,
            number=1,
            stage="EVALUATION",
            results_reason=self.text,
            behaviour_reason=self.text,
            unit_predicate="GOOD",
            rule="performance_predicate 2022",
            derivation_id=self.text,
            derivation_en=self.text,
            by_employee_id=self.other,
            made_at=AT,
            published_at=published,
            **RATED,
        )
        for kind in ("IMPROVEMENT", "STRENGTH"):
            point = await self.put(
                EvaluationPoint,
                appraisal_id=appraisal,
                kind=kind,
                statement=self.text,
                behaviour=BEHAVIOUR,
                competency=COMPETENCY,
                published_at=published,
            )
            if published and kind == "IMPROVEMENT":
                await self.put(StepIntention, point_id=point, step=self.text, wanted_by=DAY, state="WANTED")
        return found

    async def published(self, cycle: UUID, skp: UUID) -> tuple[UUID, UUID]:
        """A result that the person may read."""
        appraisal = await self.appraisal(
            cycle,
            skp_id=skp,
            state="FINAL",
            predicate="GOOD",
            begins=date(2025, 1, 1),
            published_at=AT,
        )
        return appraisal, await self.evaluation(appraisal, AT)

    async def drafted(self, cycle: UUID, skp: UUID) -> tuple[UUID, UUID]:
        """One that only evaluators may read."""
        appraisal = await self.appraisal(cycle, skp_id=skp, state="EVALUATED", begins=date(2026, 1, 1))
        return appraisal, await self.evaluation(appraisal, None)

    async def after(self, appraisal: UUID, evaluation: UUID) -> None:
        """An objection that was decided, and a path of improvement."""
        objection = await self.put(
            Objection,
            appraisal_id=appraisal,
            grounds=self.text,
            filed_on=DAY,
            statements_until=DAY,
            decide_until=DAY,
            judge_employee_id=self.other,
            state="DECIDED",
            outcome="UPHELD",
            decided_by_employee_id=self.other,
            before_evaluation_id=evaluation,
            after_evaluation_id=evaluation,
        )
        said = {"side": "EMPLOYEE", "text": self.text, "made_at": AT}
        await self.put(ObjectionStatement, objection_id=objection, by_employee_id=self.other, **said)
        path = await self.put(ImprovementPath, appraisal_id=appraisal, state="RUNNING", begins_on=DAY)
        told = {"statement": self.text, "measure": self.text, "review_on": DAY}
        target = await self.put(ImprovementTarget, path_id=path, **told)
        found = {"held_on": DAY, "finding": self.text, "outcome": "ON_TRACK"}
        await self.put(ImprovementReview, target_id=target, by_employee_id=self.other, **found)

    async def delegated(self) -> None:
        """For some days that are over, somebody else evaluated instead of the superior."""
        days = {"valid_from": DAY, "valid_to": date(2026, 2, 1)}
        await self.put(EvaluatorDelegation, evaluator_employee_id=self.other, reason=self.text, **days)

    async def credited(self, appraisal: UUID) -> None:
        amount = {"level": LEVEL, "rule": "functional_credit 2023"}
        await self.put(
            Credit,
            appraisal_id=appraisal,
            year=2025,
            predicate="GOOD",
            months=12,
            amount=Decimal(25),
            **amount,
        )
        gathered = {"gathered": Decimal(25), "needed": Decimal(100), "counted_to": DAY}
        standing = await self.put(CreditStanding, target="RANK", **gathered, **amount)
        await self.put(CreditProjection, standing_id=standing, predicate="GOOD", met_on=DAY)
        period = {"kind": "ANNUAL", "year": 2025, "number": 1}
        await self.put(NationalResult, appraisal_id=appraisal, **period, **RATED, **FOLLOWS)

    async def talked(self, result: UUID) -> None:
        """A question with its answer, a talk with what both noted for themselves, a notice."""
        request = await self.put(
            FeedbackRequest, of_employee_id=self.other, question=self.text, state="ANSWERED"
        )
        await self.put(
            Feedback,
            by_employee_id=self.other,
            request_id=request,
            result_id=result,
            behaviour=BEHAVIOUR,
            kind="APPRECIATION",
            text=self.text,
            evidence=[self.text],
        )
        talk = await self.put(
            Dialogue,
            leader_employee_id=self.other,
            held_on=DAY,
            challenges=self.text,
            advice=self.text,
            state="CONFIRMED",
            noted_by="LEADER",
            employee_confirmed_at=AT,
            leader_confirmed_at=AT,
        )
        await self.put(DialogueAction, dialogue_id=talk, statement=self.text, owner="EMPLOYEE", due_on=DAY)
        for author in (self.who, self.other):  # Sealed texts are put when the sample is signed.
            await self.sample.put(PrivateNote, dialogue_id=talk, author_employee_id=author, text=b"-")
        await self.put(Notice, kind="DIALOGUE_NOTED", about_type="Dialogue", about_id=talk)

    async def rated(self, appraisal: UUID) -> None:
        """Who is asked to rate somebody is the person; what was rated is the person's."""
        about = {"appraisal_id": appraisal, "relation": "PEER"}
        await self.sample.put(RatingInvitation, employee_id=self.other, rater_employee_id=self.who, **about)
        spread = {"raters": 3, "mean": Decimal(4), "deviation": Decimal(0), "lowest": 4, "highest": 4}
        await self.put(CompetencyTally, competency=COMPETENCY, level_4=3, published_at=AT, **spread, **about)

    async def calibrated(
        self,
        cycle: UUID,
        results: Sequence[tuple["Somebody", UUID, UUID]],
        unit: UUID,
        published: datetime | None = None,
    ) -> None:
        """A calibration in which just those sit whose results it changes; the person leads it.

        Of drafts there are ratings by colleagues, too, and what SIASN says already.
        """
        calibration = await self.sample.put(
            Calibration,
            cycle_id=cycle,
            unit_id=unit,
            chair_employee_id=self.who,
            unit_predicate="GOOD",
            rule="predicate_distribution 2023",
            state="CLOSED",
            opened_at=AT,
        )
        of = {"calibration_id": calibration}
        await self.sample.put(CalibrationCount, predicate="GOOD", before=1, after=1, **of)
        for one, appraisal, evaluation in results:
            await one.put(CalibrationMember, **of)
            await one.put(
                CalibrationChange,
                appraisal_id=appraisal,
                before_evaluation_id=evaluation,
                after_evaluation_id=evaluation,
                before="POOR",
                after="GOOD",
                reason=self.text,
                by_employee_id=one.other,
                made_at=AT,
                published_at=published,
                **of,
            )
            if not published:
                judged = update(Appraisal).where(Appraisal.id == appraisal)
                await self.sample.session.execute(judged.values(of))
                about = {"appraisal_id": appraisal}
                await one.put(CompetencyTally, competency=COMPETENCY, relation="PEER", **about)
                period = {"kind": "ANNUAL", "year": 2026, "number": 1}
                told = RATED | {"predicate": "VERY_POOR"} | FOLLOWS
                await one.put(NationalResult, **period, **about, **told)
