"""GraphQL over HTTP: statuses, media types, headers and languages."""

from factories.api import Api


async def test_a_query_is_answered(api: Api) -> None:
    answer = await api.send("{ viewer { roles person { name } } }", who="staff")
    assert answer.status_code == 200
    assert answer.json()["data"] == {"viewer": {"roles": ["STAFF"], "person": {"name": "Pegawai 1"}}}
