"""The first page: what this is, how it does, for whom, and where to go on."""

from collections.abc import Mapping
from itertools import groupby
from operator import attrgetter

from starlette.requests import Request
from starlette.responses import HTMLResponse

from jenjang.web.face import Face, Government, Health, Persona, State
from jenjang.web.markup import Markup, element, join
from jenjang.web.page import answer, frame
from jenjang.web.words import Words, spoken


async def home(request: Request, face: Face) -> HTMLResponse:
    """`GET /`. With the database away the page still comes, without the number of people."""
    words = spoken(request)
    health = await face.health()
    people = (await face.people() if health.ready else {}) if face.people else None
    main = element(
        "main",
        element("h1", words.title),
        join(*(element("p", sentence, class_="lead") for sentence in words.lead)),
        _health(words, health),
        _regions(words, face, people),
        _personas(words, face) if face.demo else "",
        _links(words),
        id="main",
    )
    footer = element("footer", element("p", words.licence))
    return answer(words, frame(request, words, f"Jenjang: {words.title}", join(main, footer), Markup()))


def _health(words: Words, health: Health) -> Markup:
    parts = ((words.database, health.database), (words.redis, health.redis))
    return _section(
        "health",
        words.health,
        element("ul", *(_part(words, name, state) for name, state in parts), class_="health"),
    )


def _part(words: Words, name: str, state: State) -> Markup:
    return element("li", element("strong", name), " ", words.states[state], class_=state.value)


def _regions(words: Words, face: Face, people: Mapping[str, int] | None) -> Markup:
    """A table with a group of rows for each province; the province itself, if it is a tenant, heads it."""
    headings = (
        element("th", words.region, scope="col"),
        element("th", words.kind, scope="col", class_="kind"),
        element("th", words.code, scope="col"),
        "" if people is None else element("th", words.people, scope="col", class_="number"),
    )
    groups = groupby(face.ordered(), key=attrgetter("province_code"))
    table = element(
        "table",
        element("caption", words.regions_caption),
        element("thead", element("tr", *headings)),
        *(element("tbody", *(_region(words, one, people) for one in group)) for _, group in groups),
    )
    return _section(
        "regions",
        words.regions,
        element("div", table, class_="wide", tabindex="0", role="region", aria_label=words.regions_caption),
    )


def _region(words: Words, government: Government, people: Mapping[str, int] | None) -> Markup:
    heads = government.region_code == government.province_code
    return element(
        "tr",
        element("th", government.name, scope="rowgroup" if heads else "row"),
        element("td", words.kinds.get(government.kind, government.kind), class_="kind"),
        element("td", government.region_code),
        "" if people is None else _count(words, people.get(government.code)),
    )


def _count(words: Words, people: int | None) -> Markup:
    return element("td", "–" if people is None else words.number(people), class_="number")


def _personas(words: Words, face: Face) -> Markup:
    cards = (_card(words, place, personas) for place, personas in face.personas().items())
    return _section(
        "personas",
        words.personas,
        element("p", words.personas_lead),
        element("div", *cards, class_="cards"),
    )


def _card(words: Words, place: str, personas: list[Persona]) -> Markup:
    links = (element("li", _persona(words, place, persona)) for persona in personas)
    return element("article", element("h3", place), element("ul", *links))


def _persona(words: Words, place: str, persona: Persona) -> Markup:
    who = words.who(persona)
    return element(
        "a",
        who,
        href=f"/graphiql?as={persona.path}&lang={words.language}",
        aria_label=f"{words.try_as} {who}, {place}",
    )


def _links(words: Words) -> Markup:
    targets = (
        (f"/graphiql?lang={words.language}", words.graphiql),
        ("/schema.graphql", words.contract),
        ("/ready", words.readiness),
    )
    links = (element("li", element("a", text, href=href)) for href, text in targets)
    return _section("links", words.links, element("ul", *links), element("p", words.documents))


def _section(name: str, heading: str, *inside: str) -> Markup:
    return element("section", element("h2", heading, id=name), *inside, aria_labelledby=name)
