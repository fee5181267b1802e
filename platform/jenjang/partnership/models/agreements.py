"""Agreements with partners: what they give, the programmes under them, and what became of those."""

import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Numeric, SmallInteger, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.database.model import TenantModel, belongs_to, one_of, tenant_index
from jenjang.partnership.terms import AgreementKind, ContributionKind

CRITERIA = ("relevance", "effectiveness", "efficiency", "impact", "sustainability")
"""By which a programme is judged beside the whole: those of the OECD's network on evaluation (2019), but
coherence."""
ONE_AFTER_THE_OTHER = "valid_to > valid_from"


class PartnerAgreement(TenantModel):
    """What was agreed with a partner, and from when up to, not including, which day."""

    __tablename__ = "partner_agreements"

    partner_id: Mapped[UUID]
    number: Mapped[str] = mapped_column(Text(collation="C"))
    kind: Mapped[str]
    subject: Mapped[str]
    signed_on: Mapped[datetime.date]
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date]
    ended_on: Mapped[datetime.date | None]
    """The first day on which it held no more, if that was earlier."""
    end_reason: Mapped[str | None]
    conflict_reason: Mapped[str | None]
    """Why it was made, or prolonged, although the partner bid in a procurement."""
    prolonged_from: Mapped[datetime.date | None]
    """The first day on which it would have held no more, had it not been prolonged the last time."""
    prolong_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        CheckConstraint(ONE_AFTER_THE_OTHER, name="ends_after_it_begins"),
        CheckConstraint("ended_on >= valid_from AND ended_on < valid_to", name="ended_within_its_time"),
        CheckConstraint("ended_on IS NULL OR end_reason IS NOT NULL", name="ended_with_a_reason"),
        CheckConstraint(
            "num_nonnulls(prolonged_from, prolong_reason) IN (0, 2)", name="prolonged_with_a_reason"
        ),
        CheckConstraint("prolonged_from > valid_from", name="prolonged_beyond"),
        tenant_index("ix_partner_agreements_tenant_id_partner_id", "partner_id", "valid_to", "id"),
        tenant_index("ix_partner_agreements_tenant_id_valid_to", "valid_to", "id"),
        belongs_to("partners", "partner_id"),
        one_of("kind", AgreementKind),
    )


class PartnerContribution(TenantModel):
    """What a partner gives under an agreement: rupiah, seats, or days of a trainer."""

    __tablename__ = "partner_contributions"

    agreement_id: Mapped[UUID]
    kind: Mapped[str]
    amount: Mapped[Decimal] = mapped_column(Numeric(20, 2))
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "agreement_id", "kind"),
        CheckConstraint("amount >= 0", name="not_below_zero"),
        CheckConstraint("kind = 'MONEY' OR amount = trunc(amount)", name="whole_but_money"),
        belongs_to("partner_agreements", "agreement_id"),
        one_of("kind", ContributionKind),
    )


class PartnerProgramme(TenantModel):
    """What is done under an agreement, with an aim and a time of its own."""

    __tablename__ = "partner_programmes"

    agreement_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text(collation="C"))
    aim: Mapped[str]
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date]
    ended_on: Mapped[datetime.date | None]
    """The first day on which it ran no more, if that was earlier."""
    end_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "agreement_id", "name"),
        CheckConstraint("num_nonnulls(ended_on, end_reason) IN (0, 2)", name="ended_with_a_reason"),
        CheckConstraint(ONE_AFTER_THE_OTHER, name="ends_after_it_begins"),
        belongs_to("partner_agreements", "agreement_id"),
    )


class ProgrammeEvaluation(TenantModel):
    """What was found of a programme in a year."""

    __tablename__ = "programme_evaluations"

    programme_id: Mapped[UUID]
    year: Mapped[int] = mapped_column(SmallInteger)
    rating: Mapped[int] = mapped_column(SmallInteger)
    finding: Mapped[str]
    relevance: Mapped[int | None] = mapped_column(SmallInteger)
    effectiveness: Mapped[int | None] = mapped_column(SmallInteger)
    efficiency: Mapped[int | None] = mapped_column(SmallInteger)
    impact: Mapped[int | None] = mapped_column(SmallInteger)
    sustainability: Mapped[int | None] = mapped_column(SmallInteger)
    reached: Mapped[str | None]
    """What was reached of the aim."""
    next_step: Mapped[str | None]
    """What is to be done about it next."""
    by_employee_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "programme_id", "year"),
        *(CheckConstraint(f"{one} BETWEEN 1 AND 5", name=f"{one}_1_to_5") for one in ("rating", *CRITERIA)),
        tenant_index("ix_programme_evaluations_tenant_id_by_employee_id", "by_employee_id"),
        belongs_to("partner_programmes", "programme_id"),
        belongs_to("employees", "by_employee_id"),
    )
