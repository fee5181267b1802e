"""GraphiQL's page, in a demo signed in as the chosen persona."""

import json

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse

from jenjang.web.assets import graphiql
from jenjang.web.examples import examples
from jenjang.web.face import Demo, Face, Persona
from jenjang.web.markup import Markup, element, join
from jenjang.web.page import CLOSED, answer, frame
from jenjang.web.words import Words, spoken

POLICY = {
    **CLOSED,
    "script-src": "'self'",
    "worker-src": "'self'",
    "connect-src": "'self'",
    "font-src": "'self'",
    # Monaco writes its theme and the place of each line as inline styles.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
}


async def explorer(request: Request, face: Face) -> HTMLResponse:
    """`GET /graphiql?as=<place>/<key>`: without `as`, nobody is signed in; outside a demo nobody can be."""
    words = spoken(request)
    persona = _chosen(face.demo, request.query_params.get("as", ""))
    token = face.demo.token(persona) if face.demo and persona else ""
    script, sheets = graphiql()
    main = element(
        "main",
        element("h1", "GraphiQL", class_="unseen"),
        _switch(words, face, persona) if face.demo else "",
        _said(words, persona, token),
        element("div", element("noscript", element("p", words.needs_script)), id="graphiql"),
        id="main",
    )
    head = join(
        *(element("link", rel="stylesheet", href=sheet) for sheet in sheets),
        element("script", type="module", src=script),
    )
    return answer(words, frame(request, words, "GraphiQL · Jenjang", main, head, kind="desk"), POLICY)


def _chosen(demo: Demo | None, path: str) -> Persona | None:
    """The persona that the address names. Raises 404 for one that isn't there."""
    if not path:
        return None
    persona = demo.find(path) if demo else None
    if persona is None:
        raise HTTPException(404)
    return persona


def _said(words: Words, persona: Persona | None, token: str) -> Markup:
    """What the script is told. JSON in a page must not spell the end of its own element."""
    opened = examples(words.language, persona.key if persona else "")
    said = json.dumps({"token": token, "examples": opened}).replace("<", "\\u003c")
    return element("script", Markup(said), type="application/json", id="said")


def _switch(words: Words, face: Face, chosen: Persona | None) -> Markup:
    """A form that opens the page anew as somebody else."""
    nobody = element("option", words.nobody, value="", selected=chosen is None)
    groups = (_group(words, place, personas, chosen) for place, personas in face.personas().items())
    return element(
        "form",
        element("label", words.personas, for_="as"),
        element("select", nobody, *groups, name="as", id="as"),
        element("input", type="hidden", name="lang", value=words.language),
        element("button", words.switch),
        action="/graphiql",
        class_="switch",
    )


def _group(words: Words, place: str, personas: list[Persona], chosen: Persona | None) -> Markup:
    options = (
        element("option", f"{words.who(one)}, {place}", value=one.path, selected=one == chosen)
        for one in personas
    )
    return element("optgroup", *options, label=place)
