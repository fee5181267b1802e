"""The page on which anybody checks a certificate by its code: what it says, and nobody's name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse

from jenjang.web.face import Face
from jenjang.web.markup import Markup, element, join
from jenjang.web.page import answer, frame
from jenjang.web.words import spoken

CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a certificate's code is made of."""


@dataclass(frozen=True, slots=True)
class CertificateWords:
    """What the page says in one language."""

    title: str
    lead: str
    government: str
    number: str
    course: str
    hours: str
    held: str
    issued: str
    hash: str
    content: str
    agrees: str
    differs: str


WORDS: Mapping[str, CertificateWords] = {
    "id": CertificateWords(
        title="Sertifikat sah",
        lead="Sertifikat ini diterbitkan oleh pemerintah daerah di bawah ini. Cocokkan nomor dan isinya"
        " dengan sertifikat yang ditunjukkan kepada Anda; halaman ini tidak memuat data pribadi.",
        government="Pemerintah daerah",
        number="Nomor",
        course="Pelatihan",
        hours="Jam pelajaran (JP)",
        held="Diselenggarakan",
        issued="Diterbitkan",
        hash="SHA-256",
        content="Isi",
        agrees="Sesuai dengan SHA-256, yang baru saja dihitung ulang",
        differs="TIDAK SESUAI dengan SHA-256: jangan terima sertifikat ini, tanyakan kepada penerbitnya",
    ),
    "en": CertificateWords(
        title="A genuine certificate",
        lead="The government below issued this certificate. Compare number and content with what you were"
        " shown; this page holds no personal data.",
        government="Government",
        number="Number",
        course="Course",
        hours="Hours (JP)",
        held="Held",
        issued="Issued",
        hash="SHA-256",
        content="Content",
        agrees="Agrees with the SHA-256, which was reckoned anew just now",
        differs="DOES NOT AGREE with the SHA-256: don't accept this certificate, ask who issued it",
    ),
}


def is_code(code: str) -> bool:
    """Whether a text can be a certificate's code. What can't is never looked for: a NUL fails there."""
    return CODE.fullmatch(code) is not None


async def certificate(request: Request, face: Face) -> HTMLResponse:
    """`GET /t/{tenant}/certificates/{code}`: 404 for a code that isn't one of this government's."""
    tenant, code = request.path_params["tenant"], request.path_params["code"]
    government = next((one for one in face.governments if one.code == tenant), None)
    asks = government is not None and is_code(code)
    found = await face.certificate(tenant, code) if face.certificate and asks else None
    if government is None or found is None:
        raise HTTPException(404)
    words = spoken(request)
    said = WORDS[words.language]
    told = {
        said.government: government.name,
        said.number: found.number,
        said.course: found.course,
        said.hours: words.number(found.hours),
        said.held: f"{found.begins_on.isoformat()} – {found.ends_on.isoformat()}",
        said.issued: found.issued_on.isoformat(),
        said.hash: found.hash,
        said.content: said.agrees if found.agrees else said.differs,
    }
    facts = join(*(join(element("dt", name), element("dd", fact)) for name, fact in told.items()))
    main = element(
        "main",
        element("h1", said.title),
        element("p", said.lead, class_="lead"),
        element("dl", facts),
        id="main",
    )
    return answer(words, frame(request, words, f"{said.title} · Jenjang", main, Markup()))
