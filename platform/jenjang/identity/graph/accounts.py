"""Accounts, and the roles that they were given."""

import datetime
from typing import Annotated

import strawberry

from jenjang.core.context import Context
from jenjang.graph.declare import Connection, Node, field, many, one, page, record
from jenjang.graph.deeds import deed, key, payload_of
from jenjang.graph.filters import choice, filter_input, flag, order_input, text
from jenjang.graph.perform import Ref
from jenjang.identity import admission, models
from jenjang.identity.graph.enums import Role
from jenjang.identity.graph.subjects import ACCOUNT, GRANT

READ = "account:read"
GrantFilter = filter_input(
    "RoleGrantFilter", "Which grants of roles.", {"role": choice(Role, "role", "By role.")}
)
GrantOrder = order_input(
    "RoleGrantOrder", {"VALID_FROM": ("valid_from", "By first day.")}, [("VALID_FROM", "DESC")]
)
AccountFilter = filter_input(
    "AccountFilter",
    "Which accounts.",
    {
        "subject": text("subject", "By what the issuer calls them."),
        "waiting": flag("({row}.admitted_at IS NULL) {test}", "True: who waits to be let in."),
    },
)
AccountOrder = order_input(
    "AccountOrder", {"SUBJECT": ("subject", "By what the issuer calls them.")}, [("SUBJECT", "ASC")]
)


@record(models.RoleGrant, needs=READ, about=GRANT)
class RoleGrant(Node):
    """A role that was given to an account for a time: by whom, and why. It holds for the account's person."""

    role: Role = field("The role.")
    approve_only: bool = field("Whether it was given to approve only: it changes nothing by itself.")
    given_by: str = field("Who gave it: a name or an office.")
    giver: Annotated["Account", strawberry.lazy("jenjang.identity.graph.accounts")] | None = one(
        "The account that gave it, where you may see it; null, too, where an operator did.",
        by="given_by_account_id",
    )
    reason: str = field("Why it was given, such as the decree's number.")
    valid_from: datetime.date = field("First day.")
    valid_to: datetime.date | None = field("The day it ends (exclusive); null: until further notice.")
    account: Annotated["Account", strawberry.lazy("jenjang.identity.graph.accounts")] | None = one(
        "The account it was given to, where you may see it; `holderName` tells whose it is.", by="account_id"
    )


@record(models.Account, needs=READ, about=ACCOUNT)
class Account(Node):
    """Somebody (or some program) that an issuer vouches for."""

    issuer: str = field("Who vouches for it: the `iss` of its tokens.")
    subject: str = field("What the issuer calls it: the `sub` of its tokens.")
    client: str | None = field("The only application that may ask with it; null: any.")
    admitted_at: datetime.datetime | None = field(
        "When it was let in; null: it came by itself from a provider, and waits."
    )
    claimed: str | None = field("Whom its provider named when it came: a NIP, a SIASN id, an e-mail address.")
    disabled_at: datetime.datetime | None = field("Since when it is let in no more.")
    created_at: datetime.datetime = field("When it was made.")
    role_grants: list[RoleGrant] = many(
        "The roles it was given, newest first.", of="account_id", order="{row}.valid_from DESC"
    )


@strawberry.type
class Query:
    accounts: Connection[Account] | None = page(
        "Accounts that you may see: your own, or all of the government.",
        filter=AccountFilter,
        order=AccountOrder,
        needs=READ,
    )
    role_grants: Connection[RoleGrant] | None = page(
        "Roles that you were given or gave, or all of the government: of today, of before, and to come.",
        filter=GrantFilter,
        order=GrantOrder,
        needs=READ,
    )


@strawberry.input(description="Which account, and why.")
class AccountInput:
    account_id: strawberry.ID = strawberry.field(description="Global id of the account.")
    reason: str = strawberry.field(description="Why: what happened, or who asked for it.")


AccountPayload = payload_of(
    "AccountPayload", "What became of the account.", account=(Account, "The account.")
)


async def _turn_away(context: Context, asked: AccountInput) -> dict[str, object]:
    account = await admission.turn_away(context, key(asked.account_id, "Account", "accountId"), asked.reason)
    return {"account": Ref("Account", account.id)}


async def _disable(context: Context, asked: AccountInput) -> dict[str, object]:
    account = await admission.disable_account(
        context, key(asked.account_id, "Account", "accountId"), asked.reason
    )
    return {"account": Ref("Account", account.id)}


async def _enable(context: Context, asked: AccountInput) -> dict[str, object]:
    account = await admission.enable_account(
        context, key(asked.account_id, "Account", "accountId"), asked.reason
    )
    return {"account": Ref("Account", account.id)}


@strawberry.type
class Mutation:
    account_turn_away = deed(
        "Turn away an account that came by itself and waits; `accountEnable` lets it wait again.",
        needs="account:approve",
        asks=AccountInput,
        gives=AccountPayload,
        do=_turn_away,
    )
    account_disable = deed(
        "Let an account in no more: its tokens open nothing within 5 seconds. Not the own one.",
        needs="account:write",
        asks=AccountInput,
        gives=AccountPayload,
        do=_disable,
    )
    account_enable = deed(
        "Let a disabled account in again, with the roles that it holds.",
        needs="account:write",
        asks=AccountInput,
        gives=AccountPayload,
        do=_enable,
    )
