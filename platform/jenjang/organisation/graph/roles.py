"""Roles and units: for which unit a role was given, who holds it, and the deeds that give and end roles."""

import datetime

import strawberry

from jenjang.core.context import Context
from jenjang.graph.declare import extend, field, many, one
from jenjang.graph.deeds import deed, input_of, key, payload_of
from jenjang.graph.perform import Ref
from jenjang.identity.graph.accounts import Account, RoleGrant
from jenjang.organisation.actions import roles
from jenjang.organisation.actions.admission import Admit, admit
from jenjang.organisation.graph.people import Employee
from jenjang.organisation.graph.units import Unit

GRANT, DELEGATE = "role:grant", "role:delegate"


@extend(RoleGrant)
class RoleGrantUnit:
    holder_name: str | None = field(
        "Name of the person to whose account it was given; null where it is an application's.",
        sql="SELECT e.name FROM accounts a"
        " JOIN employees e ON e.tenant_id = {tenant} AND e.id = a.employee_id"
        " WHERE a.tenant_id = {tenant} AND a.id = {row}.account_id",
    )
    unit: Unit | None = one(
        "The unit for which, with all below it, it was given; null: for the whole government.", by="unit_id"
    )


@extend(Account)
class AccountPerson:
    employee: Employee | None = one("The person behind it, where you may see the file.", by="employee_id")


@extend(Employee)
class EmployeeAccounts:
    accounts: list[Account] | None = many(
        "The accounts with which the person comes in.", of="employee_id", order="{row}.subject"
    )


WORDS = {
    "account_id": "Global id of the account.",
    "approve_only": "To approve only: who holds it reads, says yes or no, and changes nothing.",
    "employee_id": "Global id of the person, who is placed in a unit that you lead.",
    "on": "From this day on.",
    "reason": "Why: the decree's number, the task.",
    "role": "The role.",
    "unit_id": "Global id of the unit; all below it counts as well.",
    "until": "The day it ends (exclusive).",
}
GrantRoleInput = input_of(
    roles.GrantRole,
    "RoleGrantInput",
    "Which role an account gets.",
    WORDS | {"unit_id": "Global id of the unit for which; left out: for the whole government."},
    {"account_id": "Account", "unit_id": "Unit"},
)
DelegateInput = input_of(
    roles.Delegate,
    "RoleDelegateInput",
    "Who acts for you, and where.",
    WORDS,
    {"employee_id": "Employee", "unit_id": "Unit"},
)


AdmitInput = input_of(
    Admit,
    "AccountAdmitInput",
    "Whom to let in.",
    WORDS
    | {
        "employee_id": "Global id of the person it belongs to, where its provider didn't tell.",
        "reason": "Why, such as how it was made sure who it is.",
    },
    {"account_id": "Account", "employee_id": "Employee"},
)
AdmitPayload = payload_of("AccountAdmitPayload", "Who was let in.", account=(Account, "The account."))


@strawberry.input(description="What to end, and when.")
class RoleEndInput:
    role_grant_id: strawberry.ID = strawberry.field(description="Global id of what was given.")
    on: datetime.date = strawberry.field(description="The first day without it.")


RolePayload = payload_of(
    "RoleGrantPayload", "What became of the role.", role_grant=(RoleGrant, "What was given.")
)


async def _admit(context: Context, asked: Admit) -> dict[str, object]:
    return {"account": Ref("Account", (await admit(context, asked)).id)}


async def _grant(context: Context, asked: roles.GrantRole) -> dict[str, object]:
    return {"role_grant": Ref("RoleGrant", (await roles.grant(context, asked)).id)}


async def _delegate(context: Context, asked: roles.Delegate) -> dict[str, object]:
    return {"role_grant": Ref("RoleGrant", (await roles.delegate(context, asked)).id)}


async def _end(context: Context, asked: RoleEndInput) -> dict[str, object]:
    given = key(asked.role_grant_id, "RoleGrant", "roleGrantId")
    return {"role_grant": Ref("RoleGrant", (await roles.end(context, given, asked.on)).id)}


async def _end_delegation(context: Context, asked: RoleEndInput) -> dict[str, object]:
    given = key(asked.role_grant_id, "RoleGrant", "roleGrantId")
    return {"role_grant": Ref("RoleGrant", (await roles.end_delegation(context, given, asked.on)).id)}


@strawberry.type
class Mutation:
    account_admit = deed(
        "Let in an account that came by itself from the government's own provider, and waits.",
        needs="account:approve",
        asks=AdmitInput,
        gives=AdmitPayload,
        do=_admit,
    )
    role_grant = deed(
        "Give an account a role, for a time and for a reason. Nobody gives what they don't hold.",
        needs=GRANT,
        asks=GrantRoleInput,
        gives=RolePayload,
        do=_grant,
    )
    role_end = deed(
        "End a role on a day; what was given stays to be read.",
        needs=GRANT,
        asks=RoleEndInput,
        gives=RolePayload,
        do=_end,
    )
    role_delegate = deed(
        "Let a colleague of a unit that you lead act as its leader until a day, while you lead it.",
        needs=DELEGATE,
        asks=DelegateInput,
        gives=RolePayload,
        do=_delegate,
        in_units=True,
    )
    role_end_delegation = deed(
        "End somebody's acting in a unit that you lead.",
        needs=DELEGATE,
        asks=RoleEndInput,
        gives=RolePayload,
        do=_end_delegation,
        in_units=True,
    )
