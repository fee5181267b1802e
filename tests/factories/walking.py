"""Walks through a page: its steps, one after the other, each with what earlier ones answered."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from jenjang.core import clock
from jenjang.core.settings import HOUSE

STEP = re.compile(
    r"\*\*Step (?P<number>\d+)\*\*, as the (?P<persona>staff|leader|superior|mentor|regional admin)\..*?"
    r"```graphql\n(?P<query>[^`]*)```\n\n"
    r"(?:```json\n(?P<variables>[^`]*)```\n\n)?"
    r"```json\n(?P<answer>[^`]*)```",
    re.DOTALL,
)
OF_STEP = re.compile(r"step (?P<number>\d+): (?P<path>.*)")
OF_PERSONA = re.compile(r"NIP of the (?P<persona>\w+)")
FROM_TODAY = re.compile(r"(?P<days>-?\d+) days from today")
Answers = Mapping[int, Any]
"""By step. Any: JSON, the whole answer."""


@dataclass(frozen=True)
class Step:
    """A step as the page has it: who asks what, and what the page says of the answer. Any: JSON."""

    number: int
    persona: str
    query: str
    variables: Any
    answer: Any

    def given(self, answers: Answers, numbers: Mapping[str, str]) -> Any:  # Any: JSON.
        """The variables, with what is known by now in its places. `numbers`: personas' NIP."""
        return filled(self.variables, answers, numbers)


def steps_of(page: str) -> Iterator[Step]:
    """The steps of a page, in their order."""
    for found in STEP.finditer((HOUSE / page).read_text("utf-8")):
        variables = json.loads(found["variables"] or "{}")
        answer = json.loads(found["answer"])
        yield Step(int(found["number"]), found["persona"], found["query"], variables, answer)


def filled(given: Any, answers: Answers, numbers: Mapping[str, str]) -> Any:  # Any: JSON.
    """Variables with what an earlier step answered, numbers of personas, and days, in their places."""
    if isinstance(given, dict):
        return {name: filled(part, answers, numbers) for name, part in given.items()}
    if isinstance(given, list):
        return [filled(part, answers, numbers) for part in given]
    if isinstance(given, str) and (named := OF_STEP.fullmatch(given)):
        return at(answers[int(named["number"])]["data"], named["path"])
    if isinstance(given, str) and (named := OF_PERSONA.fullmatch(given)):
        return numbers[named["persona"]]
    if isinstance(given, str) and (named := FROM_TODAY.fullmatch(given)):
        return str(clock.today("Asia/Jakarta") + timedelta(days=int(named["days"])))
    return given


def at(answer: Any, path: str) -> Any:  # Any: JSON.
    """What stands at the end of a path such as `viewer.person.plans.0`."""
    for step in path.split("."):
        answer = answer[int(step)] if step.isdigit() else answer[step]
    return answer


def shape(answer: Any) -> Any:  # Any: JSON.
    """What fields an answer has, whatever they hold; of a list those of its first."""
    if isinstance(answer, dict):
        return {name: shape(part) for name, part in answer.items()}
    if isinstance(answer, list):
        return [shape(one) for one in answer[:1]]
    return ...
