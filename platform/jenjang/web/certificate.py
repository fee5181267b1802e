"""The page on which anybody checks a certificate by its code: what it says, and nobody's name.

Programs that accept `application/json`, and no page, are told the same as JSON.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from jenjang.web.face import Certificate, Face, Government
from jenjang.web.markup import Markup, element, join
from jenjang.web.page import answer, frame
from jenjang.web.words import spoken

CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a certificate's code is made of."""
NOT_KEPT = {"Cache-Control": "no-store"}
"""Headers of what a program is told."""


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
    not_genuine: str
    none: str
    none_lead: str


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
        not_genuine="Sertifikat tidak sah",
        none="Tidak ada sertifikat dengan kode ini",
        none_lead="Cocokkan kodenya dengan sertifikat, huruf demi huruf: huruf besar dan kecil dibedakan."
        " Jika kodenya benar, jangan terima sertifikat itu, tanyakan kepada penerbitnya.",
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
        not_genuine="Not a genuine certificate",
        none="No certificate has this code",
        none_lead="Compare the code with the certificate, letter by letter: capitals count. If it is right,"
        " don't accept that certificate, ask who issued it.",
    ),
}


def is_code(code: str) -> bool:
    """Whether a text can be a certificate's code. What can't is never looked for: a NUL fails there."""
    return CODE.fullmatch(code) is not None


async def certificate(request: Request, face: Face) -> Response:
    """`GET /t/{tenant}/certificates/{code}`: 404 for a code that isn't one of this government's.

    Blanks around a code, as they come with pasting, don't count.
    """
    tenant, code = request.path_params["tenant"], request.path_params["code"].strip()
    for_program = is_program(request.headers.get("accept", ""))
    government = next((one for one in face.governments if one.code == tenant), None)
    if government is None:
        if for_program:
            return JSONResponse({"error": "no_such_government"}, 404, NOT_KEPT)
        raise HTTPException(404)
    found = await face.certificate(tenant, code) if face.certificate and is_code(code) else None
    return _told(government, found) if for_program else _shown(request, government, found)


def is_program(accept: str) -> bool:
    """Whether an Accept header asks for JSON, and for no page."""
    return "application/json" in accept and "text/html" not in accept


def _told(government: Government, found: Certificate | None) -> JSONResponse:
    if found is None:
        return JSONResponse({"error": "no_such_certificate"}, 404, NOT_KEPT)
    told = {
        "government": government.name,
        "number": found.number,
        "course": found.course,
        "hours": found.hours,
        "beginsOn": found.begins_on.isoformat(),
        "endsOn": found.ends_on.isoformat(),
        "issuedOn": found.issued_on.isoformat(),
        "sha256": found.hash,
        "agrees": found.agrees,
    }
    return JSONResponse(told, headers=NOT_KEPT)


def _shown(request: Request, government: Government, found: Certificate | None) -> Response:
    words = spoken(request)
    said = WORDS[words.language]
    if found is None:
        title, lead, facts, status = said.none, said.none_lead, Markup(), 404
    else:
        title, lead, status = said.title if found.agrees else said.not_genuine, said.lead, 200
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
        each = (join(element("dt", name), element("dd", fact)) for name, fact in told.items())
        facts = element("dl", join(*each))
    main = element("main", element("h1", title), element("p", lead, class_="lead"), facts, id="main")
    return answer(words, frame(request, words, f"{title} · Jenjang", main, Markup()), status=status)
