"""What was done: the chain of entries, for auditors and admins."""

import datetime

import strawberry

from jenjang.audit import models
from jenjang.graph.declare import Connection, Node, field, one, page, record
from jenjang.graph.filters import filter_input, identified, moment, names, order_input, text
from jenjang.identity.graph.accounts import Account
from jenjang.identity.graph.enums import Role

READ = "audit:read"
EntryFilter = filter_input(
    "AuditEntryFilter",
    "Which entries.",
    {
        "deed": text("deed", "By what was done, such as `employeeHire`."),
        "account": identified("Account", "account_id", "By who did it."),
        "at": moment("at", "By when it was done."),
        "about": names(
            "EXISTS (SELECT FROM unnest({row}.about) thing WHERE thing {test})",
            "By what it was done to; an id that is none finds nothing.",
        ),
    },
)
EntryOrder = order_input("AuditEntryOrder", {"NUMBER": ("number", "By number.")}, [("NUMBER", "DESC")])


@record(models.AuditEntry, needs=READ)
class AuditEntry(Node):
    """A deed that was done: written with it, never changed, and hashed together with all before it."""

    number: int = field("Its place in the government's chain: from 1 on, without gaps.")
    at: datetime.datetime = field("When it was done.")
    deed: str = field("What was done: the mutation's field, or an operator's command.")
    account: Account | None = one(
        "The account that did it, where you may see it; null, too, of operators, and where nobody may know.",
        by="account_id",
    )
    roles: list[Role] = field("The roles it was done with.")
    client: str | None = field("The application it was done with.")
    about: list[strawberry.ID] = field("Global ids of what was made or changed.")
    reason: str | None = field("Why, where the deed asks for a reason.")
    rules: list[str] = field("Names and versions of the national rules that it was decided by.")
    request_id: str = field("The request it came with: `X-Request-Id`.")
    previous: str = field(
        "The hash of the entry before it, in hexadecimal.", sql="encode({row}.previous, 'hex')"
    )
    hash: str = field("SHA-256 of itself and all before it, in hexadecimal.", sql="encode({row}.hash, 'hex')")


@strawberry.type
class Query:
    audit_entries: Connection[AuditEntry] | None = page(
        "What was done in the government, newest first.", filter=EntryFilter, order=EntryOrder, needs=READ
    )
