"""The addresses of the web face."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from jenjang.web.assets import asset
from jenjang.web.certificate import certificate
from jenjang.web.errors import errors
from jenjang.web.explorer import explorer
from jenjang.web.face import Face
from jenjang.web.home import home
from jenjang.web.markup import Markup, element
from jenjang.web.page import answer, frame
from jenjang.web.probes import contract, live, metrics, ready
from jenjang.web.words import spoken

Page = Callable[[Request, Face], Awaitable[Response]]


def routes(face: Face) -> list[Route]:
    """All pages and probes; `/graphql` itself is not among them."""

    def shown(page: Page) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            return await page(request, face)

        return endpoint

    return [
        Route("/", shown(home)),
        Route("/graphiql", shown(explorer)),
        Route("/errors", shown(errors)),
        Route("/t/{tenant}/certificates/{code}", shown(certificate)),
        Route("/schema.graphql", shown(contract)),
        Route("/live", live),
        Route("/ready", shown(ready)),
        Route("/metrics", metrics),
        Route("/assets/{name}", asset),
    ]


async def not_found(request: Request, _refusal: Exception) -> Response:
    """The page for an address that leads nowhere: the app's handler for 404."""
    words = spoken(request)
    main = element("main", element("h1", words.lost), element("p", words.lost_lead), id="main")
    return answer(words, frame(request, words, f"{words.lost} · Jenjang", main, Markup()), status=404)


async def unavailable(_request: Request, _failure: Exception) -> Response:
    """What programs and browsers are told while the database is away or too busy: come again in a second."""
    told = {"error": "temporarily_unavailable"}
    # It says nothing of anybody: applications in browsers may read it, wherever they asked.
    open_ = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After"}
    return JSONResponse(told, 503, {"Retry-After": "1", "Cache-Control": "no-store", **open_})


def published(folder: Path) -> str:
    """The contract's files, one a domain, as one SDL document; empty where there are none."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.graphql")))
