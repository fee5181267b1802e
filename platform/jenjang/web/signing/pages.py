"""What the sign-in pages look like: forms that need no script and fit a small phone."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse

from jenjang.web.markup import Markup, element
from jenjang.web.page import CLOSED, answer, frame
from jenjang.web.signing.cookies import FORM, form_cookie, keep, proof
from jenjang.web.signing.words import SIGN_IN_LANGUAGES, SignInWords
from jenjang.web.words import spoken


def words_of(request: Request) -> SignInWords:
    """The language of the visitor."""
    return SIGN_IN_LANGUAGES[spoken(request).language]


def page(
    request: Request,
    title: str,
    *inside: str,
    status: int = 200,
    then: str | None = None,
    once: bool = False,
) -> HTMLResponse:
    """A page; `then`: the address to which its form's answer may lead, besides our own; `once`: see frame."""
    words = spoken(request)
    main = element("main", element("h1", title), *inside, id="main", class_="door")
    policy = {**CLOSED, "form-action": f"'self' {_origin(then)}".strip()}
    document = frame(request, words, f"{title} · Jenjang", main, Markup(), once=once)
    shown = answer(words, document, policy, status)
    # Else browsers say of our own forms, too, that they come from nowhere (Origin: null).
    shown.headers["Referrer-Policy"] = "same-origin"
    return shown


def form(request: Request, action: str, *inside: str) -> Markup:
    """A form with the proof that it is ours. The page that shows it must be sealed."""
    return element(
        "form", hidden("proof", proof(request, request.state.form)), *inside, method="post", action=action
    )


def sealed(request: Request, response: HTMLResponse) -> HTMLResponse:
    """Give the browser the cookie that the page's forms are proved by."""
    keep(request, response, FORM, request.state.form)
    return response


def here(request: Request, name: str) -> str:
    """A page of the same government, in the language that this one was asked for."""
    language = request.query_params.get("lang", "")
    path = f"/t/{request.path_params['tenant']}/{name}"
    return f"{path}?lang={language}" if language else path


def prepare(request: Request, issuer: str) -> None:
    """Choose what this request's forms are proved by. `issuer`: ours, whose address its cookies are for."""
    request.state.issuer = issuer
    request.state.form = form_cookie(request)


def hidden(name: str, value: str) -> Markup:
    return element("input", type="hidden", name=name, value=value)


def field(name: str, label: str, kind: str, autocomplete: str, hint: str = "", value: str = "") -> Markup:
    """A labelled field; its hint is read out with it."""
    about = f"{name}-hint" if hint else False
    return element(
        "p",
        element("label", label, for_=name),
        element(
            "input",
            id=name,
            name=name,
            type=kind,
            autocomplete=autocomplete,
            required=True,
            value=value or False,
            aria_describedby=about,
        ),
        element("small", hint, id=f"{name}-hint") if hint else "",
    )


def button(label: str, name: str = "", value: str = "", look: str = "main") -> Markup:
    return element("button", label, type="submit", name=name or False, value=value or False, class_=look)


def alert(text: str) -> Markup:
    """What went wrong, read out at once."""
    return element("p", text, role="alert", class_="alert") if text else Markup()


def scopes(words: SignInWords, asked: tuple[str, ...]) -> Markup:
    """What is asked for, in words. Without a scope that names a permission all is asked for."""
    told = [words.scopes.get(one, one) for one in asked]
    if not any(":" in one for one in asked):
        told.append(words.everything)
    return element("ul", *(element("li", one) for one in told))


def _origin(address: str | None) -> str:
    """Browsers hold a form's redirection, too, against the policy."""
    if not address:
        return ""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def link(request: Request, text: str, name: str) -> Markup:
    """To another page of the same government, in the same language."""
    path = f"/t/{request.path_params['tenant']}/{name}?lang={spoken(request).language}"
    return element("p", element("a", text, href=path))
