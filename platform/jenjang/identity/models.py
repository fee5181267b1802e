"""Accounts and role grants of one government."""

import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.core.permission import Role
from jenjang.database.model import Dated, TenantModel, belongs_to, one_of, tenant_index


class Account(TenantModel):
    """Somebody (or some program) that an issuer vouches for: `(issuer, subject)` is who it is."""

    __tablename__ = "accounts"

    issuer: Mapped[str]
    subject: Mapped[str]
    employee_id: Mapped[UUID | None]
    client: Mapped[str | None]
    disabled_at: Mapped[datetime.datetime | None]
    created_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "issuer", "subject"),
        tenant_index("ix_accounts_tenant_id_employee_id", "employee_id"),
        tenant_index("ix_accounts_tenant_id_subject", "subject", "id"),
        belongs_to("employees", "employee_id"),
    )


class RoleGrant(Dated, TenantModel):
    """A role that an account holds for a time, who gave it and why."""

    __tablename__ = "role_grants"

    account_id: Mapped[UUID]
    role: Mapped[str]
    unit_id: Mapped[UUID | None]
    """For this unit and all below it; None: for the whole government."""
    approve_only: Mapped[bool] = mapped_column(server_default=text("false"))
    given_by: Mapped[str]
    given_by_account_id: Mapped[UUID | None]
    """The account that gave it; None: an operator did."""
    reason: Mapped[str]
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]

    __table_args__ = (
        CheckConstraint(
            "role <> 'ACTING_LEADER' OR (unit_id IS NOT NULL AND valid_to IS NOT NULL)", name="acting_ends"
        ),
        tenant_index("ix_role_grants_tenant_id_account_id", "account_id"),
        tenant_index("ix_role_grants_tenant_id_given_by_account_id", "given_by_account_id"),
        tenant_index("ix_role_grants_tenant_id_unit_id", "unit_id"),
        tenant_index("ix_role_grants_tenant_id_valid_from", "valid_from", "id"),
        belongs_to("accounts", "account_id"),
        belongs_to("accounts", "given_by_account_id"),
        belongs_to("units", "unit_id"),
        one_of("role", Role),
    )
