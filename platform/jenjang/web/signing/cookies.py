"""The two cookies of a government's sign-in pages, and the proof that a form came from one of them."""

import hmac
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from jenjang.identity.server import opaque

FORM = "form"
"""Known before anybody has signed in, so that the login form is ours, too."""
LOGIN = "login"


def name_of(request: Request, kind: str) -> str:
    """A cookie's name: each government's differs, and under https no other host can set it (RFC 6265bis)."""
    prefix = "__Host-" if _secure(request) else ""
    return f"{prefix}jenjang-{request.path_params['tenant']}-{kind}"


def cookie(request: Request, kind: str) -> str:
    """The cookie's value; empty when the browser has none."""
    return request.cookies.get(name_of(request, kind), "")


def keep(request: Request, response: Response, kind: str, value: str) -> None:
    """Let the browser keep a cookie of this host alone, gone with the session."""
    response.set_cookie(
        name_of(request, kind),
        value,
        path="/",
        secure=_secure(request),
        httponly=True,
        samesite="lax",
    )


def forget(request: Request, response: Response, kind: str) -> None:
    response.delete_cookie(
        name_of(request, kind), path="/", secure=_secure(request), httponly=True, samesite="lax"
    )


def form_cookie(request: Request) -> str:
    """What forms of this browser are proved by; new where it has none."""
    return cookie(request, FORM) or opaque.new_secret()


def proof(request: Request, value: str) -> str:
    """What a form carries to show that a page of ours made it, for this browser and this government."""
    text = f"{request.path_params['tenant']}\0{value}"
    return sha256(text.encode()).hexdigest()


def proved(request: Request, given: str) -> bool:
    """Whether a form's proof fits the cookie, and the browser doesn't say that it came from elsewhere."""
    kept = cookie(request, FORM)
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    if "origin" in request.headers and not _ours(request, request.headers["origin"]):
        return False
    return bool(kept) and hmac.compare_digest(given.encode(), proof(request, kept).encode())


def _ours(request: Request, origin: str) -> bool:
    """Whether a page of this server sent the form, as it is reached from outside or at this address."""
    public = urlsplit(request.state.issuer)
    return origin in (f"{public.scheme}://{public.netloc}", f"{request.url.scheme}://{request.url.netloc}")


def _secure(request: Request) -> bool:
    """Over plain http, as in a demo on loopback, browsers would refuse a secure cookie."""
    return str(request.state.issuer).startswith("https://")
