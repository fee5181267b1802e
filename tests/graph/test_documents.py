"""Documents named by their sha256 instead of sent."""

import hashlib
from collections.abc import AsyncIterator

import pytest
from factories.api import GRAPHQL, Api, beside, governments

from jenjang.core.settings import HOUSE
from jenjang.graph.documents import SENT

DOCUMENT = "{ viewer { roles } }"
SHA256 = hashlib.sha256(DOCUMENT.encode()).hexdigest()
PROFILE = (HOUSE / "schema" / "operations" / "demo" / "MyProfile.graphql").read_text("utf-8")
PROFILE_ID = hashlib.sha256(PROFILE.encode()).hexdigest()


def hashed(digest: str) -> dict[str, object]:
    """Apollo's extension for automatic persisted queries."""
    return {"persistedQuery": {"version": 1, "sha256Hash": digest}}


async def test_a_document_is_sent_once_and_named_from_then_on(api: Api) -> None:
    unknown = await api.send(extensions=hashed(SHA256), who="staff")
    assert unknown.status_code == 400
    (error,) = unknown.json()["errors"]
    assert error["message"] == "PersistedQueryNotFound"  # What the clients of that protocol look for.
    assert error["extensions"]["code"] == "PERSISTED_DOCUMENT_NOT_FOUND"
    sent = await api.send(DOCUMENT, extensions=hashed(SHA256), who="staff")
    named = await api.send(extensions=hashed(SHA256), who="staff")
    assert named.json()["data"] == sent.json()["data"] == {"viewer": {"roles": ["STAFF"]}}


async def test_an_unknown_document_is_no_fault_of_http_to_an_old_client(api: Api) -> None:
    answer = await api.send(extensions=hashed("0" * 64), headers={"Accept": "application/json"})
    assert answer.status_code == 200


async def test_a_document_may_be_named_in_a_get(api: Api) -> None:
    asked = {"documentId": f"sha256:{PROFILE_ID.upper()}"}
    answer = await api.http.get("/graphql", params=asked, headers=api.cast.headers("staff"))
    assert answer.json()["data"]["viewer"]["roles"] == ["STAFF"]


async def test_a_text_under_another_s_sha256_is_refused_and_not_kept(api: Api) -> None:
    wrong = hashlib.sha256(b"{ __typename }").hexdigest()
    answer = await api.send(DOCUMENT, extensions=hashed(wrong))
    assert answer.json()["errors"][0]["extensions"]["reason"] == "DIGEST_MISMATCH"
    answer = await api.send(extensions=hashed(wrong))
    assert answer.json()["errors"][0]["extensions"]["code"] == "PERSISTED_DOCUMENT_NOT_FOUND"


@pytest.mark.parametrize(
    "refused",
    ["{ nothing }", "{", "# " + "x" * 200_000 + "\n{ __typename }", "{ " + "__typename " * 401 + "}"],
    ids=["invalid", "no GraphQL", "200 KB", "too much"],
)
async def test_a_document_that_is_refused_is_not_kept(api: Api, refused: str) -> None:
    digest = hashlib.sha256(refused.encode()).hexdigest()
    await api.send(refused, extensions=hashed(digest))
    answer = await api.send(extensions=hashed(digest))
    assert answer.json()["errors"][0]["extensions"]["code"] == "PERSISTED_DOCUMENT_NOT_FOUND"


async def test_no_government_pushes_out_the_documents_of_another(api: Api) -> None:
    """However many of its own one has kept: then its own oldest ones go."""
    await api.send(DOCUMENT, extensions=hashed(SHA256), who="surakarta/staff")
    for number in range(6):
        large = f"# {number} " + "x" * 30_000 + "\n{ __typename }"
        digest = hashlib.sha256(large.encode()).hexdigest()
        await api.send(large, extensions=hashed(digest), who="plaju/staff")
    sent = api.app.state.house.view.operator.library.sent
    assert len(sent["plaju"].found) == 4
    assert sum(len(text) for text in sent["plaju"].found.values()) <= SENT
    answer = await api.send(extensions=hashed(SHA256), who="surakarta/staff")
    assert answer.json()["data"] == {"viewer": {"roles": ["STAFF"]}}


async def test_a_published_operation_is_known_by_its_sha256_from_the_start(api: Api) -> None:
    answer = await api.send(documentId=PROFILE_ID, who="staff")
    assert answer.json()["data"]["tenant"] == {"code": "surakarta", "name": "Pemerintah Kota Surakarta"}
    answer = await api.send(documentId="sha256:" + "0" * 64, headers={"Accept-Language": "en"})
    assert answer.json()["errors"][0]["message"] == (
        "There is no document with that id; send its text along once."
    )


@pytest.fixture(scope="module")
async def strict(api: Api, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    """A house where Plaju takes registered documents only."""
    tenants = governments(tmp_path_factory.mktemp("tenants"), "plaju", first='documents = "registered"')
    async with beside(api, tenants=tenants) as strict:
        yield strict


async def test_where_only_registered_documents_are_taken_their_text_or_sha256_will_do(strict: Api) -> None:
    for asked in ({"query": PROFILE}, {"documentId": PROFILE_ID}, {"extensions": hashed(PROFILE_ID)}):
        answer = await strict.send(**asked, who="plaju/staff")
        assert answer.json()["data"]["tenant"]["code"] == "plaju"


@pytest.mark.parametrize(
    "asked",
    [
        {"query": DOCUMENT},
        {"query": PROFILE + " "},
        {"query": "{ __schema { queryType { name } } }"},
        {"query": DOCUMENT, "extensions": hashed(SHA256)},
        {"extensions": hashed(SHA256)},
        {"documentId": SHA256},
    ],
)
async def test_any_other_document_is_refused_there_and_kept_by_nobody(
    strict: Api, asked: dict[str, object]
) -> None:
    await strict.send(DOCUMENT, extensions=hashed(SHA256))  # Known to the others.
    answer = await strict.send(**asked, who="plaju/staff", headers={"Accept": GRAPHQL})
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "PERSISTED_DOCUMENT_NOT_FOUND"


async def test_elsewhere_any_document_is_answered(strict: Api) -> None:
    answer = await strict.send(DOCUMENT, who="surakarta/staff")
    assert answer.json()["data"] == {"viewer": {"roles": ["STAFF"]}}
