"""The addresses that programs use: tokens, keys, discovery, userinfo."""

from collections.abc import Callable, Mapping

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Error
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from jenjang.database.engine import bound
from jenjang.identity.issuers import Issuers
from jenjang.identity.server import bridge, metadata
from jenjang.identity.server.bridge import ServerRequest
from jenjang.identity.server.cors import open_route
from jenjang.identity.server.server import Server
from jenjang.identity.server.userinfo import userinfo

ABOUT_RESOURCE = "/.well-known/oauth-protected-resource"
"""Where it is told whose tokens the API takes (RFC 9728 §3)."""
PLACE = "/t/{tenant}/graphql"
"""The API for one government alone."""
FORM = "application/x-www-form-urlencoded"
KEPT = {"Cache-Control": "public, max-age=300"}
"""What is public may be kept for five minutes: less than a key is announced before it signs."""
Work = Callable[[Server, ServerRequest], Response]


class Endpoints:
    """The authorization servers of all governments, at `/t/<tenant>/…`."""

    def __init__(
        self, servers: Mapping[str, Server], issuers: Issuers, engine: AsyncEngine, public_url: str
    ) -> None:
        """`issuers`: all that are believed, governments' own providers too."""
        self._servers = servers
        self._issuers = issuers
        self._engine = engine
        self._public_url = public_url.rstrip("/")

    def routes(self) -> list[Route]:
        """The endpoints; discovery in both its forms (RFC 8414 §3.1, OpenID Connect Discovery §4)."""
        known = "/.well-known"
        names = ("openid-configuration", "oauth-authorization-server")
        return [
            open_route("/t/{tenant}/token", self.token, "POST"),
            open_route("/t/{tenant}/device_authorization", self.device, "POST"),
            open_route("/t/{tenant}/revoke", self.revoke, "POST"),
            Route("/t/{tenant}/introspect", self.introspect, methods=["POST"]),
            open_route("/t/{tenant}/userinfo", self.userinfo, "GET", "POST"),
            open_route("/t/{tenant}/jwks", self.jwks),
            *(open_route(f"/t/{{tenant}}{known}/{name}", self.discovery) for name in names),
            *(open_route(f"{known}/{name}/t/{{tenant}}", self.discovery) for name in names),
            *(open_route(f"{ABOUT_RESOURCE}{path}", self.resource) for path in ("", "/graphql", PLACE)),
        ]

    async def token(self, request: Request) -> Response:
        return await self._answer(request, lambda server, asked: server.create_token_response(asked))

    async def device(self, request: Request) -> Response:
        return await self._answer(
            request, lambda server, asked: server.create_endpoint_response("device_authorization", asked)
        )

    async def revoke(self, request: Request) -> Response:
        return await self._answer(
            request, lambda server, asked: server.create_endpoint_response("revocation", asked)
        )

    async def introspect(self, request: Request) -> Response:
        return await self._answer(
            request, lambda server, asked: server.create_endpoint_response("introspection", asked)
        )

    async def userinfo(self, request: Request) -> Response:
        return await self._answer(request, userinfo)

    async def jwks(self, request: Request) -> Response:
        """The public keys, of now and next (RFC 7517)."""
        return JSONResponse(self.server(request).issuer.ring.jwks(), headers=KEPT)

    async def discovery(self, request: Request) -> Response:
        return JSONResponse(metadata.of_issuer(self.server(request).issuer), headers=KEPT)

    async def resource(self, request: Request) -> Response:
        """What the API is; at one government's address with that government's issuers alone."""
        place = request.path_params.get("tenant")
        urls = [one.url for one in self._issuers if place in (None, one.tenant)]
        if not urls:
            raise HTTPException(404)
        path = PLACE.format(tenant=place) if place else "/graphql"
        return JSONResponse(metadata.of_resource(f"{self._public_url}{path}", urls), headers=KEPT)

    def server(self, request: Request) -> Server:
        """The server of the address; raises HTTPException 404 where there is none."""
        found = self._servers.get(request.path_params["tenant"])
        if found is None:
            raise HTTPException(404)
        return found

    async def _answer(self, request: Request, work: Work) -> Response:
        server = self.server(request)
        try:
            if len(request.headers.getlist("authorization")) > 1:
                raise InvalidRequestError("There is more than one Authorization header.")
            pairs = bridge.pairs_of(await _form(request))
            asked = ServerRequest(
                request.method, request.url.path, request.headers, pairs, bridge.address_of(request)
            )
        except OAuth2Error as error:
            refused: Response = server.handle_error_response(None, error)
            return refused
        # It commits whatever the answer is: that a token was used twice must be kept, error or not.
        async with bound(self._engine, server.issuer.tenant) as session:
            return await bridge.inside(session, lambda: work(server, asked))


async def _form(request: Request) -> bytes:
    """The body of a form. Raises InvalidRequestError when it is something else or too large."""
    if request.method != "POST":
        return b""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        raise InvalidRequestError(f"Send the parameters as {FORM}.")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > bridge.LARGEST:
            raise InvalidRequestError("The form is too large.")
    return body
