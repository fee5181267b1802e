"""A file of SKPs that were agreed on outside: each stands with that day, and counts by the same rule."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from jenjang.appraisal.actions.notices import tell_all
from jenjang.appraisal.actions.skp_editions import UNFINISHED
from jenjang.appraisal.actions.skps import ReasonMissing
from jenjang.appraisal.imports.skp_columns import BEHAVIOURS, COLUMNS, SkpRow, skp_row
from jenjang.appraisal.imports.skp_forms import Form, WhoseSkpUnknown, forms
from jenjang.appraisal.imports.skp_known import Held, Known, known_of, measures, people_named, said_by
from jenjang.appraisal.imports.skp_links import NewSkp, OfYear, lead
from jenjang.appraisal.models.skp import Skp, SkpBehaviour, SkpIndicator, SkpResult
from jenjang.appraisal.rules.periods import Before
from jenjang.appraisal.rules.skps import begins_in, check_counts_within
from jenjang.appraisal.terms import NoticeKind, SkpState
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict, Refusal
from jenjang.graph.perform import Ref
from jenjang.organisation.imports.batches import FileKind, register
from jenjang.organisation.imports.columns import Table
from jenjang.organisation.imports.history import Fact
from jenjang.organisation.imports.plan import Plan, Values
from jenjang.organisation.imports.writing import new_ids
from jenjang.organisation.rules.span import Span
from jenjang.organisation.terms import ImportKind

FOLLOWED = (
    "SELECT count(*) FROM skps s JOIN skps m ON m.tenant_id = s.tenant_id AND m.employee_id = s.employee_id"
    " AND m.year = s.year AND m.edition < s.edition"
    " WHERE s.tenant_id = current_setting('app.tenant_id') AND s.state <> 'WITHDRAWN'"
    " AND m.import_batch_id = :batch AND s.import_batch_id IS DISTINCT FROM :batch"
)
"""SQL: editions after those of a file that others made."""
TAKEN_BACK = "state = 'WITHDRAWN', applies_from = NULL, applies_rule = NULL, version = t.version + 1"


class SkpUnderWay(Conflict):
    """An edition for {year} is drafted or offered here. Withdraw it, or go on with it and leave this one out."""  # noqa: E501  # The whole sentence is the message.


class AgreedOnHere(Conflict):
    """For {year} both sides have agreed here on what counts from {applies_from}: only what counted before it comes in by file. Leave this one out, or let it be revised here."""  # noqa: E501  # The whole sentence is the message.


class WhyOnlyNow(BadUserInput):
    """For {year} both sides have agreed here already: fill in ALASAN PERUBAHAN, why this one from before comes in only now."""  # noqa: E501  # The whole sentence is the message.


class OwnSkp(Conflict):
    """This is your own SKP: leave it out, and let a colleague bring it in."""


class AgreedOtherwise(Conflict):
    """The SKP of that day was brought in saying otherwise, and stays so. Undo that file, or let it be revised."""  # noqa: E501  # The whole sentence is the message.


class LaterOneStands(Conflict):
    """One that was agreed on later ({later}) was brought in before. Undo that file, and bring in both."""


class PlacedNowhere(BadUserInput):
    """This person was placed nowhere on {on}. Bring in the placements of that time first."""


class WhoEvaluates(BadUserInput):
    """Nobody leads above this person today: fill in NIP PENILAI."""


class EvaluatorIsOneself(BadUserInput):
    """Nobody is the evaluator of the own SKP. Correct NIP PENILAI."""


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
        made += _of_year(known, known.held.get(whose, ()), of_year, result)
    for one in await lead(context, await _numbered(context, made)):
        _enter(result, one)
    return result


def _of_year(
    known: Known, held: Sequence[Held], of_year: Sequence[Form], result: Plan
) -> list[tuple[Form, dict[str, Any]]]:  # Any: each column has a type of its own.
    """A person's editions of a year that are new; the last of them holds, unless one was agreed on here."""
    made: list[tuple[Form, dict[str, Any]]] = []  # Any: as above.
    for form in sorted(of_year, key=lambda one: one.agreed_on):
        same = next((one for one in held if one.agreed_on == form.agreed_on), None)
        try:
            if same:
                _check_same(known, same, form)
            else:
                made.append((form, _edition(known, held, [columns for _, columns in made], form)))
        except Refusal as refusal:
            form.first.refuse(refusal.field[0], refusal)
    if made and not _made_here(held):
        made[-1][1]["state"] = SkpState.ACKNOWLEDGED
        _supersede(held, result)
    return made


def _made_here(held: Sequence[Held]) -> Sequence[Held]:
    """Those that were drafted here; what a file tells came before them."""
    return [one for one in held if one.agreed_on is None]


def _supersede(held: Sequence[Held], result: Plan) -> None:
    """Let what holds now hold no more."""
    for one in held:
        if one.columns["state"] == SkpState.ACKNOWLEDGED:
            result.changed[Skp].append(
                {"id": one.columns["id"], "state": SkpState.SUPERSEDED, "version": one.columns["version"] + 1}
            )


def _edition(
    known: Known, held: Sequence[Held], made: Sequence[Values], form: Form
) -> dict[str, Any]:  # Any: each column has a type of its own.
    """The row of an edition that follows those held and made.

    Raises what stands against it, at the attribute of a column.
    """
    if form.employee_id == known.importer:
        raise OwnSkp("number")
    _check_free(held, form)
    place = _place(known, form)
    counting = _counting(known, held, made, form, place)
    edition = max((one["edition"] for one in (*(one.columns for one in held), *made)), default=0) + 1
    if edition > 1 and not form.texts["reason"]:
        raise WhyOnlyNow("reason", year=form.year) if _made_here(held) else ReasonMissing("reason")
    return {
        "employee_id": form.employee_id,
        "evaluator_employee_id": _evaluator(known, form),
        "unit_id": place.content["unit_id"],
        "year": form.year,
        "edition": edition,
        "model": form.model,
        "state": SkpState.SUPERSEDED,
        **counting,
        "resources": form.texts["resources"],
        "accountability": form.texts["accountability"],
        "consequences": form.texts["consequences"],
        "change_reason": form.texts["reason"] if edition > 1 else None,
        "agreed_on": form.agreed_on,
    }


def _counting(
    known: Known, held: Sequence[Held], made: Sequence[Values], form: Form, place: Fact
) -> dict[str, Any]:  # Any: days, and the rule that tells them.
    """From when an edition counts: after those of files, and before those that were agreed on here.

    Raises CountsNoMore, AgreedOnHere.
    """
    begins = begins_in(form.year, Span(place.begins, place.ends), None, known.today)
    law = known.laws[form.agreed_on]
    brought = [*(one.columns for one in held if one.agreed_on), *made]
    before = [Before(one["begins_on"], one["applies_from"]) for one in brought[-1:]]
    applies_from = law.rule.applies_after(begins, form.agreed_on, len(brought) + 1, before)
    check_counts_within(form.year, form.agreed_on, applies_from)
    ours = [one.columns["applies_from"] for one in _made_here(held)]
    if ours and applies_from >= min(ours):
        raise AgreedOnHere("number", year=form.year, applies_from=min(ours))
    return {"begins_on": begins, "applies_from": applies_from, "applies_rule": law.name}


def _check_free(held: Sequence[Held], form: Form) -> None:
    """Refuse an edition where others go before it. Raises SkpUnderWay, LaterOneStands."""
    if any(one.columns["state"] in UNFINISHED for one in held):
        raise SkpUnderWay("number", year=form.year)
    days = [one.agreed_on for one in held if one.agreed_on]
    if days and max(days) > form.agreed_on:
        raise LaterOneStands("agreed_on", later=max(days))


def _place(known: Known, form: Form) -> Fact:
    """The placement in which it was agreed on: of that day, of the year's first day if before, of today."""
    on = min(max(form.agreed_on, date(form.year, 1, 1)), known.today)
    for fact in known.placements.get(form.employee_id, ()):
        if on in Span(fact.begins, fact.ends):
            return fact
    raise PlacedNowhere("agreed_on", on=on)


def _evaluator(known: Known, form: Form) -> UUID:
    """Whom the file names, else who is the direct superior today."""
    if form.evaluator is None:
        if superior := known.superiors.get(form.employee_id):
            return superior
        raise WhoEvaluates("evaluator")
    if form.evaluator not in known.people:
        raise WhoseSkpUnknown("evaluator", found=form.evaluator)
    if known.people[form.evaluator] == form.employee_id:
        raise EvaluatorIsOneself("evaluator")
    return known.people[form.evaluator]


def _check_same(known: Known, held: Held, form: Form) -> None:
    """Refuse to say otherwise what was brought in before. Raises AgreedOtherwise."""
    named = form.evaluator and known.people.get(form.evaluator)
    same_evaluator = named in (None, held.columns["evaluator_employee_id"])
    if not same_evaluator or held.said != said_by(form, held.columns["edition"]):
        raise AgreedOtherwise("agreed_on")


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
