"""The published contract is what the code says, and changes by rule."""

from datetime import date
from pathlib import Path

import pytest
from graphql import build_schema, lexicographic_sort_schema, parse, print_schema, validate

from jenjang.contract import documents, drift, heading
from jenjang.core.settings import HOUSE
from jenjang.graph.documents import RULES
from jenjang.graph.evolution import changes, early, misannounced
from jenjang.graph.limits import Meter
from jenjang.graph.registry import entries
from jenjang.schema import schema

TODAY = date(2027, 3, 1)
OPERATIONS = sorted((HOUSE / "schema" / "operations").rglob("*.graphql"))


def test_the_committed_contract_is_what_the_code_prints() -> None:
    assert list(drift(HOUSE)) == []


def test_the_parts_are_together_the_whole_schema() -> None:
    parts = [path.read_text("utf-8") for path in (HOUSE / "schema").glob("*.graphql")]
    together = build_schema("\n".join(parts))
    whole = build_schema(schema.as_str())
    assert print_schema(lexicographic_sort_schema(together)) == print_schema(lexicographic_sort_schema(whole))


def test_each_part_stands_in_its_domain() -> None:
    texts = {path.stem: text for path, text in documents(HOUSE).items() if path.suffix == ".graphql"}
    assert set(texts) == {
        "appraisal",
        "career",
        "competence",
        "core",
        "identity",
        "organisation",
        "reference",
        "study",
        "tenancy",
        "training",
    }
    assert "\ntype Employee implements Node" in texts["organisation"]
    assert "\ntype EmployeeConnection {" in texts["organisation"]
    assert "\ninput EmployeeFilter {" in texts["organisation"]
    assert "extend type Viewer {" in texts["organisation"]
    assert "extend type Query {" in texts["reference"]
    assert "\ntype PageInfo {" in texts["core"]
    assert "\ninput StringComparison {" in texts["core"]


def test_a_part_begins_with_what_it_is_and_the_shared_one_with_who_may_do_what() -> None:
    assert heading("organisation").startswith("# ")
    line = next(line for line in heading("core").splitlines() if "employee:private" in line)
    assert line.split() == ["#", "employee:private", *(["OWN"] * 6), "TENANT", "OWN", "TENANT*", "-"]


def test_everything_in_the_contract_is_described() -> None:
    silent = [
        f"{name}.{member}" if member else name
        for name, kind in schema._schema.type_map.items()
        if not name.startswith("__")
        for member, part in [
            ("", kind),
            *(getattr(kind, "fields", None) or getattr(kind, "values", {})).items(),
        ]
        if not (part.description or "").strip()
    ]
    assert silent == []


def test_a_file_that_was_changed_by_hand_is_told(tmp_path: Path) -> None:
    for path, text in documents(HOUSE).items():
        copy = tmp_path / path.relative_to(HOUSE)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(text, "utf-8")
    (tmp_path / "schema" / "core.graphql").write_text("scalar Date", "utf-8")
    (tmp_path / "schema" / "old.graphql").write_text("scalar Old", "utf-8")
    (tmp_path / "schema" / "tenancy.graphql").unlink()
    assert [problem.split(":")[0] for problem in drift(tmp_path)] == [
        "schema/old.graphql",
        "schema/core.graphql",
        "schema/tenancy.graphql",
    ]


@pytest.mark.parametrize("path", OPERATIONS, ids=lambda path: path.stem)
def test_a_published_operation_fits_the_schema_and_the_limits(path: Path) -> None:
    document = parse(path.read_text("utf-8"))
    assert validate(schema._schema, document, RULES) == []
    meter = Meter(schema._schema, document, {})
    meter.check()
    (operation,) = meter.operations
    assert operation.name
    assert operation.name.value == path.stem


OLD = """
    type Query { now: Int old: T @deprecated(reason: "Use `now`. Removal on 2027-01-01.")
                 later: Int @deprecated(reason: "Use `now`. Removal on 2027-07-01.") }
    type T { x: Int }
"""


def test_what_was_announced_may_go_on_its_day_with_the_types_that_only_it_gave() -> None:
    new = "type Query { now: Int later: Int }"
    assert changes(OLD, new)[0] == ["Field Query.old was removed.", "T was removed."]
    assert early(OLD, new, TODAY) == []
    assert early(OLD, new, date(2026, 12, 31)) == ["Field Query.old was removed.", "T was removed."]


def test_nothing_else_may_go_or_change_its_type() -> None:
    assert early(OLD, "type Query { now: Int }", TODAY) == ["Field Query.later was removed."]
    assert early("type Query { a: Int! }", "type Query { a: Int }", TODAY) == [
        "Field Query.a changed type from Int! to Int."
    ]
    assert early("type Query { a: Int }", "type Query { a(b: Int!): Int }", TODAY) == [
        "A required argument Query.a(b:) was added."
    ]


@pytest.mark.parametrize(
    ("reason", "problems"),
    [
        ("Use `b`. Removal on 2028-07-01.", 0),
        ("Use `T.b`. Removal on 2029-01-01.", 0),
        ("Use `b`. Removal on 2028-01-01.", 1),
        ("Use `b`. Removal on 2028-08-01.", 1),
        ("Use `b`.", 1),
        ("No longer supported", 1),
    ],
)
def test_a_deprecation_says_what_to_use_and_ends_on_a_known_day_a_year_ahead(
    reason: str, problems: int
) -> None:
    new = f'type Query {{ a: Int @deprecated(reason: "{reason}") b: Int }}'
    assert len(list(misannounced("type Query { a: Int b: Int }", new, TODAY))) == problems


def test_a_deprecation_that_was_announced_in_time_is_not_late_later() -> None:
    contract = 'type Query { a: Int @deprecated(reason: "Use `b`. Removal on 2027-07-01.") b: Int }'
    assert list(misannounced(contract, contract, TODAY)) == []


def test_every_code_of_a_user_error_is_explained() -> None:
    explained = {one.code for one in entries()}
    assert set(schema._schema.type_map["UserErrorCode"].values) <= explained
