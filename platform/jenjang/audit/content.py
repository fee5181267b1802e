"""What an entry says, as it is hashed and exported: the same from a deed and from its row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from jenjang.audit.chain import Content
from jenjang.core.context import Context
from jenjang.core.permission import HOUSE_ACCOUNT

NAMELESS = UUID(int=2**128 - 1)
"""The account of a deed of which nobody may find out who did it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A deed that was done: who, what, to what, why, by which rules."""

    tenant: str
    at: datetime
    deed: str
    """The mutation's field, or the command's words."""
    account_id: UUID = HOUSE_ACCOUNT
    employee_id: UUID | None = None
    roles: Sequence[str] = ()
    client: str | None = None
    about: Sequence[str] = ()
    """Global ids."""
    reason: str | None = None
    rules: Sequence[str] = ()
    """Names and versions."""
    key_digest: bytes | None = None
    request_id: str = "-"
    input_digest: bytes | None = None

    @classmethod
    def by(cls, context: Context, deed: str, about: Sequence[str], reason: str | None = None) -> "Deed":
        """What whoever acts in the context has done, by the rules that it cites."""
        viewer = context.viewer
        return cls(
            tenant=context.tenant,
            at=context.now,
            deed=deed,
            account_id=viewer.account_id,
            employee_id=viewer.employee_id,
            roles=[str(role) for role in viewer.roles],
            client=viewer.client,
            about=about,
            reason=reason,
            rules=list(context.cited),
            request_id=context.request_id,
        )

    def nameless(self) -> "Deed":
        """The same without all that could tell who did it, to what: the logs know a request's bearer."""
        return replace(
            self,
            account_id=NAMELESS,
            employee_id=None,
            roles=(),
            client=None,
            key_digest=None,
            input_digest=None,
            about=(),
            request_id="-",
        )


def content_of(tenant: str, row: Mapping[str, Any]) -> Content:
    """The content of an entry, of its columns. Any: columns' values."""
    return {
        "tenant": tenant,
        "at": row["at"].astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "account": str(row["account_id"]),
        "employee": _text(row["employee_id"]),
        "roles": list(row["roles"]),
        "client": row["client"],
        "deed": row["deed"],
        "about": list(row["about"]),
        "reason": row["reason"],
        "rules": list(row["rules"]),
        "key": _hex(row["key_digest"]),
        "request": row["request_id"],
        "input": _hex(row["input_digest"]),
    }


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _hex(value: bytes | None) -> str | None:
    return None if value is None else value.hex()
