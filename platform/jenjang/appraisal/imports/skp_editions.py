"""The editions of SKPs that a file adds: after those of earlier files, before what was agreed on here."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from jenjang.appraisal.actions.skp_editions import UNFINISHED
from jenjang.appraisal.actions.skps import ReasonMissing
from jenjang.appraisal.imports.skp_forms import Form, WhoseSkpUnknown
from jenjang.appraisal.imports.skp_known import Held, Known, said_by
from jenjang.appraisal.models.skp import Skp
from jenjang.appraisal.rules.periods import Before
from jenjang.appraisal.rules.skps import begins_in, check_counts_within
from jenjang.appraisal.terms import SkpState
from jenjang.core.errors import BadUserInput, Conflict, Refusal
from jenjang.organisation.imports.history import Fact
from jenjang.organisation.imports.plan import Plan, Values
from jenjang.organisation.rules.span import Span


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


def editions_of_year(
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
