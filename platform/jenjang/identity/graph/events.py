"""What happened to accounts, applications and keys."""

import datetime

import strawberry

from jenjang.graph.declare import Connection, Node, field, one, page, record
from jenjang.graph.filters import choice, filter_input, identified, order_input
from jenjang.identity.graph.accounts import Account
from jenjang.identity.graph.enums import EventKind
from jenjang.identity.graph.subjects import OF_ACCOUNT
from jenjang.identity.server import models

READ = "security:read"
EventFilter = filter_input(
    "SecurityEventFilter",
    "Which events.",
    {
        "kind": choice(EventKind, "kind", "By what happened."),
        "account": identified("Account", "account_id", "By the account it happened to."),
    },
)
EventOrder = order_input("SecurityEventOrder", {"AT": ("at", "By time.")}, [("AT", "DESC")])


@record(models.SecurityEvent, needs=READ, about=OF_ACCOUNT)
class SecurityEvent(Node):
    """Something that happened to an account, an application or a key: written once, never changed."""

    at: datetime.datetime = field("When it happened.")
    kind: EventKind = field("What happened.")
    account: Account | None = one("The account it happened to.", by="account_id")
    client_id: str | None = field("The application it happened to, or with.")
    address: str | None = field("The network address that asked for it; null where a command did.")
    by: Account | None = one(
        "Who did it to another's account, where you may see that; null where an operator did.",
        by="by_account_id",
    )
    detail: str | None = field("Which role it was, or why it was done.")


@strawberry.type
class Query:
    security_events: Connection[SecurityEvent] | None = page(
        "What happened, newest first: to your own accounts, or in the whole government.",
        filter=EventFilter,
        order=EventOrder,
        needs=READ,
    )
