"""The files that pages load: compressed at rest, named after their content, kept by browsers for a year."""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path
from typing import TypedDict

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

HERE = Path(__file__).parent
BUILT = HERE / "assets"
"""What `make graphiql` leaves."""
OURS = ("page.css", "icon.svg")
HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent to whoever takes gzip."""

    name: str
    packed: bytes

    @property
    def kind(self) -> str:
        return guess_type(self.name)[0] or "application/octet-stream"


class _Chunk(TypedDict, total=False):
    """An entry of Vite's manifest, as far as we read it."""

    file: str
    css: list[str]
    imports: list[str]


@cache
def shelf() -> Mapping[str, Asset]:
    """All assets by the name in their address."""
    return {asset.name: asset for asset in (*_built(), *_ours())}


@cache
def address(source: str) -> str:
    """Where a page finds one of our own files: its name carries its content's hash."""
    stem, _, suffix = source.rpartition(".")
    return f"/assets/{stem}-{sha256((HERE / source).read_bytes()).hexdigest()[:10]}.{suffix}"


@cache
def graphiql() -> tuple[str, tuple[str, ...]]:
    """The address of GraphiQL's script, and of the style sheets it starts with."""
    manifest: dict[str, _Chunk] = json.loads((BUILT / "manifest.json").read_text())
    entry = manifest["source/main.jsx"]
    chunks = (entry, *(manifest[name] for name in entry.get("imports", ())))
    sheets = dict.fromkeys(sheet for chunk in chunks for sheet in chunk.get("css", ()))
    return f"/assets/{entry['file']}", tuple(f"/assets/{sheet}" for sheet in sheets)


async def asset(request: Request) -> Response:
    """`GET /assets/{name}`."""
    found = shelf().get(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers = {**HEADERS, "Content-Encoding": "gzip"}
        return Response(found.packed, media_type=found.kind, headers=headers)
    return Response(gzip.decompress(found.packed), media_type=found.kind, headers=HEADERS)


def _built() -> Iterator[Asset]:
    return (Asset(path.stem, path.read_bytes()) for path in BUILT.glob("*.gz"))


def _ours() -> Iterator[Asset]:
    for source in OURS:
        packed = gzip.compress((HERE / source).read_bytes(), mtime=0)
        yield Asset(address(source).removeprefix("/assets/"), packed)
