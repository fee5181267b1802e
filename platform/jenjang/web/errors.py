"""The page that `docUrl` leads to: every error, what it means and what to do."""

from starlette.requests import Request
from starlette.responses import HTMLResponse

from jenjang.graph.registry import Entry, entries
from jenjang.web.face import Face
from jenjang.web.markup import Markup, element
from jenjang.web.page import answer, frame
from jenjang.web.words import Words, spoken


async def errors(request: Request, _face: Face) -> HTMLResponse:
    """`GET /errors`. Each code is an anchor: /errors#NOT_FOUND."""
    words = spoken(request)
    main = element(
        "main",
        element("h1", words.errors),
        element("p", words.errors_lead, class_="lead"),
        *(_entry(words, one) for one in entries()),
        id="main",
    )
    return answer(words, frame(request, words, f"{words.errors} · Jenjang", main, Markup()))


def _entry(words: Words, one: Entry) -> Markup:
    family = "" if one.family == one.code else f" · {one.family}"
    return element(
        "section",
        element("h2", element("code", one.code), id=one.code),
        element("p", f"{words.status} {one.status}{family}"),
        element("p", one.sentence(words.language)),
        element("p", one.remedy(words.language)),
        aria_labelledby=one.code,
    )
