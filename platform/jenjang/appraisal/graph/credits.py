"""Credit (angka kredit) of functional positions, and what SIASN holds beside our results."""

import datetime
from decimal import Decimal

from jenjang.appraisal.graph import enums
from jenjang.appraisal.graph.cycles import Appraisal
from jenjang.appraisal.graph.subjects import OF_APPRAISED, READ
from jenjang.appraisal.models import credit as models
from jenjang.graph.declare import Connection, Node, extend, field, many, one, page, record
from jenjang.graph.filters import choice, filter_input, flag, identified, number, order_input
from jenjang.organisation.graph.people import Employee
from jenjang.reference.graph import PositionLevel

DIFFERS = (
    "EXISTS (SELECT FROM appraisals a WHERE a.tenant_id = {tenant} AND a.id = {row}.appraisal_id"
    " AND a.predicate <> {row}.predicate)"
)

MISLABELLED = "{row}.follows <> {row}.predicate"

NationalFilter = filter_input(
    "NationalResultFilter",
    "Which results of SIASN.",
    {
        "year": number("year", "By calendar year."),
        "kind": choice(enums.CycleKind, "kind", "By length of the period."),
        "employee": identified("Employee", "employee_id", "By person."),
        "differs": flag(f"({DIFFERS}) {{test}}", "Whether our published predicate is another one."),
        "mislabelled": flag(
            f"({MISLABELLED}) {{test}}", "Whether SIASN's own two ratings give another predicate."
        ),
    },
)
NationalOrder = order_input(
    "NationalResultOrder", {"YEAR": ("year", "By calendar year.")}, [("YEAR", "DESC")]
)
CreditOrder = order_input("CreditOrder", {"YEAR": ("year", "By calendar year.")}, [("YEAR", "DESC")])


@record(models.Credit, needs=READ, about=OF_APPRAISED)
class Credit(Node):
    """The credit that a year's result gave (PermenPANRB 1/2023): coefficient x percentage x months / 12."""

    appraisal: Appraisal | None = one("The appraisal it comes from.", by="appraisal_id")
    year: int = field("Calendar year.")
    level: PositionLevel | None = one("The level of the position.", by="level")
    predicate: enums.Predicate = field("The predicate of the year.")
    months: int = field("How many months count, 1 to 12.")
    amount: Decimal = field("The credit, exactly: round to two places to show it.")
    rule: str = field("Version of the rule.")


@record(models.CreditProjection, needs=READ, about=OF_APPRAISED)
class CreditProjection(Node):
    """When the need is met if every result from now on is of one predicate."""

    predicate: enums.Predicate = field("The predicate supposed.")
    met_on: datetime.date = field(
        "The first of the month in which the need is met, counted on from the standing's `countedTo`: past"
        " where results since then aren't published yet."
    )


@record(models.CreditStanding, needs=READ, about=OF_APPRAISED)
class CreditStanding(Node):
    """What credit somebody has gathered towards the next rank or level, and what it takes."""

    target: enums.CreditTarget = field("Towards what.")
    level: PositionLevel | None = one("The present level.", by="level")
    gathered: Decimal = field("Credit gathered, exactly.")
    needed: Decimal = field("Credit that it takes.")
    counted_to: datetime.date = field("Up to which day results are counted (exclusive).")
    rule: str = field("Version of the rule.")
    projections: list[CreditProjection] = many(
        "When the need is met, for each predicate.", of="standing_id", order="{row}.met_on"
    )


@record(models.NationalResult, needs=READ, about=OF_APPRAISED)
class NationalResult(Node):
    """What SIASN holds as somebody's result, beside ours."""

    employee: Employee | None = one("Whose result.", by="employee_id")
    appraisal: Appraisal | None = one("Our appraisal of the same period.", by="appraisal_id")
    siasn_id: str | None = field("Its id in SIASN.")
    kind: enums.CycleKind = field("How long the period is.")
    year: int = field("Calendar year.")
    number: int = field("Which month or quarter; 1 of a year.")
    results: enums.Rating = field("Results, as SIASN holds them.")
    behaviour: enums.Rating = field("Behaviour, as SIASN holds it.")
    predicate: enums.Predicate = field("Predicate, as SIASN holds it.")
    follows: enums.Predicate = field("Predicate that SIASN's own two ratings give, by the matrix.")
    mislabelled: bool = field("Whether that is another than SIASN holds.", sql=MISLABELLED)
    rule: str = field("Version of the matrix.")
    differs: bool = field("Whether our published predicate of the same period is another one.", sql=DIFFERS)
    imported_at: datetime.datetime = field("When it was imported.")


@extend(Appraisal)
class AppraisalCredit:
    credit: Credit | None = one("The credit it gave, in a functional position.", of="appraisal_id")


@extend(Employee)
class EmployeeCredits:
    credits: Connection[Credit] | None = page(
        "Credit year by year, latest first.", of="employee_id", order=CreditOrder, needs=READ
    )
    credit_standings: list[CreditStanding] | None = many(
        "What is gathered towards the next rank and the next level.",
        of="employee_id",
        order="{row}.target DESC",
        needs=READ,
    )
    national_results: Connection[NationalResult] | None = page(
        "What SIASN holds, latest year first.",
        of="employee_id",
        filter=NationalFilter,
        order=NationalOrder,
        needs=READ,
    )
