"""Accounts of the people in the world of these tests: their roles, applications, and what happened."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from graph.reader.world import ACTING, LEADER, SANCTIONED, Row, key, person, unit

from jenjang.audit.models import AuditEntry
from jenjang.core.permission import HOUSE_ACCOUNT
from jenjang.graph.scalars import encode_id
from jenjang.identity.models import Account, RoleGrant
from jenjang.identity.server.models import OAuthClient, SecurityEvent

ISSUER = "https://masuk.example.go.id"
OWNERS = (0, 4, 5, SANCTIONED, LEADER, ACTING, 13, 20)
BEGUN = datetime(2026, 1, 1, 8, tzinfo=UTC)
GRANTS: tuple[tuple[int, str, str | None, bool, int | None, tuple[str, str | None]], ...] = (
    (0, "REGIONAL_ADMIN", None, False, None, ("2020-01-01", None)),
    (5, "MENTOR", None, False, 0, ("2026-01-01", None)),
    (13, "TRAINING_MANAGER", "dinas", False, 0, ("2026-01-01", "2027-01-01")),
    (20, "REGIONAL_ADMIN", "badan", True, 0, ("2025-01-01", "2026-01-01")),
    (4, "ACTING_LEADER", "bidang", False, LEADER, ("2026-11-01", "2026-12-01")),
    (5, "AUDITOR", None, False, None, ("2027-01-01", None)),
)


def accounts() -> Iterator[tuple[type[Any], Iterable[Row]]]:  # Any: a model.
    """The rows of each table, in the order in which they need each other."""
    yield Account, [*people(), program()]
    yield RoleGrant, grants()
    yield OAuthClient, applications()
    yield SecurityEvent, events()
    yield AuditEntry, entries()


def people() -> Iterator[Row]:
    """An account each; one person has two."""
    for who in OWNERS:
        yield account(who, f"pegawai-{who}", key("account", who))
    yield account(LEADER, 'kedua "\\"', key("account", "second")) | {"disabled_at": BEGUN}


def account(who: int, subject: str, identity: object) -> Row:
    return {
        "id": identity,
        "issuer": ISSUER,
        "subject": subject,
        "employee_id": person(who),
        "client": None,
        "disabled_at": None,
        "admitted_at": None if who == ACTING else BEGUN,
        "claimed": "198001012005011001" if who == ACTING else None,
        "created_at": BEGUN + timedelta(hours=who),
    }


def program() -> Row:
    about = {"id": key("account", None), "subject": "payroll", "client": "payroll", "employee_id": None}
    return account(0, "", None) | about


def grants() -> Iterator[Row]:
    for place, (who, role, where, approve_only, giver, (since, until)) in enumerate(GRANTS):
        yield {
            "id": key("grant", place),
            "account_id": key("account", who),
            "role": role,
            "unit_id": unit(where) if where else None,
            "approve_only": approve_only,
            "given_by": "Bagian 'Organisasi'",
            "given_by_account_id": None if giver is None else key("account", giver),
            "reason": f"SK {place}",
            "valid_from": date.fromisoformat(since),
            "valid_to": date.fromisoformat(until) if until else None,
        }


def applications() -> Iterator[Row]:
    for place, (name, secret, itself) in enumerate(
        [("Portal", None, None), ('Gaji "baru"', b"hash", key("account", None)), ("Lama", b"hash", None)]
    ):
        yield {
            "id": key("application", place),
            "client_id": f"app-{place}",
            "name": name,
            "secret_hash": secret,
            "redirect_uris": [] if itself else ["https://a.example.go.id/back", "http://127.0.0.1/x"],
            "post_logout_uris": [],
            "scopes": ["openid", "employee:read"],
            "grant_types": ["authorization_code"],
            "registered_documents": bool(place),
            "account_id": itself,
            "made_at": BEGUN + timedelta(days=place),
            "revoked_at": BEGUN + timedelta(days=9) if place == 2 else None,
        }


def events() -> Iterator[Row]:
    happened = [
        ("SIGNED_IN", 0, None),
        ("SIGN_IN_FAILED", SANCTIONED, None),
        ("ROLE_GRANTED", 13, 0),
        ("CLIENT_REGISTERED", None, 0),
        ("SIGN_IN_FAILED", None, None),
        ("SIGNED_IN", LEADER, None),
    ]
    for place, (kind, who, by) in enumerate(happened):
        yield {
            "id": key("event", place),
            "at": BEGUN + timedelta(minutes=place // 2),
            "kind": kind,
            "account_id": None if who is None else key("account", who),
            "client_id": None if who else f"app-{place}",
            "address": None if by is not None else "2001:db8::1",
            "by_account_id": None if by is None else key("account", by),
            "detail": "TRAINING_MANAGER" if kind == "ROLE_GRANTED" else None,
        }


DONE: tuple[tuple[str, int | None, tuple[str, ...], tuple[str, ...], str | None], ...] = (
    ("tenant provision", None, (), (), None),
    ("employeeHire", 0, ("STAFF", "REGIONAL_ADMIN"), ("rank_span 2023-1", "retirement_age 2023-1"), None),
    ("roleGrant", 0, ("REGIONAL_ADMIN",), (), 'SK "800/1"\n🙂'),
    ("employeeHire", LEADER, ("LEADER",), ("rank_span 2023-1",), ""),
    ("unitOpen", 5, (), (), "SK"),
)


def entries() -> Iterator[Row]:
    """What was done: by a command, by people, about nothing, one thing and several."""
    for place, (deed, who, roles, rules, reason) in enumerate(DONE):
        yield {
            "id": key("entry", place),
            "number": place + 2,  # The first is the provisioning's.
            "at": BEGUN + timedelta(minutes=place // 2),
            "account_id": HOUSE_ACCOUNT if who is None else key("account", who),
            "employee_id": None if who is None else person(who),
            "roles": list(roles),
            "client": None if who is None else "app-0",
            "deed": deed,
            "about": [encode_id("Unit", unit("dinas")), encode_id("Employee", person(0))][: place % 3],
            "reason": reason,
            "rules": list(rules),
            "key_digest": None,
            "request_id": f"r-{place}",
            "input_digest": None,
            "previous": bytes([place]) * 32,
            "hash": bytes([place + 1]) * 32,
        }
