"""Partners, agreements and programmes."""

import datetime
from decimal import Decimal

from jenjang.graph.declare import Connection, Node, field, many, one, page, record
from jenjang.graph.filters import choice, day, filter_input, flag, identified, order_input, text
from jenjang.organisation.graph.histories import FROM
from jenjang.organisation.graph.people import Employee
from jenjang.partnership.graph import enums
from jenjang.partnership.models import agreements, partners

READ, CONTACT, MANAGE = "partnership:read", "partnership:contact", "partnership:manage"
REACHING = "Reaching the partner about agreements and trainings."
VERSION = "Grows by one with each change."
UNTIL = "The first day on which it holds no more."
BIDS = (
    "EXISTS (SELECT FROM partner_bids b WHERE b.tenant_id = {tenant} AND b.partner_id = {row}.id"
    " AND b.valid_from <= {at} AND (b.valid_to IS NULL OR b.valid_to > {at}))"
)
HOLDS = "({row}.valid_from <= {at} AND coalesce({row}.ended_on, {row}.valid_to) > {at})"
USED = (
    "SELECT coalesce(sum(CASE {row}.kind WHEN 'MONEY' THEN u.money WHEN 'SEATS' THEN u.seats"
    " ELSE u.trainer END), 0) FROM agreement_uses u"
    " WHERE u.tenant_id = {tenant} AND u.agreement_id = {row}.agreement_id"
)
PartnerFilter = filter_input(
    "PartnerFilter",
    "Which partners.",
    {
        "name": text("name", "By name."),
        "kind": choice(enums.PartnerKind, "kind", "By kind."),
        "in_procurement": flag(f"{BIDS} {{test}}", "Those that bid in a procurement today, or the others."),
    },
)
PartnerOrder = order_input("PartnerOrder", {"NAME": ("name", "By name.")}, [("NAME", "ASC")])
AgreementFilter = filter_input(
    "PartnerAgreementFilter",
    "Which agreements.",
    {
        "partner": identified("Partner", "partner_id", "With this partner."),
        "kind": choice(enums.AgreementKind, "kind", "By how it was agreed."),
        "number": text("number", "By number."),
        "valid_to": day("valid_to", "By the first day on which it holds no more, as it was agreed."),
        "holds": flag(f"{HOLDS} {{test}}", "Those that hold today, or the others."),
    },
)
AgreementOrder = order_input(
    "PartnerAgreementOrder",
    {"VALID_TO": ("valid_to", "By the day on which it was agreed to end.")},
    [("VALID_TO", "DESC")],
)


@record(partners.PartnerTrainer, needs=READ)
class PartnerTrainer(Node):
    """Somebody of a partner who trains."""

    name: str = field("The trainer's name.")
    expertise: str = field("In what.")
    ended_on: datetime.date | None = field("The first day on which they train for it no more.")
    version: int = field(VERSION)


@record(partners.PartnerBid, needs=READ)
class PartnerBid(Node):
    """That a partner bids in a procurement of the government."""

    procurement: str = field("Which procurement.")
    valid_from: datetime.date = field(FROM)
    valid_to: datetime.date | None = field("The first day on which it doesn't bid; null: it does until then.")
    version: int = field(VERSION)


@record(agreements.PartnerContribution, needs=READ)
class PartnerContribution(Node):
    """What a partner gives under an agreement."""

    kind: enums.ContributionKind = field("What.")
    amount: Decimal = field("How much: rupiah, seats or days.")
    used: Decimal = field("How much of it trainings use that weren't cancelled.", sql=USED)
    version: int = field(VERSION)


@record(agreements.ProgrammeEvaluation, needs=READ)
class ProgrammeEvaluation(Node):
    """What was found of a programme in a year."""

    year: int = field("Calendar year.")
    rating: int = field("1 (poor) to 5 (very good).")
    finding: str = field("What was found.")
    relevance: int | None = field("Does it do what is needed? 1 (poor) to 5 (very good).")
    effectiveness: int | None = field("Does it reach its aim? 1 to 5.")
    efficiency: int | None = field("Is it worth what it takes? 1 to 5.")
    impact: int | None = field("Does it change what it was to change? 1 to 5.")
    sustainability: int | None = field("Does what it changed last? 1 to 5.")
    reached: str | None = field("What was reached of the aim.")
    next_step: str | None = field("What is to be done next.")
    by: Employee | None = one("Who judged.", by="by_employee_id")
    version: int = field(VERSION)


@record(agreements.PartnerProgramme, needs=READ)
class PartnerProgramme(Node):
    """What is done under an agreement, with an aim and a time of its own."""

    name: str = field("Its name.")
    aim: str = field("What it is to reach.")
    valid_from: datetime.date = field(FROM)
    valid_to: datetime.date = field(UNTIL)
    ended_on: datetime.date | None = field("The first day on which it ran no more, where that was earlier.")
    end_reason: str | None = field("Why it ended earlier.")
    version: int = field(VERSION)
    evaluations: list[ProgrammeEvaluation] | None = many(
        "What was found of it, year by year.", of="programme_id", order="{row}.year"
    )


@record(agreements.PartnerAgreement, needs=READ)
class PartnerAgreement(Node):
    """What was agreed with a partner (MoU, PKS)."""

    number: str = field("Its number, unique in the government.")
    kind: enums.AgreementKind = field("How it was agreed.")
    subject: str = field("On what.")
    signed_on: datetime.date = field("The day of its signing.")
    valid_from: datetime.date = field(FROM)
    valid_to: datetime.date = field("The first day on which it holds no more, as it was agreed.")
    ended_on: datetime.date | None = field("The first day on which it held no more, where that was earlier.")
    end_reason: str | None = field("Why it ended earlier.")
    conflict_reason: str | None = field(
        "Why it was made, or prolonged, although the partner bid in a procurement."
    )
    prolonged_from: datetime.date | None = field(
        "The first day on which it would have held no more, had it not been prolonged the last time."
    )
    prolong_reason: str | None = field("Why it was prolonged the last time.")
    holds: bool = field("Whether it holds on the date.", sql=HOLDS)
    version: int = field(VERSION)
    contributions: list[PartnerContribution] | None = many(
        "What the partner gives.", of="agreement_id", order="{row}.kind"
    )
    programmes: list[PartnerProgramme] | None = many(
        "What is done under it.", of="agreement_id", order="{row}.valid_from, {row}.id"
    )


@record(partners.Partner, needs=READ)
class Partner(Node):
    """Who helps the government to learn: a university, a firm, another government."""

    name: str = field("Its name, unique in the government.")
    kind: enums.PartnerKind = field("What kind of organisation it is.")
    npwp: str | None = field("The taxpayer's number (NPWP): 15 or 16 digits.")
    nib: str | None = field("The business number (NIB): 13 digits.")
    in_procurement: bool = field("Whether it bids in a procurement on the date.", sql=BIDS)
    contact_name: str | None = field("Who is reached there.", needs=CONTACT, purpose=REACHING)
    contact_email: str | None = field("E-mail of that person.", needs=CONTACT, purpose=REACHING)
    contact_phone: str | None = field("Telephone of that person.", needs=CONTACT, purpose=REACHING)
    closed_on: datetime.date | None = field("The first day on which no agreement with it holds.")
    close_reason: str | None = field("Why nothing more is agreed on with it.")
    version: int = field(VERSION)
    bids: list[PartnerBid] | None = many(
        "The procurements in which it bids or did.", of="partner_id", order="{row}.valid_from, {row}.id"
    )
    trainers: list[PartnerTrainer] | None = many(
        "Who trains for it.", of="partner_id", order="{row}.name, {row}.id"
    )
    agreements: Connection[PartnerAgreement] | None = page(
        "What was agreed with it.", of="partner_id", filter=AgreementFilter, order=AgreementOrder
    )
