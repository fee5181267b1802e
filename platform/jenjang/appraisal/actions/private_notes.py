"""Private notes on a talk: sealed, and for nobody's eyes but the author's."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert

from jenjang.appraisal.actions.dialogues import side_in
from jenjang.appraisal.models.feedback import Dialogue, PrivateNote
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.core.texts import check_text
from jenjang.database.engine import new_id
from jenjang.database.model import sealed_row
from jenjang.organisation.actions.versions import own_person


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteNote:
    """On which talk of one's own to note what."""

    dialogue_id: UUID
    text: str


async def write(context: Context, asked: WriteNote) -> UUID:
    """Keep a note on a talk that one had, on either side; the note's key.

    Raises NotAPerson, NotFound, NoText, TextTooLong. None of them repeats the text.
    """
    me = own_person(context)
    side_in(context, await context.get(Dialogue, asked.dialogue_id, field="dialogueId"))
    kept = {
        "id": await new_id(context.session),
        "dialogue_id": asked.dialogue_id,
        "author_employee_id": me,
        "text": check_text(asked.text, "text"),
        "made_at": context.now,
    }
    await context.session.execute(insert(PrivateNote).values(sealed_row(context.seals, PrivateNote, kept)))
    return UUID(str(kept["id"]))


async def drop(context: Context, note_id: UUID) -> UUID:
    """Delete an own note for good; the key of its talk. Raises NotAPerson; NotFound for another's."""
    me = own_person(context)
    note = await context.get(PrivateNote, note_id, lock=True, field="privateNoteId")
    if note.author_employee_id != me:
        raise NotFound("privateNoteId")
    await context.session.delete(note)
    return note.dialogue_id
