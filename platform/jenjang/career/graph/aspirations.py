"""Aspirations, as they are read by whom consent lets, and the deeds of whoever wishes."""

import datetime

import strawberry

from jenjang.career import aspirations as models
from jenjang.career.actions import aspiring
from jenjang.career.graph import enums
from jenjang.core.context import Context
from jenjang.graph.declare import Connection, Guard, Node, extend, field, one, page, record
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of, payload_of
from jenjang.graph.filters import choice, day, filter_input, flag, identified, order_input, text
from jenjang.graph.perform import Ref
from jenjang.organisation.graph.people import Employee
from jenjang.organisation.graph.subjects import OF_PERSON
from jenjang.organisation.graph.units import Position, Unit
from jenjang.reference.graph import PositionLevel

READ, CONFIDED, STATE = "aspiration:read", "aspiration:confided", "aspiration:state"
PURPOSE = "Talent planning, as far as the person consents (UU 27/2022 art. 20)."
TOLD = "({row}.employee_id = {me} OR {row}.withdrawn_on IS NULL AND {row}.consent <> 'SELF_ONLY')"
"""SQL: the own, or one that runs and that somebody else may know of."""
LEADERS_ALONE = {CONFIDED: Guard("{row}.consent = 'COMMITTEE'")}
"""What isn't for the committee is for the person and, as far as `TOLD` lets, for who leads that person."""
AspirationFilter = filter_input(
    "CareerAspirationFilter",
    "Which aspirations.",
    {
        "position": identified("Position", "position_id", "By the position wished."),
        "level": text("level", "By code of the level wished, such as PENGAWAS."),
        "unit": identified("Unit", "unit_id", "By the unit wished."),
        "consent": choice(enums.Consent, "consent", "By who may know."),
        "is_mobile": flag("is_mobile", "Of who would move elsewhere for it, or the others."),
        "withdrawn_on": day("withdrawn_on", "By the day on which it was taken back."),
    },
)
AspirationOrder = order_input(
    "CareerAspirationOrder", {"STATED_ON": ("stated_on", "By day.")}, [("STATED_ON", "DESC")]
)


@record(
    models.CareerAspiration,
    needs=READ,
    about=OF_PERSON,
    guards=LEADERS_ALONE,
    shown=TOLD,
    purpose=PURPOSE,
)
class CareerAspiration(Node):
    """What somebody wishes for the own career. The person's consent says who else is shown it."""

    employee: Employee | None = one("Whose wish it is.", by="employee_id")
    position: Position | None = one("The position wished.", by="position_id")
    level: PositionLevel | None = one("The level wished.", by="level")
    unit: Unit | None = one("The unit wished.", by="unit_id")
    skill: str | None = field("What the person would like to learn.")
    is_mobile: bool = field("Whether the person would move elsewhere for it.")
    words: str | None = field("The person's own words.")
    consent: enums.Consent = field("Who may know of it.")
    consented_at: datetime.datetime = field("Since when the consent is as it is.")
    stated_on: datetime.date = field("When it was stated.")
    withdrawn_on: datetime.date | None = field("When it was taken back; it shows to nobody else since.")
    version: int = field("Grows by one with each change.")


@extend(Employee)
class EmployeeAspirations:
    aspirations: Connection[CareerAspiration] | None = page(
        "What the person wishes and wished, latest first, as far as you may know.",
        of="employee_id",
        filter=AspirationFilter,
        order=AspirationOrder,
    )


WISH = {
    "consent": "Who may know of it.",
    "is_mobile": "Whether you would move elsewhere for it.",
    "position_id": "Global id of the position that you wish.",
    "level": "Code of the level that you wish, such as PENGAWAS.",
    "unit_id": "Global id of the unit in which you wish to work.",
    "skill": "What you would like to learn, at most 200 characters.",
    "words": "Your own words, at most 4000 characters.",
}
WHICH = {
    "aspiration_id": "Global id of the aspiration.",
    "expected_version": EXPECTED_VERSION,
}
NAMED = {"position_id": "Position", "unit_id": "Unit"}
OF_ONE = {"aspiration_id": "CareerAspiration"}
StateInput = input_of(aspiring.State, "CareerAspirationStateInput", "What you wish.", WISH, NAMED)
ChangeInput = input_of(
    aspiring.Change,
    "CareerAspirationChangeInput",
    "What you wish now: what is left out isn't wished any more.",
    {**WISH, **WHICH},
    {**NAMED, **OF_ONE},
)
WithdrawInput = input_of(
    aspiring.Withdraw, "CareerAspirationWithdrawInput", "What you take back.", WHICH, OF_ONE
)
AspirationPayload = payload_of(
    "CareerAspirationPayload",
    "What became of the aspiration.",
    aspiration=(CareerAspiration, "The aspiration."),
)


async def _state(context: Context, asked: aspiring.State) -> dict[str, object]:
    return _told(context, await aspiring.state(context, asked))


async def _change(context: Context, asked: aspiring.Change) -> dict[str, object]:
    return _told(context, await aspiring.change(context, asked))


async def _withdraw(context: Context, asked: aspiring.Withdraw) -> dict[str, object]:
    return _told(context, await aspiring.withdraw(context, asked))


def _told(context: Context, aspiration: models.CareerAspiration) -> dict[str, object]:
    context.concern("Employee", aspiration.employee_id)
    return {"aspiration": Ref("CareerAspiration", aspiration.id)}


@strawberry.type
class Mutation:
    career_aspiration_state = deed(
        "State what you wish for your career, and who may know of it. The chain keeps that you consented,"
        " not what you wish.",
        needs=STATE,
        asks=StateInput,
        gives=AspirationPayload,
        do=_state,
        of_own=True,
    )
    career_aspiration_change = deed(
        "Say anew what you wish and who may know of it, at once.",
        needs=STATE,
        asks=ChangeInput,
        gives=AspirationPayload,
        do=_change,
        of_own=True,
    )
    career_aspiration_withdraw = deed(
        "Take back what you wished, and the consent: nobody else is shown it from then on.",
        needs=STATE,
        asks=WithdrawInput,
        gives=AspirationPayload,
        do=_withdraw,
        of_own=True,
    )
