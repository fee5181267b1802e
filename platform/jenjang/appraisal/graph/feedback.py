"""Feedback all year, talks that both confirm, and notes for nobody else's eyes."""

import datetime

from jenjang.appraisal.graph import enums
from jenjang.appraisal.graph.skp import NAME_OF, SkpResult
from jenjang.appraisal.graph.subjects import ASKED, DIALOGUE, GIVEN, OF_AUTHOR, OF_DIALOGUE, TAKE_PART
from jenjang.appraisal.models import feedback as models
from jenjang.graph.declare import Connection, Node, extend, field, many, one, page, record
from jenjang.graph.filters import choice, day, filter_input, identified, order_input
from jenjang.organisation.graph.people import Employee
from jenjang.reference.graph import Behaviour

READ = "feedback:read"
NOTED_FOR = "Preparing the own talks; nobody but the author reads it."

FeedbackFilter = filter_input(
    "FeedbackFilter",
    "Which feedback.",
    {
        "kind": choice(enums.FeedbackKind, "kind", "By kind."),
        "employee": identified("Employee", "employee_id", "By who got it."),
    },
)
FeedbackOrder = order_input("FeedbackOrder", {"GIVEN_AT": ("given_at", "By time.")}, [("GIVEN_AT", "DESC")])
RequestFilter = filter_input(
    "FeedbackRequestFilter",
    "Which questions.",
    {"state": choice(enums.RequestState, "state", "By what became of them.")},
)
RequestOrder = order_input(
    "FeedbackRequestOrder", {"ASKED_AT": ("asked_at", "By time.")}, [("ASKED_AT", "DESC")]
)
DialogueFilter = filter_input(
    "DialogueFilter",
    "Which talks.",
    {
        "state": choice(enums.DialogueState, "state", "By whether both confirmed."),
        "employee": identified("Employee", "employee_id", "By person."),
        "held_on": day("held_on", "By day."),
    },
)
DialogueOrder = order_input("DialogueOrder", {"HELD_ON": ("held_on", "By day.")}, [("HELD_ON", "DESC")])


@record(models.FeedbackRequest, needs=READ, about=ASKED)
class FeedbackRequest(Node):
    """A question of somebody for feedback about the own work; no leader sees it, only the two and HR."""

    asked_by_name: str = field("Name of who asks.", sql=NAME_OF.format(column="employee_id"))
    of_name: str = field("Name of who is asked.", sql=NAME_OF.format(column="of_employee_id"))
    question: str = field("What is asked.")
    state: enums.RequestState = field("What became of it.")
    asked_at: datetime.datetime = field("When it was asked.")


@record(models.Feedback, needs=READ, about=GIVEN)
class Feedback(Node):
    """Feedback about somebody's work (umpan balik berkelanjutan).

    Who got it, who gave it and the leaders of who got it read it.
    """

    employee: Employee | None = one("Who got it.", by="employee_id")
    to_name: str = field("Name of who got it.", sql=NAME_OF.format(column="employee_id"))
    by_name: str = field("Name of who gave it.", sql=NAME_OF.format(column="by_employee_id"))
    request: FeedbackRequest | None = one("The question it answers.", by="request_id")
    result: SkpResult | None = one("The result of the SKP it is about.", by="result_id")
    behaviour: Behaviour | None = one("The behaviour it is about.", by="behaviour")
    kind: enums.FeedbackKind = field("Appreciation or suggestion.")
    text: str = field("The feedback.")
    evidence: list[str] = field("Links (https) to what it rests on, at most 10.")
    given_at: datetime.datetime = field("When it was given.")


@record(models.DialogueAction, needs=READ, about=OF_DIALOGUE)
class DialogueAction(Node):
    """What was agreed in a talk: who does what until when."""

    statement: str = field("What is to be done.")
    owner: enums.Side = field("By whom.")
    due_on: datetime.date = field("Until which day.")
    done_on: datetime.date | None = field("When it was done.")


@record(models.PrivateNote, needs=TAKE_PART, about=OF_AUTHOR, purpose=NOTED_FOR)
class PrivateNote(Node):
    """What you noted on a talk for nobody else's eyes: no leader, admin or auditor is ever shown it."""

    text: str = field("The note.")
    made_at: datetime.datetime = field("When it was noted.")


@record(models.Dialogue, needs=READ, about=DIALOGUE)
class Dialogue(Node):
    """A talk between somebody and the leader: what was said and agreed, confirmed by both."""

    employee: Employee | None = one("Who is led.", by="employee_id")
    employee_name: str = field("Name of who is led.", sql=NAME_OF.format(column="employee_id"))
    leader_name: str = field("Name of the leader.", sql=NAME_OF.format(column="leader_employee_id"))
    held_on: datetime.date = field("When it was held.")
    challenges: str = field("What was hard.")
    advice: str = field("What was advised.")
    state: enums.DialogueState = field("Whether both sides stand by it.")
    noted_by: enums.Side = field("Which side wrote it down.")
    employee_confirmed_at: datetime.datetime | None = field("When the employee confirmed it.")
    leader_confirmed_at: datetime.datetime | None = field("When the leader confirmed it.")
    version: int = field("Grows with each change; give it back as `expectedVersion`.")
    actions: list[DialogueAction] = many("What was agreed.", of="dialogue_id", order="{row}.due_on")
    private_notes: list[PrivateNote] | None = many(
        "Your own notes on it.", of="dialogue_id", order="{row}.made_at"
    )


@extend(Employee)
class EmployeeFeedback:
    feedback: Connection[Feedback] | None = page(
        "Feedback that the person got, newest first.",
        of="employee_id",
        filter=FeedbackFilter,
        order=FeedbackOrder,
        needs=READ,
    )
    dialogues: Connection[Dialogue] | None = page(
        "The person's talks with leaders, newest first.",
        of="employee_id",
        filter=DialogueFilter,
        order=DialogueOrder,
        needs=READ,
    )
