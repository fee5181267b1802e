"""The sign-in pages themselves."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse

from jenjang.identity.server.consent import Asked
from jenjang.identity.server.logins import SignedIn
from jenjang.web.markup import Markup, element
from jenjang.web.signing.federated import ways
from jenjang.web.signing.pages import alert, button, field, form, here, hidden, page, scopes, sealed, words_of
from jenjang.web.signing.visit import to

SHOWN = 4
"""Digits of a NIP that tell its owner which it is, and others little."""


def login(
    request: Request, government: str, afterwards: str, problem: str = "", status: int = 200, name: str = ""
) -> HTMLResponse:
    """Name and password. What was wrong is said without saying which."""
    words = words_of(request)
    fields = form(
        request,
        here(request, "login"),
        hidden("next", afterwards),
        field("name", words.name, "text", "username", words.name_hint, name),
        field("password", words.password, "password", "current-password"),
        button(words.sign_in),
    )
    lead = element("p", words.sign_in_to)
    inside = (
        element("p", government, class_="lead"),
        lead,
        alert(problem),
        fields,
        ways(request, afterwards),
    )
    return sealed(request, page(request, words.sign_in, *inside, status=status))


def ask_consent(request: Request, government: str, asked: Asked, query: str) -> HTMLResponse:
    """What an application wants, of whose account, and where the browser goes then."""
    words = words_of(request)
    fields = form(
        request,
        here(request, "authorize"),
        hidden("request", query),
        button(words.allow, "answer", "allow"),
        button(words.deny, "answer", "deny", "other"),
    )
    shown = page(
        request,
        words.allow_title.format(client=asked.client),
        element("p", words.allow_lead.format(client=asked.client, government=government)),
        scopes(words, asked.scopes),
        whose(request, asked.person, query),
        fields,
        element("p", words.goes_to.format(host=urlsplit(asked.redirect_uri).netloc), class_="quiet"),
        then=asked.redirect_uri,
    )
    return sealed(request, shown)


def whose(request: Request, person: SignedIn, afterwards: str) -> Markup:
    """As whom somebody has signed in, and the way to be somebody else."""
    words = words_of(request)
    another = to(request, "login", afterwards).headers["location"]
    told = words.acting_as.format(name=person.name, number=person.number[-SHOWN:])
    return element("p", told, " ", element("a", words.another, href=another))


def new_password(
    request: Request, afterwards: str, lead: str, problem: str = "", status: int = 200
) -> HTMLResponse:
    """The old password and a new one."""
    words = words_of(request)
    fields = form(
        request,
        here(request, "password"),
        hidden("next", afterwards),
        field("old", words.old, "password", "current-password"),
        field("new", words.new, "password", "new-password", words.new_hint),
        button(words.change),
    )
    inside = (element("p", lead) if lead else "", alert(problem), fields)
    return sealed(request, page(request, words.change, *inside, status=status))


def leave(request: Request, government: str, kept: Mapping[str, str], then: str) -> HTMLResponse:
    """Ask before somebody is signed out: any page on the net may have sent the browser here.

    `then`: the registered address to which the browser goes afterwards; empty when there is none.
    """
    words = words_of(request)
    fields = form(
        request,
        here(request, "logout"),
        *(hidden(name, value) for name, value in kept.items()),
        button(words.sign_out),
    )
    inside = (element("p", words.sign_out_lead.format(government=government)), fields)
    shown = page(request, words.sign_out, *inside, then=then)
    return sealed(request, shown)


def unfit_request(request: Request, problem: str) -> HTMLResponse:
    """An application that asked wrongly, and can't be trusted with an answer (RFC 6749 §4.1.2.1)."""
    words = words_of(request)
    inside = (element("p", words.bad_request_lead), element("p", problem, class_="quiet", lang="en"))
    return page(request, words.bad_request, *inside, status=400)
