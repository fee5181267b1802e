"""Each government's signing keys: one private file a tenant, with its keys of now, next and before."""

import contextlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from joserfc.jwk import ECKey, KeyParameters, RSAKey

from jenjang.core.errors import Refusal

Algorithm = Literal["ES256", "RS256"]
Key = ECKey | RSAKey
KINDS: Mapping[str, type[Key]] = {"EC": ECKey, "RSA": RSAKey}
KeySet = Mapping[str, list[dict[str, str | list[str]]]]
RSA_BITS = 3072


class KeysOpenToOthers(Refusal):
    """{path} can be read by others than its owner: run `chmod 600` on it, and consider its keys known."""


class KeysNotWritable(Refusal):
    """Keys can't be written into {folder} ({why}): set JENJANG_KEYS to a folder of the server's own."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys of one issuer by `kid` (RFC 7638 thumbprints); the first is the one that signs."""

    keys: Mapping[str, Key]

    @property
    def current(self) -> Key:
        return next(iter(self.keys.values()))

    def jwks(self) -> KeySet:
        """What the world may know: the public halves, the next key's too (RFC 7517)."""
        return {"keys": [key.as_dict(private=False) for key in self.keys.values()]}


def key_ring(folder: Path, tenant: str, algorithm: Algorithm = "ES256") -> KeyRing:
    """A tenant's keys out of the folder of keys; made, current and next, when there are none yet."""
    path = folder / f"{tenant}.json"
    if not path.exists():
        made = {"keys": [_new(algorithm).as_dict(private=True) for _ in ("current", "next")]}
        _write(path, made, os.link)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise KeysOpenToOthers(path=path)
    return ring_of(json.loads(path.read_bytes()))


def rotate(folder: Path, tenant: str, algorithm: Algorithm = "ES256") -> KeyRing:
    """Let the next key sign from now on, and make another next one.

    The key before stays published: what it signed is good until it expires. Those before it go.
    """
    current, following, *_ = key_ring(folder, tenant, algorithm).keys.values()
    kept = [following, _new(algorithm), current]
    _write(folder / f"{tenant}.json", {"keys": [key.as_dict(private=True) for key in kept]}, os.replace)
    return key_ring(folder, tenant)


class LiveKeys:
    """A tenant's keys as the file has them now: running servers see a rotation at the next token."""

    def __init__(self, folder: Path, tenant: str, algorithm: Algorithm = "ES256") -> None:
        self._folder, self._tenant = folder, tenant
        self._path = folder / f"{tenant}.json"
        self._ring = key_ring(folder, tenant, algorithm)
        self._public = ring_of(self._ring.jwks())
        self._written = self._path.stat().st_mtime_ns

    @property
    def ring(self) -> KeyRing:
        """With the private halves, to sign with."""
        self._look()
        return self._ring

    @property
    def public(self) -> KeyRing:
        """To verify with."""
        self._look()
        return self._public

    def _look(self) -> None:
        """Read the file again if it was written since; one that is gone leaves what is known."""
        with contextlib.suppress(FileNotFoundError):
            written = self._path.stat().st_mtime_ns
            if written != self._written:
                self._ring = key_ring(self._folder, self._tenant)
                self._public = ring_of(self._ring.jwks())
                self._written = written


class PublicKeys(Mapping[str, Key]):
    """What an issuer's tokens are verified with: the keys that its file has now."""

    def __init__(self, live: LiveKeys) -> None:
        self._live = live

    def __getitem__(self, kid: str) -> Key:
        return self._live.public.keys[kid]

    def __iter__(self) -> Iterator[str]:
        return iter(self._live.public.keys)

    def __len__(self) -> int:
        return len(self._live.public.keys)


def ring_of(jwks: KeySet) -> KeyRing:
    """The keys of a JWK set, private or public; a key's own `kid` where it has one."""
    keys = [KINDS[str(one["kty"])].import_key(one) for one in jwks["keys"] if one.get("kty") in KINDS]
    return KeyRing({str(key.kid or key.thumbprint()): key for key in keys})


def _new(algorithm: Algorithm) -> Key:
    about: KeyParameters = {"use": "sig", "alg": algorithm}
    if algorithm == "ES256":
        return ECKey.generate_key("P-256", about, auto_kid=True)
    return RSAKey.generate_key(RSA_BITS, about, auto_kid=True)


def _write(path: Path, content: KeySet, into_place: Callable[[str, Path], None]) -> None:
    """Write a file that only its owner reads, whole or not at all. Raises KeysNotWritable.

    Put into place by `os.link`, whoever comes second keeps the first's; by `os.replace`, the last wins.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.parent, prefix=".new-") as folder:
            new = Path(folder) / path.name
            new.touch(mode=0o600)
            with new.open("w", encoding="utf-8") as file:
                json.dump(content, file)
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                into_place(str(new), path)
    except OSError as error:
        raise KeysNotWritable(folder=path.parent, why=error.strerror) from None
