"""Each government's signing keys: one private file a tenant, with its current key and the next."""

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
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
        _write_once(path, {"keys": [_new(algorithm).as_dict(private=True) for _ in ("current", "next")]})
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise KeysOpenToOthers(path=path)
    return ring_of(json.loads(path.read_bytes()))


def ring_of(jwks: KeySet) -> KeyRing:
    """The keys of a JWK set, private or public; a key's own `kid` where it has one."""
    keys = [KINDS[str(one["kty"])].import_key(one) for one in jwks["keys"] if one.get("kty") in KINDS]
    return KeyRing({str(key.kid or key.thumbprint()): key for key in keys})


def _new(algorithm: Algorithm) -> Key:
    about: KeyParameters = {"use": "sig", "alg": algorithm}
    if algorithm == "ES256":
        return ECKey.generate_key("P-256", about, auto_kid=True)
    return RSAKey.generate_key(RSA_BITS, about, auto_kid=True)


def _write_once(path: Path, content: KeySet) -> None:
    """Write a file that only its owner reads, whole or not at all; whoever comes second keeps the first's."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=path.parent, prefix=".new-", encoding="utf-8") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(file.name, path)
    except OSError as error:
        raise KeysNotWritable(folder=path.parent, why=error.strerror) from None
