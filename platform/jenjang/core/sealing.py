"""Sealing: a personal value as it is kept, readable with its government's key and in its own place only.

AES-256-GCM (NIST SP 800-38D). What is sealed is bound to tenant, table, column and row as associated data:
moved anywhere else it doesn't open. A government's keys are in a private file; the first of them seals,
all of them open (docs/decisions/0008-personal-columns-are-sealed.md).
"""

import hmac
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jenjang.core import clock
from jenjang.core.errors import Refusal
from jenjang.core.private_files import KeysUnfit, Watched, make_private, read_private, replace_private

VERSION = 1
"""The first byte of what is sealed: how the rest is laid out."""
HEAD = 5
"""Bytes of the version and the key's id, which stand before nonce and text."""
NONCE = 12
"""Bytes. Random: a key seals far fewer than the 2^32 values after which two might meet."""
FINGERPRINT = b"jenjang fingerprint"
"""What makes another key, for fingerprints alone, of one that seals."""
UNFIT = "it was changed, or belongs elsewhere"
"""Why a value doesn't open though its key is there."""
RETIRED = timedelta(days=1)
"""How long a key stays after the next one began: whatever was sealed with it is long committed then."""


class SealBroken(Exception):
    """What is sealed in a place can't be opened: it was changed, belongs elsewhere, or its key is gone."""

    def __init__(self, tenant: str, table: str, column: str, row: UUID | str, why: str) -> None:
        self.place = {"tenant": tenant, "table": table, "column": column, "row": str(row), "why": why}
        super().__init__(f"{table}.{column} of row {row} ({tenant}) can't be opened: {why}")


class KeyInService(Refusal):
    """The key {id} of {tenant} sealed until {until}: it can be forgotten a day after that."""


class KeyForgotten(Refusal):
    """The key {id} of {tenant} is no longer there: what it made can't be compared with anything."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """One key: its id of four bytes, its secret of 32, and when it began to seal."""

    id: bytes
    secret: bytes
    made_at: datetime
    cipher: AESGCM

    @classmethod
    def of(cls, told: Mapping[str, str]) -> "DataKey":
        """As the file tells it. Raises KeyError, TypeError, ValueError for what is no key."""
        secret = b64decode(told["key"], validate=True)
        made_at = datetime.fromisoformat(told["made_at"])
        return cls(bytes.fromhex(told["id"]), secret, made_at, AESGCM(secret))

    def as_dict(self) -> dict[str, str]:
        """As the file holds it."""
        key = b64encode(self.secret).decode()
        return {"id": self.id.hex(), "key": key, "made_at": self.made_at.isoformat()}


Ring = Mapping[bytes, DataKey]
"""Keys by id; the first is the one that seals."""


class Seals:
    """One government's seals. Its first key is made when something is sealed for the first time."""

    def __init__(self, folder: Path, tenant: str) -> None:
        self.tenant = tenant
        self.path = folder / f"{tenant}.data.json"
        self._rings: Watched[Ring] | None = None

    def seal(self, table: str, column: str, row: UUID, text: str) -> bytes:
        """A text as that column of that row keeps it."""
        key = self._sealing()
        nonce = os.urandom(NONCE)
        sealed = key.cipher.encrypt(nonce, text.encode(), self._place(table, column, row))
        return b"%c%b%b%b" % (VERSION, key.id, nonce, sealed)

    def unseal(self, table: str, column: str, row: UUID | str, sealed: bytes) -> str:
        """The text that was sealed in that place; `row` may be the id's text. Raises SealBroken."""
        key = self._opening(key_id(sealed)) if sealed[:1] == bytes([VERSION]) else None
        if key is None:
            raise SealBroken(self.tenant, table, column, row, f"no key {key_id(sealed).hex()} in {self.path}")
        nonce, text = sealed[HEAD : HEAD + NONCE], sealed[HEAD + NONCE :]
        try:
            return key.cipher.decrypt(nonce, text, self._place(table, column, row)).decode()
        except (InvalidTag, ValueError):
            raise SealBroken(self.tenant, table, column, row, UNFIT) from None

    def fingerprint(self, content: bytes) -> bytes:
        """The sealing key's id and a digest that only who has that key can make: nobody finds the content
        by trying. Once the key is forgotten, nobody can compare it with anything any more."""
        return _fingerprint(self._sealing(), content)

    def is_of(self, fingerprint: bytes, content: bytes) -> bool:
        """Whether a fingerprint was made of that content. Raises KeyForgotten."""
        key = self._opening(fingerprint[: HEAD - 1])
        if key is None:
            raise KeyForgotten(id=fingerprint[: HEAD - 1].hex(), tenant=self.tenant)
        return hmac.compare_digest(fingerprint, _fingerprint(key, content))

    def ring(self, *, make: bool = False) -> Ring:
        """The keys as the file has them now; where there is no file, none, or a first one on request.

        Raises KeysOpenToOthers, KeysNotWritable, KeysUnfit.
        """
        if self._rings is None:
            if not self.path.exists():
                if not make:
                    return {}
                make_private(self.path, _content([_new()]))
            self._rings = Watched(self.path, self._read)
        return self._rings.now()

    @property
    def current(self) -> bytes:
        """The id of the key that seals."""
        return self._sealing().id

    def rotate(self) -> DataKey:
        """Let a new key seal from now on; those before it still open.

        That two don't at once, of which one would lose its key, is the caller's to see.
        """
        new = _new()
        replace_private(self.path, _content([new, *self.ring(make=True).values()]))
        return new

    def forget(self) -> list[bytes]:
        """Drop every key but the one that seals; their ids. That nothing needs them is the caller's to see.

        Raises KeyInService where one sealed less than a day ago.
        """
        current, *old = self.ring(make=True).values()
        if old and clock.now() < current.made_at + RETIRED:
            raise KeyInService(
                id=old[0].id.hex(), tenant=self.tenant, until=f"{current.made_at:%Y-%m-%d %H:%M %Z}"
            )
        replace_private(self.path, _content([current]))
        self.ring()  # Read anew at once: this process, too, opens nothing with them from now on.
        return [key.id for key in old]

    def _sealing(self) -> DataKey:
        return next(iter(self.ring(make=True).values()))

    def _opening(self, key: bytes) -> DataKey | None:
        """The key of that id. The file is looked at only where it isn't among those known."""
        known = self._rings.seen.get(key) if self._rings else None
        return known or self.ring().get(key)

    def _read(self) -> Ring:
        told = read_private(self.path)
        try:
            keys = {key.id: key for key in map(DataKey.of, told["keys"])}
        except (KeyError, TypeError, ValueError):
            keys = {}
        if not keys:
            raise KeysUnfit(path=self.path)
        return keys

    def _place(self, table: str, column: str, row: UUID | str) -> bytes:
        """No name of these holds a NUL: no two places read the same."""
        return "\0".join((self.tenant, table, column, str(row))).encode()


class Vault:
    """The seals of every government whose keys are in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, Seals] = {}

    def of(self, tenant: str) -> Seals:
        """One government's."""
        if tenant not in self._known:
            self._known[tenant] = Seals(self._folder, tenant)
        return self._known[tenant]


def key_id(sealed: bytes) -> bytes:
    """The id of the key that sealed it."""
    return sealed[1:HEAD]


def _fingerprint(key: DataKey, content: bytes) -> bytes:
    own = hmac.digest(key.secret, FINGERPRINT, "sha256")
    return key.id + hmac.digest(own, content, "sha256")


def _new() -> DataKey:
    secret = AESGCM.generate_key(256)
    return DataKey(os.urandom(HEAD - 1), secret, clock.now(), AESGCM(secret))


def _content(keys: list[DataKey]) -> dict[str, Any]:  # Any: JSON.
    return {"keys": [key.as_dict() for key in keys]}
