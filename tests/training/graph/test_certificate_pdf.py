"""A certificate as a PDF: with the name on it, for whoever may read it in the graph."""

from collections.abc import Mapping

import httpx2
import pytest
from factories.served import OURS, Served
from training.graph.conftest import CODE

from jenjang.web import certificate_pdf
from jenjang.web.certificate_pdf import pdf

CHIEF = "kode-0003"
PATH = "{ viewer { person { trainingCertificates { nodes { pdfPath } } } } }"
SAID = {
    "number": "0001",
    "name": "Siti",
    "nip": "1",
    "course": "Pelayanan",
    "government": "Pemerintah Kota",
    "hours": 16,
    "begins_on": "2026-03-01",
    "ends_on": "2026-03-02",
    "issued_on": "2026-12-31",
    "address": "https://jenjang.example/t/plaju/certificates/a",
    "hash": "0" * 64,
}


async def asked(served: Served, code: str, *, tenant: str = OURS, **headers: str) -> httpx2.Response:
    return await served.client.get(f"/t/{tenant}/certificates/{code}.pdf", headers=headers)


def bearer(served: Served, subject: str) -> Mapping[str, str]:
    return {"authorization": f"Bearer {served.token(OURS, subject)}"}


@pytest.mark.parametrize("subject", ["staff", "chief"])
async def test_the_own_person_and_the_leader_get_it_with_the_name(served: Served, subject: str) -> None:
    answer = await asked(served, CODE, **bearer(served, subject))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content.startswith(b"%PDF-")
    assert b"Staff, Pelayanan Publik" in answer.content


async def test_the_graph_tells_where_it_is(served: Served) -> None:
    (mine,) = (await served.data(PATH, subject="staff"))["viewer"]["person"]["trainingCertificates"]["nodes"]
    assert mine["pdfPath"] == f"/t/{OURS}/certificates/{CODE}.pdf"


@pytest.mark.parametrize(
    ("code", "tenant"),
    [(CHIEF, OURS), ("kode-0002", OURS), (CODE, "plaju")],
    ids=["chief", "unknown", "theirs"],
)
async def test_what_one_may_not_read_leads_nowhere(served: Served, code: str, tenant: str) -> None:
    answer = await asked(served, code, tenant=tenant, **bearer(served, "staff"))
    wanted = {OURS: (404, "NOT_FOUND")}.get(tenant, (401, "UNAUTHENTICATED"))
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == wanted
    assert set(answer.json()) == {"errors"}


async def test_a_client_without_the_right_is_told_which_one(served: Served) -> None:
    narrowed = {"authorization": f"Bearer {served.token(OURS, 'staff', ('training:read',))}"}
    answer = await asked(served, CODE, **narrowed)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (403, "FORBIDDEN")
    assert error["extensions"]["permission"] == "employee:read"


async def test_whoever_bears_no_token_is_told_where_to_sign_in(served: Served) -> None:
    answer = await asked(served, CODE)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer resource_metadata=")


async def test_without_the_extra_the_remedy_is_told(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificate_pdf, "typst", None)
    answer = await asked(served, CODE, **{"accept-language": "en"}, **bearer(served, "staff"))
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["reason"]) == (501, "PDF_NOT_INSTALLED")
    assert "pip install jenjang[pdf]" in error["message"]


@pytest.mark.parametrize("text", ['#panic("no")', "*b* _k_ $1$ `c` @a <b> = \\ //", "İ Σ — “ ”", "N" * 300])
def test_a_name_is_never_read_as_markup(text: str) -> None:
    page = pdf(SAID | {"name": text, "course": text, "government": text})
    told = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert told.encode() in page or text.encode() in page
    assert b"/Type/Pages/Count 1/" in page
