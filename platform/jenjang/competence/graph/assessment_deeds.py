"""Assessments as mutations."""

import strawberry

from jenjang.competence.actions import assessing
from jenjang.competence.graph.people import CompetencyAssessment
from jenjang.competence.models import CompetencyAssessment as Row
from jenjang.core.context import Context
from jenjang.graph.deeds import deed, input_of, payload_of
from jenjang.graph.perform import Ref

AssessInput = input_of(
    assessing.Assess,
    "CompetencyAssessInput",
    "At which level somebody was assessed, and what shows it. Name one competency, by `competency` or by"
    " `technicalCompetencyId`.",
    {
        "employee_id": "Global id of the person.",
        "competency": "Code of a national competency, such as M.01.",
        "technical_competency_id": "Global id of a technical competency.",
        "level": "The level, 1 to 5.",
        "assessed_on": "The day on which it was assessed: today or before.",
        "source": "Where it comes from; not TRAINING, which is recorded when the training is completed."
        " ASSESSMENT_CENTRE and IMPORT of who assesses in the whole government only.",
        "evidence": "What shows it, in words; this, or `link`, or both.",
        "link": "Where that can be seen: an address that begins with https://.",
    },
    {"employee_id": "Employee", "technical_competency_id": "TechnicalCompetency"},
)
WithdrawInput = input_of(
    assessing.Withdraw,
    "CompetencyAssessmentWithdrawInput",
    "Which assessment was wrong.",
    {"assessment_id": "Global id of the assessment.", "reason": "Why; the person reads it."},
    {"assessment_id": "CompetencyAssessment"},
)
AssessPayload = payload_of(
    "CompetencyAssessPayload",
    "What was recorded.",
    assessment=(CompetencyAssessment, "The assessment."),
)
WithdrawPayload = payload_of(
    "CompetencyAssessmentWithdrawPayload",
    "What was withdrawn.",
    assessment=(CompetencyAssessment, "The assessment, which counts no more."),
)


async def _assess(context: Context, asked: assessing.Assess) -> dict[str, object]:
    return _told(context, await assessing.assess_in_reach(context, asked))


async def _withdraw(context: Context, asked: assessing.Withdraw) -> dict[str, object]:
    return _told(context, await assessing.withdraw(context, asked))


def _told(context: Context, assessment: Row) -> dict[str, object]:
    context.concern("Employee", assessment.employee_id)
    return {"assessment": Ref("CompetencyAssessment", assessment.id)}


@strawberry.type
class Mutation:
    competency_assess = deed(
        "Record at which level somebody was assessed. The gap to the position follows at once, and the person"
        " is told. Nobody assesses the own competencies.",
        needs=assessing.ASSESS,
        asks=AssessInput,
        gives=AssessPayload,
        do=_assess,
        in_units=True,
    )
    competency_assessment_withdraw = deed(
        "Withdraw an assessment that was wrong: it counts no more, and stays on record with the reason. Who"
        " assessed may, and who assesses in the whole government.",
        needs=assessing.ASSESS,
        asks=WithdrawInput,
        gives=WithdrawPayload,
        do=_withdraw,
        in_units=True,
    )
