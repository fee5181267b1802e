"""The way to a government's own provider and back: two addresses, and a button on the sign-in page."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from jenjang.identity.federation import Federation, NoAccountHere, NotSignedInThere, WaitsToBeAdmitted
from jenjang.identity.issuers import Issuer
from jenjang.identity.server import bridge
from jenjang.identity.server.doorkeeper import Doorkeeper
from jenjang.identity.server.server import Server
from jenjang.tenancy.providers import ProviderLogin
from jenjang.web.markup import Markup, element
from jenjang.web.signing.cookies import LOGIN, cookie, forget, keep
from jenjang.web.signing.pages import alert, page, prepare, words_of
from jenjang.web.signing.visit import onwards
from jenjang.web.words import spoken

LARGEST = 3500
"""Characters of the cookie on the way; browsers drop one of more than 4096 bytes, name and all."""
Session = dict[str, Any]  # Any: JSON that Authlib reads and writes.


@dataclass(frozen=True, slots=True, kw_only=True)
class FederatedWords:
    """One language of what is said on the way."""

    failed: str
    no_account: str
    waits: str
    again: str


WORDS = {
    "id": FederatedWords(
        failed="Penyedia identitas tidak dapat memastikan siapa Anda, atau terlalu lama. Silakan ulangi.",
        no_account="Anda dikenal oleh penyedia identitas, tetapi belum punya akun di sini. "
        "Hubungi admin kepegawaian.",
        waits="Akun Anda sudah tercatat dan menunggu persetujuan admin kepegawaian.",
        again="Kembali ke halaman masuk",
    ),
    "en": FederatedWords(
        failed="The identity provider could not tell who you are, or it took too long. Please try again.",
        no_account="The identity provider knows you, but you have no account here. "
        "Ask your personnel office.",
        waits="Your account is recorded and waits until your personnel office admits it.",
        again="Back to the sign-in page",
    ),
}


def routes(federation: Federation, doorkeeper: Doorkeeper) -> list[Route]:
    """The beginning, and the address that is registered at the provider."""
    pages = FederatedPages(federation, doorkeeper)
    return [
        Route("/t/{tenant}/federated/{name}/begin", pages.begin),
        Route("/t/{tenant}/federated/{name}", pages.come_back),
    ]


def ways(request: Request, afterwards: str) -> Markup:
    """A button for each provider where the government's people can sign in."""
    found: list[ProviderLogin] = list(getattr(request.state, "ways", ()))
    query = urlencode({"next": afterwards, "lang": spoken(request).language})
    here = f"/t/{request.path_params['tenant']}/federated"
    links = (
        element("a", one.label, href=f"{here}/{one.name}/begin?{query}", class_="button other")
        for one in found
    )
    return element("p", *links, class_="ways") if found else Markup()


class FederatedPages:
    """Answers browsers on their way to a provider and back."""

    def __init__(self, federation: Federation, doorkeeper: Doorkeeper) -> None:
        self._federation = federation
        self._doorkeeper = doorkeeper

    async def begin(self, request: Request) -> Response:
        """Off to the provider, with a state that only this browser knows."""
        server, issuer = self._found(request)
        session: Session = {}
        request.scope["session"] = session
        callback = f"{server.issuer.url}/federated/{request.path_params['name']}"
        try:
            address = await self._federation.begin(issuer, request, callback)
        except NotSignedInThere:
            return _told(request, _words(request).failed, 502, request.query_params.get("next", ""))
        away = RedirectResponse(address, 303)
        keep(request, away, _kind(request), _written(session, request))
        return away

    async def come_back(self, request: Request) -> Response:
        """Signed in, as with a password: then on to what the person came for."""
        server, issuer = self._found(request)
        session = _read(cookie(request, _kind(request)))
        request.scope["session"] = session
        afterwards, address = str(session.get("next", "")), bridge.address_of(request)
        try:
            value = await self._federation.come_back(issuer, request, address)
        except NotSignedInThere:
            answer = _told(request, _words(request).failed, 400, afterwards)
        except NoAccountHere:
            answer = _told(request, _words(request).no_account, 403, afterwards)
        except WaitsToBeAdmitted:
            answer = _told(request, _words(request).waits, 403, afterwards)
        else:
            # As with a password: no login stays behind that an old cookie opens.
            await self._doorkeeper.sign_out(server, cookie(request, LOGIN), address)
            answer = onwards(request, afterwards)
            keep(request, answer, LOGIN, value)
        forget(request, answer, _kind(request))
        return answer

    def _found(self, request: Request) -> tuple[Server, Issuer]:
        """Our server and the provider that the address names. Raises HTTPException 404."""
        tenant, name = request.path_params["tenant"], request.path_params["name"]
        server, issuer = self._doorkeeper.server(tenant), self._federation.issuer(tenant, name)
        if server is None or issuer is None:
            raise HTTPException(404)
        prepare(request, server.issuer.url)
        return server, issuer


def _kind(request: Request) -> str:
    """A cookie for each provider, so that the answer of one is never taken for another's."""
    return f"federated-{request.path_params['name']}"


def _written(session: Session, request: Request) -> str:
    """What Authlib remembers, for this browser alone to keep: without what can be done without."""
    for kept in session.values():
        kept["data"].pop("url", None)
    told = {**session, "next": request.query_params.get("next", "")}
    text = urlsafe_b64encode(json.dumps(told).encode()).decode()
    return text if len(text) <= LARGEST else urlsafe_b64encode(json.dumps(session).encode()).decode()


def _read(kept: str) -> Session:
    """Nothing where the browser brings none, or what we never wrote."""
    try:
        found = json.loads(urlsafe_b64decode(kept.encode()))
    except (ValueError, RecursionError):
        return {}
    usable = isinstance(found, dict) and all(
        isinstance(value, dict) for name, value in found.items() if name != "next"
    )
    return found if usable else {}


def _told(request: Request, problem: str, status: int, afterwards: str) -> Response:
    query = urlencode({"next": afterwards, "lang": spoken(request).language})
    back = element("a", _words(request).again, href=f"/t/{request.path_params['tenant']}/login?{query}")
    return page(request, words_of(request).sign_in, alert(problem), element("p", back), status=status)


def _words(request: Request) -> FederatedWords:
    return WORDS[spoken(request).language]
