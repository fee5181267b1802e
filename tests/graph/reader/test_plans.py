"""A plan serves every request of its shape, and no other."""

from graph.reader.both import Both
from graph.reader.world import VIEWERS

ADMIN = VIEWERS["admin"]


async def test_the_same_variables_under_other_names_are_another_shape(asked: Both) -> None:
    source = (
        "query($exactly: String, $within: String) {"
        " employees(filter: {name: {eq: $exactly, contains: $within}}) { nodes { name } } }"
    )
    exact, _ = await asked.read(ADMIN, source, {"exactly": "a"})
    within, _ = await asked.read(ADMIN, source, {"within": "100%"})
    assert exact == {"employees": {"nodes": [{"name": "A"}, {"name": "A"}]}}
    assert within == {"employees": {"nodes": [{"name": "100% _pasti_"}] * 2}}
