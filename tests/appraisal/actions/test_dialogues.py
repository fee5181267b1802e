"""Talks are noted by either side, confirmed by the other, and then stay; private notes are the author's."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from factories.appraisal.office import Office
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.actions.dialogues import (
    AgreedAction,
    ChangeNotes,
    DoneBefore,
    NobodyLeads,
    NotConfirmedYet,
    NoteTalk,
    NotTheLeader,
    NotTheWriter,
    OwnNotes,
    action_done,
    change,
    confirm,
    note,
)
from jenjang.appraisal.actions.private_notes import WriteNote, drop, write
from jenjang.appraisal.models.feedback import Dialogue, DialogueAction, PrivateNote
from jenjang.appraisal.rules.talks import DueBeforeTheTalk, NotDoneThen, NotHeldYet, TooManyActions
from jenjang.appraisal.rules.transitions import IllegalStep
from jenjang.appraisal.terms import DialogueState, Side
from jenjang.core.context import Context
from jenjang.core.errors import NotFound, Stale
from jenjang.core.texts import NoText
from jenjang.organisation.actions.versions import NotAPerson
from jenjang.organisation.models import Leadership, Notice

HELD = date(2026, 6, 30)
TODO = AgreedAction(statement="Menyusun rencana", owner=Side.EMPLOYEE, due_on=date(2026, 7, 31))


def talk(office: Office, led: str | None = None, **more: Any) -> NoteTalk:
    """A talk of yesterday: with whom one leads, or (nobody named) with the own leader."""
    named = {"employee_id": office.people[led]} if led else {}
    told = {"held_on": HELD, "challenges": "Data terlambat", "advice": "Mulai awal", "actions": (TODO,)}
    return NoteTalk(**{**named, **told, **more})


def anew(dialogue: Dialogue, **more: Any) -> ChangeNotes:
    told = {"held_on": HELD, "challenges": "Data sangat terlambat", "advice": "Mulai awal"}
    return ChangeNotes(**{"dialogue_id": dialogue.id, **told, **more})


async def actions_of(session: AsyncSession, dialogue: Dialogue) -> list[DialogueAction]:
    of = select(DialogueAction).where(DialogueAction.dialogue_id == dialogue.id)
    return list(await session.scalars(of))


async def test_the_leader_notes_and_the_employee_confirms(as_, office: Office, session) -> None:
    dialogue = await note(as_("chief"), talk(office, "staff"))
    assert (dialogue.employee_id, dialogue.leader_employee_id) == (
        office.people["staff"],
        office.people["chief"],
    )
    assert (dialogue.state, dialogue.noted_by) == (DialogueState.NOTED, Side.LEADER)
    assert (dialogue.leader_confirmed_at, dialogue.employee_confirmed_at) == (as_("chief").now, None)
    told = await session.execute(select(Notice.employee_id, Notice.kind, Notice.about_id))
    assert told.all() == [(office.people["staff"], "DIALOGUE_NOTED", dialogue.id)]
    confirmed = await confirm(as_("staff"), dialogue.id, 1)
    assert (confirmed.state, confirmed.version) == (DialogueState.CONFIRMED, 2)
    assert confirmed.employee_confirmed_at == as_("staff").now


async def test_the_employee_notes_a_talk_with_the_leader_who_confirms(as_, office: Office) -> None:
    dialogue = await note(as_("staff"), talk(office))
    assert dialogue.leader_employee_id == office.people["chief"]
    assert (dialogue.noted_by, dialogue.leader_confirmed_at) == (Side.EMPLOYEE, None)
    assert (await confirm(as_("chief"), dialogue.id, 1)).leader_confirmed_at == as_("chief").now


async def test_who_led_then_or_leads_today_notes(as_, office: Office, session, refused) -> None:
    """The chief hands over in the middle of the year: both had, or have, talks with the staff."""
    await session.execute(
        text("UPDATE leaderships SET valid_to = '2026-07-01' WHERE employee_id = :chief"),
        {"chief": office.people["chief"]},
    )
    taken = {"unit_id": office.units["bidang"], "employee_id": office.people["functional"]}
    session.add(Leadership(kind="DEFINITIVE", valid_from=date(2026, 7, 1), **taken))
    await session.flush()
    await office.look_again(session, as_("chief").today)
    assert await note(as_("chief"), talk(office, "staff"))
    assert await note(as_("functional"), talk(office, "staff"))
    assert (await note(as_("staff"), talk(office))).leader_employee_id == office.people["chief"]
    today = await note(as_("staff"), talk(office, held_on=as_("staff").today))
    assert today.leader_employee_id == office.people["functional"]
    async with refused(NotFound, "employeeId"):
        await note(as_("chief"), talk(office, "staff", held_on=as_("chief").today))


async def test_only_the_direct_superior_is_the_leader_of_a_talk(as_, office: Office, refused) -> None:
    for other, error in (("leader", NotTheLeader), ("admin", NotTheLeader), ("colleague", NotFound)):
        async with refused(error, "employeeId"):
            await note(as_(other), talk(office, "staff"))
    async with refused(NotTheLeader, "employeeId"):
        await note(as_("staff"), talk(office, "staff"))
    async with refused(NotFound, "employeeId"):
        await note(as_("chief"), NoteTalk(employee_id=uuid4(), held_on=HELD, challenges="a", advice="b"))
    async with refused(NobodyLeads, "heldOn", on=HELD):
        await note(as_("head"), talk(office))


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"held_on": date(2026, 7, 2)}, NotHeldYet, "heldOn"),
        ({"challenges": " "}, NoText, "challenges"),
        ({"advice": ""}, NoText, "advice"),
        ({"actions": (TODO,) * 51}, TooManyActions, "actions"),
        (
            {"actions": (TODO, AgreedAction(statement=" ", owner=Side.LEADER, due_on=HELD))},
            NoText,
            "actions.1.statement",
        ),
        (
            {"actions": (AgreedAction(statement="x", owner=Side.LEADER, due_on=date(2026, 6, 29)),)},
            DueBeforeTheTalk,
            "actions.0.dueOn",
        ),
    ],
)
async def test_notes_that_can_t_be_true_are_refused(
    as_, office: Office, refused, changes: dict[str, Any], error: Any, field: str
) -> None:
    async with refused(error, field):
        await note(as_("chief"), talk(office, "staff", **changes))
    dialogue = await note(as_("chief"), talk(office, "staff"))
    async with refused(error, field):
        await change(as_("chief"), anew(dialogue, **changes))


async def test_the_writer_changes_until_the_other_side_confirms(as_, office, session, refused) -> None:
    dialogue = await note(as_("chief"), talk(office, "staff"))
    async with refused(NotTheWriter, "dialogueId"):
        await change(as_("staff"), anew(dialogue))
    async with refused(Stale, "expectedVersion", current=1):
        await change(as_("chief"), anew(dialogue, expected_version=7))
    other = AgreedAction(statement="Rapat", owner=Side.LEADER, due_on=HELD)
    await change(as_("chief"), anew(dialogue, actions=(other,), expected_version=1))
    assert (dialogue.challenges, dialogue.version) == ("Data sangat terlambat", 2)
    assert [one.statement for one in await actions_of(session, dialogue)] == ["Rapat"]
    async with refused(Stale, "expectedVersion", current=2):
        await confirm(as_("staff"), dialogue.id, 1)  # What was read before is confirmed by nobody.
    await confirm(as_("staff"), dialogue.id, 2)
    for side in ("chief", "staff"):
        async with refused(IllegalStep, "dialogueId"):
            await change(as_(side), anew(dialogue))
        async with refused(IllegalStep, "dialogueId"):
            await confirm(as_(side), dialogue.id, 3)


async def test_the_day_of_a_talk_may_change_where_the_two_still_were_a_pair(as_, office, refused) -> None:
    dialogue = await note(as_("chief"), talk(office, "staff"))
    await change(as_("chief"), anew(dialogue, held_on=date(2026, 6, 29)))
    assert dialogue.held_on == date(2026, 6, 29)


async def test_nobody_confirms_the_own_notes_or_those_of_others(as_, office: Office, refused) -> None:
    dialogue = await note(as_("chief"), talk(office, "staff"))
    async with refused(OwnNotes, "dialogueId"):
        await confirm(as_("chief"), dialogue.id, 1)
    for other in ("leader", "colleague", "admin", "auditor"):
        async with refused(NotFound, "dialogueId"):
            await confirm(as_(other), dialogue.id, 1)
        async with refused(NotFound, "dialogueId"):
            await change(as_(other), anew(dialogue))
    async with refused(NotAPerson):
        await confirm(as_("program"), dialogue.id, 1)


async def test_what_was_agreed_is_done_once_both_agreed_to_it(as_, office, session, refused) -> None:
    dialogue = await note(as_("chief"), talk(office, "staff"))
    (action,) = await actions_of(session, dialogue)
    async with refused(NotConfirmedYet, "actionId"):
        await action_done(as_("staff"), action.id, HELD)
    await confirm(as_("staff"), dialogue.id, 1)
    for day in (date(2026, 6, 29), date(2026, 7, 2)):
        async with refused(NotDoneThen, "on", held=HELD):
            await action_done(as_("staff"), action.id, day)
    async with refused(NotFound, "actionId"):
        await action_done(as_("leader"), action.id, HELD)
    assert (await action_done(as_("staff"), action.id, HELD)).done_on == HELD
    async with refused(DoneBefore, "actionId", on=HELD):
        await action_done(as_("chief"), action.id, HELD)


async def test_a_private_note_is_sealed_and_of_its_author(as_, office: Office, session, refused) -> None:
    dialogue = await note(as_("chief"), talk(office, "staff"))
    for other in ("leader", "colleague", "admin"):
        async with refused(NotFound, "dialogueId"):
            await write(as_(other), WriteNote(dialogue_id=dialogue.id, text="Diam-diam"))
    async with refused(NoText, "text"):
        await write(as_("chief"), WriteNote(dialogue_id=dialogue.id, text="  "))
    key = await write(as_("chief"), WriteNote(dialogue_id=dialogue.id, text="  Diam-diam "))
    kept = await kept_note(as_("chief"), key)
    assert b"Diam-diam" not in kept
    assert as_("chief").seals.unseal("private_notes", "text", key, kept) == "Diam-diam"
    for other in ("staff", "leader", "admin"):
        async with refused(NotFound, "privateNoteId"):
            await drop(as_(other), key)
    assert await drop(as_("chief"), key) == dialogue.id
    await session.flush()
    assert await session.scalar(select(PrivateNote.id)) is None


async def kept_note(context: Context, key: UUID) -> bytes:
    kept: bytes = (await context.session.scalars(select(PrivateNote.text).where(PrivateNote.id == key))).one()
    return kept


async def test_both_sides_keep_notes_of_their_own(as_, office: Office, session) -> None:
    dialogue = await note(as_("chief"), talk(office, "staff"))
    for side in ("chief", "staff"):
        await write(as_(side), WriteNote(dialogue_id=dialogue.id, text=f"Dari {side}"))
    authors = set(await session.scalars(select(PrivateNote.author_employee_id)))
    assert authors == {office.people["chief"], office.people["staff"]}
