"""The addresses of the sign-in pages: log in, allow, change the password, log out."""

from urllib.parse import parse_qsl, urlencode

from authlib.oauth2.rfc6749 import InvalidRequestError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from jenjang.identity.federation import Federation
from jenjang.identity.server import bridge
from jenjang.identity.server.doorkeeper import (
    ChangePasswordFirst,
    Doorkeeper,
    PasswordUnfit,
    RequestUnfit,
    SignInFirst,
    TooManyTries,
    WrongNameOrPassword,
)
from jenjang.identity.server.passwords import TooManyAtOnce
from jenjang.identity.server.server import Server
from jenjang.web.face import Face
from jenjang.web.markup import element
from jenjang.web.signing import federated
from jenjang.web.signing.cookies import LOGIN, cookie, forget, keep, proved
from jenjang.web.signing.pages import link, page, prepare, words_of
from jenjang.web.signing.views import consent, leave, login, new_password, unfit_request

Form = dict[str, str]
LOGOUT = ("id_token_hint", "client_id", "post_logout_redirect_uri", "state")
"""What an application may say when it asks to end a login."""


def routes(doorkeeper: Doorkeeper, federation: Federation, face: Face) -> list[Route]:
    """The pages of every government that has an issuer of ours."""
    pages = SignInPages(doorkeeper, federation, {one.code: one.name for one in face.governments})
    paths = {
        "authorize": pages.authorize,
        "login": pages.login,
        "password": pages.password,
        "logout": pages.logout,
        "signed-in": pages.signed_in,
    }
    own = [Route(f"/t/{{tenant}}/{name}", served, methods=["GET", "POST"]) for name, served in paths.items()]
    return [*own, *federated.routes(federation, doorkeeper)]


class SignInPages:
    """Answers the browsers of people; every page in the language they ask for."""

    def __init__(self, doorkeeper: Doorkeeper, federation: Federation, names: dict[str, str]) -> None:
        self._doorkeeper = doorkeeper
        self._federation = federation
        self._names = names

    async def authorize(self, request: Request) -> Response:
        """RFC 6749 §4.1.1. GET asks the person; POST has the answer."""
        server, sent = await self._begun(request)
        query = sent.get("request", "") if request.method == "POST" else request.url.query
        try:
            pairs = bridge.pairs_of(query.encode())
            if request.method == "POST" and proved(request, sent.get("proof", "")):
                allow = sent.get("answer") == "allow"
                here = cookie(request, LOGIN), bridge.address_of(request)
                return await self._doorkeeper.answer(server, pairs, *here, allow=allow)
            asked = await self._doorkeeper.asked(server, pairs, cookie(request, LOGIN))
        except (SignInFirst, ChangePasswordFirst) as first:
            page_ = "login" if isinstance(first, SignInFirst) else "password"
            return self._to(request, page_, _afterwards(query))
        except (RequestUnfit, InvalidRequestError) as unfit:
            return unfit_request(request, str(unfit))
        if isinstance(asked, Response):
            return asked
        return consent(request, self._government(request), asked, query)

    async def login(self, request: Request) -> Response:
        """Name and password; then on to what the person came for."""
        server, sent = await self._begun(request)
        afterwards = sent.get("next", request.query_params.get("next", ""))
        if request.method == "GET":
            return login(request, self._government(request), afterwards)
        words = words_of(request)
        if not proved(request, sent.get("proof", "")):
            return login(request, self._government(request), afterwards, words.expired, 403)
        name, password = sent.get("name", ""), sent.get("password", "")
        try:
            value = await self._doorkeeper.sign_in(server, name, password, bridge.address_of(request))
        except WrongNameOrPassword:
            return login(request, self._government(request), afterwards, words.wrong, 400, name)
        except (TooManyTries, TooManyAtOnce):
            return login(request, self._government(request), afterwards, words.too_many, 429, name)
        # Who signs in again in the same browser leaves no login behind that an old cookie opens.
        await self._doorkeeper.sign_out(server, cookie(request, LOGIN), bridge.address_of(request))
        onwards = self._to(request, "authorize" if afterwards else "signed-in", afterwards)
        keep(request, onwards, LOGIN, value)
        return onwards

    async def password(self, request: Request) -> Response:
        """A new password; the first one must be changed before anything else."""
        server, sent = await self._begun(request)
        words = words_of(request)
        afterwards = sent.get("next", request.query_params.get("next", ""))
        person = await self._doorkeeper.person(server, cookie(request, LOGIN))
        if person is None:
            return self._to(request, "login", afterwards)
        lead = words.change_first if person.must_change else ""
        if request.method == "GET":
            return new_password(request, afterwards, lead)
        if not proved(request, sent.get("proof", "")):
            return new_password(request, afterwards, lead, words.expired, 403)
        old, new = sent.get("old", ""), sent.get("new", "")
        try:
            here = cookie(request, LOGIN)
            await self._doorkeeper.change_password(server, here, old, new, bridge.address_of(request))
        except PasswordUnfit:
            return new_password(request, afterwards, lead, words.unfit, 400)
        except WrongNameOrPassword:
            return new_password(request, afterwards, lead, words.wrong, 400)
        except (TooManyTries, TooManyAtOnce):
            return new_password(request, afterwards, lead, words.too_many, 429)
        return self._to(request, "authorize" if afterwards else "signed-in", afterwards)

    async def logout(self, request: Request) -> Response:
        """RP-initiated logout: the person confirms, unless the application shows its id token."""
        server, sent = await self._begun(request)
        words = words_of(request)
        asked = {**request.query_params, **sent}
        sure = request.method == "POST" and proved(request, sent.get("proof", ""))
        leaving = await self._doorkeeper.leaving(server, asked, cookie(request, LOGIN))
        if not sure and not leaving.vouched:
            kept = {name: asked[name] for name in LOGOUT if name in asked}
            return leave(request, self._government(request), kept, leaving.address)
        await self._doorkeeper.sign_out(server, cookie(request, LOGIN), bridge.address_of(request))
        gone: Response = (
            RedirectResponse(leaving.address, 303)
            if leaving.address
            else page(request, words.signed_out, link(request, words.sign_in, "login"))
        )
        forget(request, gone, LOGIN)
        return gone

    async def signed_in(self, request: Request) -> Response:
        """Where somebody ends who came for no application."""
        server, _ = await self._begun(request)
        words = words_of(request)
        if await self._doorkeeper.person(server, cookie(request, LOGIN)) is None:
            return self._to(request, "login")
        return page(
            request,
            words.signed_in,
            element("p", words.signed_in_lead),
            link(request, words.change, "password"),
            link(request, words.sign_out, "logout"),
        )

    async def _begun(self, request: Request) -> tuple[Server, Form]:
        """The government's server, and the form if one was sent. Raises HTTPException 404, 400."""
        server = self._doorkeeper.server(request.path_params["tenant"])
        if server is None:
            raise HTTPException(404)
        prepare(request, secure=server.issuer.url.startswith("https://"))
        request.state.ways = self._federation.ways(server.issuer.tenant)
        if request.method != "POST":
            return server, {}
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > bridge.LARGEST:
                raise HTTPException(413)
        try:
            return server, dict(parse_qsl(body.decode("ascii"), max_num_fields=bridge.FIELDS))
        except ValueError:
            raise HTTPException(400) from None

    def _to(self, request: Request, name: str, afterwards: str = "") -> RedirectResponse:
        """On to a page of ours; `afterwards` is an application's request, and can lead nowhere else."""
        path = f"/t/{request.path_params['tenant']}/{name}"
        if name == "authorize":
            return RedirectResponse(f"{path}?{afterwards}", 303)
        language = request.query_params.get("lang", "")
        query = urlencode(
            {name: value for name, value in (("next", afterwards), ("lang", language)) if value}
        )
        return RedirectResponse(f"{path}?{query}" if query else path, 303)

    def _government(self, request: Request) -> str:
        return self._names.get(request.path_params["tenant"], "")


def _afterwards(query: str) -> str:
    """An application's request without what would ask for yet another login."""
    kept = [(name, value) for name, value in parse_qsl(query) if name != "max_age"]
    fresh = [
        (name, " ".join(one for one in value.split() if one != "login") if name == "prompt" else value)
        for name, value in kept
    ]
    return urlencode([(name, value) for name, value in fresh if value])
