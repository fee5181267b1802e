"""Documents: parsed, measured and validated once, then kept with their plans."""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil
from sys import getsizeof
from typing import Any, Generic, TypeVar

from graphql import (
    ASTValidationRule,
    DeferStreamDirectiveLabel,
    DeferStreamDirectiveOnRootField,
    DeferStreamDirectiveOnValidOperationsRule,
    DocumentNode,
    FragmentDefinitionNode,
    FragmentsOnCompositeTypesRule,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    KnownArgumentNamesRule,
    KnownDirectivesRule,
    KnownFragmentNamesRule,
    KnownTypeNamesRule,
    MaxIntrospectionDepthRule,
    Node,
    NoFragmentCyclesRule,
    NoUndefinedVariablesRule,
    NoUnusedFragmentsRule,
    NoUnusedVariablesRule,
    OperationDefinitionNode,
    OverlappingFieldsCanBeMergedRule,
    PossibleFragmentSpreadsRule,
    StreamDirectiveOnListField,
    UniqueArgumentNamesRule,
    UniqueDirectivesPerLocationRule,
    UniqueFragmentNamesRule,
    UniqueInputFieldNamesRule,
    UniqueVariableNamesRule,
    ValuesOfCorrectTypeRule,
    VariablesAreInputTypesRule,
    VariablesInAllowedPositionRule,
    parse,
    specified_rules,
    validate,
)
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from jenjang.graph.errors import CostExceeded, GraphqlParseFailed
from jenjang.graph.introspection import Description
from jenjang.graph.limits import BYTES, TOKENS, Measure, Meter
from jenjang.graph.overlap import OneFieldEachKey
from jenjang.graph.reader.plan import Plan, shape
from jenjang.graph.scalars import decode_id

T = TypeVar("T")
RULES = (
    *(rule for rule in specified_rules if rule is not OverlappingFieldsCanBeMergedRule),
    OneFieldEachKey,
    MaybeNullValidationRule,
    OneOfInputValidationRule,
)
SIGNS: Mapping[type[ASTValidationRule], tuple[str, ...]] = {
    **dict.fromkeys(
        (
            NoUndefinedVariablesRule,
            NoUnusedVariablesRule,
            UniqueVariableNamesRule,
            VariablesAreInputTypesRule,
            VariablesInAllowedPositionRule,
        ),
        ("$",),
    ),
    **dict.fromkeys(
        (
            FragmentsOnCompositeTypesRule,
            KnownFragmentNamesRule,
            NoFragmentCyclesRule,
            NoUnusedFragmentsRule,
            PossibleFragmentSpreadsRule,
            UniqueFragmentNamesRule,
        ),
        ("...", "fragment"),
    ),
    KnownTypeNamesRule: ("$", "...", "fragment"),
    **dict.fromkeys(
        (
            DeferStreamDirectiveLabel,
            DeferStreamDirectiveOnRootField,
            DeferStreamDirectiveOnValidOperationsRule,
            KnownDirectivesRule,
            StreamDirectiveOnListField,
            UniqueDirectivesPerLocationRule,
        ),
        ("@",),
    ),
    **dict.fromkeys(
        (
            KnownArgumentNamesRule,
            MaybeNullValidationRule,
            OneOfInputValidationRule,
            UniqueArgumentNamesRule,
            UniqueInputFieldNamesRule,
            ValuesOfCorrectTypeRule,
        ),
        ("(",),
    ),
    MaxIntrospectionDepthRule: ("__",),
}
"""Where none of a rule's signs stands in a document's text, the rule has nothing to look at."""
ERRORS = 20
KEPT = 32 * 1024
"""Weight of all documents kept with their plans, in KB."""
SELECTION = 1.2
"""KB of a selection that is kept."""
TAKE = 2
"""KB of a value that a plan looks for in a request."""
SENT = 128 * 1024
"""Bytes of the documents that are known by their sha256 because one government's clients sent them."""
ENTRY = 512
"""Bytes that keeping a text takes besides the text."""
PLANS = 512
"""Weight of the plans kept for one operation, in KB: kinds of viewers times shapes of variables."""


class Kept(Generic[T]):
    """A bounded store that forgets what was least lately used."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.found: OrderedDict[object, T] = OrderedDict()
        self.weights: dict[object, int] = {}
        self.weight = 0

    def get(self, key: object) -> T | None:
        value = self.found.get(key)
        if value is not None:
            self.found.move_to_end(key)
        return value

    def put(self, key: object, value: T, weight: int = 1) -> T:
        self.weight += weight - self.weights.get(key, 0)
        self.found[key], self.weights[key] = value, weight
        while self.weight > self.room and len(self.found) > 1:
            oldest, _ = self.found.popitem(last=False)
            self.weight -= self.weights.pop(oldest)
        return value


@dataclass(frozen=True, slots=True)
class Planned:
    """What is known of an operation for one kind of viewer and one shape of variables.

    `keys`: the answer's root fields, in order; `others`: those that are no data. `dry`: the client only
    wants to know what it would cost. `made_for`: that kind of viewer and that shape.
    """

    measure: Measure
    plan: Plan | None
    keys: tuple[str, ...]
    others: tuple[str, ...]
    dry: bool = False
    made_for: object = None


@dataclass(frozen=True, slots=True)
class Text:
    """What stands in a document."""

    node: DocumentNode
    fragments: Mapping[str, FragmentDefinitionNode]


@dataclass
class Operation:
    """One operation of a valid document."""

    schema: GraphQLSchema
    document: Text
    node: OperationDefinitionNode
    whole: frozenset[str]
    ids: frozenset[str]
    plans: Kept[Planned] = field(default_factory=lambda: Kept(PLANS))
    answers: Kept[Plan] = field(default_factory=lambda: Kept(PLANS))
    """How to read what deeds name: as plans, and by the place in the answer."""

    def shape(self, variables: Mapping[str, Any]) -> object:  # Any: coerced variables.
        """What of the variables a plan depends on."""
        return tuple(
            (name, _types(value) if name in self.ids else shape(value, whole=name in self.whole))
            for name, value in variables.items()
        )


@dataclass
class Document:
    """A document that parsed: its operations, or why it is not valid.

    Nothing in it refers back to it, so that it is gone as soon as it is forgotten.
    """

    operations: dict[str | None, Operation]
    errors: list[GraphQLError]
    weight: int = 10

    @property
    def whole_weight(self) -> int:
        """Its plans included."""
        kept = sum(one.plans.weight + one.answers.weight for one in self.operations.values())
        return self.weight + kept

    def operation(self, name: str | None) -> Operation | None:
        if name:
            return self.operations.get(name)
        return next(iter(self.operations.values())) if len(self.operations) == 1 else None


class Library:
    """All documents that this process has seen lately.

    `registered`: texts that are always known by their sha256; `sent`: those that a government's clients sent
    along with it, so that no government's push out another's.
    """

    def __init__(self, schema: GraphQLSchema, registered: Iterable[str] = ()) -> None:
        self.schema = schema
        self.description = Description(schema)
        self.kept: Kept[Document] = Kept(KEPT)
        self.sent: dict[str, Kept[str]] = {}
        self.registered = {hashlib.sha256(one.encode()).hexdigest(): one for one in registered}

    def document(self, source: str, variables: Mapping[str, Any]) -> Document:  # Any: raw variables.
        """The document of that text.

        Raises GraphqlParseFailed, CostExceeded before anything is validated.
        """
        found = self.kept.get(source)
        if not found:
            found = self.prepare(source, variables)
            if not found.errors:
                self.weigh(source, found)
        return found

    def knows(self, source: str) -> bool:
        """Whether that text is kept as a valid document."""
        return source in self.kept.found

    def weigh(self, source: str, document: Document) -> None:
        """Keep a document by what it weighs with the plans that it has by now."""
        self.kept.put(source, document, document.whole_weight)

    def weigh_again(self, source: str) -> None:
        """The same for one that may have been forgotten meanwhile."""
        document = self.kept.get(source)
        if document:
            self.weigh(source, document)

    def sent_by(self, tenant: str, digest: str | None) -> str | None:
        """The text that a client of that government sent along with its sha256."""
        kept = self.sent.get(tenant)
        return kept.get(digest) if kept else None

    def keep(self, tenant: str, digest: str, source: str) -> None:
        """Know a valid document by its sha256 from now on."""
        self.sent.setdefault(tenant, Kept(SENT)).put(digest, source, ENTRY + getsizeof(source))

    def prepare(self, source: str, variables: Mapping[str, Any]) -> Document:  # Any: raw variables.
        size = len(source.encode(errors="replace"))
        if size > BYTES:
            raise CostExceeded(measure="bytes", found=size, limit=BYTES)
        try:
            node = parse(source, max_tokens=TOKENS)
            meter = Meter(self.schema, node, variables)
            meter.check()
            rules = rules_for(source)
            errors = validate(self.schema, node, rules, max_errors=ERRORS, hide_suggestions=True)
        except GraphQLSyntaxError as error:
            raise GraphqlParseFailed(problem=error.message) from error
        except RecursionError as error:
            raise GraphqlParseFailed(problem="It is nested too deeply.") from error
        weight = 8 + ceil(SELECTION * meter.seen + getsizeof(source) / 512)  # Its text, and texts in it.
        document = Document({}, errors, weight)
        if not errors:
            forget_places(node)
            text, whole = Text(node, meter.fragments), frozenset(meter.decisive)
            for one in meter.operations:
                name = one.name.value if one.name else None
                document.operations[name] = Operation(self.schema, text, one, whole, frozenset(_ids(one)))
        return document


def weight_of(plan: Plan | None, key: object) -> int:
    """What keeping a plan under its key takes, in KB."""
    sql, takes = (plan.sql, plan.takes) if plan else ("", ())
    return 2 + ceil((len(sql) + 2 * len(repr(key))) / 1024 + TAKE * len(takes))


def rules_for(source: str) -> list[type[ASTValidationRule]]:
    """The rules that a document of that text could break."""
    return [rule for rule in RULES if any(sign in source for sign in SIGNS.get(rule, ("",)))]


def forget_places(document: DocumentNode) -> None:
    """Let go of the document's tokens, two thirds of what it holds: only errors of validation need them."""
    for node in _below(document):
        object.__setattr__(node, "loc", None)


def _below(node: Node) -> Iterator[Node]:
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        stack.extend(_children(here))


def _children(node: Node) -> Iterator[Node]:
    for value in vars(node).values():
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (one for one in value if isinstance(one, Node))


def _ids(operation: OperationDefinitionNode) -> Iterator[str]:
    """Variables that are global ids, or lists of them: the type an id names decides the statement."""
    for definition in operation.variable_definitions or ():
        kinds = [one for one in _below(definition.type) if one.kind == "named_type"]
        if kinds and kinds[0].name.value == "ID":  # type: ignore[attr-defined]  # a NamedTypeNode
            yield definition.variable.name.value


def _types(value: Any) -> object:  # Any: a coerced ID or list of IDs.
    if isinstance(value, list):
        return tuple(_types(one) for one in value)
    named = decode_id(value) if value is not None else None
    return named[0] if named else value is None
