"""What machines ask a server: is it alive, is it ready, how does it do, which contract does it keep."""

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from jenjang.web.face import Face

FRESH = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


async def live(_request: Request) -> Response:
    """`GET /live`: the process answers. Touches nothing."""
    return PlainTextResponse("live\n", headers=FRESH)


async def ready(_request: Request, face: Face) -> Response:
    """`GET /ready`: 200 while the database answers; with Redis away, more slowly but still ready."""
    health = await face.health()
    states = {"ready": health.ready, "database": health.database, "redis": health.redis}
    if health.ready:
        return JSONResponse(states, headers=FRESH)
    return JSONResponse(states, status_code=503, headers={**FRESH, "Retry-After": "1"})


async def metrics(_request: Request) -> Response:
    """`GET /metrics`: what this process uses and how requests ended, in Prometheus' text format."""
    return Response(generate_latest(), headers={**FRESH, "Content-Type": CONTENT_TYPE_LATEST})


async def contract(_request: Request, face: Face) -> Response:
    """`GET /schema.graphql`: the published contract as one SDL document."""
    if not face.contract:
        raise HTTPException(404)
    return PlainTextResponse(face.contract, headers={**FRESH, "Cache-Control": "no-cache"})
