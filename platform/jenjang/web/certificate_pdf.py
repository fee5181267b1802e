"""A certificate as a PDF, with the name on it: for whoever may read it in the graph."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from starlette.types import Receive, Scope, Send

from jenjang.core.errors import NotFound
from jenjang.core.language import preferred
from jenjang.graph.answer import Answer
from jenjang.graph.endpoint import GraphQLView
from jenjang.graph.errors import PdfNotInstalled
from jenjang.graph.operate import Request
from jenjang.graph.over_http import GRAPHQL, JSON, Headers, headers_of, request_id_of, status_of
from jenjang.graph.scalars import encode_id
from jenjang.web.certificate import is_code

try:
    import typst
except ImportError:  # The extra [pdf] is left out.
    typst = None  # type: ignore[assignment]  # Nothing else stands for it.

PATH = "/t/{tenant}/certificates/{code}.pdf"
TEMPLATE = Path(__file__).with_name("certificate.typ")
DOCUMENT = """query Certificate($id: ID!) { node(id: $id) { ... on TrainingCertificate {
  number hash hours begins_on: beginsOn ends_on: endsOn issued_on: issuedOn course: courseName
  employee { name: fullName nip }
} } }"""
SAID_OF_JSON = (b"content-type", b"content-language")
AT_ONCE = 2
"""Pages that are set at a time in a process, each for some ten milliseconds of a processor."""
Find = Callable[[str, str], Awaitable[UUID | None]]


class CertificatePdf:
    """`GET /t/{tenant}/certificates/{code}.pdf` with a bearer token, as the graph is asked.

    It asks the graph for what it prints, in the viewer's name: who may not read the certificate or the
    person is told that there is none. Refusals are JSON, as the graph's.
    """

    def __init__(
        self, view: GraphQLView, find: Find, governments: Mapping[str, str], public_url: str
    ) -> None:
        """`find`: key of a government's certificate by its code; `governments`: their names by code."""
        self.view = view
        self.find = find
        self.governments = governments
        self.public_url = public_url.rstrip("/")
        self.setting = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  # ASGI's own.
        headers = Headers.of(scope)
        request_id = request_id_of(headers.get(b"x-request-id"))
        language = preferred(headers.get(b"accept-language"))
        place, code = scope["path_params"]["tenant"], scope["path_params"]["code"]
        try:
            request = await self.request(headers, place, code, language, request_id)
            answer = await self.view.operator.answer(request)
            page = None if answer.errors else await self.page(answer, place, code)
            answer = replace(answer, data=None)
            status = status_of(answer, GRAPHQL)
        except Exception as error:  # The edge: whatever it is becomes an answer.
            answer, status = self.view.refusal(error, language, request_id, GRAPHQL)
            page, status = None, 404 if isinstance(error, NotFound) else status
        told = headers_of(answer, status, JSON, request_id, language)
        if page is None:
            bad_token = bool(headers.authorization)
            await self.view.give(send, answer, status, told, place, bad_token=bad_token)
            return
        told = [one for one in told if one[0] not in SAID_OF_JSON]
        told.append((b"content-type", b"application/pdf"))
        told.append((b"content-language", b"id"))
        told.append((b"content-disposition", f'inline; filename="{code}.pdf"'.encode()))
        told.append((b"content-length", str(len(page)).encode()))
        await send({"type": "http.response.start", "status": status, "headers": told})
        await send({"type": "http.response.body", "body": page})

    async def request(
        self, headers: Headers, place: str, code: str, language: str, request_id: str
    ) -> Request:
        """What the graph is asked. Raises PdfNotInstalled, Unauthenticated, NotFound."""
        if typst is None:
            raise PdfNotInstalled
        viewer = await self.view.door.viewer(headers.authorization, place)
        found = await self.find(viewer.tenant, code) if is_code(code) else None
        if found is None:
            raise NotFound
        asked = {"id": encode_id("TrainingCertificate", found)}
        zone = self.view.zones[viewer.tenant]
        return Request(viewer, DOCUMENT, asked, None, language, request_id, zone, reading_only=True)

    async def page(self, answer: Answer, place: str, code: str) -> bytes:
        """The PDF of what the graph answered. Raises NotFound where that is nothing."""
        said = orjson.loads(answer.data or b"{}").get("node")
        if not said or not said["employee"]:
            raise NotFound
        said |= said.pop("employee")
        said |= {
            "government": self.governments[place],
            "address": f"{self.public_url}/t/{place}/certificates/{code}",
        }
        async with self.setting:
            return await asyncio.to_thread(pdf, said)


def pdf(said: dict[str, Any]) -> bytes:  # Any: JSON.
    """One page of A4, in Indonesian, as PDF/A-2b: it is kept for as long as a career lasts."""
    told = {"said": orjson.dumps(said).decode()}
    return typst.compile(TEMPLATE, root=TEMPLATE.parent, sys_inputs=told, pdf_standards="a-2b")
