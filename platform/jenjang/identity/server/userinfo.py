"""Userinfo: who the bearer of an access token is."""

from starlette.responses import JSONResponse, Response

from jenjang.identity.server.bridge import NEVER_KEPT, SESSION, ServerRequest
from jenjang.identity.server.grants import holder
from jenjang.identity.server.models import OAuthGrant
from jenjang.identity.server.openid import about
from jenjang.identity.server.server import Server


def userinfo(server: Server, request: ServerRequest) -> Response:
    """Who the bearer of an access token is (OpenID Connect Core §5.3).

    401 for a token that isn't good, 403 for a good one without the scope `openid` (RFC 6750 §3.1).
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return _refused(401)  # Who came without a token isn't told of an error.
    genuine = server.genuine(token)
    came_of = genuine.grant if genuine else None
    grant = SESSION.get().get(OAuthGrant, (server.issuer.tenant, came_of)) if came_of else None
    account = holder(grant) if grant else None
    if genuine is None or account is None:
        return _refused(401, "invalid_token")
    if "openid" not in genuine.scopes:
        return _refused(403, "insufficient_scope", ', scope="openid"')
    told = about(server.issuer, account, " ".join(genuine.scopes))
    return JSONResponse(told, headers=NEVER_KEPT)


def _refused(status: int, error: str = "", more: str = "") -> Response:
    challenge = f'Bearer error="{error}"{more}' if error else "Bearer"
    headers = {"WWW-Authenticate": challenge, **NEVER_KEPT}
    return JSONResponse({"error": error} if error else {}, status, headers)
