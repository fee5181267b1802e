"""An evaluation is written: itself, its points, and what of the appraisal changes, in one statement."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.terms import PointKind
from jenjang.core.context import Context
from jenjang.database.engine import driver
from jenjang.graph.errors import Overtaken

COLUMNS = {
    "appraisal_id": "uuid",
    "employee_id": "uuid",
    "number": "smallint",
    "stage": "text",
    "results": "text",
    "results_reason": "text",
    "behaviour": "text",
    "behaviour_reason": "text",
    "unit_predicate": "text",
    "predicate": "text",
    "rule": "text",
    "derivation_id": "text",
    "derivation_en": "text",
    "by_employee_id": "uuid",
    "made_at": "timestamptz",
}
"""Of a first evaluation, in the order of their values."""
FIRST = 8
"""The place of the first of them among what the statement is given."""
VALUES = ", ".join(f"${place}::{kind}" for place, kind in enumerate(COLUMNS.values(), FIRST))
WRITE = f"""
    WITH agreed AS (
        SELECT id FROM skps
         WHERE tenant_id = $1 AND id = $3::uuid AND state IN ('ACKNOWLEDGED', 'SUPERSEDED')
           FOR KEY SHARE),
    done AS (
        UPDATE appraisals
           SET state = 'EVALUATED', version = version + 1, evaluator_employee_id = $2::uuid,
               skp_id = agreed.id
          FROM agreed
         WHERE appraisals.tenant_id = $1 AND appraisals.id = ${FIRST}::uuid
        RETURNING appraisals.id),
    gone AS (
        DELETE FROM evaluation_points WHERE tenant_id = $1 AND appraisal_id IN (SELECT id FROM done)),
    points AS (
        INSERT INTO evaluation_points (appraisal_id, employee_id, kind, statement, behaviour, competency)
        SELECT done.id, ${FIRST + 1}, one.*
          FROM done, unnest($4::text[], $5::text[], $6::text[], $7::text[]) one)
    INSERT INTO evaluations ({", ".join(COLUMNS)}) SELECT {VALUES} FROM done RETURNING id
"""
"""The points of an evaluation before were drafts, and give way. The SKP is held, so that nobody undoes the
file that brought it in; where that was done since the SKP was read, nothing is written."""


class Said(NamedTuple):
    """A strength or an improvement as it is kept."""

    kind: PointKind
    statement: str
    behaviour: str | None
    competency: str | None


async def write_evaluation(
    context: Context, evaluation: Evaluation, points: Sequence[Said], evaluator: UUID | None, skp: UUID
) -> None:
    """Write an evaluation of an appraisal that is locked; it gets its id. `skp`: by which it was made.

    Raises Overtaken where that one was withdrawn meanwhile.
    """
    values = [getattr(evaluation, name) for name in COLUMNS]
    told = zip(*points, strict=True)
    connection = await driver(context.session)
    made = await connection.fetchval(WRITE, context.tenant, evaluator, skp, *told, *values)
    if made is None:
        raise Overtaken("appraisalId")
    evaluation.id = made
