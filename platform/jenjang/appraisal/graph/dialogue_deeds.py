"""Talks and private notes as mutations."""

import datetime

import strawberry

from jenjang.appraisal.actions import dialogues, private_notes
from jenjang.appraisal.graph.concerning import on_file
from jenjang.appraisal.graph.feedback import Dialogue, DialogueAction, PrivateNote
from jenjang.appraisal.graph.subjects import TAKE_PART
from jenjang.core.context import Context
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of, key, payload_of
from jenjang.graph.perform import Ref

WORDS = {
    "actions": "What was agreed, at most 50.",
    "advice": "What was advised.",
    "challenges": "What was hard.",
    "dialogue_id": "Global id of the talk.",
    "expected_version": EXPECTED_VERSION,
    "held_on": "The day it was held.",
}
ActionInput = input_of(
    dialogues.AgreedAction,
    "DialogueActionInput",
    "What was agreed.",
    {
        "statement": "What is to be done.",
        "owner": "By whom.",
        "due_on": "Until which day; not before the talk.",
    },
    {},
)
NoteInput = input_of(
    dialogues.NoteTalk,
    "DialogueNoteInput",
    "Which talk was held, and what was said and agreed.",
    WORDS | {"employee_id": "Global id of the person you lead; left out: the talk was with your own leader."},
    {"employee_id": "Employee"},
    {"actions": ActionInput},
)
ChangeInput = input_of(
    dialogues.ChangeNotes,
    "DialogueChangeInput",
    "Your notes of a talk anew, as a whole.",
    WORDS,
    {"dialogue_id": "Dialogue"},
    {"actions": ActionInput},
)
WriteInput = input_of(
    private_notes.WriteNote,
    "PrivateNoteWriteInput",
    "What you note for yourself.",
    {"dialogue_id": "Global id of a talk of yours.", "text": "The note, at most 4000 characters."},
    {"dialogue_id": "Dialogue"},
)


@strawberry.input(description="Which notes you confirm.")
class DialogueConfirmInput:
    dialogue_id: strawberry.ID = strawberry.field(description=WORDS["dialogue_id"])
    expected_version: int = strawberry.field(description=WORDS["expected_version"])


@strawberry.input(description="What was done, and when.")
class DialogueActionDoneInput:
    action_id: strawberry.ID = strawberry.field(description="Global id of what was agreed.")
    on: datetime.date = strawberry.field(description="The day it was done, today at the latest.")


@strawberry.input(description="Which of your notes is deleted.")
class PrivateNoteDeleteInput:
    private_note_id: strawberry.ID = strawberry.field(description="Global id of the note.")


DialoguePayload = payload_of("DialoguePayload", "The talk.", dialogue=(Dialogue, "The talk."))
ActionPayload = payload_of(
    "DialogueActionPayload", "What was done.", action=(DialogueAction, "What was agreed.")
)
WritePayload = payload_of("PrivateNotePayload", "The note.", private_note=(PrivateNote, "Your note."))
DeletePayload = payload_of(
    "PrivateNoteDeletePayload", "What is left.", dialogue=(Dialogue, "The talk it was on.")
)


async def _note(context: Context, asked: dialogues.NoteTalk) -> dict[str, object]:
    return {"dialogue": Ref("Dialogue", on_file(context, await dialogues.note(context, asked)).id)}


async def _change(context: Context, asked: dialogues.ChangeNotes) -> dict[str, object]:
    return {"dialogue": Ref("Dialogue", on_file(context, await dialogues.change(context, asked)).id)}


async def _confirm(context: Context, asked: DialogueConfirmInput) -> dict[str, object]:
    dialogue = key(asked.dialogue_id, "Dialogue", "dialogueId")
    return {
        "dialogue": Ref(
            "Dialogue",
            on_file(context, await dialogues.confirm(context, dialogue, asked.expected_version)).id,
        )
    }


async def _done(context: Context, asked: DialogueActionDoneInput) -> dict[str, object]:
    action = key(asked.action_id, "DialogueAction", "actionId")
    return {"action": Ref("DialogueAction", (await dialogues.action_done(context, action, asked.on)).id)}


async def _write(context: Context, asked: private_notes.WriteNote) -> dict[str, object]:
    return {"private_note": Ref("PrivateNote", await private_notes.write(context, asked))}


async def _delete(context: Context, asked: PrivateNoteDeleteInput) -> dict[str, object]:
    note = key(asked.private_note_id, "PrivateNote", "privateNoteId")
    return {"dialogue": Ref("Dialogue", await private_notes.drop(context, note))}


@strawberry.type
class Mutation:
    dialogue_note = deed(
        "Note a talk with somebody you lead, or with your leader. Writing it confirms your side.",
        needs=TAKE_PART,
        asks=NoteInput,
        gives=DialoguePayload,
        do=_note,
        of_own=True,
    )
    dialogue_change = deed(
        "Write your notes of a talk anew, until the other side confirms them.",
        needs=TAKE_PART,
        asks=ChangeInput,
        gives=DialoguePayload,
        do=_change,
        of_own=True,
    )
    dialogue_confirm = deed(
        "Confirm the notes that the other side wrote; after that nobody changes them.",
        needs=TAKE_PART,
        asks=DialogueConfirmInput,
        gives=DialoguePayload,
        do=_confirm,
        of_own=True,
    )
    dialogue_action_done = deed(
        "Note that something agreed in a talk of yours, that both confirmed, is done.",
        needs=TAKE_PART,
        asks=DialogueActionDoneInput,
        gives=ActionPayload,
        do=_done,
        of_own=True,
    )
    private_note_write = deed(
        "Note something on a talk of yours for nobody else's eyes.",
        needs=TAKE_PART,
        asks=WriteInput,
        gives=WritePayload,
        do=_write,
        of_own=True,
    )
    private_note_delete = deed(
        "Delete a note of yours for good.",
        needs=TAKE_PART,
        asks=PrivateNoteDeleteInput,
        gives=DeletePayload,
        do=_delete,
        of_own=True,
    )
