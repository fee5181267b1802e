"""What every sign-in page begins with and leads on by: its government's server, its form, the next page."""

from urllib.parse import parse_qsl, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse

from jenjang.identity.server import bridge
from jenjang.identity.server.doorkeeper import Doorkeeper
from jenjang.identity.server.server import Server
from jenjang.web.signing.pages import prepare

Form = dict[str, str]
DEVICE = "user_code="
"""How what goes on afterwards begins, where it is the page for a device's code."""


async def begun(doorkeeper: Doorkeeper, request: Request) -> tuple[Server, Form]:
    """The government's server, and the form if one was sent. Raises HTTPException 404, 413, 400."""
    server = doorkeeper.server(request.path_params["tenant"])
    if server is None:
        raise HTTPException(404)
    prepare(request, server.issuer.url)
    if request.method != "POST":
        return server, {}
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > bridge.LARGEST:
            raise HTTPException(413)
    try:
        return server, dict(parse_qsl(body.decode("ascii"), max_num_fields=bridge.FIELDS))
    except ValueError:
        raise HTTPException(400) from None


def to(request: Request, name: str, afterwards: str = "") -> RedirectResponse:
    """On to a page of ours; `afterwards` is an application's request, and can lead nowhere else."""
    path = f"/t/{request.path_params['tenant']}/{name}"
    if name == "authorize":
        return RedirectResponse(f"{path}?{afterwards}", 303)
    language = request.query_params.get("lang", "")
    query = urlencode({key: value for key, value in (("next", afterwards), ("lang", language)) if value})
    return RedirectResponse(f"{path}?{query}" if query else path, 303)


def onwards(request: Request, afterwards: str) -> RedirectResponse:
    """On to what the person came for."""
    if afterwards.startswith(DEVICE):
        path = f"/t/{request.path_params['tenant']}/device"
        return RedirectResponse(f"{path}?{urlencode(parse_qsl(afterwards))}", 303)
    return to(request, "authorize" if afterwards else "signed-in", afterwards)


def for_device(code: str) -> str:
    """What goes on after signing in for who came to enter a device's code."""
    return urlencode({"user_code": code})


def wanted_afterwards(request: Request, sent: Form) -> str:
    """The application's request that goes on after this page, if there is one."""
    return sent.get("next", request.query_params.get("next", ""))


def settled(query: str) -> str:
    """An application's request without what would ask for yet another login."""
    kept = [(name, value) for name, value in parse_qsl(query) if name != "max_age"]
    fresh = [
        (name, " ".join(one for one in value.split() if one != "login") if name == "prompt" else value)
        for name, value in kept
    ]
    return urlencode([(name, value) for name, value in fresh if value])
