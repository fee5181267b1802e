"""Userinfo: who the bearer of an access token is."""

from starlette.responses import JSONResponse, Response

from jenjang.identity.server.bridge import NEVER_KEPT, SESSION, ServerRequest
from jenjang.identity.server.grants import holder
from jenjang.identity.server.models import OAuthGrant
from jenjang.identity.server.openid import about
from jenjang.identity.server.server import Server


def userinfo(server: Server, request: ServerRequest) -> Response:
    """Who the bearer of an access token is (OpenID Connect Core §5.3). 401 for any other token."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    genuine = server.genuine(token) if scheme.lower() == "bearer" else None
    came_of = genuine.grant if genuine else None
    grant = SESSION.get().get(OAuthGrant, (server.issuer.tenant, came_of)) if came_of else None
    account = holder(grant) if grant else None
    if genuine is None or account is None or "openid" not in genuine.scopes:
        challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        return JSONResponse({"error": "invalid_token"}, 401, {**challenge, **NEVER_KEPT})
    told = about(server.issuer, account, " ".join(genuine.scopes))
    return JSONResponse(told, headers=NEVER_KEPT)
