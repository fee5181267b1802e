"""Load: wrk where it is installed, else a generator of our own. Each request asks as the next viewer."""

import asyncio
import json
import shutil
import subprocess
import time
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

CONNECTIONS = 16
HEADERS = {"Content-Type": "application/json", "Accept": "application/graphql-response+json"}
SCRIPT = """
local requests, i = {}, 0
function init(args)
  local file = io.open(args[2]); local body = file:read("*a"); file:close()
  for token in io.lines(args[1]) do
    local headers = {%s, ["Authorization"] = "Bearer " .. token}
    requests[#requests + 1] = wrk.format("POST", "/graphql", headers, body)
  end
end
function request() i = i %% #requests + 1; return requests[i] end
function done(summary, latency)
  local e = summary.errors
  print(string.format('JSON{"requests":%%d,"seconds":%%f,"p50":%%f,"p99":%%f,"failed":%%d}', summary.requests,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end
""" % ", ".join(f'["{name}"] = "{value}"' for name, value in HEADERS.items())  # noqa: UP031  # Lua has the braces.


@dataclass(frozen=True)
class Load:
    """What a server was asked for a while, with 16 connections. Percentiles in milliseconds."""

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


def load(port: int, body: bytes, tokens: list[str], seconds: float) -> Load:
    """Ask for so many seconds; raises AssertionError where anything but 200 is answered."""
    run = by_wrk if generator() == "wrk" else by_python
    made = run(port, body, tokens, seconds)
    assert made.requests, "not one request was answered"
    assert not made.failed, f"{made.failed} requests failed"
    return made


def by_wrk(port: int, body: bytes, tokens: list[str], seconds: float) -> Load:
    with TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("script.lua", "tokens", "body")]
        for file, content in zip(files, (SCRIPT, "\n".join(tokens), body.decode()), strict=True):
            file.write_text(content)
        command = [
            "wrk",
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{max(1, round(seconds))}s",
            "--timeout",
            "30s",
            "-s",
            str(files[0]),
        ]
        command += [f"http://127.0.0.1:{port}", "--", *map(str, files[1:])]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return Load(**json.loads(said.rpartition("JSON")[2]))


def by_python(port: int, body: bytes, tokens: list[str], seconds: float) -> Load:
    return asyncio.run(asked(port, body, tokens, seconds))


async def asked(port: int, body: bytes, tokens: list[str], seconds: float) -> Load:
    ring = cycle([request(port, body, token) for token in tokens])
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

    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    elapsed = time.perf_counter() - start
    took.sort()
    p50, p99 = (took[int(len(took) * part)] * 1e3 for part in (0.5, 0.99))
    return Load(len(took), elapsed, p50, p99, failed)


def request(port: int, body: bytes, token: str) -> bytes:
    """A whole HTTP request."""
    headers = HEADERS | {"Host": f"127.0.0.1:{port}", "Authorization": f"Bearer {token}"}
    lines = [f"{name}: {value}\r\n" for name, value in (headers | {"Content-Length": len(body)}).items()]
    return b"POST /graphql HTTP/1.1\r\n" + "".join(lines).encode() + b"\r\n" + body
