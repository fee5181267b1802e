"""What is fetched from a provider: over TLS, little, soon, and from nowhere in our own house."""

import asyncio
import re
import ssl
import time
from base64 import b64decode
from collections.abc import AsyncIterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from factories.certificate import certify
from factories.provider import SECRET, Twin, as_json, asking, twin

from jenjang.identity.foreign.fetching import (
    LARGEST,
    Unfetched,
    is_loopback,
    is_nearby,
    is_public,
    resolved,
)
from jenjang.identity.foreign.provider import DISCOVERY

HERE = ip_address("127.0.0.1")
ROUND = "HTTP/1.1 {status}\r\nlocation: {there}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


@pytest.fixture
async def there() -> AsyncIterator[Twin]:
    async with twin() as found:
        yield found


async def refused(url: str) -> str:
    """Why something at an address isn't taken, in development, where more is allowed."""
    async with asking(url) as (provider, _):
        with pytest.raises(Unfetched) as why:
            await provider.fetcher.get(url)
    return str(why.value)


async def test_a_provider_tells_where_its_keys_are(there: Twin) -> None:
    async with asking(there.url) as (provider, _):
        assert await provider.endpoint("jwks_uri") == f"{there.url}/jwks"
        assert await provider.endpoint("jwks_uri") == f"{there.url}/jwks"
    assert there.asked == [DISCOVERY], "asked once in an hour"


@pytest.mark.parametrize("said", [None, "https://other.example", "{}/", "{}?", "HTTP{}"])
async def test_a_discovery_of_somebody_else_is_not_believed(there: Twin, said: str | None) -> None:
    """Not even by a slash: who answers in another's name mixes issuers up."""
    there.about["issuer"] = said and said.format(there.url)
    async with asking(there.url) as (provider, _):
        with pytest.raises(Unfetched, match="of another issuer"):
            await provider.endpoint("jwks_uri")


async def test_a_discovery_without_what_is_looked_for_is_told(there: Twin) -> None:
    there.about["introspection_endpoint"] = ["https://a.example"]
    async with asking(there.url) as (provider, _):
        with pytest.raises(Unfetched, match="names no introspection_endpoint"):
            await provider.endpoint("introspection_endpoint")


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
)
async def test_a_redirection_is_not_followed(there: Twin, status: str) -> None:
    there.paths["/x"] = lambda twin: ROUND.format(status=status, there=f"{twin.url}/jwks").encode()
    assert await refused(f"{there.url}/x") == "redirects"
    assert there.count("/jwks") == 0


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (as_json({}, "404 Not Found"), "answers 404"),
        (as_json({}, "500 Oh"), "answers 500"),
        (as_json({}, "204 No Content"), "answers 204"),
        (as_json([]), "not a JSON object"),
        (as_json({"a": "x" * LARGEST}), "larger than 64 KB"),
        (as_json({}, more="content-encoding: gzip\r\n"), "packed"),
        (as_json({}).replace(b"{}", b"{]"), "not JSON"),
        (as_json({}).replace(b"{}", b"\xff\xff"), "not JSON"),
    ],
)
async def test_what_is_no_small_json_object_is_not_taken(there: Twin, answer: bytes, why: str) -> None:
    there.paths["/x"] = lambda _: answer
    assert await refused(f"{there.url}/x") == why


async def test_an_endless_answer_is_cut_off(there: Twin) -> None:
    head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
    there.paths["/x"] = lambda _: head + b"ffff\r\n" + b"a" * 0xFFFF + b"\r\n" + b"2\r\naa\r\n" * 10_000
    assert await refused(f"{there.url}/x") == "larger than 64 KB"


async def test_who_is_slow_is_not_waited_for(there: Twin) -> None:
    began = time.monotonic()
    assert await refused(f"{there.url}/never") == "took longer than 2 seconds"
    assert time.monotonic() - began < 3


async def test_nothing_listens(there: Twin) -> None:
    assert (await refused("http://localhost:1/x")).startswith("ConnectError")


async def test_plain_http_is_for_development_only(there: Twin) -> None:
    async with asking(there.url, nearby=False) as (provider, _):
        with pytest.raises(Unfetched, match="not over https"):
            await provider.fetcher.get(f"{there.url}/jwks")
    async with asking(there.url, ip_address("10.0.0.1")) as (provider, _):
        with pytest.raises(Unfetched, match="not to be asked"):
            await provider.fetcher.get(f"{there.url}/jwks")
    assert there.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",  # noqa: S104  An address to be refused.
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "192.0.2.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:7f00:1::1",
        "2002:a00:1::1",
    ],
)
def test_an_address_that_is_not_on_the_public_net_is_not_asked(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["103.10.0.1", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]
)
def test_an_address_on_the_public_net_is(address: str) -> None:
    assert is_public(ip_address(address))


def test_in_development_the_own_net_may_be_asked_and_what_serves_only_a_link_never() -> None:
    assert all(map(is_nearby, map(ip_address, ("10.0.0.1", "127.0.0.1", "fd12::1", "8.8.8.8"))))
    assert not any(map(is_nearby, map(ip_address, ("169.254.169.254", "fe80::1", "224.0.0.1", "::"))))
    assert [is_loopback(ip_address(one)) for one in ("127.0.0.1", "::1", "10.0.0.1")] == [True, True, False]


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What the server shows, and who trusts it."""
    here, key = certify(tmp_path, "sso.example")
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(here, key)
    return shown, ssl.create_default_context(cafile=str(here))


Certificate = tuple[ssl.SSLContext, ssl.SSLContext]


async def test_the_address_that_was_looked_at_is_the_one_that_is_asked(certificate: Certificate) -> None:
    """No name is looked up again, when it might lead elsewhere (DNS rebinding); TLS asks for the name."""
    shown, trusting = certificate
    async with (
        twin(shown, "sso.example") as there,
        asking(there.url, HERE, context=trusting) as (provider, looked_up),
    ):
        assert await provider.endpoint("jwks_uri")
        assert looked_up == ["sso.example"]


async def test_a_single_address_out_of_bounds_spoils_the_name(certificate: Certificate) -> None:
    shown, trusting = certificate
    public = ip_address("103.10.0.1")
    async with twin(shown, "sso.example") as there:
        for addresses in ((public, HERE), (HERE, public), (HERE,), (ip_address("::ffff:127.0.0.1"),)):
            async with asking(there.url, *addresses, nearby=False, context=trusting) as (provider, _):
                with pytest.raises(Unfetched, match="not to be asked"):
                    await provider.about()
        assert there.asked == []


async def test_an_address_that_does_not_answer_is_followed_by_the_next(certificate: Certificate) -> None:
    shown, trusting = certificate
    async with (
        twin(shown, "sso.example") as there,
        asking(there.url, ip_address("127.0.0.2"), HERE, context=trusting) as (provider, _),
    ):
        assert await provider.endpoint("jwks_uri")


async def test_another_name_than_the_certificates_is_not_believed(certificate: Certificate) -> None:
    shown, trusting = certificate
    async with twin(shown, "other.example") as there:
        async with asking(there.url, HERE, context=trusting) as (provider, _):
            with pytest.raises(Unfetched, match="certificate"):
                await provider.about()
        assert there.asked == []


async def test_a_certificate_that_nobody_vouches_for_is_not_believed(certificate: Certificate) -> None:
    shown, _ = certificate
    async with twin(shown, "sso.example") as there, asking(there.url, HERE) as (provider, _):
        with pytest.raises(Unfetched, match="certificate"):
            await provider.about()


async def test_names_of_this_machine_lead_to_it() -> None:
    assert all(map(is_loopback, await resolved("localhost", 443)))
    with pytest.raises(OSError):  # noqa: PT011  Whatever the resolver says.
        await resolved("no-such-name.invalid", 443)


async def test_a_form_is_sent_with_our_name_and_secret_as_the_standard_writes_them(there: Twin) -> None:
    heads: list[str] = []

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(as_json({"active": False}))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(hear, "127.0.0.1", 0)
    url = f"http://localhost:{server.sockets[0].getsockname()[1]}"
    async with server, asking(url) as (provider, _):
        await provider.fetcher.ask(url, {"token": "x"}, "a:b", f"{SECRET} %")
    sent = re.search(r"basic (\S+)", heads[0], re.IGNORECASE)
    assert b64decode(sent[1]).decode() == f"a%3Ab:{SECRET}+%25"
