"""Our linear rule for fields under one key says what graphql-core's rule of pairs says."""

from graphql import OverlappingFieldsCanBeMergedRule, build_schema, parse, validate
from hypothesis import given
from hypothesis import strategies as st

from jenjang.graph.overlap import OneFieldEachKey

SCHEMA = build_schema("""
    interface Node { id: ID! kin: Node other(of: Int): Node }
    type Dog implements Node { id: ID! kin: Node other(of: Int): Node name: String barks: Int! dogs: [Dog!] }
    type Cat implements Node { id: ID! kin: Node other(of: Int): Node name: String! barks: String dogs: Dog }
    type Query { node: Node dog: Dog cat: Cat }
""")
LEAVES = ("id", "name", "barks", "n: name", "n: barks", "id: name", "__typename", "n: __typename", "unknown")
BRANCHES = ("kin", "dogs", "other", "other(of: 1)", "other(of: 2)", "k: kin", "k: dogs", "k: other(of: 1)")
SPREADS = ("...F", "...G", "...H")
CONDITIONS = ("... on Dog", "... on Cat", "... on Node", "...")

leaves = st.sampled_from(LEAVES + SPREADS)


def wrapped(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    heads = st.sampled_from(BRANCHES + CONDITIONS)
    return st.builds(lambda head, parts: f"{head} {{ {' '.join(parts)} }}", heads, selections(inside))


def selections(inside: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(inside, min_size=1, max_size=4)


selection = st.recursive(leaves, wrapped, max_leaves=12)
chosen = selections(selection).map(" ".join)
without_spreads = selections(st.recursive(st.sampled_from(LEAVES), wrapped, max_leaves=6)).map(" ".join)


@given(
    st.sampled_from(["node", "dog", "cat"]),
    chosen,
    without_spreads,
    without_spreads,
    without_spreads,
)
def test_both_rules_refuse_the_same_documents(root: str, body: str, f: str, g: str, h: str) -> None:
    document = parse(
        f"{{ {root} {{ {body} }} f: dog {{ ...F }} g: node {{ ...G }} h: cat {{ ...H }} }}"
        f" fragment F on Dog {{ {f} }} fragment G on Node {{ {g} }} fragment H on Cat {{ {h} }}"
    )
    ours = validate(SCHEMA, document, [OneFieldEachKey])
    theirs = validate(SCHEMA, document, [OverlappingFieldsCanBeMergedRule])
    assert bool(ours) == bool(theirs)


def test_the_conflict_is_told_with_both_places() -> None:
    (error,) = validate(SCHEMA, parse("{ dog { n: name ... { n: barks } } }"), [OneFieldEachKey])
    assert error.message == (
        "Fields 'n' conflict because 'name' and 'barks' are different fields."
        " Use different aliases on the fields to fetch both if this was intentional."
    )
    assert [(place.line, place.column) for place in error.locations or ()] == [(1, 9), (1, 23)]
