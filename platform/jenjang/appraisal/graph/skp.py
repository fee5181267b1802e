"""What is expected: objectives of units, and the SKP of a person, edition by edition."""

import datetime
from decimal import Decimal
from typing import Annotated

import strawberry

from jenjang.appraisal.graph import enums
from jenjang.appraisal.graph.subjects import OF_SKP, OF_SKP_RESULT, READ, SKP
from jenjang.appraisal.models import skp as models
from jenjang.graph.declare import Connection, Node, extend, field, many, one, page, record
from jenjang.graph.filters import choice, filter_input, flag, identified, number, order_input
from jenjang.organisation.graph.people import Employee
from jenjang.organisation.graph.units import Unit
from jenjang.reference.graph import Behaviour

NAME_OF = "SELECT e.name FROM employees e WHERE e.tenant_id = {{tenant}} AND e.id = {{row}}.{column}"
"""SQL of the name of a person whose file the viewer may not be allowed to read."""
BROUGHT = (
    "SELECT {what} FROM import_batches b WHERE b.tenant_id = {{tenant}} AND b.id = {{row}}.import_batch_id"
)
BROUGHT_BY = (
    "SELECT coalesce(e.name, a.subject) FROM import_batches b"
    " JOIN accounts a ON a.tenant_id = b.tenant_id AND a.id = b.imported_by"
    " LEFT JOIN employees e ON e.tenant_id = a.tenant_id AND e.id = a.employee_id"
    " WHERE b.tenant_id = {tenant} AND b.id = {row}.import_batch_id"
)
"""SQL of the file that brought an SKP in, and of who sent it, for whoever sees the SKP."""

NEXT_APPLIES = (
    "SELECT min(k.applies_from) FROM skps k WHERE k.tenant_id = {tenant}"
    " AND k.employee_id = {row}.employee_id AND k.year = {row}.year"
    " AND k.state IN ('ACKNOWLEDGED', 'SUPERSEDED')"
    " AND (k.applies_from, k.edition) > ({row}.applies_from, {row}.edition)"
)
"""SQL of the day on which the agreed edition that follows begins to count."""

SkpFilter = filter_input(
    "SkpFilter",
    "Which SKPs.",
    {
        "year": number("year", "By calendar year."),
        "state": choice(enums.SkpState, "state", "By where they stand."),
        "employee": identified("Employee", "employee_id", "By person."),
        "evaluator": identified("Employee", "evaluator_employee_id", "By evaluator."),
        "unit": identified("Unit", "unit_id", "By unit."),
        "imported": flag("({row}.import_batch_id IS NOT NULL) {test}", "True: those that a file brought in."),
    },
)
SkpOrder = order_input(
    "SkpOrder",
    {
        "YEAR": (
            ("year", "listed_on"),
            "By calendar year, in it by the day from which they apply: after them what is drafted or"
            " offered, before them what was withdrawn.",
        )
    },
    [("YEAR", "DESC")],
)
ObjectiveFilter = filter_input(
    "UnitObjectiveFilter",
    "Which objectives.",
    {
        "year": number("year", "By calendar year."),
        "unit": identified("Unit", "unit_id", "By unit."),
    },
)
ObjectiveOrder = order_input(
    "UnitObjectiveOrder", {"YEAR": ("year", "By calendar year.")}, [("YEAR", "DESC")]
)
ResultFilter = filter_input(
    "SkpResultFilter",
    "Which results.",
    {
        "orphan": flag(
            "({row}.superior_result_id IS NULL AND {row}.objective_id IS NULL) {test}",
            "True: those that lead to no result of a superior and to no objective of a unit.",
        ),
        "employee": identified("Employee", "employee_id", "By person."),
        "skp": identified("Skp", "skp_id", "By SKP."),
    },
)
ResultOrder = order_input(
    "SkpResultOrder", {"PERSON": ("employee_id", "Person by person.")}, [("PERSON", "ASC")]
)


@record(models.UnitObjective, needs="unit:read")
class UnitObjective(Node):
    """What a unit is to reach in a year (perjanjian kinerja); people's results lead to it."""

    unit: Unit | None = one("The unit.", by="unit_id")
    year: int = field("Calendar year.")
    statement: str = field("What is to be reached.")
    indicator: str = field("How it is told that it was.")


@record(models.SkpIndicator, needs=READ, about=OF_SKP_RESULT)
class SkpIndicator(Node):
    """How a result is measured in one aspect."""

    aspect: enums.Aspect = field("The aspect.")
    statement: str = field("What is looked at.")
    target: Decimal | None = field("The number to reach; null in a qualitative SKP.")
    measure: str | None = field("What the number counts, such as documents, days or rupiah.")


@record(models.SkpResult, needs=READ, about=OF_SKP)
class SkpResult(Node):
    """A result (hasil kerja) that is expected of somebody."""

    number: int = field("Its place in the SKP, from 1.")
    kind: enums.ResultKind = field("Of the own task or added.")
    statement: str = field("The result.")
    superior_result: Annotated["SkpResult", strawberry.lazy("jenjang.appraisal.graph.skp")] | None = one(
        "The superior's result to which it leads, where you may see that SKP.", by="superior_result_id"
    )
    superior_statement: str | None = field(
        "The same in words, for whoever sees this result.",
        sql="SELECT s.statement FROM skp_results s WHERE s.tenant_id = {tenant}"
        " AND s.id = {row}.superior_result_id",
    )
    objective: UnitObjective | None = one("The unit's objective to which it leads.", by="objective_id")
    orphan: bool = field(
        "Whether it leads nowhere: to no superior's result and no unit's objective.",
        sql="{row}.superior_result_id IS NULL AND {row}.objective_id IS NULL",
    )
    employee: Employee | None = one("Of whom it is expected.", by="employee_id")
    indicators: list[SkpIndicator] = many("How it is measured.", of="result_id", order="{row}.aspect")


@record(models.SkpBehaviour, needs=READ, about=OF_SKP)
class SkpBehaviour(Node):
    """One of the seven behaviours (BerAKHLAK), and what the leader expects especially."""

    behaviour: Behaviour | None = one("The behaviour, with its guides.", by="behaviour")
    expectation: str | None = field("What the leader expects especially (ekspektasi khusus).")


@record(models.Skp, needs=READ, about=SKP)
class Skp(Node):
    """One edition of somebody's performance expectations for a year (sasaran kinerja pegawai).

    Source: PermenPANRB 6/2022. It holds once the employee acknowledged it; a change is a further edition.
    """

    employee: Employee | None = one("Of whom it is.", by="employee_id")
    evaluator_name: str = field(
        "Name of the evaluator (pejabat penilai kinerja).", sql=NAME_OF.format(column="evaluator_employee_id")
    )
    evaluator: Employee | None = one(
        "The evaluator, where you may see that file.", by="evaluator_employee_id"
    )
    unit: Unit | None = one("The unit of the person when it was made.", by="unit_id")
    year: int = field("Calendar year.")
    edition: int = field(
        "1 for the first of the year; each change is a further one, and so is one from before that a file"
        " brought in afterwards: `appliesFrom` tells their order."
    )
    model: enums.SkpModel = field("How results are measured.")
    state: enums.SkpState = field("Where it stands.")
    begins_on: datetime.date = field("The first day of the year in that place.")
    applies_from: datetime.date | None = field(
        "From which day on evaluations go by it; null before it is acknowledged."
    )
    applies_until: datetime.date | None = field(
        "From which day on evaluations go by a later edition; null while none is agreed. Until then this one"
        " stands, though it is SUPERSEDED.",
        sql=NEXT_APPLIES,
    )
    applies_rule: str | None = field("Version of the rule that told that day.")
    resources: str | None = field("Annex: what is needed to reach the results (sumber daya).")
    accountability: str | None = field("Annex: how it is accounted for (skema pertanggungjawaban).")
    consequences: str | None = field("Annex: what follows from reaching or missing it (konsekuensi).")
    change_reason: str | None = field("Why this edition changes the one before.")
    return_reason: str | None = field("Why the employee gave the last offer back.")
    returned_at: datetime.datetime | None = field("When the employee gave the last offer back.")
    offered_at: datetime.datetime | None = field("When the leader offered it.")
    acknowledged_at: datetime.datetime | None = field("When the employee acknowledged it.")
    agreed_on: datetime.date | None = field(
        "The day on which both sides agreed on it outside, as a file told; null: it was drafted here."
    )
    imported_from: str | None = field(
        "Name of the file that brought it in; null: it was drafted here.",
        sql=BROUGHT.format(what="b.file_name"),
    )
    imported_at: datetime.datetime | None = field(
        "When that file brought it in.", sql=BROUGHT.format(what="b.imported_at")
    )
    imported_by_name: str | None = field(
        "Who brought it in; null where an operator did, at the command line.", sql=BROUGHT_BY
    )
    version: int = field("Grows with each change; give it back as `expectedVersion`.")
    results: list[SkpResult] = many("The results expected.", of="skp_id", order="{row}.number")
    behaviours: list[SkpBehaviour] = many("The behaviours expected.", of="skp_id", order="{row}.behaviour")


@extend(Employee)
class EmployeeSkps:
    skps: Connection[Skp] | None = page(
        "The person's SKPs, the latest first: of a year what is drafted or offered, then what was agreed on"
        " by the day from which it applies, then what was withdrawn.",
        of="employee_id",
        filter=SkpFilter,
        order=SkpOrder,
        needs=READ,
    )


@extend(Unit)
class UnitObjectives:
    objectives: Connection[UnitObjective] | None = page(
        "What the unit is to reach.", of="unit_id", filter=ObjectiveFilter, order=ObjectiveOrder
    )
