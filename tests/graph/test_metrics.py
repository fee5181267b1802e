"""What /metrics tells of requests, and what it doesn't."""

from factories.api import Api
from prometheus_client import generate_latest

from jenjang.graph.quota import Quota, Rate


def counted(name: str, label: str = "") -> float:
    """A sample of the page, 0 before there is one."""
    found = [line for line in generate_latest().decode().splitlines() if line.startswith(f"{name}{label} ")]
    return float(found[0].split()[-1]) if found else 0.0


async def test_requests_documents_and_statements_are_counted(api: Api) -> None:
    names = {
        "ok": ("jenjang_graphql_requests_total", '{outcome="OK"}'),
        "bad": ("jenjang_graphql_requests_total", '{outcome="GRAPHQL_PARSE_FAILED"}'),
        "nobody": ("jenjang_graphql_requests_total", '{outcome="UNAUTHENTICATED"}'),
        "new": ("jenjang_graphql_documents_total", '{seen="new"}'),
        "kept": ("jenjang_graphql_documents_total", '{seen="kept"}'),
        "statements": ("jenjang_graphql_statement_seconds_count", ""),
    }
    before = {key: counted(*name) for key, name in names.items()}
    for _ in range(3):
        await api.ask("{ counted: employees(first: 1) { nodes { name } } }")
    await api.ask("{")
    await api.http.post("/graphql", json={"query": "{ __typename }"})
    found = {key: counted(*name) - before[key] for key, name in names.items()}
    assert found == {"ok": 3, "bad": 1, "nobody": 1, "new": 2, "kept": 2, "statements": 3}


async def test_what_the_quota_refuses_is_counted_and_nobody_is_named(api: Api, monkeypatch) -> None:
    monkeypatch.setattr(api.app.state.house.view.operator, "quota", Quota(otherwise=Rate(1, 60)))
    before = counted("jenjang_graphql_requests_total", '{outcome="RATE_LIMITED"}')
    await api.ask("{ a: __typename b: __typename }")
    assert counted("jenjang_graphql_requests_total", '{outcome="RATE_LIMITED"}') == before + 1
    assert "surakarta" not in generate_latest().decode()
