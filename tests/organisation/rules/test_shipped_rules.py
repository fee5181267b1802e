"""The national rules that are shipped are of the shapes that these rules read."""

from datetime import date

import pytest

from jenjang.organisation.rules.life import IN_SERVICE, first_state, transitions_of
from jenjang.organisation.rules.number import NumberRule
from jenjang.organisation.rules.placement import Ends, span_demanded, span_of_rising, standard_span
from jenjang.organisation.rules.rank import rank_rule
from jenjang.organisation.rules.retirement import retirement_age
from jenjang.organisation.terms import EmployeeKind, ServiceState
from jenjang.reference.listing import shipped as shipped_list
from jenjang.reference.models import Echelon
from jenjang.rules.shelf import shipped

TODAY = date(2026, 7, 1)


def test_numbers() -> None:
    rule = NumberRule(**shipped("civil_service_number", TODAY).body)
    assert (rule.youngest, rule.oldest, rule.lowest_contract, rule.lowest_serial) == (16, 60, 21, 1)


@pytest.mark.parametrize("kind", EmployeeKind)
def test_a_service_begins_in_service_and_every_way_leads_to_an_end(kind: EmployeeKind) -> None:
    ways = transitions_of(shipped("service_transitions", TODAY).body)
    assert first_state(kind, ways) in IN_SERVICE
    reached = {first_state(kind, ways)}
    while more := {state for known in reached for state in ways[kind].get(known, ())} - reached:
        reached |= more
    assert {state for state in reached if state not in ways[kind]} == reached - IN_SERVICE
    assert ServiceState.DECEASED in reached


@pytest.mark.parametrize(
    ("on", "months"),
    [
        (date(2023, 10, 1), {4, 10}),
        (date(2024, 2, 1), {2, 4, 6, 8, 10, 12}),
        (date(2025, 9, 30), {2, 4, 6, 8, 10, 12}),
        (date(2025, 10, 1), set(range(1, 13))),
    ],
)
def test_windows_of_ranks(on: date, months: set[int]) -> None:
    assert rank_rule(shipped("rank_change", on).body).months == months


@pytest.mark.parametrize("on", [date(2010, 1, 1), date(2024, 1, 1), date(2026, 1, 1)])
def test_who_died_who_leaves_and_who_is_sanctioned_wait_for_no_window(on: date) -> None:
    reasons = rank_rule(shipped("rank_change", on).body).reasons
    free = {reason for reason, steps in reasons.items() if steps.any_day}
    assert free == {"ANUMERTA", "PENGABDIAN", "HUKUMAN_DISIPLIN"}


@pytest.mark.parametrize(
    ("level", "name", "age"),
    [
        ("JPT_PRATAMA", "Kepala Dinas", 60),
        ("ADMINISTRATOR", "Camat", 58),
        ("AHLI_MUDA", "guru ahli muda", 60),
        ("AHLI_UTAMA", "Guru Ahli Utama", 65),
        ("PELAKSANA", "Pengelola Data Guru", 58),
    ],
)
def test_retirement_ages(level: str, name: str, age: int) -> None:
    assert retirement_age(shipped("retirement_age", TODAY).body, level, name) == age


@pytest.mark.parametrize(
    ("level", "echelon", "span"),
    [
        ("ADMINISTRATOR", "III.a", ("III/d", "IV/b")),
        ("ADMINISTRATOR", None, ("III/c", "IV/b")),
        ("UNKNOWN", None, (None, None)),
    ],
)
def test_spans_of_ranks(level: str, echelon: str | None, span: tuple[str | None, str | None]) -> None:
    assert standard_span(shipped("rank_span", TODAY).body, level, echelon) == span


def test_the_list_of_eselon_tells_the_spans_of_the_rule() -> None:
    spans = {row["code"]: (row["lowest_rank"], row["highest_rank"]) for row in shipped_list(Echelon)}
    rule = shipped("rank_span", TODAY).body
    assert spans == {code: standard_span(rule, "", code) for code in rule["echelons"]}


OWN, USUAL = ("III/a", "III/b"), ("III/c", "IV/a")


@pytest.mark.parametrize(
    ("own", "kind", "demanded"),
    [
        (OWN, EmployeeKind.PNS, (OWN, "position")),
        (OWN, EmployeeKind.PPPK, (OWN, "position")),
        (USUAL, EmployeeKind.PNS, (USUAL, "rank_span 2000")),
        (USUAL, EmployeeKind.PPPK, ((None, None), "rank_span 2000")),
        ((None, None), EmployeeKind.PNS, (USUAL, "rank_span 2000")),
        ((None, None), EmployeeKind.PPPK, ((None, None), "rank_span 2000")),
    ],
)
def test_a_position_demands_its_own_span_or_else_the_usual_one_of_pns(
    own: Ends, kind: EmployeeKind, demanded: tuple[Ends, str]
) -> None:
    assert span_demanded(own, USUAL, kind, "rank_span 2000") == demanded


SPAN = shipped("rank_span", TODAY).body


@pytest.mark.parametrize(
    ("level", "held", "demanded"),
    [
        ("AHLI_MUDA", "AHLI_PERTAMA", ("III/b", "III/d")),
        ("AHLI_MUDA", "AHLI_MUDA", ("III/b", "III/d")),
        ("AHLI_MUDA", "MAHIR", ("III/c", "III/d")),
        ("AHLI_MUDA", "PENGAWAS", ("III/c", "III/d")),
        ("AHLI_MUDA", None, ("III/c", "III/d")),
        ("AHLI_MADYA", "AHLI_MUDA", ("III/d", "IV/c")),
        ("AHLI_PERTAMA", "PENYELIA", ("III/a", "III/b")),
        ("PENYELIA", "MAHIR", ("III/b", "III/d")),
        ("ADMINISTRATOR", "PENGAWAS", ("III/c", "IV/b")),
    ],
)
def test_who_rises_from_the_level_below_may_still_bear_its_top_rank(
    level: str, held: str | None, demanded: Ends
) -> None:
    assert span_of_rising(SPAN, standard_span(SPAN, level, None), level, held) == demanded


def test_a_lowest_rank_of_the_position_itself_is_demanded_of_who_rises_too() -> None:
    own = ("III/d", "IV/a")
    assert span_of_rising(SPAN, own, "AHLI_MUDA", "AHLI_PERTAMA") == own
    assert span_of_rising(SPAN, (None, None), "AHLI_MUDA", "AHLI_PERTAMA") == (None, None)
