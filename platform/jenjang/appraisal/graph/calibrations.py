"""Calibration: who sat in it, how results were distributed before and after, what changed and why."""

import datetime

import strawberry

from jenjang.appraisal.graph import enums
from jenjang.appraisal.graph.cycles import Appraisal, AppraisalCycle
from jenjang.appraisal.graph.skp import NAME_OF
from jenjang.appraisal.graph.subjects import (
    CALIBRATION,
    COUNTS_NO_OWN_DRAFT,
    LOOKED_AT,
    NO_OWN_DRAFT,
    NOT_OWN_DRAFT,
    OF_CALIBRATION,
    TAKE_PART,
)
from jenjang.appraisal.looking import looked_at
from jenjang.appraisal.models import calibration as models
from jenjang.appraisal.terms import Predicate
from jenjang.graph.declare import Connection, Node, field, many, one, page, record
from jenjang.graph.filters import choice, filter_input, identified, order_input
from jenjang.organisation.graph.units import Unit

READ = "calibration:read"
UNTIL_OWN = f"CASE WHEN {NO_OWN_DRAFT.format(calibration='id', which='true')} THEN <told> END"
"""What tells of the distribution: whose own draft is in it is told once that is published."""

BY_RANK = f"array_position(ARRAY[{', '.join(repr(one.value) for one in Predicate)}], {{row}}.predicate)"
"""SQL of the place of a predicate, the best first."""
BELOW = (
    "SELECT count(*) FROM appraisal_cycles y JOIN unit_ancestry u ON u.tenant_id = {{tenant}}"
    " AND u.ancestor_id = {{row}}.unit_id AND u.valid_from <= least(y.ends - 1, {{today}})"
    " AND (u.valid_to IS NULL OR u.valid_to > least(y.ends - 1, {{today}}))"
    " JOIN appraisals a ON a.tenant_id = {{tenant}} AND a.cycle_id = y.id AND a.unit_id = u.unit_id"
    " WHERE y.tenant_id = {{tenant}} AND y.id = {{row}}.cycle_id AND {which}"
)

CalibrationFilter = filter_input(
    "CalibrationFilter",
    "Which calibrations.",
    {
        "state": choice(enums.CalibrationState, "state", "By where they stand."),
        "cycle": identified("AppraisalCycle", "cycle_id", "By cycle."),
    },
)
CalibrationOrder = order_input(
    "CalibrationOrder", {"OPENED_AT": ("opened_at", "By time.")}, [("OPENED_AT", "DESC")]
)
CalibrationResultOrder = order_input(
    "CalibrationResultOrder", {"NAME": ("name_key", "By name.")}, [("NAME", "ASC")]
)


@record(models.CalibrationMember, needs=READ, about=OF_CALIBRATION)
class CalibrationMember(Node):
    """Who sits in a calibration, or sat in it."""

    name: str = field("The person's name.", sql=NAME_OF.format(column="employee_id"))
    left_at: datetime.datetime | None = field(
        "When somebody else took the place (`calibrationReseat`); null of who sits in it, or did to its end."
    )


@record(models.CalibrationCount, needs=READ, about=OF_CALIBRATION, shown=COUNTS_NO_OWN_DRAFT)
class CalibrationCount(Node):
    """How many people had a predicate before and after a calibration.

    Whose own result is among them sees no count before that result is published.
    """

    predicate: enums.Predicate = field("The predicate.")
    before: int = field("How many had it when the calibration was opened.")
    after: int | None = field("How many had it when it was closed; null before.")


@record(models.CalibrationChange, needs=READ, about=OF_CALIBRATION, shown=NOT_OWN_DRAFT)
class CalibrationChange(Node):
    """One person's result before and after, and why. Nobody sees the own one before it is published."""

    appraisal: Appraisal | None = one("The appraisal, where you may see it.", by="appraisal_id")
    employee_name: str = field("Whose result.", sql=NAME_OF.format(column="employee_id"))
    before: enums.Predicate = field("The predicate before.")
    after: enums.Predicate = field("The predicate after.")
    reason: str = field("Why it changed.")
    by_name: str = field("Who changed it.", sql=NAME_OF.format(column="by_employee_id"))
    made_at: datetime.datetime = field("When it changed.")


@record(looked_at, needs=TAKE_PART, about=OF_CALIBRATION, shown=LOOKED_AT)
class CalibrationResult:
    """Somebody's draft as those see it who sit in the calibration, until it is published.

    Nobody sees the own one.
    """

    appraisal_id: strawberry.ID = field(
        "Global id of the appraisal: give it to `calibrationChange`.",
        sql="translate(encode(convert_to('Appraisal:' || {row}.id, 'UTF8'), 'base64'), E'\\n', '')",
    )
    employee_name: str = field("Whose result.", column="name")
    unit: Unit | None = one("The person's unit when the cycle was opened.", by="unit_id")
    results: enums.Rating = field("How results are rated now.")
    behaviour: enums.Rating = field("How behaviour is rated now.")
    predicate: enums.Predicate = field("The predicate that follows.")
    version: int = field("The appraisal's; give it back as `expectedVersion`.")


@record(models.Calibration, needs=READ, about=CALIBRATION)
class Calibration(Node):
    """A session on the results of a unit and all below it, against the unit's own predicate.

    Whose own draft is among them is told of pattern, deviation and explanation once that is published.
    """

    cycle: AppraisalCycle | None = one("The cycle.", by="cycle_id")
    unit: Unit | None = one("The unit.", by="unit_id")
    chair_name: str = field("Who leads the session.", sql=NAME_OF.format(column="chair_employee_id"))
    unit_predicate: enums.OrganisationPredicate = field("The unit's own predicate, which asks for a pattern.")
    rule: str = field("Version of the rule of distribution patterns.")
    state: enums.CalibrationState = field("Where it stands.")
    within_pattern: bool | None = field(
        "Whether results fit the pattern when it was closed; null before.",
        sql=UNTIL_OWN.replace("<told>", "{row}.within_pattern"),
    )
    deviation: str | None = field(
        "Where they don't fit, in words; null where they do. While it runs: as of its opening,"
        " the last change of a result, or the last time that others were seated.",
        sql=UNTIL_OWN.replace(
            "<told>", "CASE {language} WHEN 'en' THEN {row}.deviation_en ELSE {row}.deviation_id END"
        ),
    )
    explanation: str | None = field("Why they don't.", sql=UNTIL_OWN.replace("<told>", "{row}.explanation"))
    is_supplementary: bool = field(
        "Whether the unit, or one above, was calibrated before: it looks at what no calibration has judged."
    )
    not_evaluated: int = field(
        "How many below the unit aren't evaluated yet; whoever is once it is closed takes a further one.",
        sql=BELOW.format(which="a.state = 'OPEN'"),
    )
    not_calibrated: int = field(
        "How many are evaluated and not published, and no closed calibration has judged them.",
        sql=BELOW.format(which="a.state = 'EVALUATED' AND a.calibration_id IS NULL"),
    )
    cancel_reason: str | None = field("Why it was called off; null unless it was.")
    opened_at: datetime.datetime = field("When it was opened.")
    closed_at: datetime.datetime | None = field("When it was closed, or called off.")
    version: int = field(
        "Grows with each change of a result, too; give it back as `expectedVersion`. What is done with your"
        " own draft isn't counted until that is published.",
        sql="{row}.version - (SELECT count(*) FROM calibration_changes g WHERE g.tenant_id = {tenant}"
        " AND g.calibration_id = {row}.id AND g.employee_id = {me} AND g.published_at IS NULL)::integer",
    )
    members: list[CalibrationMember] = many(
        "Who sits in it, and who did before.", of="calibration_id", order="{row}.id"
    )
    counts: list[CalibrationCount] = many(
        "How results are distributed, from the best predicate down.", of="calibration_id", order=BY_RANK
    )
    changes: list[CalibrationChange] = many(
        "What changed, oldest first; taken back where it was called off.",
        of="calibration_id",
        order="{row}.made_at",
    )
    results: Connection[CalibrationResult] | None = page(
        "The drafts that it looks at; for those who sit in it.",
        of="calibration_id",
        order=CalibrationResultOrder,
    )
