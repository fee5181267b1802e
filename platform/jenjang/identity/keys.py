"""Each government's signing keys: one private file a tenant, with its keys of now, next and before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from joserfc.jwk import ECKey, KeyParameters, RSAKey

from jenjang.core.private_files import Watched, make_private, read_private, replace_private

Algorithm = Literal["ES256", "RS256"]
Key = ECKey | RSAKey
KINDS: Mapping[str, type[Key]] = {"EC": ECKey, "RSA": RSAKey}
KeySet = Mapping[str, list[dict[str, str | list[str]]]]
RSA_BITS = 3072


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
    path = key_file(folder, tenant)
    if not path.exists():
        made = {"keys": [_new(algorithm).as_dict(private=True) for _ in ("current", "next")]}
        make_private(path, made)
    return ring_of(read_private(path))


def key_file(folder: Path, tenant: str) -> Path:
    """Where a tenant's signing keys are."""
    return folder / f"{tenant}.json"


def rotate(folder: Path, tenant: str, algorithm: Algorithm = "ES256") -> KeyRing:
    """Let the next key sign from now on, and make another next one.

    The key before stays published: what it signed is good until it expires. Those before it go.
    """
    current, following, *_ = key_ring(folder, tenant, algorithm).keys.values()
    kept = [following, _new(algorithm), current]
    replace_private(key_file(folder, tenant), {"keys": [key.as_dict(private=True) for key in kept]})
    return key_ring(folder, tenant)


class LiveKeys:
    """A tenant's keys as the file has them now: running servers see a rotation at the next token."""

    def __init__(self, folder: Path, tenant: str, algorithm: Algorithm = "ES256") -> None:
        def read() -> tuple[KeyRing, KeyRing]:
            ring = key_ring(folder, tenant, algorithm)
            return ring, ring_of(ring.jwks())

        self._rings = Watched(key_file(folder, tenant), read)

    @property
    def ring(self) -> KeyRing:
        """With the private halves, to sign with."""
        return self._rings.now()[0]

    @property
    def public(self) -> KeyRing:
        """To verify with."""
        return self._rings.now()[1]


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
