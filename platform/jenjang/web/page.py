"""The frame around every page, and the headers that keep it closed to the outside."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse

from jenjang.web.assets import address
from jenjang.web.markup import Markup, element, join
from jenjang.web.words import LANGUAGES, Words

CLOSED: Mapping[str, str] = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
"""A page without scripts, which nothing may be loaded into and which may stand in no frame."""


def frame(
    request: Request,
    words: Words,
    title: str,
    main: Markup,
    head: Markup,
    kind: str = "sheet",
    *,
    once: bool = False,
) -> Markup:
    """A whole document; `kind` is its look: a `sheet` to read or a `desk` to work at.

    `once`: it can't be shown again, so that no link leads to it in the other language.
    """
    body = element(
        "body",
        element("a", words.skip, href="#main", class_="skip"),
        _banner(request, words, once=once),
        main,
        class_=kind,
    )
    return join(
        Markup("<!doctype html>\n"),
        element("html", _head(title, head), body, lang=words.language),
    )


def answer(
    words: Words, document: Markup, policy: Mapping[str, str] = CLOSED, status: int = 200
) -> HTMLResponse:
    """The document with its headers. What a page shows may be gone a second later, so it isn't kept."""
    return HTMLResponse(
        document,
        status_code=status,
        headers={
            "Cache-Control": "no-store",
            "Content-Language": words.language,
            "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
            "Cross-Origin-Opener-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "Vary": "Accept-Language",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _head(title: str, more: Markup) -> Markup:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("link", rel="icon", type="image/svg+xml", href=address("icon.svg")),
        element("link", rel="stylesheet", href=address("page.css")),
        more,
    )


def _banner(request: Request, words: Words, *, once: bool) -> Markup:
    """Home on the left, the other language on the right."""
    other = next(language for language in LANGUAGES if language != words.language)
    there = request.url.include_query_params(lang=other).query
    icon = element("img", src=address("icon.svg"), alt="", width="28", height="28")
    home = element("a", icon, "Jenjang", href=f"/?lang={words.language}", class_="home")
    switch = element("a", words.other, href=f"?{there}", lang=other, hreflang=other)
    return element("header", home, "" if once else switch)
