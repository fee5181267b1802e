"""Statutory forms of competence development, and what each counts in JP (PerLAN 10/2018)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jenjang.core.errors import BadUserInput
from jenjang.training.terms import FormGroup, TrainingForm


class NoAmount(BadUserInput):
    """Say how much it is: 1 to {most}, in lessons of 45 minutes or in times, as the form is counted."""


MOST_AMOUNT = 2000


@dataclass(frozen=True, slots=True)
class FormRule:
    """A form's group, and how many JP one of its measure is: a lesson, or a time that it is done."""

    group: FormGroup
    hours: int


def form_rules(body: Mapping[str, Any]) -> Mapping[TrainingForm, FormRule]:  # Any: groups of forms, with JP.
    """All forms as the rule's data tells them. Raises KeyError of a form without one, ValueError."""
    told = {
        TrainingForm(form): FormRule(FormGroup(group), int(hours))
        for group, forms in body["forms"].items()
        for form, hours in forms.items()
    }
    return {form: told[form] for form in TrainingForm}


def hours_of(rules: Mapping[TrainingForm, FormRule], form: TrainingForm, amount: int) -> int:
    """JP (1 JP = 45 minutes) of so many lessons or times of a form. Raises NoAmount."""
    if not 0 < amount <= MOST_AMOUNT:
        raise NoAmount("amount", most=MOST_AMOUNT)
    return rules[form].hours * amount
