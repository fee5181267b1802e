"""The page of the second factor: taking an authenticator app into use, and showing its codes."""

import segno
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from jenjang.identity.server import bridge
from jenjang.identity.server.doorkeeper import Doorkeeper
from jenjang.identity.server.factor_rows import NobodyThere
from jenjang.identity.server.second_factors import (
    Added,
    Offer,
    SecondFactors,
    Step,
    TooManyCodes,
    WrongCode,
)
from jenjang.identity.server.server import Server
from jenjang.web.markup import Markup, element
from jenjang.web.signing.cookies import LOGIN, cookie, keep, proved
from jenjang.web.signing.pages import alert, button, field, form, here, hidden, page, sealed, words_of
from jenjang.web.signing.visit import begun, onwards, to, wanted_afterwards

MODULE = 4
"""Pixels of a dot of the QR code: it fits a small phone, and is read from a hand's width away."""


class SecondFactorPages:
    """Answers the browsers of people who have given their password."""

    def __init__(self, doorkeeper: Doorkeeper, second_factors: SecondFactors) -> None:
        self._doorkeeper = doorkeeper
        self._second_factors = second_factors

    async def second_factor(self, request: Request) -> Response:
        """Whoever has one shows it; whoever has none takes one into use."""
        server, sent = await begun(self._doorkeeper, request)
        afterwards = wanted_afterwards(request, sent)
        try:
            step = await self._second_factors.step(server, cookie(request, LOGIN))
            if step is Step.DONE:
                return onwards(request, afterwards)
            answered = self._shown if step is Step.SHOW else self._added
            return await answered(request, server, sent.get("code", ""), sent.get("proof", ""), afterwards)
        except NobodyThere:
            return to(request, "login", afterwards)

    async def _shown(
        self, request: Request, server: Server, code: str, proof: str, afterwards: str
    ) -> Response:
        words = words_of(request)
        if request.method == "GET":
            return _show(request, afterwards)
        if not proved(request, proof):
            return _show(request, afterwards, words.expired, 403)
        login, address = cookie(request, LOGIN), bridge.address_of(request)
        try:
            value = await self._second_factors.show(server, login, code, address)
        except WrongCode:
            return _show(request, afterwards, words.wrong_code, 400)
        except TooManyCodes:
            return _show(request, afterwards, words.too_many_codes, 429)
        answer = onwards(request, afterwards)
        keep(request, answer, LOGIN, value)
        return answer

    async def _added(
        self, request: Request, server: Server, code: str, proof: str, afterwards: str
    ) -> Response:
        words, login = words_of(request), cookie(request, LOGIN)
        offer = await self._second_factors.offer(server, login)
        if request.method == "GET":
            return _add(request, offer, afterwards)
        if not proved(request, proof):
            return _add(request, offer, afterwards, words.expired, 403)
        try:
            added = await self._second_factors.add(server, login, code, bridge.address_of(request))
        except WrongCode:
            return _add(request, offer, afterwards, words.wrong_code, 400)
        answer = _codes(request, added, afterwards)
        keep(request, answer, LOGIN, added.cookie)
        return answer


def _show(request: Request, afterwards: str, problem: str = "", status: int = 200) -> HTMLResponse:
    words = words_of(request)
    fields = _code_form(request, afterwards, words.code_or_recovery_hint)
    inside = (element("p", words.code_lead), alert(problem), fields)
    return sealed(request, page(request, words.second_factor, *inside, status=status))


def _add(
    request: Request, offer: Offer, afterwards: str, problem: str = "", status: int = 200
) -> HTMLResponse:
    words = words_of(request)
    inside = (
        element("p", words.add_lead),
        alert(problem),
        element("p", _picture(offer), class_="qr"),
        element("p", element("a", words.open_app, href=offer.address)),
        element("p", words.type_secret, " ", element("code", offer.secret, class_="secret")),
        _code_form(request, afterwards, words.code_hint),
    )
    return sealed(request, page(request, words.add_factor, *inside, status=status))


def _code_form(request: Request, afterwards: str, hint: str) -> Markup:
    words = words_of(request)
    return form(
        request,
        here(request, "second-factor"),
        hidden("next", afterwards),
        field("code", words.code, "text", "one-time-code", hint),
        button(words.go_on),
    )


def _codes(request: Request, added: Added, afterwards: str) -> HTMLResponse:
    """The recovery codes, this once."""
    words = words_of(request)
    onward = onwards(request, afterwards).headers["location"]
    return page(
        request,
        words.recovery,
        element("p", words.recovery_lead),
        element("ul", *(element("li", element("code", one)) for one in added.recovery_codes), class_="codes"),
        element("p", element("a", words.noted, href=onward, class_="onward")),
        once=True,
    )


def _picture(offer: Offer) -> Markup:
    """The QR code that an authenticator app reads. Those who listen to the page are told the secret below."""
    drawn = segno.make(offer.address, error="l").svg_inline(
        scale=MODULE, border=3, light="#fff", omitsize=True
    )
    return Markup(drawn.replace("<svg ", '<svg aria-hidden="true" ', 1))
