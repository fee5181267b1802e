"""Between Starlette and Authlib: its requests are made here, its answers become responses.

Authlib's server is synchronous: it runs inside `AsyncSession.run_sync`, and its grants find the session
in a context variable.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from typing import TypeVar
from urllib.parse import parse_qsl

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Payload, OAuth2Request
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

T = TypeVar("T")
Pairs = Sequence[tuple[str, str]]
SESSION: ContextVar[Session] = ContextVar("session")
"""The session, bound to the issuer's government, in which the request is answered."""
FIELDS = 50
"""Parameters that one request may have."""
LARGEST = 32 * 1024
"""Bytes that a form may have."""
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
"""What no parameter holds (RFC 6749 appendix A), and no database or header takes."""
REPEATED = ("client_id", "grant_type", "redirect_uri", "response_type")
"""What Authlib repeats in descriptions of errors, which may not hold everything (RFC 6749 §5.2)."""
TELLABLE = re.compile(r"[\x20\x21\x23-\x5b\x5d-\x7e]*")
NEVER_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class Payload(OAuth2Payload):  # type: ignore[misc]  # Authlib ships no types.
    """The parameters of a request.

    Raises InvalidRequestError when one is there twice (RFC 6749 §3), or holds what it can't.
    """

    def __init__(self, pairs: Pairs) -> None:
        self._data: dict[str, str] = {}
        for name, value in pairs:
            if name in self._data:
                raise InvalidRequestError(f"The parameter {_plain(name)} is there twice.")
            if CONTROL.search(value) or (name in REPEATED and not TELLABLE.fullmatch(value)):
                raise InvalidRequestError(f"The parameter {_plain(name)} holds what it can not.")
            if value:  # Without a value it counts as left out.
                self._data[name] = value

    @property
    def data(self) -> Mapping[str, str]:
        return self._data

    @property
    def datalist(self) -> Mapping[str, list[str]]:
        return defaultdict(list, {name: [value] for name, value in self._data.items()})


class ServerRequest(OAuth2Request):  # type: ignore[misc]  # Authlib ships no types.
    """A request as Authlib wants it. `pairs`: of the form, or of a GET's query; `address`: who sent it."""

    def __init__(
        self, method: str, path: str, headers: Mapping[str, str], pairs: Pairs, address: str = ""
    ) -> None:
        # The server's public address is https, or loopback in a demo: which is not Authlib's to judge.
        super().__init__(method, f"https://issuer{path}", headers=headers)
        self.payload = Payload(pairs)
        self.address = address

    @property
    def form(self) -> Mapping[str, str]:
        return self.payload.data

    args = form


def address_of(request: Request) -> str:
    """Where a request comes from; empty when that isn't known."""
    return request.client.host if request.client else ""


def pairs_of(text: bytes) -> Pairs:
    """The fields of a form or query. Raises InvalidRequestError when it can't be read."""
    try:
        return _fields(text)
    except ValueError:
        raise InvalidRequestError("The parameters are unreadable or too many.") from None


def _fields(text: bytes) -> Pairs:
    if len(text) > LARGEST:
        raise ValueError("too large")
    return parse_qsl(text.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS, errors="strict")


def response(status: int, body: object, headers: Iterable[tuple[str, str]]) -> Response:
    """Authlib's answer; nothing of it may be kept."""
    kept = {**dict(headers), **NEVER_KEPT}
    if status == 302:
        status = 303  # A form was sent: what follows is a GET (RFC 9700 §4.12).
    if isinstance(body, dict):
        return JSONResponse(body, status, {name: kept[name] for name in kept if name != "Content-Type"})
    return Response(str(body), status, kept)


def _plain(name: str) -> str:
    """A parameter's name, as an error's description may hold it (RFC 6749 §5.2)."""
    return "".join(one for one in name[:40] if one.isascii() and (one.isalnum() or one in "_-."))


async def inside(session: AsyncSession, work: Callable[[], T]) -> T:
    """Do what Authlib does in a session: its own code is synchronous, and is handed none."""

    def synchronously(synchronous: Session) -> T:
        SESSION.set(synchronous)
        return work()

    return await session.run_sync(synchronously)
