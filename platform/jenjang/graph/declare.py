"""Declarations on Strawberry types: where the data is, who may see it, what each field gives."""

import datetime
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as part
from typing import Any, Generic, TypeVar

import strawberry
from graphql import GraphQLField, GraphQLObjectType, get_named_type
from sqlalchemy import Table
from strawberry.annotation import StrawberryAnnotation
from strawberry.schema_directive import Location
from strawberry.types.arguments import StrawberryArgument

from jenjang.core.permission import Reach
from jenjang.database.model import Model, table_of

T = TypeVar("T")
SPEC = "jenjang"


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION, Location.OBJECT],
    description="The permission that reading this needs; see docs/permissions.md for who holds it.",
)
class Needs:
    permission: str = strawberry.directive_field(name="permission")


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION, Location.OBJECT],
    description="Personal data that is protected, and what alone it is kept for (UU 27/2022 art. 16).",
)
class Personal:
    purpose: str = strawberry.directive_field(name="purpose")


def directives_of(needs: str | None, purpose: str | None) -> tuple[object, ...]:
    """What the contract prints of who may read something, and what for."""
    permission = (Needs(permission=needs),) if needs else ()
    return (*permission, Personal(purpose=purpose)) if purpose else permission


@dataclass(frozen=True, eq=False)
class Subject:
    """Whom rows are about, and the set of those that each reach covers, as SQL of one column.

    Placeholders: {tenant} {me} {today}, and {units}: those in which the viewer holds the permission.
    """

    sets: Mapping[Reach, str]
    things: Mapping[Reach, str] = part(default_factory=dict)
    """Of others, one thing each: SQL of `person` and `thing`."""


@dataclass(frozen=True)
class About:
    """A type's rows are about `subject`, named in `column`, or are of its `thing`, which is one person's."""

    subject: Subject
    column: str
    thing: str | None = None


@dataclass(frozen=True)
class Guard:
    """What a permission of its own keeps: all rows but those that `but` is true of, as SQL with {row}.

    `about`: whom they are about for who holds it, where that isn't whom all rows of the type are about.
    """

    but: str
    about: About | None = None


@dataclass(frozen=True)
class Source:
    """Where a type's rows are: table, the column that names a row, the permission, whom it is about.

    A `dated` source has many rows a key, one of which holds on any date. What `guards` keep (by permission)
    needs that permission, too. `shown`: without it a row shows to nobody; SQL of {row} {tenant} {today} {me}.
    """

    table: Table
    key: str
    needs: str | None
    about: About | None
    dated: bool
    guards: Mapping[str, Guard]
    shown: str | None

    @property
    def owned(self) -> bool:
        """Whether each row belongs to one government (else it is shared reference data)."""
        return "tenant_id" in self.table.c


@dataclass(frozen=True)
class Leaf:
    """A field that a column, an SQL expression or the request itself gives.

    Placeholders in `sql` and `part`: {row} (this row's alias) {tenant} {today} {at} (the date asked for)
    {language} (of the request: id or en) {me} (the viewer's own person). A sealed column is opened; `part`
    names the member wanted of one that holds a JSON object. `beside`: SQL of a SELECT that yields one row,
    {beside} in `sql`; asked once for all fields of a row that say the same. `guards`: as of a Source.
    """

    column: str | None = None
    sql: str | None = None
    told: Callable[[Any], object] | None = None  # Any: the reader's Asking, which imports this module.
    needs: str | None = None
    part: str | None = None
    beside: str | None = None
    guards: Sequence[tuple[str, Guard]] = ()


@dataclass(frozen=True)
class May:
    """Whether the viewer holds a permission over the row at hand."""

    permission: str
    everywhere: bool
    """Over all of the government, for what is asked by deeds that look at no smaller reach."""
    when: str | None = None
    """Of which rows, where deeds look at who somebody is and not at the reach; SQL as a leaf's."""
    in_reach: bool = False
    """Of those rows only what the permission reaches, for what is asked by deeds that look at both."""


@dataclass(frozen=True)
class Link:
    """A table between two: `mine` names the row we come from, `theirs` the row we go to."""

    table: Table
    mine: str
    theirs: str


def link(model: type[Model], mine: str, theirs: str) -> Link:
    """A link through a model's table."""
    return Link(table_of(model), mine, theirs)


@dataclass(frozen=True)
class Relation:
    """Another type's rows that belong to this one.

    `by`: our column that names the other. `of`: the other's column that names us. `through`: a link.
    `where`: a further condition, with {row} for the other's alias, {tenant}, {at} and {me}.
    """

    by: str | None = None
    of: str | None = None
    through: Link | None = None
    current: bool = False
    where: str | None = None
    lookups: Mapping[str, str] = part(default_factory=dict)
    me: bool = False
    order: str | None = None
    needs: str | None = None


class Many(Relation):
    """A short list, whole."""


class Page(Relation):
    """A list that can grow: a connection with keyset cursors."""


class Nodes(Relation):
    """`node` and `nodes`: whatever the ids name."""


def described(text: str) -> str:
    return inspect.cleandoc(text)


def type_of(cls: type[T], source: Source | None, purpose: str | None = None) -> type[T]:
    """Make a Strawberry type of a class: its docstring is the description in the contract."""
    directives = directives_of(source.needs if source else None, purpose)
    made = strawberry.type(cls, description=described(cls.__doc__ or ""), directives=directives)
    if source:
        made.__source__ = source  # type: ignore[attr-defined]  # read back by source_of()
    return made


def record(
    table: type[Model] | Table,
    *,
    key: str = "id",
    needs: str | None = None,
    about: About | None = None,
    dated: bool = False,
    guards: Mapping[str, Guard] | None = None,
    shown: str | None = None,
    purpose: str | None = None,
) -> Callable[[type[T]], type[T]]:
    """An object type whose rows are in a table; a class that inherits Node can be asked for by id.

    `purpose`: of personal data that is protected, what it is kept for.
    """
    source = Source(table_of(table), key, needs, about, dated, guards or {}, shown)
    return lambda cls: type_of(cls, source, purpose)


def source_of(kind: GraphQLObjectType) -> Source | None:
    """Where the rows of an object type are, if it has any."""
    origin = kind.extensions["strawberry-definition"].origin
    source: Source | None = getattr(origin, "__source__", None)
    return source


def object_type(definition: GraphQLField) -> GraphQLObjectType:
    """The object type that a field gives, out of its lists and non-nulls."""
    kind = get_named_type(definition.type)
    if not isinstance(kind, GraphQLObjectType):
        raise TypeError(f"{kind} is no object type")
    return kind


def extend(target: type) -> Callable[[type[T]], type[T]]:
    """Add a class's fields to an earlier domain's type, which never imports it: SDL's `extend type`."""

    def add(cls: type[T]) -> type[T]:
        fields = target.__strawberry_definition__.fields  # type: ignore[attr-defined]  # undocumented; has a test
        fields.extend(strawberry.type(cls).__strawberry_definition__.fields)  # type: ignore[attr-defined]
        return cls

    return add


def plain(cls: type[T]) -> type[T]:
    """An object type without a table: its fields are told by the request or are relations."""
    return type_of(cls, None)


@strawberry.interface(description="Whatever can be asked for by its global id.")
class Node:
    id: strawberry.ID = strawberry.field(description="Opaque global id. Do not parse it.")


def _declared(
    description: str,
    spec: object,
    needs: str | None,
    arguments: Sequence[StrawberryArgument] = (),
    deprecated: str | None = None,
    purpose: str | None = None,
) -> Any:  # Any: a declaration stands where the class annotates the GraphQL type.
    made = strawberry.field(
        description=described(description),
        directives=directives_of(needs, purpose),
        metadata={SPEC: spec},
        deprecation_reason=deprecated,
    )
    made.arguments = list(arguments)
    return made


def argument(
    name: str, kind: object, description: str, default: object = strawberry.UNSET
) -> StrawberryArgument:
    """An argument of a declared field."""
    return StrawberryArgument(
        python_name=name,
        graphql_name=None,
        type_annotation=StrawberryAnnotation(kind),
        description=description,
        default=default,
    )


def field(
    description: str,
    *,
    column: str | None = None,
    sql: str | None = None,
    beside: str | None = None,
    told: Callable[[Any], object] | None = None,  # Any: see Leaf.told.
    needs: str | None = None,
    part: str | None = None,
    purpose: str | None = None,
    guards: Sequence[tuple[str, Guard]] = (),
) -> Any:  # Any: see _declared.
    """A leaf: by default the column of the same name. The rest: see Leaf; `purpose`: see record()."""
    spec = Leaf(column, sql, told, needs, part, beside, guards)
    return _declared(description, spec, needs, purpose=purpose)


def may(
    description: str,
    permission: str,
    *,
    everywhere: bool = False,
    when: str | None = None,
    in_reach: bool = False,
) -> Any:  # Any: see _declared.
    """Whether the viewer holds the permission over this row: a field of `…Can` types. The rest: see May."""
    return _declared(description, May(permission, everywhere, when, in_reach), None)


def one(
    description: str,
    *,
    by: str | None = None,
    of: str | None = None,
    through: Link | None = None,
    current: bool = False,
    me: bool = False,
    lookups: Mapping[str, str] | None = None,
    arguments: Sequence[StrawberryArgument] = (),
    needs: str | None = None,
) -> Any:  # Any: see _declared.
    """At most one row of another type. `current`: the dated row that holds on the date asked for.

    `lookups` (at a root): a condition for each argument, with {row}, {value}, {tenant}.
    `me`: the viewer's own person.
    """
    spec = Relation(by, of, through, current, None, lookups or {}, me, None, needs)
    return _declared(description, spec, needs, arguments)


def many(
    description: str,
    *,
    of: str | None = None,
    through: Link | None = None,
    where: str | None = None,
    order: str,
    needs: str | None = None,
    purpose: str | None = None,
) -> Any:  # Any: see _declared.
    """A short list (at most 100 rows), in `order` (SQL with {row}). `purpose`: see record()."""
    spec = Many(None, of, through, False, where, {}, False, order, needs)
    return _declared(description, spec, needs, purpose=purpose)


def page(
    description: str,
    *,
    of: str | None = None,
    through: Link | None = None,
    where: str | None = None,
    filter: type | None = None,  # noqa: A002  # It is the argument's name in the contract.
    order: type,
    as_of: bool = False,
    needs: str | None = None,
) -> Any:  # Any: see _declared.
    """A connection: `first` rows after a cursor, filtered and ordered over indexed columns only."""
    arguments = [
        argument("first", int, "How many, 1 to 100.", 20),
        argument("after", str | None, "Only what comes after this cursor.", None),
        argument(
            "order_by",
            list[order] | None,  # type: ignore[valid-type]  # built at run time for the contract
            "What comes first; the id breaks ties.",
            None,
        ),
    ]
    if filter:
        arguments.append(argument("filter", filter | None, "Only what fits.", None))
    if as_of:
        arguments.append(AS_OF)
    spec = Page(None, of, through, False, where, {}, False, getattr(order, "__default__", None), needs)
    return _declared(description, spec, needs, arguments)


def by_id(description: str, *arguments: StrawberryArgument) -> Any:  # Any: see _declared.
    """`node` or `nodes`."""
    return _declared(description, Nodes(), None, arguments)


AS_OF = argument("as_of", datetime.date | None, "As things stood on this date; today where left out.", None)


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether more follows.")
    has_previous_page: bool = strawberry.field(description="Whether a cursor was given to start after.")
    start_cursor: str | None = strawberry.field(description="Cursor of the first row.")
    end_cursor: str | None = strawberry.field(description="Cursor of the last row: give it as `after`.")


@strawberry.type(description="A row and its cursor.")
class Edge(Generic[T]):
    cursor: str = strawberry.field(description="Opaque place of this row in the list.")
    node: T = strawberry.field(description="The row.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    nodes: list[T] = strawberry.field(description="The rows.")
    edges: list[Edge[T]] = strawberry.field(description="The rows with their cursors.")
    page_info: PageInfo = strawberry.field(description="Where this page stands.")
    total_count: int = strawberry.field(description="How many there are, counted to 10,000 at the most.")
    total_count_exact: bool = strawberry.field(description="Whether `totalCount` is all of them.")
