"""What the contract says of the domain's fields says something, and closed lists are closed in it."""

from graphql import get_named_type, is_enum_type, print_schema

from jenjang.schema import schema

EMPTY = ("Why.", "What it is.", "How severe.")


def test_no_description_says_next_to_nothing() -> None:
    printed = print_schema(schema._schema)
    assert [words for words in EMPTY if f'"""{words}"""' in printed] == []


def test_kinds_of_governments_and_positions_are_closed_lists() -> None:
    kinds = schema._schema.type_map
    for name in ("Tenant", "PositionLevel"):
        assert is_enum_type(get_named_type(kinds[name].fields["kind"].type))
