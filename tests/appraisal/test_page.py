"""The page about the rules of appraisal tells what the data say."""

import re
from datetime import date

import pytest

from jenjang.appraisal.policy import NUMBERS, bounds, defaults
from jenjang.appraisal.rules.predicate import predicate_rule
from jenjang.appraisal.terms import Rating
from jenjang.core.settings import HOUSE
from jenjang.rules.shelf import shipped

PAGE = (HOUSE / "docs" / "appraisal-rules.md").read_text("utf-8")
ON = date(2026, 11, 22)


def table(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, without its head."""
    part = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def test_the_page_shows_the_nine_cells() -> None:
    rule = predicate_rule(shipped("performance_predicate", ON).body)
    words = rule.labels["id"].predicates
    across = [Rating.BELOW, Rating.AS_EXPECTED, Rating.ABOVE]
    shown = [row[1:] for row in table("Predicate")]
    assert shown == [[words[rule.of(results, one)] for one in across] for results in Rating]


def test_the_page_shows_what_a_government_may_set() -> None:
    body = shipped("appraisal_deadlines", ON).body
    national, allowed = defaults(body), bounds(body)
    shown = [[int(cell) for cell in row[1:]] for row in table("What a government may set")]
    assert shown == [[getattr(national, one), allowed[one].least, allowed[one].most] for one in NUMBERS]


@pytest.mark.parametrize("name", re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
def test_a_rule_set_on_the_page_is_shipped(name: str) -> None:
    assert shipped(name, ON).source
