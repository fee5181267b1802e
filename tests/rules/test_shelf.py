"""The rule in force is found by date, as shipped and as kept."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.database.engine import engine
from jenjang.organisation.terms import EmployeeKind, ServiceState
from jenjang.reference.listing import shipped as listed
from jenjang.reference.models import Echelon, PositionLevel, Rank
from jenjang.rules.shelf import NoRuleInForce, all_shipped, forget, load_rules, rule_in_force, shipped

TODAY = date(2026, 11, 21)
NAMES = sorted({rule.name for rule in all_shipped()})


def test_the_rules_of_the_house_are_shipped() -> None:
    assert NAMES == [
        "appraisal_deadlines",
        "appraisal_periods",
        "career_pattern",
        "career_plan",
        "civil_service_number",
        "competency_standard",
        "competency_validity",
        "functional_credit",
        "improvement_path",
        "job_person_match",
        "merit_entitlement",
        "performance_predicate",
        "position_requirements",
        "predicate_distribution",
        "public_holidays",
        "rank_change",
        "rank_promotion",
        "rank_span",
        "retirement_age",
        "service_transitions",
        "stagnation",
        "study_leave",
        "training_completion",
        "training_evaluation",
        "training_forms",
        "training_hours",
        "training_lessons",
        "training_ranking",
        "working_week",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_versions_of_a_rule_follow_each_other_without_gap(name: str) -> None:
    versions = [rule for rule in all_shipped() if rule.name == name]
    for earlier, later in pairwise(versions):
        assert earlier.valid_to == later.valid_from
    assert versions[-1].valid_to is None
    assert all(rule.source and rule.confidence in {"V", "V*", "M"} for rule in versions)


@pytest.mark.parametrize(
    ("on", "version", "windows"),
    [
        (date(2023, 11, 30), "2000", [4, 10]),
        (date(2023, 12, 1), "2023", [2, 4, 6, 8, 10, 12]),
        (date(2025, 9, 30), "2023", [2, 4, 6, 8, 10, 12]),
        (date(2025, 10, 1), "2025", list(range(1, 13))),
    ],
)
def test_windows_of_promotion_grew_year_by_year(on: date, version: str, windows: list[int]) -> None:
    rule = shipped("rank_change", on)
    assert (rule.version, rule.body["months"]) == (version, windows)


def test_a_date_before_all_versions_has_no_rule() -> None:
    with pytest.raises(NoRuleInForce) as refused:
        shipped("retirement_age", date(2000, 1, 1))
    assert refused.value.facts == {"name": "retirement_age", "on": date(2000, 1, 1)}


def test_an_unknown_rule_is_in_force_on_no_date() -> None:
    with pytest.raises(NoRuleInForce):
        shipped("no_such_rule", TODAY)


def test_every_level_has_a_retirement_age_and_a_span_of_listed_ranks() -> None:
    levels = {row["code"] for row in listed(PositionLevel)}
    assert set(shipped("retirement_age", TODAY).body["ages"]) == levels
    body = shipped("rank_span", TODAY).body
    assert set(body["levels"]) == levels
    assert set(body["echelons"]) == {row["code"] for row in listed(Echelon)}
    ranks = [row["code"] for row in listed(Rank)]
    for span in [*body["levels"].values(), *body["echelons"].values()]:
        assert ranks.index(span["lowest"]) <= ranks.index(span["highest"])


def test_the_levels_of_a_line_span_ranks_one_after_the_other() -> None:
    body = shipped("rank_span", TODAY).body
    lines = {row["code"]: row["kind"] for row in listed(PositionLevel)}
    ranks = [row["code"] for row in listed(Rank)]
    for level, below in body["below"].items():
        assert lines[level] == lines[below]
        top, lowest = body["levels"][below]["highest"], body["levels"][level]["lowest"]
        assert ranks.index(lowest) == ranks.index(top) + 1
    tops = set(lines) - set(body["below"].values())
    assert {level for level in tops if lines[level].startswith("JF")} == {"AHLI_UTAMA", "PENYELIA"}


def test_retirement_ages_are_those_of_the_law() -> None:
    ages = shipped("retirement_age", TODAY).body["ages"]
    assert (ages["JPT_PRATAMA"], ages["ADMINISTRATOR"], ages["PELAKSANA"], ages["AHLI_UTAMA"]) == (
        60,
        58,
        58,
        65,
    )


def test_transitions_name_states_only() -> None:
    body = shipped("service_transitions", TODAY).body
    assert set(body) == set(EmployeeKind)
    for states in body.values():
        assert set(states) - {"BEGIN"} <= set(ServiceState)
        assert {follower for followers in states.values() for follower in followers} <= set(ServiceState)


def test_the_bounds_of_a_number() -> None:
    assert shipped("civil_service_number", TODAY).body == {
        "youngest": 16,
        "oldest": 60,
        "lowest_contract": 21,
        "lowest_serial": 1,
    }


@pytest.mark.parametrize("name", NAMES)
async def test_the_database_keeps_what_is_shipped(session: AsyncSession, name: str) -> None:
    assert await rule_in_force(session, name, TODAY) == shipped(name, TODAY)


async def test_loading_again_changes_nothing_and_a_changed_body_is_corrected(fresh_database: Any) -> None:
    owner = engine(fresh_database.owner_url, 1)
    async with AsyncSession(owner) as session, session.begin():
        assert await load_rules(session) == 0
        await session.execute(text("UPDATE rule_sets SET body = '{}' WHERE name = 'rank_span'"))
        forget()
        assert (await rule_in_force(session, "rank_span", TODAY)).body == {}
        assert await load_rules(session) == 1
        assert await rule_in_force(session, "rank_span", TODAY) == shipped("rank_span", TODAY)
    await owner.dispose()


def test_a_rule_is_made_out_once_for_each_reader_and_anew_for_another_version() -> None:
    rule = shipped("appraisal_periods", date(2026, 1, 1))
    assert rule.read_by(dict) is rule.read_by(dict)
    assert rule.read_by(list) == list(rule.body)
    assert replace(rule, body={}).read_by(dict) == {}
