"""One request from document to answer: queries by the reader, deeds in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

import orjson
import structlog
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLBoolean,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    get_variable_values,
)

from jenjang.core import clock
from jenjang.core.errors import BadUserInput, Refusal
from jenjang.core.permission import Viewer
from jenjang.core.sealing import Vault
from jenjang.database.pool import Shelf
from jenjang.graph import errors
from jenjang.graph.answer import Answer, joined
from jenjang.graph.declare import SPEC
from jenjang.graph.documents import Library, Operation, Planned, weight_of
from jenjang.graph.inputs import MOST, nulls_within, unfit
from jenjang.graph.introspection import META, Telling
from jenjang.graph.limits import BYTES, LIMITS, OBJECTS, Meter, checked, conditions, weighed
from jenjang.graph.metrics import DOCUMENTS, STATEMENTS
from jenjang.graph.perform import Performance, perform
from jenjang.graph.quota import Allowance, Quota
from jenjang.graph.reader.asking import Asking, given
from jenjang.graph.reader.plan import compile_fields
from jenjang.graph.reader.selection import Selected, collect
from jenjang.graph.transact import Deeds

log = structlog.get_logger(__name__)
REFUSED = 50
"""Points that a request costs which can't be run: finding that out is dearer than running most."""
NEW, BYTES_A_POINT = 10, 64
"""Points that a document costs once which this process hasn't seen lately, and of its text how much more
makes one: parsing, judging and compiling cost more than most answers do."""
FIELDS_A_POINT = 4
"""The same, of an operation for a kind of viewer and a shape of variables that has no plan yet."""


@dataclass(slots=True)
class Request:
    """A GraphQL request that has come through the gate."""

    viewer: Viewer
    source: str
    variables: Mapping[str, Any]  # Any: the client's JSON.
    operation_name: str | None
    language: str
    request_id: str
    zone: str
    idempotency_key: str | None = None
    reading_only: bool = False
    keep_as: str | None = None
    """The sha256 under which the document is to be known from now on, if it is valid."""


class OperationUnknown(BadUserInput):
    """There is no operation of that name in the document; name one with `operationName`."""


class OnlyReading(BadUserInput):
    """A GET request can't change anything: send the mutation by POST."""


class Unfit(Exception):
    """The document or its variables don't fit the schema, for each of these reasons."""

    def __init__(self, found: Sequence[GraphQLError], kind: type[Refusal]) -> None:
        self.found = found
        self.kind = kind
        super().__init__()

    def rendered(self, request: Request) -> list[errors.Rendered]:
        """The reasons in the contract's shape."""
        return [
            errors.from_graphql(one, request.language, request.request_id, self.kind) for one in self.found
        ]


class Operator:
    """Runs operations for viewers."""

    def __init__(self, library: Library, shelf: Shelf, deeds: Deeds, quota: Quota, vault: Vault) -> None:
        self.library = library
        self.shelf = shelf
        self.deeds = deeds
        self.quota = quota
        self.vault = vault

    async def answer(self, request: Request) -> Answer:
        """What an operation comes to; every refusal is an error in the contract's shape."""
        try:
            return await self._answer(request)
        except Exception as error:  # The edge: whatever it is becomes an answer.
            return self.refused(request, errors.told(error, request.request_id))

    def refused(self, request: Request, refusal: Refusal) -> Answer:
        return Answer(None, [errors.rendered(refusal, request.language, request.request_id)])

    async def _answer(self, request: Request) -> Answer:
        known = self.library.knows(request.source)
        DOCUMENTS.labels("kept" if known else "new").inc()
        if not known:
            await self.charge(request, NEW + min(len(request.source), BYTES) // BYTES_A_POINT)
        try:
            operation, asking, planned, compiling = self.prepared(request)
        except Refusal:
            await self.charge(request, REFUSED)
            raise
        except Unfit as unfit:
            await self.charge(request, REFUSED)
            return Answer(None, unfit.rendered(request))
        cost = 0 if planned.dry else planned.measure.price
        allowance = await self.take(request, cost + compiling)
        if not allowance.allowed:
            refusal = errors.RateLimited(seconds=allowance.reset_seconds)
            return replace(self.refused(request, refusal), allowance=allowance)
        if operation.node.operation == OperationType.QUERY:
            answer = await self._read(request, operation, planned, asking, allowance)
        else:
            answer = await self._do(request, operation, planned, asking, allowance)
        answer.measure, answer.allowance = planned.measure, allowance
        return answer

    def prepared(self, request: Request) -> tuple[Operation, Asking, Planned, int]:
        """All that is known before anything is read or done, and the points that compiling it costs.

        Raises Unfit, or the Refusal of a document or of variables that can't be run.
        """
        objects = weighed(request.variables)
        document = self.library.document(request.source, request.variables)
        if document.errors:
            raise Unfit(document.errors, errors.GraphqlValidationFailed)
        if request.keep_as:
            self.library.keep(request.viewer.tenant, request.keep_as, request.source)
        operation = document.operation(request.operation_name)
        if not operation:
            raise OperationUnknown("operationName")
        if request.reading_only and operation.node.operation != OperationType.QUERY:
            raise OnlyReading("query")
        if objects > OBJECTS:
            weighed(conditions(request.variables, operation.node), OBJECTS)
        variables = self.coerced(request, operation)
        asking = Asking(request.viewer, clock.today(request.zone), variables, request.language)
        if operation.node.operation == OperationType.MUTATION and None in variables.values():
            self.check_nulls(operation, asking)
        key = frozenset(request.viewer.grants.items()), operation.shape(asking.variables)
        planned = operation.plans.get(key)
        if planned:
            return operation, asking, planned, 0
        planned = replace(self.plan(request, operation, asking), made_for=key)
        operation.plans.put(key, planned, weight_of(planned.plan, key))
        self.library.weigh(request.source, document)
        return operation, asking, planned, planned.measure.fields // FIELDS_A_POINT

    def coerced(self, request: Request, operation: Operation) -> Mapping[str, Any]:  # Any: coerced values.
        """The variables as the operation declares them.

        Raises Unfit.
        """
        declared = operation.node.variable_definitions
        if not declared:
            return {}
        schema = self.library.schema
        found = get_variable_values(
            schema, declared, dict(request.variables), max_errors=1, hide_suggestions=True
        )
        if isinstance(found, list):
            raise Unfit(unfit(schema, declared, request.variables) or found, BadUserInput)
        # What may only be left out is nullable to the library: where deeds take it, null is looked for.
        if operation.node.operation == OperationType.MUTATION and (
            nulls := unfit(schema, declared, request.variables)
        ):
            raise Unfit(nulls, BadUserInput)
        return found.coerced

    def check_nulls(self, operation: Operation, asking: Asking) -> None:
        """Refuse a mutation in whose inputs a variable that is null stands where none can.

        Raises Unfit.
        """
        root = self.library.schema.mutation_type
        assert root  # noqa: S101  # The document is valid, and has a mutation.
        selected = collect([operation.node.selection_set], root, operation.document.fragments, asking)
        asked = [nodes[0] for nodes in selected.values() if nodes[0].name.value in root.fields]
        found = (
            fault
            for node in asked
            for fault in nulls_within(node, root.fields[node.name.value].args, asking.variables)
        )
        if told := list(islice(found, MOST)):
            raise Unfit(told, BadUserInput)

    async def charge(self, request: Request, points: int) -> None:
        """Let what gives no answer of its own cost what it costs us.

        Raises RateLimited.
        """
        allowance = await self.take(request, points)
        if not allowance.allowed:
            raise errors.RateLimited(seconds=allowance.reset_seconds)

    async def take(self, request: Request, points: int) -> Allowance:
        """Spend points of the client application's quota."""
        client = request.viewer.client or str(request.viewer.account_id)
        return await self.quota.take(request.viewer.tenant, client, points)

    def plan(self, request: Request, operation: Operation, asking: Asking) -> Planned:
        """Measure an operation with these variables, and compile what of it is data."""
        meter = Meter(self.library.schema, operation.document.node, request.variables)
        measure = meter.operation(operation.node)
        checked(measure, LIMITS)
        if operation.node.operation != OperationType.QUERY:
            return Planned(measure, None, (), ())
        root = self.library.schema.query_type
        assert root  # noqa: S101  # There is no schema without queries.
        selected = collect([operation.node.selection_set], root, operation.document.fragments, asking)
        dry = {key: nodes for key, nodes in selected.items() if is_dry(nodes[0], asking)}
        if dry:
            return Planned(measure, None, tuple(dry), tuple(dry), dry=True)
        data = {key: nodes for key, nodes in selected.items() if self.is_data(nodes)}
        plan = None
        if data:
            plan = compile_fields(self.library.schema, operation.document.fragments, root, data, asking)
        others = tuple(key for key in selected if key not in data)
        return Planned(measure, plan, tuple(selected), others)

    def is_data(self, nodes: list[FieldNode]) -> bool:
        name = nodes[0].name.value
        if name.startswith("__"):
            return name == "__typename"
        root = self.library.schema.query_type
        assert root  # noqa: S101  # There is no schema without queries.
        return SPEC in root.fields[name].extensions["strawberry-definition"].metadata

    async def _do(
        self, request: Request, operation: Operation, planned: Planned, asking: Asking, allowance: Allowance
    ) -> Answer:
        performance = self.performance(request, operation, planned, asking, allowance)
        before = operation.answers.weight
        answer = await self.deeds.do(request, performance)
        if operation.answers.weight != before:
            self.library.weigh_again(request.source)
        return answer

    def performance(
        self, request: Request, operation: Operation, planned: Planned, asking: Asking, allowance: Allowance
    ) -> Performance:
        """What the operation's resolvers are given."""
        looking = partial(self.deeds.looking, request)
        return Performance(asking, operation, self.quota, allowance, planned, looking)

    async def _read(
        self, request: Request, operation: Operation, planned: Planned, asking: Asking, allowance: Allowance
    ) -> Answer:
        values: dict[str, bytes] = {}
        found: list[errors.Rendered] = []
        if planned.plan:
            with STATEMENTS.time():
                seals = self.vault.of(request.viewer.tenant)
                values |= await planned.plan.read(self.shelf, asking, seals)
            found += errors.refusals(planned.plan.refused, request.language, request.request_id)
        if planned.others:
            more, failed = await self._resolve(request, operation, planned, asking, allowance)
            values |= more
            found += failed
        return Answer(joined(planned.keys, values), found)

    async def _resolve(
        self,
        request: Request,
        operation: Operation,
        planned: Planned,
        asking: Asking,
        allowance: Allowance,
    ) -> tuple[dict[str, bytes], list[errors.Rendered]]:
        """Root fields that are no data, by their resolvers."""
        root = self.library.schema.query_type
        assert root  # noqa: S101  # There is no schema without queries.
        selected = collect([operation.node.selection_set], root, operation.document.fragments, asking)
        telling = Telling(self.library.description, operation.document.fragments, asking)
        values = {
            key: telling.told(selected[key]) for key in planned.others if selected[key][0].name.value in META
        }
        keys = tuple(key for key in planned.others if key not in values)
        if not keys:
            return values, []
        performance = self.performance(request, operation, planned, asking, allowance)
        result = await perform(operation, _part(operation, selected, keys), performance, request.variables)
        for error in result.errors or ():
            if error.original_error and not isinstance(error.original_error, Refusal | GraphQLError):
                raise error.original_error
        failed = [
            errors.from_graphql(one, request.language, request.request_id) for one in result.errors or ()
        ]
        data = result.data or {}
        return values | {key: orjson.dumps(data.get(key)) for key in keys}, failed


def is_dry(node: FieldNode, asking: Asking) -> bool:
    """Whether a root field asks for a dry run: `rateLimit(dryRun: true)`."""
    if node.name.value != "rateLimit":
        return False
    found = [given(one.value, GraphQLBoolean, asking) for one in node.arguments or ()]
    return any(asked and asked.value for asked in found)


def _part(operation: Operation, selected: Selected, keys: tuple[str, ...]) -> DocumentNode:
    """The document with only those root fields."""
    fields = tuple(node for key in keys for node in selected[key])
    part = OperationDefinitionNode(
        operation=operation.node.operation,
        name=operation.node.name,
        variable_definitions=operation.node.variable_definitions,
        directives=operation.node.directives,
        selection_set=SelectionSetNode(selections=fields),
    )
    return DocumentNode(definitions=(part, *operation.document.fragments.values()))
