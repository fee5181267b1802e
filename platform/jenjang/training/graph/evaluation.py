"""Evaluation at four levels: what is told of an event, what waits for whom, and each person's own."""

import datetime
from decimal import Decimal

from jenjang.core.permission import Reach
from jenjang.graph.declare import About, Connection, Node, Subject, extend, field, many, one, page, record
from jenjang.graph.filters import filter_input, identified, order_input
from jenjang.identity.graph.viewer import Viewer
from jenjang.organisation.graph.people import Employee
from jenjang.organisation.graph.subjects import OF_PERSON, UNIT
from jenjang.organisation.graph.units import Unit
from jenjang.training.graph import enums
from jenjang.training.graph.catalogue import TrainingEvent
from jenjang.training.graph.event_deeds import TAKE_PART
from jenjang.training.graph.people import READ, TrainingEnrolment
from jenjang.training.looking import evaluations
from jenjang.training.models import evaluation as models

EVENTS = Subject(
    {
        Reach.OWN: "SELECT e.id FROM training_events e WHERE e.tenant_id = {tenant}"
        " AND e.trainer_employee_id = {me}"
    }
)
"""OWN are the events at which the viewer trains."""
ASKED = Subject({Reach.OWN: "SELECT {me}"})
"""OWN is the viewer's own person, and nobody else reaches there."""
BEHAVIOURS = Subject(
    {
        Reach.OWN: "SELECT b.id FROM training_behaviours b WHERE b.tenant_id = {tenant}"
        " AND {me} IN (b.employee_id, b.superior_employee_id)",
        Reach.UNIT: "SELECT b.id FROM training_behaviours b"
        " JOIN placements p ON p.tenant_id = {tenant} AND p.employee_id = b.employee_id"
        " AND p.unit_id = ANY({units}) AND p.valid_from <= {today}"
        " AND (p.valid_to IS NULL OR p.valid_to > {today}) WHERE b.tenant_id = {tenant}",
    }
)
"""OWN is what is said of the viewer, and what the viewer is asked; UNIT that of people of the units."""
OF_EVENT = About(EVENTS, "event_id")
OF_ASKED = About(ASKED, "employee_id")
OF_BEHAVIOUR = About(BEHAVIOURS, "id")
OF_AN_EVENT = {"event": identified("TrainingEvent", "event_id", "Of this event.")}

ReactionFilter = filter_input("TrainingReactionFilter", "Which events.", OF_AN_EVENT)
ReactionOrder = order_input(
    "TrainingReactionOrder", {"EVENT": ("event_id", "Event by event.")}, [("EVENT", "ASC")]
)
BehaviourFilter = filter_input("TrainingBehaviourFilter", "Which people.", OF_AN_EVENT)
BehaviourOrder = order_input(
    "TrainingBehaviourOrder",
    {"ANSWER_UNTIL": ("answer_until", "By the last day to answer.")},
    [("ANSWER_UNTIL", "ASC")],
)


@record(models.TrainingReaction, needs=TAKE_PART, about=OF_ASKED)
class TrainingReaction(Node):
    """You are asked how a training was that you attended. Nobody else sees that, or what you answer."""

    event: TrainingEvent | None = one("The event.", by="event_id")
    answered: bool = field("Whether you have answered.")


@record(models.TrainingTally, needs=READ, about=OF_EVENT, shown="{row}.answers IS NOT NULL")
class TrainingScore:
    """How who attended scored one thing about an event, 1 to 5.

    Told from a smallest group on, and anew only when as many have answered since. No row holds who gave what.
    """

    question: enums.ReactionQuestion = field("What was asked about.")
    answers: int | None = field("How many answers that is of.")
    mean: Decimal | None = field("Mean of the scores, to two places.")


@record(models.TrainingRemark, needs=READ, about=OF_EVENT, shown="{row}.is_told")
class TrainingRemark:
    """What somebody who attended wrote. Nothing tells who, or when."""

    remark: str = field("The words.")


@record(models.TrainingTest, needs=READ, about=OF_PERSON)
class TrainingTest:
    """What somebody knew before and after, as the trainer's tests tell."""

    before: Decimal | None = field("Points of the test before, 0 to 100.")
    after: Decimal | None = field("Points of the test after, 0 to 100.")
    gain: Decimal | None = field("How many points more there were after.")
    noted_at: datetime.datetime = field("When it was noted.")


@record(models.TrainingBehaviour, needs=READ, about=OF_BEHAVIOUR)
class TrainingBehaviour(Node):
    """The superior is asked, some months later, how far somebody applies what was learned."""

    employee: Employee | None = one("Who was trained.", by="employee_id")
    event: TrainingEvent | None = one("Where.", by="event_id")
    answer_until: datetime.date = field("The last day to answer.")
    applied: int | None = field("How far it is applied: 1 (not at all) to 5 (always).")
    example: str | None = field("An example.")
    answered_at: datetime.datetime | None = field("When that was said.")


@record(models.TrainingResult, needs=READ, about=UNIT)
class TrainingResult(Node):
    """What a unit measured before and after an event."""

    unit: Unit | None = one("The unit.", by="unit_id")
    indicator: str = field("What was measured.")
    measure: str = field("In what, such as days or per cent.")
    before: Decimal = field("How much it was before.")
    after: Decimal = field("How much it was after.")
    change_percent: Decimal | None = field(
        "By how many per cent it changed, to two places; null where it was nothing before."
    )
    before_on: datetime.date = field("Day of the first measuring.")
    after_on: datetime.date = field("Day of the second measuring.")
    source: str = field("Where the numbers are from.")


@record(evaluations, key="event_id", needs=READ, about=OF_EVENT)
class TrainingEvaluation:
    """What is told of an event as a whole; null, and no row, under the smallest group.

    Told anew only when as many have come or changed since.
    """

    scores: list[TrainingScore] | None = many("Level 1: how it was.", of="event_id", order="{row}.question")
    remarks: list[TrainingRemark] | None = many(
        "Level 1: what else was said, in no order of saying.", of="event_id", order="{row}.id"
    )
    tested: int | None = field("Level 2: how many were tested before and after.")
    before: Decimal | None = field("Level 2: mean of their points before, to two places.")
    after: Decimal | None = field("Level 2: mean of their points after.")
    gain: Decimal | None = field("Level 2: mean of how many points more there were after.")
    observed: int | None = field("Level 3: of how many a superior answered.")
    applied: Decimal | None = field("Level 3: mean of how far they apply it, 1 to 5, to two places.")


@extend(TrainingEvent)
class EventEvaluation:
    evaluation: TrainingEvaluation | None = one(
        "What is told of it as a whole: to its trainer, and who sees all of training.", of="event_id"
    )
    results: list[TrainingResult] | None = many(
        "Level 4: what units measured before and after.", of="event_id", order="{row}.after_on, {row}.id"
    )


@extend(TrainingEnrolment)
class EnrolmentEvaluation:
    reaction: TrainingReaction | None = one(
        "Whether you are asked how it was, and have answered; null of others.", of="enrolment_id"
    )
    test: TrainingTest | None = one("What the person knew before and after.", of="enrolment_id")
    behaviour: TrainingBehaviour | None = one("What the superior says months later.", of="enrolment_id")


@extend(Viewer)
class ViewerTraining:
    training_to_react_to: Connection[TrainingReaction] | None = page(
        "Trainings that you attended, and haven't said how they were.",
        where="NOT {row}.answered",
        filter=ReactionFilter,
        order=ReactionOrder,
        needs=TAKE_PART,
    )
    training_to_evaluate: Connection[TrainingBehaviour] | None = page(
        "Whom you led when you were asked how far they apply what they learned, and wait for your answer.",
        where="{row}.superior_employee_id = {me} AND {row}.applied IS NULL AND {row}.answer_until >= {today}",
        filter=BehaviourFilter,
        order=BehaviourOrder,
        needs=READ,
    )
