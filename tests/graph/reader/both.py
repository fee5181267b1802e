"""The reader and the reference beside it, on the same rows and the same day."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from graph.reader.declared import source_of
from graph.reader.populated import populate
from graph.reader.rows import Rows, rows_of
from graph.reader.twins import ALSO
from graph.reader.world import HERE, THERE, TODAY
from graph.reference import Failure, Reference
from graphql import GraphQLObjectType, GraphQLSchema, parse

from jenjang.core.permission import Viewer
from jenjang.core.sealing import Vault
from jenjang.database.engine import engine
from jenjang.database.pool import Shelf
from jenjang.graph.documents import Library, Operation, Planned
from jenjang.graph.operate import Operator, Request
from jenjang.graph.quota import Quota, Rate
from jenjang.graph.transact import Deeds
from jenjang.graph.turns import Turns
from jenjang.schema import schema as published

SCHEMA: GraphQLSchema = published._schema
PLENTY = Rate(10**9, 60)
Json = Any  # Any: whatever JSON holds.


@dataclass
class Both:
    """Asks the same of either."""

    operator: Operator
    rows: Mapping[str, Rows]

    async def body(self, viewer: Viewer, source: str, variables: Mapping[str, Json] | None = None) -> Json:
        """The reader's answer as a client has it."""
        request = Request(viewer, source, variables or {}, None, "en", "test", "Asia/Jakarta")
        answer = await self.operator.answer(request)
        return json.loads(answer.body())

    async def read(
        self, viewer: Viewer, source: str, variables: Mapping[str, Json] | None = None
    ) -> tuple[Json, set[Failure]]:
        body = await self.body(viewer, source, variables)
        return body.get("data"), {failure(one) for one in body.get("errors", ())}

    def refer(
        self, viewer: Viewer, source: str, variables: Mapping[str, Json] | None = None
    ) -> tuple[Json, set[Failure]]:
        reference = Reference(SCHEMA, self.rows[viewer.tenant], viewer, TODAY)
        return reference.answer(parse(source), variables or {})

    def plans(self, source: str) -> list[Planned]:
        """The plans kept for a document's only operation, oldest first."""
        return list(self.operation(source).plans.found.values())

    def operation(self, source: str) -> Operation:
        operation = self.operator.library.document(source, {}).operation(None)
        assert operation
        return operation

    def sql(self, source: str) -> str:
        """The statement of a document that has been asked once."""
        (planned,) = self.plans(source)
        assert planned.plan
        return planned.plan.sql


def failure(error: Json) -> Failure:
    path = error.get("path")
    extensions = error["extensions"]
    return extensions["code"], extensions.get("coordinate"), tuple(path) if path is not None else None


@asynccontextmanager
async def both(database_url: str) -> AsyncIterator[Both]:
    """Both on a database, with the tricky rows put in."""
    app = engine(database_url)
    shelf = Shelf(database_url, 2, 20_000)
    folder = TemporaryDirectory()
    vault = Vault(Path(folder.name) / "keys")
    try:
        await populate(app, vault)
        tables = {
            source.table.name
            for kind in SCHEMA.type_map.values()
            if isinstance(kind, GraphQLObjectType) and (source := source_of(kind))
        }
        rows = {tenant: await rows_of(app, vault.of(tenant), {*tables, *ALSO}) for tenant in (HERE, THERE)}
        deeds = Deeds(app, 5000, 2000, vault, "", Turns(30))
        operator = Operator(Library(SCHEMA), shelf, deeds, Quota(None, {}, PLENTY), vault)
        yield Both(operator, rows)
    finally:
        folder.cleanup()
        await shelf.close()
        await app.dispose()
