"""Load: wrk where it is installed, else a generator of our own. Each request asks as the next viewer."""

import asyncio
import json
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

from bench.operations import VERSION

CONNECTIONS, WRITING = 16, 8
"""How many requests are under way: to read; to write, twice as many as a server does at once."""
HEADERS = {"Content-Type": "application/json", "Accept": "application/graphql-response+json"}
KEY = "kkkkkkkkkkkkkkkk"
"""Stands for the idempotency key of a request that writes: of which turn, and which of it."""
SCRIPT = """
local requests, versions, keys = {}, {}, {}
local turn, n = nil, 0
function init(args)
  local lines, headers = io.lines(args[1]), {%s}
  turn = args[2]
  for token in lines do
    headers["Authorization"] = "Bearer " .. token
    if turn then headers["Idempotency-Key"] = "%s" end
    requests[#requests + 1] = wrk.format("POST", "/graphql", headers, lines())
    if turn then
      keys[#requests] = requests[#requests]:find("%s", 1, true)
      versions[#requests] = requests[#requests]:find("%s", 1, true)
    end
  end
  -- wrk asks once for a request that it doesn't send.
  if turn then n = -1 end
end
function request()
  local i = n %% #requests + 1
  local asked = requests[i]
  if turn then
    local key, version, times = keys[i], versions[i], math.floor(n / #requests) + 1
    local first, last = math.min(key, version), math.max(key, version)
    local told = {[key] = string.format("%%s%%08d", turn, n + 1), [version] = string.format("%%6d", times)}
    asked = asked:sub(1, first - 1) .. told[first] .. asked:sub(first + #told[first], last - 1) .. told[last]
      .. asked:sub(last + #told[last])
  end
  n = n + 1
  return asked
end
function done(summary, latency)
  local e = summary.errors
  print(string.format('JSON{"requests":%%d,"seconds":%%f,"p50":%%f,"p99":%%f,"failed":%%d}', summary.requests,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end
""" % (", ".join(f'["{name}"] = "{value}"' for name, value in HEADERS.items()), KEY, KEY, VERSION)  # noqa: UP031  # Lua has the braces.


@dataclass(frozen=True)
class Asked:
    """What is asked in a turn, round and round: each request by whom, and its body."""

    requests: Sequence[tuple[str, bytes]]
    writes: bool = False

    @property
    def connections(self) -> int:
        return WRITING if self.writes else CONNECTIONS


@dataclass(frozen=True)
class Load:
    """What a server was asked for a while. Percentiles in milliseconds."""

    requests: int
    seconds: float
    p50: float
    p99: float
    failed: int

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


def generator() -> str:
    return "wrk" if shutil.which("wrk") else "Python"


def load(port: int, asked: Asked, seconds: float) -> Load:
    """Ask for so many seconds; raises AssertionError where anything but 200 is answered."""
    run = by_wrk if generator() == "wrk" else by_python
    made = run(port, asked, seconds)
    assert made.requests, "not one request was answered"
    assert not made.failed, f"{made.failed} requests failed"
    return made


def by_wrk(port: int, asked: Asked, seconds: float) -> Load:
    with TemporaryDirectory() as folder:
        script, requests = Path(folder, "script.lua"), Path(folder, "requests")
        script.write_text(SCRIPT)
        requests.write_bytes(b"".join(b"%b\n%b\n" % (token.encode(), body) for token, body in asked.requests))
        command = [
            "wrk",
            "-t1",
            f"-c{asked.connections}",
            f"-d{max(1, round(seconds))}s",
            "--timeout",
            "30s",
            "-s",
            str(script),
        ]
        command += [
            f"http://127.0.0.1:{port}",
            "--",
            str(requests),
            *([token_hex(4)] if asked.writes else []),
        ]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return Load(**json.loads(said.rpartition("JSON")[2]))


def by_python(port: int, asked: Asked, seconds: float) -> Load:
    return asyncio.run(ask(port, asked, seconds))


async def ask(port: int, asked: Asked, seconds: float) -> Load:
    ring = requests_of(port, asked)
    took: list[float] = []
    failed = 0
    start = time.perf_counter()

    async def connection() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (began := time.perf_counter()) < start + seconds:
            writer.write(next(ring))
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(int(head.lower().partition(b"content-length: ")[2].split(b"\r")[0]))
            failed += not head.startswith(b"HTTP/1.1 200")
            took.append(time.perf_counter() - began)
        writer.close()

    await asyncio.gather(*(connection() for _ in range(asked.connections)))
    elapsed = time.perf_counter() - start
    took.sort()
    p50, p99 = (took[int(len(took) * part)] * 1e3 for part in (0.5, 0.99))
    return Load(len(took), elapsed, p50, p99, failed)


def requests_of(port: int, asked: Asked) -> Iterator[bytes]:
    """Whole HTTP requests, for ever; those that write with a key and a version of their own."""
    whole = [request(port, body, token, asked.writes) for token, body in asked.requests]
    turn = token_hex(4)
    for number in count():
        times, place = divmod(number, len(whole))
        yield filled(whole[place], f"{turn}{number:08}", times + 1) if asked.writes else whole[place]


def filled(request: bytes, key: str, version: int) -> bytes:
    """A request or a body with its idempotency key and the version that it expects; as long as before."""
    return request.replace(KEY.encode(), key.encode()).replace(b"%d" % VERSION, b"%6d" % version)


def request(port: int, body: bytes, token: str, writes: bool) -> bytes:
    """A whole HTTP request."""
    headers = HEADERS | {"Host": f"127.0.0.1:{port}", "Authorization": f"Bearer {token}"}
    headers |= {"Idempotency-Key": KEY} if writes else {}
    lines = [f"{name}: {value}\r\n" for name, value in (headers | {"Content-Length": len(body)}).items()]
    return b"POST /graphql HTTP/1.1\r\n" + "".join(lines).encode() + b"\r\n" + body
