"""Asking a provider over the network: TLS, no redirection, little, soon, and no address of our own house."""

import asyncio
import json
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpcore2
import httpx2

LARGEST = 64 * 1024
"""Bytes of an answer."""
PATIENCE = 2.0
"""Seconds in all: to resolve the name, connect, ask and read the answer."""
CONNECTIONS = 16
"""To one provider at most; further questions wait."""
KEPT_OPEN = 15.0
"""Seconds that an idle connection is kept for the next question."""
NAT64 = ip_network("64:ff9b::/96")
"""Where IPv6 leads on to an IPv4 address, which stands in the last 32 bits (RFC 6052 §2.1)."""

IpAddress = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Awaitable[Sequence[IpAddress]]]
SocketOptions = Iterable[
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
]


class Unfetched(Exception):
    """Why a provider could not be asked, or its answer not be taken: for our log."""


class Guarded(httpx2.AsyncBaseTransport):
    """The way to one provider, for our own questions and for Authlib's."""

    def __init__(self, tls: ssl.SSLContext, *, nearby: bool = False, resolve: Resolve | None = None) -> None:
        """`nearby`: private addresses will do, and plain http on this machine."""
        lookup = resolve or resolved
        self._pools = {b"https": _pool(Looking(is_nearby if nearby else is_public, lookup), tls)}
        if nearby:
            self._pools[b"http"] = _pool(Looking(is_loopback, lookup), tls)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The whole answer. Raises Unfetched."""
        pool = self._pools.get(request.url.raw_scheme)
        if pool is None:
            raise Unfetched("not over https")
        request.headers["accept-encoding"] = "identity"
        try:
            async with asyncio.timeout(PATIENCE):
                return await _answer(pool, request)
        except TimeoutError:
            raise Unfetched(f"took longer than {PATIENCE:g} seconds") from None
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException) as failure:
            raise Unfetched(f"{type(failure).__name__}: {failure}") from failure
        except (OSError, ssl.SSLError, httpcore2.UnsupportedProtocol) as failure:
            raise Unfetched(f"{type(failure).__name__}: {failure}") from failure

    async def aclose(self) -> None:
        """Keep the connections: Authlib closes its client after each question. `shut` ends them."""

    async def shut(self) -> None:
        """End the connections."""
        for pool in self._pools.values():
            await pool.aclose()


class Looking(httpcore2.AsyncNetworkBackend):
    """Connects to an address that was looked at: what the name means a moment later is of no matter."""

    def __init__(self, allowed: Callable[[IpAddress], bool], resolve: Resolve) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._inner = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  httpcore's signature.
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Raises Unfetched when a single one of the name's addresses is out of bounds."""
        addresses = await self._resolve(host, port)
        if not addresses or not all(map(self._allowed, addresses)):
            raise Unfetched("at an address that is not to be asked")
        failure: Exception = Unfetched("without an address")
        for address in addresses:
            try:
                return await self._inner.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except httpcore2.ConnectError as error:
                failure = error
        raise failure


class Fetcher:
    """JSON from one provider."""

    def __init__(self, transport: Guarded) -> None:
        self.transport = transport
        self._client = httpx2.AsyncClient(
            transport=transport, trust_env=False, headers={"Accept": "application/json"}
        )

    async def get(self, url: str) -> Mapping[str, object]:
        """The JSON object at an address. Raises Unfetched."""
        return _object(await self._client.get(url))

    async def ask(self, url: str, form: Mapping[str, str], name: str, secret: str) -> Mapping[str, object]:
        """The JSON object that answers a form, sent under our name there. Raises Unfetched."""
        basic = httpx2.BasicAuth(_quoted(name), _quoted(secret))
        return _object(await self._client.post(url, data=dict(form), auth=basic))

    async def aclose(self) -> None:
        await self._client.aclose()
        await self.transport.shut()


@cache
def tls() -> ssl.SSLContext:
    """Whom we trust: this system's certificates, or those that SSL_CERT_FILE or SSL_CERT_DIR name."""
    return httpx2.create_ssl_context()


async def resolved(host: str, port: int) -> Sequence[IpAddress]:
    """All addresses of a name. Raises OSError when it has none."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ip_address(str(place[0]).partition("%")[0]) for *_, place in found]


def is_public(address: IpAddress) -> bool:
    """Whether it is on the public net, whatever it is wrapped in."""
    inner = _unwrapped(address)
    site_local = isinstance(inner, IPv6Address) and inner.is_site_local
    return inner.is_global and not (inner.is_multicast or inner.is_reserved or site_local)


def is_nearby(address: IpAddress) -> bool:
    """Whether it may be asked in development: private addresses too, those of a link never."""
    inner = _unwrapped(address)
    return not (inner.is_link_local or inner.is_multicast or inner.is_unspecified)


def is_loopback(address: IpAddress) -> bool:
    return _unwrapped(address).is_loopback


def _unwrapped(address: IpAddress) -> IpAddress:
    """The IPv4 address that an IPv6 address leads to, if it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _pool(backend: Looking, context: ssl.SSLContext) -> httpcore2.AsyncConnectionPool:
    return httpcore2.AsyncConnectionPool(
        ssl_context=context,
        max_connections=CONNECTIONS,
        keepalive_expiry=KEPT_OPEN,
        network_backend=backend,
    )


async def _answer(pool: httpcore2.AsyncConnectionPool, request: httpx2.Request) -> httpx2.Response:
    asked = httpcore2.Request(
        request.method,
        httpcore2.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        ),
        headers=request.headers.raw,
        content=request.read(),
        extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), PATIENCE)},
    )
    answer = await pool.handle_async_request(asked)
    try:
        return httpx2.Response(answer.status, headers=_plain(answer), content=await _body(answer))
    finally:
        await answer.aclose()


def _plain(answer: httpcore2.Response) -> list[tuple[bytes, bytes]]:
    """The headers; neither a redirection is followed nor anything unpacked, which may be endless."""
    if 300 <= answer.status < 400:
        raise Unfetched("redirects")
    packed = [value for name, value in answer.headers if name.lower() == b"content-encoding"]
    if packed not in ([], [b"identity"]):
        raise Unfetched("packed")
    return list(answer.headers)


async def _body(answer: httpcore2.Response) -> bytes:
    body = b""
    async for part in answer.aiter_stream():
        body += part
        if len(body) > LARGEST:
            raise Unfetched("larger than 64 KB")
    return body


def _object(answer: httpx2.Response) -> Mapping[str, object]:
    if answer.status_code != 200:
        raise Unfetched(f"answers {answer.status_code}")
    try:
        found = json.loads(answer.content)
    except (ValueError, RecursionError):
        raise Unfetched("not JSON") from None
    if not isinstance(found, dict):
        raise Unfetched("not a JSON object")
    return found


def _quoted(text: str) -> str:
    """As RFC 6749 §2.3.1 wants names and secrets in Basic."""
    return str(httpx2.QueryParams({"": text}))[1:]
