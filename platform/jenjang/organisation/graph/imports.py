"""Files of people, units and positions brought in: tried, applied whole or not at all, undone."""

import base64
import binascii
import datetime

import strawberry

from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput
from jenjang.graph.declare import Connection, Node, field, page, record
from jenjang.graph.deeds import deed, key, payload_of
from jenjang.graph.filters import choice, filter_input, order_input
from jenjang.graph.perform import Ref
from jenjang.organisation.graph.enums import ImportKind, ImportState
from jenjang.organisation.imports import models
from jenjang.organisation.imports.batches import import_file
from jenjang.organisation.imports.undoing import undo_batch

NEEDS = "import:run"


class ContentNotBase64(BadUserInput):
    """`content` is to be the file's bytes in base64."""


BatchFilter = filter_input(
    "ImportBatchFilter",
    "Which files.",
    {
        "kind": choice(ImportKind, "kind", "By what they hold."),
        "state": choice(ImportState, "state", "By what became of them."),
    },
)
BatchOrder = order_input(
    "ImportBatchOrder", {"IMPORTED_AT": ("imported_at", "By moment.")}, [("IMPORTED_AT", "DESC")]
)
RefusalOrder = order_input("ImportRefusalOrder", {"ROW": ("row", "By row of the file.")}, [("ROW", "ASC")])


@record(models.ImportRefusal, needs=NEEDS)
class ImportRefusal(Node):
    """A row of a file that was refused, and why. One row may be refused for several reasons."""

    row: int = field("The row of the file, counted from 1 as a spreadsheet does.")
    column: str | None = field("The column at fault; null where it is the row as a whole.")
    code: str = field("Why, for programs: a value of UserErrorCode.")
    message: str = field("Why, for people.", column="messages", part="{language}")
    content: str = field("The row as it stands in the file: a JSON object of column and text.")


@record(models.ImportBatch, needs=NEEDS)
class ImportBatch(Node):
    """One file, tried or brought in. All of it is applied or nothing."""

    kind: ImportKind = field("What it holds.")
    state: ImportState = field("What became of it.")
    file_name: str = field("Its name.")
    file_hash: str = field("SHA-256 of its bytes, in hexadecimal.")
    row_count: int = field("Rows, without the header.")
    created_count: int = field("Rows that made something new.")
    changed_count: int = field("Rows that changed something.")
    refused_count: int = field("Rows refused.")
    imported_at: datetime.datetime = field("When it was tried or brought in.")
    undone_at: datetime.datetime | None = field("When it was undone.")
    refusals: Connection[ImportRefusal] = page("The rows refused.", of="batch_id", order=RefusalOrder)


@strawberry.input(description="A file to bring in.")
class ImportFileInput:
    kind: ImportKind = strawberry.field(description="What it holds.")
    file_name: str = strawberry.field(description="Its name, such as pegawai.csv.")
    content: str = strawberry.field(
        description="Its bytes in base64: CSV (delimiter, BOM and quoting are detected) or XLSX."
    )
    dry_run: bool = strawberry.field(description="Only try it: nothing is applied.", default=False)


@strawberry.input(description="Which file to undo.")
class ImportUndoInput:
    batch_id: strawberry.ID = strawberry.field(description="Global id of the batch.")


BatchPayload = payload_of("ImportPayload", "What became of the file.", batch=(ImportBatch, "The batch."))


async def _import(context: Context, asked: ImportFileInput) -> dict[str, object]:
    try:
        content = base64.b64decode(asked.content, validate=True)
    except (binascii.Error, ValueError):
        raise ContentNotBase64("content") from None
    batch = await import_file(context, asked.kind, asked.file_name, content, dry_run=asked.dry_run)
    return {"batch": Ref("ImportBatch", batch.id)}


async def _undo(context: Context, asked: ImportUndoInput) -> dict[str, object]:
    batch = await undo_batch(context, key(asked.batch_id, "ImportBatch", "batchId"))
    return {"batch": Ref("ImportBatch", batch.id)}


@strawberry.type
class Query:
    import_batches: Connection[ImportBatch] | None = page(
        "Files tried and brought in, newest first.", filter=BatchFilter, order=BatchOrder, needs=NEEDS
    )


@strawberry.type
class Mutation:
    import_file = deed(
        "Bring a file in, or try it. Refused rows are no userErrors: the batch lists them, nothing is lost.",
        needs=NEEDS,
        asks=ImportFileInput,
        gives=BatchPayload,
        do=_import,
    )
    import_undo = deed(
        "Undo a file: what it made goes, what it changed is as before, unless changed again since.",
        needs=NEEDS,
        asks=ImportUndoInput,
        gives=BatchPayload,
        do=_undo,
    )
