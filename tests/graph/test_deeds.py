"""The input of a deed is made of its dataclass, lists and parts within it too, and read back to it."""

from dataclasses import dataclass
from types import SimpleNamespace
from uuid import UUID

import pytest

from jenjang.core.errors import NotFound
from jenjang.graph.deeds import from_input, input_of
from jenjang.graph.scalars import encode_id

ONE, TWO = UUID(int=1), UUID(int=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of what is asked."""

    words: str
    unit_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked."""

    employee_ids: tuple[UUID, ...]
    parts: tuple[Part, ...] = ()
    first: Part | None = None


PartInput = input_of(
    Part, "PartInput", "A part.", {"words": "Words.", "unit_id": "Unit."}, {"unit_id": "Unit"}
)
AskedInput = input_of(
    Asked,
    "AskedInput",
    "What is asked.",
    {"employee_ids": "People.", "parts": "Parts.", "first": "The first part."},
    {"employee_ids": "Employee"},
    {"parts": PartInput, "first": PartInput},
)


def read(**given: object) -> Asked:
    asked, ids = AskedInput.__deed__
    whole = SimpleNamespace(**{"parts": [], "first": None, **given})
    made: Asked = from_input(whole, asked, ids)
    return made


def test_lists_and_parts_are_read_with_their_ids() -> None:
    part = PartInput(words="a", unit_id=encode_id("Unit", TWO))
    people = [encode_id("Employee", ONE), encode_id("Employee", TWO)]
    assert read(employee_ids=people, parts=[part, PartInput(words="b")], first=part) == Asked(
        employee_ids=(ONE, TWO),
        parts=(Part(words="a", unit_id=TWO), Part(words="b")),
        first=Part(words="a", unit_id=TWO),
    )


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ({"employee_ids": [encode_id("Employee", ONE), "x"]}, ("employeeIds", "1")),
        ({"employee_ids": [encode_id("Unit", ONE)]}, ("employeeIds", "0")),
        (
            {"employee_ids": [], "parts": [PartInput(words="a"), PartInput(words="b", unit_id="x")]},
            ("parts", "1", "unitId"),
        ),
        ({"employee_ids": [], "first": PartInput(words="a", unit_id="x")}, ("first", "unitId")),
    ],
)
def test_an_id_of_nothing_is_refused_where_it_stands(given: dict[str, object], at: tuple[str, ...]) -> None:
    with pytest.raises(NotFound) as caught:
        read(**given)
    assert caught.value.field == at
