"""GraphQL over HTTP: statuses, media types, headers, languages."""

import re
from typing import Any

import pytest
from factories.api import GRAPHQL, Api

from jenjang.graph.quota import Quota, Rate

JSON = "application/json"
FORBIDDEN = '{ employee(nip: "198005172010012001") { name } }'


def error(answer: Any) -> dict[str, Any]:  # Any: JSON.
    """The one error of an answer."""
    (found,) = answer.json()["errors"]
    return found


async def test_a_query_is_answered(api: Api) -> None:
    answer = await api.send("{ viewer { roles person { name } } }", who="staff")
    assert answer.status_code == 200
    assert answer.json()["data"] == {"viewer": {"roles": ["STAFF"], "person": {"name": "Pegawai 1"}}}


async def test_a_get_may_ask_but_not_do(api: Api) -> None:
    asked = {
        "query": "query($id: ID!) { node(id: $id) { id } }",
        "variables": f'{{"id":"{api.cast.unit()}"}}',
    }
    answer = await api.http.get("/graphql", params=asked, headers=api.cast.headers())
    assert (answer.status_code, answer.json()["data"]) == (200, {"node": {"id": api.cast.unit()}})
    done = 'mutation { unitClose(input: {unitId: "x", on: "2026-01-01"}) { userErrors { code } } }'
    for media in (GRAPHQL, JSON):
        headers = api.cast.headers(more={"Accept": media})
        answer = await api.http.get("/graphql", params={"query": done}, headers=headers)
        assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
        assert error(answer)["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    ("language", "message"),
    [("id", "`variables` harus berupa objek JSON."), ("en", "`variables` is to be a JSON object.")],
)
async def test_what_is_malformed_is_told_in_one_language(api: Api, language: str, message: str) -> None:
    answer = await api.send("{ __typename }", variables="x", headers={"Accept-Language": language})
    assert error(answer)["message"] == message


@pytest.mark.parametrize("media", [GRAPHQL, JSON])
@pytest.mark.parametrize(
    ("asked", "code", "status"),
    [
        ({"query": "{"}, "GRAPHQL_PARSE_FAILED", 400),
        ({"query": "{ nothing }"}, "GRAPHQL_VALIDATION_FAILED", 400),
        ({"query": "query($id: ID!) { node(id: $id) { id } }"}, "BAD_USER_INPUT", 400),
        ({"query": "{ __typename }", "operationName": "Other"}, "BAD_USER_INPUT", 400),
        ({"query": "{ employees(first: 101) { totalCount } }"}, "BAD_USER_INPUT", 400),
        ({"query": "{ " + "__typename " * 401 + "}"}, "COST_EXCEEDED", 400),
    ],
)
async def test_what_can_t_be_run_is_an_error_by_status_only_in_the_new_media_type(
    api: Api, media: str, asked: dict[str, Any], code: str, status: int
) -> None:
    answer = await api.send(**asked, headers={"Accept": media})
    assert answer.status_code == (status if media == GRAPHQL else 200)
    assert answer.headers["content-type"] == f"{media}; charset=utf-8"
    assert error(answer)["extensions"]["code"] == code
    assert "data" not in answer.json()


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, JSON),
        ("*/*", JSON),
        (JSON, JSON),
        (GRAPHQL, GRAPHQL),
        (f"{JSON}, {GRAPHQL}", GRAPHQL),
        (f"{JSON}, {GRAPHQL};q=0.9", JSON),
        (f"text/html, {JSON};q=0.5", JSON),
        ("application/*;q=0.1", JSON),
        (f"{GRAPHQL};q=high", None),
        ("text/html", None),
        (f"{JSON};q=0", None),
    ],
)
async def test_the_client_chooses_between_two_media_types(
    api: Api, accept: str | None, media: str | None
) -> None:
    headers = api.cast.headers()
    headers.pop("Accept")
    if accept:
        headers["Accept"] = accept
    else:
        api.http.headers.pop("accept", None)
    answer = await api.http.post("/graphql", json={"query": "{ __typename }"}, headers=headers)
    if media:
        assert (answer.status_code, answer.headers["content-type"]) == (200, f"{media}; charset=utf-8")
    else:
        assert (answer.status_code, error(answer)["extensions"]["reason"]) == (406, "NOT_ACCEPTABLE")


@pytest.mark.parametrize(
    ("content", "kind", "status", "reason"),
    [
        (b"{}", "text/plain", 415, "NOT_JSON"),
        (b"query=%7B__typename%7D", "application/x-www-form-urlencoded", 415, "NOT_JSON"),
        (b"{}", "application/json; charset=utf-16", 415, "NOT_JSON"),
        (b"{}", JSON, 400, "NO_DOCUMENT"),
        (b"", JSON, 400, "BODY_MALFORMED"),
        (b"[]", JSON, 400, "BODY_MALFORMED"),
        (b'[{"query":"{__typename}"}]', JSON, 400, "BODY_MALFORMED"),
        (b'{"query":"\xff"}', JSON, 400, "BODY_MALFORMED"),
        (b'{"query":"\\ud800"}', JSON, 400, "BODY_MALFORMED"),
        (b'{"query":NaN}', JSON, 400, "BODY_MALFORMED"),
        (b'{"query":7}', JSON, 400, "STRING_WANTED"),
        (b'{"query":"{a}","variables":[]}', JSON, 400, "OBJECT_WANTED"),
        (b'{"query":"{a}","operationName":7}', JSON, 400, "STRING_WANTED"),
        (b'{"query":"{a}","extensions":"x"}', JSON, 400, "OBJECT_WANTED"),
        (b'{"query":"{a}","extensions":{"persistedQuery":7}}', JSON, 400, "OBJECT_WANTED"),
        (b'{"documentId":7}', JSON, 400, "STRING_WANTED"),
        (b'{"query":"' + b"x" * 256 * 1024 + b'"}', JSON, 413, "BODY_TOO_LARGE"),
    ],
)
async def test_a_body_that_is_no_request_is_refused_by_status_in_any_media_type(
    api: Api, content: bytes, kind: str, status: int, reason: str
) -> None:
    headers = api.cast.headers(more={"Accept": JSON, "Content-Type": kind})
    answer = await api.http.post("/graphql", content=content, headers=headers)
    assert (answer.status_code, error(answer)["extensions"]["reason"]) == (status, reason)
    assert error(answer)["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
async def test_other_methods_are_told_which_to_use(api: Api, method: str) -> None:
    answer = await api.http.request(method, "/graphql", headers=api.cast.headers())
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


async def test_an_address_of_many_parameters_is_refused(api: Api) -> None:
    answer = await api.http.get("/graphql?" + "a=1&" * 5000, headers=api.cast.headers())
    assert (answer.status_code, error(answer)["extensions"]["reason"]) == (400, "TOO_MANY_PARAMETERS")


@pytest.mark.parametrize("media", [GRAPHQL, JSON])
async def test_nobody_is_answered_before_anything_is_read(api: Api, media: str) -> None:
    answer = await api.http.post("/graphql", content=b"not JSON", headers={"Accept": media})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer resource_metadata=")
    assert answer.headers["content-type"] == f"{media}; charset=utf-8"
    assert error(answer)["extensions"]["code"] == "UNAUTHENTICATED"
    answer = await api.http.post("/graphql", headers={"Authorization": "Bearer stolen"})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith('Bearer error="invalid_token", resource_metadata=')


async def test_each_answer_says_how_it_may_be_kept_and_what_it_depends_on(api: Api) -> None:
    answer = await api.send("{ __typename }")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["vary"] == "Accept, Accept-Language, Authorization, Origin"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("deploy-7_a", True),
        ("0123456789abcdef" * 4, True),
        ("x" * 65, False),
        ("a b", False),
        ("<script>", False),
        ("", False),
    ],
)
async def test_a_harmless_request_id_comes_back(api: Api, given: str, kept: bool) -> None:
    answer = await api.send("{ nothing }", headers={"X-Request-Id": given})
    told = answer.headers["x-request-id"]
    assert (told == given) is kept
    assert re.fullmatch(r"[\w-]{1,64}", told)
    assert error(answer)["extensions"]["requestId"] == told


@pytest.mark.parametrize(
    ("languages", "language", "message"),
    [
        (None, "id", "`first` bernilai 1 sampai 100."),
        ("id", "id", "`first` bernilai 1 sampai 100."),
        ("en", "en", "`first` is 1 to 100."),
        ("en-GB, id;q=0.5", "en", "`first` is 1 to 100."),
        ("fr, en;q=0.2", "en", "`first` is 1 to 100."),
        ("fr", "id", "`first` bernilai 1 sampai 100."),
    ],
)
async def test_errors_are_told_in_indonesian_or_in_english_if_asked(
    api: Api, languages: str | None, language: str, message: str
) -> None:
    headers = {"Accept-Language": languages} if languages else {}
    answer = await api.send("{ employees(first: 0) { totalCount } }", headers=headers)
    assert answer.headers["content-language"] == language
    assert error(answer)["message"] == message


async def test_user_errors_are_told_in_the_same_language(api: Api) -> None:
    asked = (
        'mutation { unitClose(input: {unitId: "x", on: "2026-01-01"})'
        " { userErrors { code message docUrl field } } }"
    )
    told = {}
    for language in ("id", "en"):
        answer = await api.send(asked, headers={"Accept-Language": language})
        (told[language],) = answer.json()["data"]["unitClose"]["userErrors"]
    assert told["en"] == {
        "code": "NOT_FOUND",
        "message": "There is no such thing, or you may not see it.",
        "docUrl": "/errors#NOT_FOUND",
        "field": ["input", "unitId"],
    }
    assert told["id"] == told["en"] | {"message": "Tidak ada, atau Anda tidak berhak melihatnya."}


@pytest.mark.parametrize(
    ("asked", "who", "coordinate", "permission"),
    [
        ('mutation { unitClose(input: {unitId: "x", on: "2026-01-01"}) { userErrors { code } } }', "staff",
         "Mutation.unitClose", "unit:write"),
        ("{ employees { nodes { nik } } }", "client", "Employee.nik", "employee:private"),
    ],
)  # fmt: skip
async def test_who_may_not_is_told_what_and_which_permission_it_needs(
    api: Api, asked: str, who: str, coordinate: str, permission: str
) -> None:
    told = error(await api.send(asked, who=who, headers={"Accept-Language": "en"}))
    assert told["message"] == f"Your roles don't allow this: it needs the permission {permission}."
    assert told["extensions"]["coordinate"] == coordinate
    assert told["extensions"]["permission"] == permission
    assert "reason" not in told["extensions"]


async def test_an_error_tells_code_reason_request_and_where_to_read_more(api: Api) -> None:
    answer = await api.send("{ employees(first: 0) { totalCount } }", headers={"X-Request-Id": "r1"})
    assert error(answer)["extensions"] == {
        "code": "BAD_USER_INPUT",
        "reason": "PAGE_TOO_LARGE",
        "field": ["first"],
        "requestId": "r1",
        "docUrl": "/errors#PAGE_TOO_LARGE",
    }


@pytest.mark.parametrize(
    "document",
    [
        "{ nothing }",
        "{ employes { totalCount } }",
        "{ viewer }",
        "{ viewer { roles { name } } }",
        "{ employees { totalCont } }",
        "{ employees(frist: 1) { totalCount } }",
        "{ employees(filter: { kind: { eq: PSN } }) { totalCount } }",
        "{ employees(filter: { nme: {} }) { totalCount } }",
        "query($f: EmployeeFilte) { employees(filter: $f) { totalCount } }",
        'query($f: EmployeeFilter = "x") { employees(filter: $f) { totalCount } }',
        '{ employee(nip: "x") { name } }',
        '{ employees(after: "x") { nodes { name } } }',
        '{ node(id: "x") { nothing } }',
        "{ employee { name } }",
        'mutation { unitClose(input: { unitId: "x", on: "tomorrow" }) { userErrors { code } } }',
    ],
)
async def test_no_error_tells_of_our_inside_or_guesses_what_was_meant(api: Api, document: str) -> None:
    text = (await api.send(document, headers={"Accept-Language": "en"})).text
    found = re.findall(
        r"(?i)did you mean|select |jenjang\.|\.py|traceback|asyncpg|strawberry|<class|\w+Error\b", text
    )
    assert found == []


@pytest.mark.parametrize(
    ("document", "variables"),
    [
        ("query($v: Int) { employees(first: $v) { totalCount } }", {"v": "1"}),
        ("query($v: Int) { employees(first: $v) { totalCount } }", {"v": 2**31}),
        ("query($v: Int) { employees(first: $v) { totalCount } }", {"v": 1.5}),
        ("query($v: ID!) { node(id: $v) { id } }", {"v": None}),
        ("query($v: ID!) { node(id: $v) { id } }", {"v": {}}),
        ("query($v: [ID!]!) { nodes(ids: $v) { id } }", {"v": ["x", None]}),
        ("query($v: NIP) { employee(nip: $v) { name } }", {"v": "12345"}),
        ("query($v: Date) { employees(asOf: $v) { totalCount } }", {"v": "2026-02-30"}),
        ("query($v: EmployeeFilter) { employees(filter: $v) { totalCount } }", {"v": {"kind": {"eq": "X"}}}),
        ("query($v: EmployeeFilter) { employees(filter: $v) { totalCount } }", {"v": {"unknown": 1}}),
        ("query($v: [EmployeeOrder!]) { employees(orderBy: $v) { totalCount } }", {"v": [{"field": "X"}]}),
        ("query($v: String) { unit(siasnId: $v) { name } }", {"v": "a\0b"}),
    ],
)
async def test_a_variable_that_doesn_t_fit_is_the_client_s_to_mend(
    api: Api, document: str, variables: dict[str, Any]
) -> None:
    answer = await api.send(document, variables)
    assert answer.status_code == 400
    told = error(answer)["extensions"]
    assert (told["code"], told["docUrl"]) == ("BAD_USER_INPUT", f"/errors#{told['reason']}")


async def test_a_field_that_one_may_never_read_is_null_with_one_error_at_the_nearest_list(api: Api) -> None:
    document = "{ employees(first: 5) { nodes { name nik again: nik phone } } viewer { person { nik } } }"
    answer = await api.send(document, who="client")
    assert answer.status_code == 200
    assert {person["nik"] for person in answer.json()["data"]["employees"]["nodes"]} == {None}
    told = [(one["path"], one["extensions"]) for one in answer.json()["errors"]]
    assert [(path, more["coordinate"], more["code"]) for path, more in told] == [
        (["employees", "nodes"], "Employee.nik", "FORBIDDEN"),
        (["employees", "nodes"], "Employee.phone", "FORBIDDEN"),
    ]


async def test_a_root_field_that_one_may_never_read_is_null_with_an_error(api: Api) -> None:
    answer = await api.send("{ tenant { code } imports: importBatches { totalCount } }", who="staff")
    assert answer.json()["data"] == {"tenant": {"code": "surakarta"}, "imports": None}
    (told,) = answer.json()["errors"]
    assert (told["path"], told["extensions"]["coordinate"]) == (["imports"], "Query.importBatches")


async def test_what_is_left_to_spend_is_told_with_the_window_of_the_rate(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.app.state.house.view.operator, "quota", Quota(otherwise=Rate(10_000, 10)))
    await api.ask(
        "{ employees(first: 9) { nodes { name } } }"
    )  # What was never seen before costs more, once.
    answer = await api.send("{ employees(first: 9) { nodes { name } } }")
    assert answer.headers["ratelimit-policy"] == '"cost";q=10000;w=10'
    left, reset = re.fullmatch(r'"cost";r=(\d+);t=(\d+)', answer.headers["ratelimit"]).groups()
    again = await api.send("{ employees(first: 9) { nodes { name } } }")
    assert int(left) - int(re.search(r"r=(\d+)", again.headers["ratelimit"])[1]) == 10
    assert 0 <= int(reset) <= 20
