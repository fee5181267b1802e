"""The page on which people enter the code that a device shows, and say what it may do."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from jenjang.identity.server import bridge
from jenjang.identity.server.consent import ChangePasswordFirst, SignInFirst
from jenjang.identity.server.device_consent import DeviceAsks, DeviceConsent, DeviceUnknown
from jenjang.identity.server.doorkeeper import Doorkeeper, TooManyTries
from jenjang.web.markup import element
from jenjang.web.signing.cookies import LOGIN, cookie, proved
from jenjang.web.signing.pages import alert, button, field, form, here, hidden, page, scopes, sealed, words_of
from jenjang.web.signing.views import whose
from jenjang.web.signing.visit import begun, for_device, to


class DevicePages:
    """Answers the browsers of people whose device has none."""

    def __init__(self, doorkeeper: Doorkeeper, devices: DeviceConsent, names: dict[str, str]) -> None:
        self._doorkeeper = doorkeeper
        self._devices = devices
        self._names = names

    async def device(self, request: Request) -> Response:
        """RFC 8628 §3.3. GET asks for the code, the first POST shows what it stands for, the next answers."""
        server, sent = await begun(self._doorkeeper, request)
        words, login, address = words_of(request), cookie(request, LOGIN), bridge.address_of(request)
        code = sent.get("user_code", request.query_params.get("user_code", ""))
        try:
            await self._devices.person(server, login)
            if request.method == "GET":
                return _enter(request, code)
            if not proved(request, sent.get("proof", "")):
                return _enter(request, code, words.expired, 403)
            if "answer" in sent:
                allow = sent["answer"] == "allow"
                await self._devices.answer(server, code, login, address, allow=allow)
                return page(request, words.device_done, element("p", words.device_done_lead))
            asks = await self._devices.asked(server, code, login, address)
        except (SignInFirst, ChangePasswordFirst) as first:
            page_ = "login" if isinstance(first, SignInFirst) else "password"
            return to(request, page_, for_device(code))
        except DeviceUnknown:
            return _enter(request, code, words.device_unknown, 400)
        except TooManyTries:
            return _enter(request, code, words.too_many, 429)
        return self._ask(request, asks, code)

    def _ask(self, request: Request, asks: DeviceAsks, code: str) -> HTMLResponse:
        words = words_of(request)
        government = self._names.get(request.path_params["tenant"], "")
        fields = form(
            request,
            here(request, "device"),
            hidden("user_code", code),
            button(words.allow, "answer", "allow"),
            button(words.deny, "answer", "deny", "other"),
        )
        shown = page(
            request,
            words.allow_title.format(client=asks.client),
            element("p", words.allow_lead.format(client=asks.client, government=government)),
            scopes(words, asks.scopes),
            element("p", words.device_warning, class_="alert"),
            whose(request, asks.person, for_device(code)),
            fields,
        )
        return sealed(request, shown)


def _enter(request: Request, code: str, problem: str = "", status: int = 200) -> HTMLResponse:
    words = words_of(request)
    fields = form(
        request,
        here(request, "device"),
        field("user_code", words.device_code, "text", "off", words.device_code_hint, code[:40]),
        button(words.go_on),
    )
    inside = (element("p", words.device_lead), alert(problem), fields)
    return sealed(request, page(request, words.device, *inside, status=status))
