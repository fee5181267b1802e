"""Talks between somebody and the leader: note them, confirm them, change notes until both stand by them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete

from jenjang.appraisal.actions.reach import check_reaches
from jenjang.appraisal.models.feedback import Dialogue, DialogueAction
from jenjang.appraisal.rules.talks import check_agreed, check_done, check_held
from jenjang.appraisal.rules.transitions import DIALOGUE, check_may
from jenjang.appraisal.terms import DialogueState, Side
from jenjang.core.context import Context
from jenjang.core.errors import Conflict, Forbidden, NotFound
from jenjang.core.texts import check_text
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell
from jenjang.organisation.actions.superiors import standing_of
from jenjang.organisation.actions.versions import changed, own_person
from jenjang.organisation.terms import NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedAction:
    """What was agreed: who does what until when."""

    statement: str
    owner: Side
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTalk:
    """A talk that was held: with whom (left out: with the own leader), what was said, what was agreed."""

    employee_id: UUID | None = None
    held_on: date
    challenges: str
    advice: str
    actions: tuple[AgreedAction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeNotes:
    """The notes of a talk anew, as a whole."""

    dialogue_id: UUID
    held_on: date
    challenges: str
    advice: str
    actions: tuple[AgreedAction, ...] = ()
    expected_version: int | None = None


Notes = NoteTalk | ChangeNotes


class NotTheLeader(Forbidden):
    """You are this person's direct superior neither today nor on {on}: the superior notes the talk."""


class NobodyLeads(Conflict):
    """You had no direct superior on {on}, and have none today, with whom this talk could have been."""


class OwnNotes(Conflict):
    """These are your notes, and you stand by them: now the other side confirms."""


class NotTheWriter(Conflict):
    """The other side wrote these notes: confirm them, or ask for another wording."""


class NotConfirmedYet(Conflict):
    """These notes aren't confirmed by both sides yet: nothing is agreed that could be done."""


class DoneBefore(Conflict):
    """This was done on {on}."""


async def note(context: Context, noted: NoteTalk) -> Dialogue:
    """Note a talk, as the leader or as the one who is led; who writes it stands by it.

    Raises NotAPerson, NotFound, NotTheLeader, NobodyLeads, NotHeldYet, NoText, TextTooLong,
    TooManyActions, DueBeforeTheTalk.
    """
    me = own_person(context)
    check_held(noted.held_on, context.today)
    side = Side.LEADER if noted.employee_id else Side.EMPLOYEE
    led = noted.employee_id or me
    leader = await _leader(context, led, noted.held_on) if side is Side.EMPLOYEE else me
    if side is Side.LEADER:
        await _check_leads(context, me, led, noted.held_on)
    said, agreed = _said(noted), _agreed(noted)
    dialogue = Dialogue(
        employee_id=led,
        leader_employee_id=leader,
        held_on=noted.held_on,
        state=DialogueState.NOTED,
        noted_by=side,
        employee_confirmed_at=context.now if side is Side.EMPLOYEE else None,
        leader_confirmed_at=context.now if side is Side.LEADER else None,
        version=1,
        **said,
    )
    context.session.add(dialogue)
    await context.session.flush()
    _keep(context, dialogue, agreed)
    other = leader if side is Side.EMPLOYEE else led
    await tell(context, NoticeKind.DIALOGUE_NOTED, Ref("Dialogue", dialogue.id), other)
    return dialogue


async def change(context: Context, asked: ChangeNotes) -> Dialogue:
    """Write the own notes anew, until the other side confirms them.

    Raises NotAPerson, NotFound, Stale, IllegalStep, NotTheWriter, and what `note` raises.
    """
    dialogue, side = await _own_talk(context, asked.dialogue_id)
    check_may(DialogueState(dialogue.state), DialogueState.NOTED, DIALOGUE, "dialogueId")
    if side != dialogue.noted_by:
        raise NotTheWriter("dialogueId")
    check_held(asked.held_on, context.today)
    if asked.held_on != dialogue.held_on:
        await _check_leads(context, dialogue.leader_employee_id, dialogue.employee_id, asked.held_on)
    said, agreed = _said(asked), _agreed(asked)
    changed(dialogue, asked.expected_version)
    dialogue.held_on, dialogue.challenges, dialogue.advice = asked.held_on, said["challenges"], said["advice"]
    of_talk = DialogueAction.dialogue_id == dialogue.id
    await context.session.execute(delete(DialogueAction).where(of_talk))
    _keep(context, dialogue, agreed)
    return dialogue


async def confirm(context: Context, dialogue_id: UUID, expected_version: int) -> Dialogue:
    """Confirm the notes that the other side wrote: from then on nobody changes them.

    Raises NotAPerson, NotFound, IllegalStep, OwnNotes, Stale.
    """
    dialogue, side = await _own_talk(context, dialogue_id)
    check_may(DialogueState(dialogue.state), DialogueState.CONFIRMED, DIALOGUE, "dialogueId")
    if side == dialogue.noted_by:
        raise OwnNotes("dialogueId")
    changed(dialogue, expected_version)
    dialogue.state = DialogueState.CONFIRMED
    if side is Side.EMPLOYEE:
        dialogue.employee_confirmed_at = context.now
    else:
        dialogue.leader_confirmed_at = context.now
    return dialogue


async def action_done(context: Context, action_id: UUID, on: date) -> DialogueAction:
    """Note that what was agreed is done; either side may.

    Raises NotAPerson, NotFound, NotConfirmedYet, DoneBefore, NotDoneThen.
    """
    me = own_person(context)
    action = await context.get(DialogueAction, action_id, lock=True, field="actionId")
    dialogue = await context.get(Dialogue, action.dialogue_id, field="actionId")
    if me not in (dialogue.employee_id, dialogue.leader_employee_id):
        raise NotFound("actionId")
    if dialogue.state != DialogueState.CONFIRMED:
        raise NotConfirmedYet("actionId")
    if action.done_on:
        raise DoneBefore("actionId", on=action.done_on)
    check_done(on, dialogue.held_on, context.today)
    action.done_on = on
    return action


async def _own_talk(context: Context, dialogue_id: UUID) -> tuple[Dialogue, Side]:
    """A talk of the viewer's own, locked, and the viewer's side in it."""
    dialogue = await context.get(Dialogue, dialogue_id, lock=True, field="dialogueId")
    return dialogue, side_in(context, dialogue)


def side_in(context: Context, dialogue: Dialogue) -> Side:
    """The viewer's side in a talk. Raises NotAPerson; NotFound for a talk of others."""
    me = own_person(context)
    if me == dialogue.employee_id:
        return Side.EMPLOYEE
    if me == dialogue.leader_employee_id:
        return Side.LEADER
    raise NotFound("dialogueId")


async def _superiors(context: Context, employee_id: UUID, held_on: date) -> Sequence[UUID]:
    """The direct superior on the day of the talk, and today's."""
    days = dict.fromkeys((held_on, context.today))
    standings = [await standing_of(context, employee_id, day) for day in days]
    return [one.superior_employee_id for one in standings if one and one.superior_employee_id]


async def _leader(context: Context, employee_id: UUID, held_on: date) -> UUID:
    """Whom somebody's talk was with: the superior of that day, else today's. Raises NobodyLeads."""
    for superior in await _superiors(context, employee_id, held_on):
        return superior
    raise NobodyLeads("heldOn", on=held_on)


async def _check_leads(context: Context, leader_id: UUID, employee_id: UUID, held_on: date) -> None:
    """Refuse a pair that are superior and led neither that day nor today. Raises NotFound, NotTheLeader."""
    if leader_id in await _superiors(context, employee_id, held_on):
        return
    await check_reaches(context, "employee:read", employee_id, "employeeId")
    raise NotTheLeader("employeeId", on=held_on)


def _said(noted: Notes) -> dict[str, str]:
    return {
        "challenges": check_text(noted.challenges, "challenges"),
        "advice": check_text(noted.advice, "advice"),
    }


def _agreed(noted: Notes) -> list[dict[str, object]]:
    """What was agreed, checked."""
    check_agreed([action.due_on for action in noted.actions], noted.held_on)
    return [
        {
            "statement": check_text(action.statement, ("actions", str(place), "statement")),
            "owner": action.owner,
            "due_on": action.due_on,
        }
        for place, action in enumerate(noted.actions)
    ]


def _keep(context: Context, dialogue: Dialogue, agreed: Iterable[dict[str, object]]) -> None:
    of = {"dialogue_id": dialogue.id, "employee_id": dialogue.employee_id}
    context.session.add_all(DialogueAction(**of, **action) for action in agreed)
