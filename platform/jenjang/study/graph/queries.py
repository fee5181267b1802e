"""What can be asked of study leave."""

import strawberry

from jenjang.graph.declare import Connection, page
from jenjang.study.actions.judging import READ
from jenjang.study.graph import entitlements, leaves, requirements


@strawberry.type
class Query:
    study_requirements = requirements.study_requirements
    study_leaves: Connection[leaves.StudyLeave] | None = page(
        "Study leaves of people whom you may see, latest first. `filter: { state: { eq: APPROVED },"
        " backOn: { lt: … } }` lists who hasn't reported back, `{ state: { eq: REPORTED },"
        " settled: { eq: false } }` whose report waits to be settled.",
        filter=leaves.LeaveFilter,
        order=leaves.LeaveOrder,
        needs=READ,
    )
    study_quotas: Connection[leaves.StudyQuota] | None = page(
        "How many may go to school, latest year first.",
        filter=leaves.QuotaFilter,
        order=leaves.QuotaOrder,
        needs=leaves.SEEN,
    )
    study_entitlements: Connection[entitlements.StudyEntitlement] | None = page(
        "Rights to school or to a course that merit gave, of people whom you may see, latest year first."
        " Those that aren't claimed take `appraisal:read` over the person, too.",
        filter=entitlements.EntitlementFilter,
        order=entitlements.EntitlementOrder,
        needs=READ,
    )
