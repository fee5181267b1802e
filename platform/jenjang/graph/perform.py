"""The ordinary path: resolvers, for deeds and for what is no data. What they name, the reader reads."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import orjson
from graphql import ExecutionResult, FieldNode, GraphQLObjectType, ValueNode, execute
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from jenjang.core.context import Context
from jenjang.database.engine import driver
from jenjang.graph.documents import Operation, Planned, weight_of
from jenjang.graph.quota import Allowance, Quota
from jenjang.graph.reader.asking import Asking
from jenjang.graph.reader.plan import REF, Plan, compile_ref
from jenjang.graph.reader.row import Barred


@dataclass(frozen=True, slots=True)
class Ref:
    """A row that a resolver names: the reader reads what the client selected of it."""

    type_name: str
    key: UUID


@dataclass(frozen=True, slots=True)
class Done:
    """A deed that was done, as the audit's chain will tell it."""

    name: str
    about: tuple[Ref, ...]
    reason: str | None
    rules: tuple[str, ...]
    asked: ValueNode
    """The input as it stands in the document."""
    anonymous: bool = False
    """Whether the chain doesn't tell who did it, to what."""


@dataclass
class Performance:
    """What resolvers are given as `info.context`: the deed's context (in a mutation), and the reader.

    `looking` opens a context that only reads, for what rules judge (in a query).
    """

    asking: Asking
    operation: Operation
    quota: Quota
    allowance: Allowance
    planned: Planned
    looking: Callable[[], AbstractAsyncContextManager[Context]]
    deeds: Context | None = None
    tells_once: bool = False
    """Whether the answer holds a secret, which nobody keeps."""
    anonymous: bool = False
    """Whether no digest is kept of what was asked."""
    done: list[Done] = field(default_factory=list)
    refused: dict[str, Barred] = field(default_factory=dict)
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    def begin(self, deeds: Context) -> None:
        """Begin in a transaction; what was done in one before, which was undone, is forgotten."""
        self.deeds = deeds
        self.tells_once = self.anonymous = False
        self.done.clear()
        self.refused.clear()

    @property
    def context(self) -> Context:
        """The context of a deed."""
        if not self.deeds:
            raise TypeError("only a mutation has a transaction to do deeds in")
        return self.deeds

    async def read(self, ref: Ref, kind: GraphQLObjectType, nodes: list[FieldNode], path: Path) -> Any:
        """What the client selected of the row, as JSON. Any: orjson's fragment passes as an object."""
        asking = replace(self.asking, variables={**self.asking.variables, REF: ref.key})
        async with self.one_at_a_time:
            plan = self.plan(kind, nodes, asking, tuple(str(step) for step in path.as_list()))
            found = await plan.read(await driver(self.context.session), asking, self.context.seals)
        self.refused |= plan.refused
        return orjson.Fragment(found[REF])

    def plan(
        self, kind: GraphQLObjectType, nodes: list[FieldNode], asking: Asking, path: tuple[str, ...]
    ) -> Plan:
        """How to read the row at that path; compiled once for what the operation was planned for."""
        answers, key = self.operation.answers, (path, kind.name, self.planned.made_for)
        known = answers.get(key)
        if known:
            return known
        operation = self.operation
        plan = compile_ref(operation.schema, operation.document.fragments, kind, nodes, asking, path)
        return answers.put(key, plan, weight_of(plan, key))


class Performer(StrawberryGraphQLCoreExecutionContext):
    """graphql-core's executor, that stops where a resolver gives a Ref and lets the reader go on."""

    def complete_object_value(
        self,
        return_type: GraphQLObjectType,
        field_details_list: Any,  # Any: here and below, graphql-core's own private types.
        info: Any,
        path: Path,
        result: Any,
        position_context: Any,
    ) -> Any:
        if isinstance(result, Ref):
            nodes = [details.node for details in field_details_list]
            performance: Performance = self.context_value
            return performance.read(result, return_type, nodes, path)
        return super().complete_object_value(
            return_type, field_details_list, info, path, result, position_context
        )


async def perform(
    operation: Operation, node: Any, performance: Performance, variables: Mapping[str, Any]
) -> ExecutionResult:
    """Run an operation (or a part of one: `node` is its document) by its resolvers.

    Any: the document, and the client's raw variables.
    """
    result = execute(
        operation.schema,
        node,
        context_value=performance,
        variable_values=dict(variables),
        operation_name=operation.node.name.value if operation.node.name else None,
        executor_class=Performer,
    )
    return await result if isinstance(result, Awaitable) else result
