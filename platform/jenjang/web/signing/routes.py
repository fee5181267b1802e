"""The addresses of the sign-in pages: log in, allow, change the password, log out."""

from authlib.oauth2.rfc6749 import InvalidRequestError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from jenjang.identity.federation import Federation
from jenjang.identity.server import bridge
from jenjang.identity.server.consent import ChangePasswordFirst, Consent, RequestUnfit, SignInFirst
from jenjang.identity.server.device_consent import DeviceConsent
from jenjang.identity.server.doorkeeper import (
    Doorkeeper,
    FirstPasswordOver,
    PasswordUnfit,
    TooManyTries,
    WrongNameOrPassword,
)
from jenjang.identity.server.passwords import TooManyAtOnce
from jenjang.identity.server.second_factors import SecondFactors, Step
from jenjang.web.face import Face
from jenjang.web.markup import element
from jenjang.web.signing import federated
from jenjang.web.signing.cookies import LOGIN, cookie, forget, keep, proved
from jenjang.web.signing.device import DevicePages
from jenjang.web.signing.pages import link, page, words_of
from jenjang.web.signing.second_factor import SecondFactorPages
from jenjang.web.signing.views import ask_consent, leave, login, new_password, unfit_request
from jenjang.web.signing.visit import begun, onwards, settled, to, wanted_afterwards

LOGOUT = ("id_token_hint", "client_id", "post_logout_redirect_uri", "state")
"""What an application may say when it asks to end a login."""


def routes(
    doorkeeper: Doorkeeper,
    consent: Consent,
    second_factors: SecondFactors,
    devices: DeviceConsent,
    federation: Federation,
    face: Face,
) -> list[Route]:
    """The pages of every government that has an issuer of ours."""
    names = {one.code: one.name for one in face.governments}
    pages = SignInPages(doorkeeper, consent, second_factors, federation, names)
    paths = {
        "authorize": pages.authorize,
        "login": pages.login,
        "second-factor": SecondFactorPages(doorkeeper, second_factors).second_factor,
        "device": DevicePages(doorkeeper, devices, names).device,
        "password": pages.password,
        "logout": pages.logout,
        "signed-in": pages.signed_in,
    }
    own = [Route(f"/t/{{tenant}}/{name}", served, methods=["GET", "POST"]) for name, served in paths.items()]
    return [*own, *federated.routes(federation, doorkeeper)]


class SignInPages:
    """Answers the browsers of people; every page in the language they ask for."""

    def __init__(
        self,
        doorkeeper: Doorkeeper,
        consent: Consent,
        second_factors: SecondFactors,
        federation: Federation,
        names: dict[str, str],
    ) -> None:
        self._doorkeeper = doorkeeper
        self._consent = consent
        self._second_factors = second_factors
        self._federation = federation
        self._names = names

    async def authorize(self, request: Request) -> Response:
        """RFC 6749 §4.1.1. GET asks the person; POST has the answer."""
        server, sent = await begun(self._doorkeeper, request)
        query = sent.get("request", "") if request.method == "POST" else request.url.query
        try:
            pairs = bridge.pairs_of(query.encode())
            if request.method == "POST" and proved(request, sent.get("proof", "")):
                allow = sent.get("answer") == "allow"
                here = cookie(request, LOGIN), bridge.address_of(request)
                return await self._consent.answer(server, pairs, *here, allow=allow)
            asked = await self._consent.asked(server, pairs, cookie(request, LOGIN))
        except (SignInFirst, ChangePasswordFirst) as first:
            page_ = "login" if isinstance(first, SignInFirst) else "password"
            return to(request, page_, settled(query))
        except (RequestUnfit, InvalidRequestError) as unfit:
            return unfit_request(request, str(unfit))
        if isinstance(asked, Response):
            return asked
        return ask_consent(request, self._government(request), asked, query)

    async def login(self, request: Request) -> Response:
        """Name and password; then on to what the person came for."""
        server, sent = await begun(self._doorkeeper, request)
        request.state.ways = self._federation.ways(server.issuer.tenant)
        afterwards = wanted_afterwards(request, sent)
        if request.method == "GET":
            return login(request, self._government(request), afterwards)
        words = words_of(request)
        if not proved(request, sent.get("proof", "")):
            return login(request, self._government(request), afterwards, words.expired, 403)
        name, password = sent.get("name", ""), sent.get("password", "")
        try:
            entry = await self._doorkeeper.sign_in(server, name, password, bridge.address_of(request))
        except WrongNameOrPassword:
            return login(request, self._government(request), afterwards, words.wrong, 400, name)
        except FirstPasswordOver:
            return login(request, self._government(request), afterwards, words.first_over, 400, name)
        except (TooManyTries, TooManyAtOnce):
            return login(request, self._government(request), afterwards, words.too_many, 429, name)
        # Who signs in again in the same browser leaves no login behind that an old cookie opens.
        await self._doorkeeper.sign_out(server, cookie(request, LOGIN), bridge.address_of(request))
        answer = to(request, "second-factor", afterwards) if entry.pending else onwards(request, afterwards)
        keep(request, answer, LOGIN, entry.cookie)
        return answer

    async def password(self, request: Request) -> Response:
        """A new password; the first one must be changed before anything else."""
        server, sent = await begun(self._doorkeeper, request)
        words = words_of(request)
        afterwards = wanted_afterwards(request, sent)
        person = await self._doorkeeper.person(server, cookie(request, LOGIN))
        if person is None:
            return to(request, "login", afterwards)
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
        return onwards(request, afterwards)

    async def logout(self, request: Request) -> Response:
        """RP-initiated logout: the person confirms, unless the application shows its id token."""
        server, sent = await begun(self._doorkeeper, request)
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
        server, _ = await begun(self._doorkeeper, request)
        words = words_of(request)
        if await self._doorkeeper.person(server, cookie(request, LOGIN)) is None:
            return to(request, "login")
        step = await self._second_factors.step(server, cookie(request, LOGIN))
        return page(
            request,
            words.signed_in,
            element("p", words.signed_in_lead),
            link(request, words.change, "password"),
            link(request, words.add_factor, "second-factor") if step is Step.ADD else "",
            link(request, words.sign_out, "logout"),
        )

    def _government(self, request: Request) -> str:
        return self._names.get(request.path_params["tenant"], "")
