"""Paths of improvement come and go with results, and their reviews are called to mind."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, literal, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY, insert

from jenjang.appraisal.actions.law import path_law_on
from jenjang.appraisal.actions.settings import settings_on
from jenjang.appraisal.actions.working_calendar import calendar_from
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.models.objection import ImprovementPath
from jenjang.appraisal.rules.improvement import PathRule
from jenjang.appraisal.rules.working_days import after_working_days
from jenjang.appraisal.terms import PathState
from jenjang.core.context import Context
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell_all
from jenjang.organisation.actions.superiors import OF_ONE, SUPERIORS
from jenjang.organisation.terms import NoticeKind

LIFTED = "Hasil yang membuka jalur perbaikan ini diubah dengan putusan atas keberatan."
"""The conclusion of a path that lapsed, in the language in which such files are kept."""
SUPERIORS_OF = text(
    OF_ONE.format(tenant=":tenant", on="CAST(:today AS date)") + " AND p.employee_id = ANY(:people)"
).bindparams(bindparam("people", type_=ARRAY(Uuid())))
REVIEWS_DUE = text(
    f"""
    SELECT t.id, s.superior_employee_id
      FROM improvement_paths p
      JOIN improvement_targets t ON t.tenant_id = :tenant AND t.path_id = p.id AND t.review_on <= :until
      JOIN ({SUPERIORS.format(tenant=":tenant", on="CAST(:today AS date)")}) s
        ON s.employee_id = p.employee_id AND s.superior_employee_id IS NOT NULL
     WHERE p.tenant_id = :tenant AND p.state = 'RUNNING'
       AND NOT EXISTS (SELECT FROM improvement_reviews r WHERE r.tenant_id = :tenant AND r.target_id = t.id
             AND (r.outcome IN ('REACHED', 'NOT_REACHED') OR r.held_on >= t.review_on))
    """
)


async def open_paths(context: Context, appraisal_ids: Sequence[UUID]) -> None:
    """Open a path for each published result that takes one; one that doesn't run yet lapses with its result.

    Does nothing again for what was opened before. Raises NoRuleInForce.
    """
    rule = (await path_law_on(context, context.today)).rule
    opening = _opening(rule, appraisal_ids)
    begins = literal(context.today)
    columns = ["appraisal_id", "employee_id", "state", "begins_on"]
    rows = opening.add_columns(literal(PathState.OPEN), begins)
    opened = insert(ImprovementPath).from_select(columns, rows).on_conflict_do_nothing()
    returned = opened.returning(ImprovementPath.id, ImprovementPath.employee_id)
    paths = (await context.session.execute(returned)).all()
    told = [(path.employee_id, Ref("ImprovementPath", path.id)) for path in paths]
    await tell_all(context, NoticeKind.PATH_OPENED, told)
    await _tell_superiors(context, dict(told))
    await _lapse(context, appraisal_ids, rule)


async def _tell_superiors(context: Context, paths: Mapping[UUID, Ref]) -> None:
    """Tell whoever is to counsel: the superior of today. `paths`: by whose they are."""
    if not paths:
        return
    asked = {"tenant": context.tenant, "today": context.today, "people": [*paths]}
    found = (await context.session.execute(SUPERIORS_OF, asked)).all()
    told = [(row.superior_employee_id, paths[row.employee_id]) for row in found if row.superior_employee_id]
    await tell_all(context, NoticeKind.PATH_TO_COUNSEL, told)


async def remind_reviews(context: Context) -> None:
    """Tell superiors once of each target that is to be looked at within the reminder's days.

    For the worker's rounds: running it again tells nobody twice.
    """
    days = (await settings_on(context, context.today)).reminder_days
    calendar = await calendar_from(context, context.today)
    until = after_working_days(context.today, days, calendar)
    asked = {"tenant": context.tenant, "today": context.today, "until": until}
    due = (await context.session.execute(REVIEWS_DUE, asked)).all()
    told = [(row.superior_employee_id, Ref("ImprovementTarget", row.id)) for row in due]
    await tell_all(context, NoticeKind.REVIEW_DUE, told)


def _opening(rule: PathRule, appraisal_ids: Sequence[UUID]) -> Select[UUID, UUID]:
    """Those of the appraisals whose published result opens a path, with the person."""
    return (
        select(Appraisal.id, Appraisal.employee_id)
        .join(
            AppraisalCycle,
            (AppraisalCycle.tenant_id == Appraisal.tenant_id) & (AppraisalCycle.id == Appraisal.cycle_id),
        )
        .where(
            Appraisal.id.in_(appraisal_ids),
            Appraisal.predicate.in_(rule.predicates),
            AppraisalCycle.kind.in_(rule.kinds),
        )
    )


async def _lapse(context: Context, appraisal_ids: Sequence[UUID], rule: PathRule) -> None:
    """End the paths that don't run yet of results that open none any more."""
    lifted = select(Appraisal.id).where(
        Appraisal.id.in_(appraisal_ids), Appraisal.predicate.not_in(rule.predicates)
    )
    lapsed = (
        update(ImprovementPath)
        .where(ImprovementPath.appraisal_id.in_(lifted), ImprovementPath.state == PathState.OPEN)
        .values(
            state=PathState.LAPSED,
            ends_on=context.today,
            conclusion=LIFTED,
            version=ImprovementPath.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    await context.session.execute(lapsed)
