"""The whole graph: every domain's queries and mutations, and nothing else."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from jenjang.appraisal.graph import allowed as appraisal_allowed
from jenjang.appraisal.graph import siasn, superior_results
from jenjang.appraisal.graph.calibration_deeds import Mutation as CalibrationDeeds
from jenjang.appraisal.graph.cycle_deeds import Mutation as CycleDeeds
from jenjang.appraisal.graph.delegation_deeds import Mutation as DelegationDeeds
from jenjang.appraisal.graph.delegations import Query as DelegationQueries
from jenjang.appraisal.graph.dialogue_deeds import Mutation as DialogueDeeds
from jenjang.appraisal.graph.evaluation_deeds import Mutation as EvaluationDeeds
from jenjang.appraisal.graph.feedback_deeds import Mutation as FeedbackDeeds
from jenjang.appraisal.graph.objection_deeds import Mutation as ObjectionDeeds
from jenjang.appraisal.graph.path_deeds import Mutation as PathDeeds
from jenjang.appraisal.graph.policy_deeds import Mutation as PolicyDeeds
from jenjang.appraisal.graph.queries import Query as Appraisals
from jenjang.appraisal.graph.rating_deeds import Mutation as RatingDeeds
from jenjang.appraisal.graph.skp_deeds import Mutation as SkpDeeds
from jenjang.appraisal.imports import results, skps
from jenjang.career.graph import allowed as career_allowed
from jenjang.career.graph.aspirations import Mutation as CareerAspirationDeeds
from jenjang.career.graph.paths import Mutation as CareerPathDeeds
from jenjang.career.graph.plan_deeds import Mutation as CareerPlanDeeds
from jenjang.career.graph.queries import Query as CareerQueries
from jenjang.career.graph.stagnation import Mutation as StagnationDeeds
from jenjang.competence.graph import allowed as competence_allowed
from jenjang.competence.graph import matches
from jenjang.competence.graph import units as competence_units
from jenjang.competence.graph.assessment_deeds import Mutation as AssessmentDeeds
from jenjang.competence.graph.queries import Query as CompetenceQueries
from jenjang.competence.graph.standard_deeds import Mutation as StandardDeeds
from jenjang.graph.declare import Node, argument, by_id, one
from jenjang.graph.scalars import SCALARS
from jenjang.graph.spending import RateLimit, rate_limit
from jenjang.graph.unsearchable import check_unsearchable
from jenjang.identity.graph.accounts import Mutation as AccountDeeds
from jenjang.identity.graph.accounts import Query as AccountQueries
from jenjang.identity.graph.applications import Mutation as ApplicationDeeds
from jenjang.identity.graph.applications import Query as ApplicationQueries
from jenjang.identity.graph.audit import Query as AuditQueries
from jenjang.identity.graph.events import Query as EventQueries
from jenjang.identity.graph.viewer import Viewer
from jenjang.organisation.graph import allowed
from jenjang.organisation.graph.imports import Mutation as ImportDeeds
from jenjang.organisation.graph.imports import Query as ImportQueries
from jenjang.organisation.graph.mutations import Mutation as OrganisationDeeds
from jenjang.organisation.graph.queries import Query as Organisation
from jenjang.organisation.graph.roles import Mutation as RoleDeeds
from jenjang.partnership.graph import allowed as partnership_allowed
from jenjang.partnership.graph.agreement_deeds import Mutation as AgreementDeeds
from jenjang.partnership.graph.facility_deeds import Mutation as FacilityDeeds
from jenjang.partnership.graph.lasting_deeds import Mutation as LastingDeeds
from jenjang.partnership.graph.partner_deeds import Mutation as PartnerDeeds
from jenjang.partnership.graph.queries import Query as PartnershipQueries
from jenjang.reference.graph import Reference
from jenjang.study.graph import allowed as study_allowed
from jenjang.study.graph.deeds import Mutation as StudyDeeds
from jenjang.study.graph.entitlements import Mutation as StudyEntitlementDeeds
from jenjang.study.graph.queries import Query as StudyQueries
from jenjang.tenancy.graph import Tenant
from jenjang.training.graph import allowed as training_allowed
from jenjang.training.graph.course_deeds import Mutation as CourseDeeds
from jenjang.training.graph.enrolment_deeds import Mutation as EnrolmentDeeds
from jenjang.training.graph.evaluation_deeds import Mutation as TrainingEvaluationDeeds
from jenjang.training.graph.event_deeds import Mutation as TrainingEventDeeds
from jenjang.training.graph.partnered import Mutation as BookingDeeds
from jenjang.training.graph.queries import Query as TrainingQueries


@strawberry.type(description="What can be asked. All of it is of the viewer's own government.")
class Query(
    Organisation,
    CompetenceQueries,
    PartnershipQueries,
    CareerQueries,
    TrainingQueries,
    StudyQueries,
    Appraisals,
    DelegationQueries,
    ImportQueries,
    AccountQueries,
    ApplicationQueries,
    EventQueries,
    AuditQueries,
):
    viewer: Viewer = one("Whoever asks.")
    tenant: Tenant | None = one("The viewer's government.", needs="tenant:read")
    reference: Reference | None = one("National code lists.", needs="reference:read")
    node: Node | None = by_id(
        "Whatever a global id names; null where it names nothing that you may see.",
        argument("id", strawberry.ID, "Global id."),
    )
    nodes: list[Node | None] = by_id(
        "Whatever several global ids name, in the same order.",
        argument("ids", list[strawberry.ID], "Global ids, at most 100."),
    )
    rate_limit: RateLimit = strawberry.field(
        resolver=rate_limit,
        description="What this operation costs, and what the application may still spend.",
    )


@strawberry.type(description="What can be done. Each deed is done whole or refused with userErrors.")
class Mutation(
    OrganisationDeeds,
    AssessmentDeeds,
    StandardDeeds,
    PartnerDeeds,
    AgreementDeeds,
    LastingDeeds,
    FacilityDeeds,
    CareerAspirationDeeds,
    CareerPathDeeds,
    CareerPlanDeeds,
    StagnationDeeds,
    CourseDeeds,
    TrainingEventDeeds,
    BookingDeeds,
    EnrolmentDeeds,
    StudyDeeds,
    TrainingEvaluationDeeds,
    StudyEntitlementDeeds,
    SkpDeeds,
    CycleDeeds,
    DelegationDeeds,
    EvaluationDeeds,
    CalibrationDeeds,
    FeedbackDeeds,
    DialogueDeeds,
    RatingDeeds,
    PolicyDeeds,
    ImportDeeds,
    AccountDeeds,
    RoleDeeds,
    ApplicationDeeds,
    ObjectionDeeds,
    PathDeeds,
):
    pass


__all__ = [
    "allowed",
    "appraisal_allowed",
    "career_allowed",
    "competence_allowed",
    "competence_units",
    "matches",
    "partnership_allowed",
    "results",
    "schema",
    "siasn",
    "skps",
    "study_allowed",
    "superior_results",
    "training_allowed",
]

schema = strawberry.Schema(Query, Mutation, config=StrawberryConfig(scalar_map=SCALARS))
check_unsearchable(schema._schema)  # noqa: SLF001  # Strawberry's only way to graphql-core's schema.
