"""A file of SKPs that were agreed on outside: each stands with that day, and counts by the same rule."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from jenjang.appraisal.imports.skp_columns import BEHAVIOURS, COLUMNS, SkpRow, skp_row
from jenjang.appraisal.imports.skp_editions import editions_of_year
from jenjang.appraisal.imports.skp_forms import Form, forms
from jenjang.appraisal.imports.skp_known import known_of, measures, people_named
from jenjang.appraisal.imports.skp_links import NewSkp, OfYear, lead
from jenjang.appraisal.models.skp import Skp, SkpBehaviour, SkpIndicator, SkpResult
from jenjang.core.context import Context
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell_all
from jenjang.organisation.imports.batches import FileKind, register
from jenjang.organisation.imports.columns import Table
from jenjang.organisation.imports.plan import Plan
from jenjang.organisation.imports.writing import new_ids
from jenjang.organisation.terms import ImportKind, NoticeKind

FOLLOWED = (
    "SELECT count(DISTINCT s.id) FROM skps s JOIN skps m ON m.tenant_id = s.tenant_id"
    " AND m.employee_id = s.employee_id AND m.year = s.year"
    " WHERE s.tenant_id = current_setting('app.tenant_id') AND s.state <> 'WITHDRAWN'"
    " AND m.import_batch_id = :batch AND s.import_batch_id IS DISTINCT FROM :batch"
    " AND (s.state IN ('DRAFT', 'OFFERED') AND m.state = 'ACKNOWLEDGED' OR s.agreed_on > m.agreed_on)"
)
"""SQL: editions that others built on those of a file: drafted while one of them holds, or brought in later.

What was agreed on here before the file came counts later than what it brought, and so does what revises
that: neither was built on it. What was agreed on here after it has changed the state of what held.
"""
TAKEN_BACK = "state = 'WITHDRAWN', applies_from = NULL, applies_rule = NULL, version = t.version + 1"


async def plan(context: Context, table: Table[SkpRow]) -> Plan:
    """What the file would make and change; rows that can't be are refused in the table."""
    people = await people_named(context, table)
    found = list(forms(table, people, context.today))
    known = await known_of(context, people, found)
    result, made = Plan(), []
    by_year: dict[OfYear, list[Form]] = defaultdict(list)
    for form in found:
        by_year[form.employee_id, form.year].append(form)
    for whose, of_year in by_year.items():
        made += editions_of_year(known, known.held.get(whose, ()), of_year, result)
    for one in await lead(context, await _numbered(context, made)):
        _enter(result, one)
    return result


async def _numbered(
    context: Context,
    made: Sequence[tuple[Form, dict[str, Any]]],  # Any: as in _edition.
) -> list[NewSkp]:
    """The same with ids."""
    ids = await new_ids(context.session, sum(1 + len(form.results) for form, _ in made))
    return [NewSkp(form, next(ids), [next(ids) for _ in form.results], columns) for form, columns in made]


def _enter(result: Plan, one: NewSkp) -> None:
    """Let an SKP be made, with all that it says."""
    result.made[Skp].append({"id": one.id, **one.columns})
    own = {"skp_id": one.id, "employee_id": one.form.employee_id}
    for number, (result_id, expected) in enumerate(one.results, 1):
        links = {
            "superior_result_id": one.above.get(result_id),
            "objective_id": one.objectives.get(result_id),
        }
        told = {"number": number, "kind": expected.kind, "statement": expected.statement}
        result.made[SkpResult].append({"id": result_id, **own, **told, **links})
        of = {"result_id": result_id, "employee_id": one.form.employee_id}
        for aspect, statement, target, measure in measures(expected.indicators):
            measured = {"aspect": aspect, "statement": statement, "target": target, "measure": measure}
            result.made[SkpIndicator].append({**of, **measured})
    for code in BEHAVIOURS:
        expectation = one.form.texts[f"expects_{code}"]
        result.made[SkpBehaviour].append({**own, "behaviour": code, "expectation": expectation})
    result.creating |= one.form.rows


async def _tell(context: Context, done: Plan) -> None:
    """Tell both sides of each SKP that was brought in."""
    sides = ("employee_id", "evaluator_employee_id")
    told = [(row[side], Ref("Skp", row["id"])) for row in done.made[Skp] for side in sides]
    await tell_all(context, NoticeKind.SKP_IMPORTED, told)


# A kind of file that this domain adds to those of the organisation.
register(
    ImportKind.SKPS,
    FileKind(
        COLUMNS,
        skp_row,
        plan,
        (Skp, SkpResult, SkpIndicator, SkpBehaviour),
        naming={Skp: "import_batch_id"},
        applied=_tell,
        taken_back={"skps": TAKEN_BACK, "skp_results": None, "skp_indicators": None, "skp_behaviours": None},
        followed=FOLLOWED,
    ),
)
