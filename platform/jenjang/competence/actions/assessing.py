"""Assessments of people's competencies: recorded with their evidence, withdrawn when they were wrong."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jenjang.competence.actions.counting import count_anew
from jenjang.competence.actions.subjects import subject
from jenjang.competence.models import CompetencyAssessment
from jenjang.competence.rules.levels import check_level
from jenjang.competence.rules.validity import expiry
from jenjang.competence.terms import AssessmentSource
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict, Forbidden
from jenjang.core.links import check_link
from jenjang.core.permission import Reach
from jenjang.core.texts import check_text
from jenjang.events import telling
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.organisation.actions.law import cite, in_force
from jenjang.organisation.actions.notices import tell
from jenjang.organisation.actions.reach import check_reaches
from jenjang.organisation.models import Employee
from jenjang.organisation.rules.span import check_not_ahead
from jenjang.organisation.terms import NoticeKind

ASSESS = "competence:assess"
VALIDITY = "competency_validity"
OF_ALL = frozenset({AssessmentSource.ASSESSMENT_CENTRE, AssessmentSource.IMPORT})
"""Sources on which no leader decides: who assesses in the whole government records them."""
ASSESSED = "competence.assessed"
"""What other domains are told: somebody was assessed, or an assessment withdrawn: other levels may count."""


class NotOneself(Forbidden):
    """Nobody assesses the own competencies, or withdraws what others assessed of them."""


class RaisedByTraining(BadUserInput):
    """What a training taught is recorded when the training is completed; name another source."""


class NothingShowsIt(BadUserInput):
    """An assessment rests on something: say what shows it (`evidence`), or where that is seen (`link`)."""


class SourceOfAll(Forbidden):
    """What comes by {source} is recorded by who assesses in the whole government; name another source."""


class NotYourAssessment(Forbidden):
    """Who assessed withdraws it, or who assesses in the whole government."""


class WithdrawnBefore(Conflict):
    """This assessment was withdrawn before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assess:
    """At which level somebody was assessed, on which day, and what shows it."""

    employee_id: UUID
    level: int
    assessed_on: date
    source: AssessmentSource
    competency: str | None = None
    technical_competency_id: UUID | None = None
    evidence: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Which assessment was wrong, and why."""

    assessment_id: UUID
    reason: str


async def assess(context: Context, asked: Assess) -> CompetencyAssessment:
    """Record a level and make it count, in the transaction at hand: other rooms call this of their own deeds.

    Whoever may do so was asked before. Who records of several people in one transaction does so in the order
    of their ids: two who do are not to wait for each other. Raises NotFound, NotYet, NameOneCompetency,
    NoSuchLevel, NoText, TextTooLong, NotALink, NoRuleInForce.
    """
    employee = await context.get(Employee, asked.employee_id, field="employeeId")
    of = await subject(context, asked.competency, asked.technical_competency_id)
    check_not_ahead(asked.assessed_on, context.today, "assessedOn")
    rule = await in_force(context, VALIDITY, asked.assessed_on)
    # Whoever else assesses the same person waits: what counts is made of all that is recorded.
    await one_at_a_time(context, f"competencies of {employee.id}")
    made = CompetencyAssessment(
        employee_id=employee.id,
        level=check_level(asked.level, "level"),
        source=asked.source,
        assessed_on=asked.assessed_on,
        expires_on=expiry(rule.body, asked.assessed_on),
        rule=cite(rule),
        evidence=None if asked.evidence is None else check_text(asked.evidence, "evidence"),
        link=None if asked.link is None else check_link(asked.link, "link"),
        by_employee_id=context.viewer.employee_id,
        made_at=context.now,
        **of.columns,
    )
    context.session.add(made)
    await count_anew(context, [(employee.id, of.key)])
    await tell(context, NoticeKind.COMPETENCY_ASSESSED, Ref("CompetencyAssessment", made.id), employee.id)
    await _tell_others(context, made)
    return made


async def assess_in_reach(context: Context, asked: Assess) -> CompetencyAssessment:
    """The same as a deed of somebody who assesses others.

    Raises NotFound, NotOneself, RaisedByTraining, SourceOfAll, NothingShowsIt, CompetencyOutOfUse, and as
    `assess`.
    """
    await check_reaches(context, ASSESS, asked.employee_id, "employeeId")
    if asked.employee_id == context.viewer.employee_id:
        raise NotOneself("employeeId")
    if asked.source is AssessmentSource.TRAINING:
        raise RaisedByTraining("source")
    if asked.source in OF_ALL and Reach.TENANT not in context.viewer.reach(ASSESS):
        raise SourceOfAll("source", source=asked.source)
    await subject(context, asked.competency, asked.technical_competency_id, on=asked.assessed_on)
    if asked.evidence is None and asked.link is None:
        raise NothingShowsIt("evidence")
    return await assess(context, asked)


async def withdraw(context: Context, asked: Withdraw) -> CompetencyAssessment:
    """Let an assessment count no more, as if it had never been; it stays on record with the reason.

    Raises NotFound, NotOneself, NotYourAssessment, WithdrawnBefore, NoText, TextTooLong.
    """
    seen = await context.get(CompetencyAssessment, asked.assessment_id, field="assessmentId")
    await check_reaches(context, ASSESS, seen.employee_id, "assessmentId")
    _check_may_withdraw(context, seen)
    reason = check_text(asked.reason, "reason")
    await one_at_a_time(context, f"competencies of {seen.employee_id}")
    found = await context.get(CompetencyAssessment, seen.id, lock=True, field="assessmentId")
    if found.withdrawn_at:
        raise WithdrawnBefore("assessmentId")
    found.withdrawn_at, found.withdrawn_reason = context.now, reason
    found.withdrawn_by_employee_id = context.viewer.employee_id
    await count_anew(context, [(found.employee_id, found.subject)])
    about = Ref("CompetencyAssessment", found.id)
    await tell(context, NoticeKind.ASSESSMENT_WITHDRAWN, about, found.employee_id)
    await _tell_others(context, found)
    return found


async def _tell_others(context: Context, assessment: CompetencyAssessment) -> None:
    of = {"employee_id": assessment.employee_id}
    about = ("CompetencyAssessment", assessment.id)
    await telling.tell(context, telling.Event(name=ASSESSED, about=about, payload=of))


def _check_may_withdraw(context: Context, assessment: CompetencyAssessment) -> None:
    me = context.viewer.employee_id
    if me == assessment.employee_id:
        raise NotOneself("assessmentId")
    if Reach.TENANT not in context.viewer.reach(ASSESS) and me != assessment.by_employee_id:
        raise NotYourAssessment("assessmentId")
