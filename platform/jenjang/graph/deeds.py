"""Mutations: a deed of a domain as a field that needs a permission and answers with a payload."""

import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints
from uuid import UUID

import strawberry
from strawberry.types import Info

from jenjang.core.context import Context
from jenjang.core.errors import Forbidden, NotFound, Refusal
from jenjang.core.language import sentence
from jenjang.core.permission import Reach, Viewer
from jenjang.database.engine import undone_if_refused
from jenjang.graph.declare import Needs, described
from jenjang.graph.errors import DOCS
from jenjang.graph.perform import Done, Performance, Ref
from jenjang.graph.scalars import key_of

A = TypeVar("A")


class ReachTooShort(Forbidden):
    """Your roles give the permission {permission}, but not as far as this needs it."""


Code = Annotated["UserErrorCode", strawberry.lazy("jenjang.graph.codes")]  # type: ignore[name-defined]  # noqa: F821
EXPECTED_VERSION = "The `version` you saw; a newer one means STALE and nothing is done."
"""What a client is told of the input `expectedVersion`, wherever a deed takes it."""


@strawberry.type(description="Why a deed was refused: nothing of it was done.")
class UserError:
    code: Code = strawberry.field(description="What stands in the way, for programs: stable.")
    message: str = strawberry.field(description="The same for people, in the language asked for.")
    field: list[str] = strawberry.field(description="The input field at fault, from `input` down.")
    doc_url: str | None = strawberry.field(description="Where to read more.")


def user_error(refusal: Refusal, language: str) -> UserError:
    """A refusal as the client is told it."""
    return UserError(
        code=refusal.code,  # The enum is made of all codes, last of all: here only its value is known.
        message=sentence(refusal, language),
        field=["input", *refusal.field],
        doc_url=f"{DOCS}#{refusal.code}",
    )


NO_PARTS: Mapping[str, Any] = MappingProxyType({})  # Any: input classes.


def input_of(
    asked: type,
    name: str,
    description: str,
    words: Mapping[str, str],
    ids: Mapping[str, str],
    parts: Mapping[str, Any] = NO_PARTS,  # Any: input classes.
) -> Any:  # Any: a class.
    """The GraphQL input of a deed's dataclass: `words` describes the fields, `ids` names their types.

    A field that is a tuple is asked for as a list. `parts` gives the inputs, made here too, of fields
    that hold dataclasses themselves, one or several.
    """
    hints = get_type_hints(asked)
    annotations: dict[str, object] = {}
    members: dict[str, object] = {}
    for part in dataclasses.fields(asked):
        annotations[part.name] = _asked_as(hints[part.name], parts.get(part.name))
        members[part.name] = strawberry.field(description=described(words[part.name]), default=part.default)
    made = type(name, (), {"__module__": asked.__module__, "__annotations__": annotations, **members})
    made.__deed__ = (asked, dict(ids))  # type: ignore[attr-defined]  # read back by deed()
    return strawberry.input(made, description=described(description))


def _asked_as(hint: Any, part: Any) -> Any:  # Any: a type as annotations tell it; an input class, or None.
    """GraphQL's type for a field of a deed's dataclass."""
    if get_origin(hint) is tuple:
        return list[_asked_as(get_args(hint)[0], part)]  # type: ignore[misc]  # a type known at run time only
    kind = part or (strawberry.ID if UUID in (hint, *get_args(hint)) else None)
    if kind is None:
        return hint
    return kind | None if type(None) in get_args(hint) else kind


def key(text: str | None, type_name: str, field: str | tuple[str, ...]) -> UUID:
    """The key in a global id of that type.

    Raises NotFound, at the input field: whatever is no such id names nothing.
    """
    found = key_of(type_name, text)
    if found is None:
        raise NotFound(field)
    return found


def from_input(
    given: Any,  # Any: an input made above.
    asked: type[A],
    ids: Mapping[str, str],
    at: tuple[str, ...] = (),
) -> A:
    """The deed's own dataclass, its ids decoded. `at`: where the input stands in another."""
    names = [part.name for part in dataclasses.fields(asked)]  # type: ignore[arg-type]  # a dataclass
    return asked(
        **{name: _decoded(getattr(given, name), ids.get(name), (*at, camel(name))) for name in names}
    )


def _decoded(value: Any, type_name: str | None, at: tuple[str, ...]) -> Any:  # Any: whatever a client gives.
    if isinstance(value, list):
        return tuple(_decoded(one, type_name, (*at, str(index))) for index, one in enumerate(value))
    if made := getattr(value, "__deed__", None):
        asked, ids = made
        return from_input(value, asked, ids, at)
    return value if value is None or type_name is None else key(value, type_name, at)


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def payload_of(name: str, description: str, **results: tuple[object, str]) -> Any:  # Any: a class.
    """A payload: what the deed made or changed (null where it was refused), and why it was refused."""
    annotations: dict[str, object] = {}
    parts: dict[str, object] = {}
    for result, (kind, words) in results.items():
        annotations[result] = _nullable(kind)
        parts[result] = strawberry.field(description=words, default=None)
    annotations["user_errors"] = list[UserError]
    parts["user_errors"] = strawberry.field(description="Why it was refused; empty where it was done.")
    made = type(name, (), {"__module__": __name__, "__annotations__": annotations, **parts})
    return strawberry.type(made, description=described(description))


def _nullable(kind: Any) -> object:  # Any: whatever Strawberry takes as a type.
    return kind | None


def deed(
    description: str,
    *,
    needs: str,
    asks: Any,  # Any: an input class.
    gives: Any,  # Any: a payload class.
    do: Callable[[Context, Any], Awaitable[dict[str, object]]],  # Any: the deed's own dataclass.
    in_units: bool = False,
    of_own: bool = False,
    tells_once: bool = False,
    anonymous: bool = False,
    drafts: bool = False,
) -> Any:  # Any: stands where a mutation field is declared.
    """A mutation: `do` gets what was asked and says what the payload holds.

    A refusal undoes the deed, and only it, and becomes the payload's userErrors. `in_units`: to hold the
    permission in some units is enough, and `do` judges which; `of_own`: to hold it over the own file is.
    `tells_once`: its answer holds a secret, and isn't kept for a repeated request. `anonymous`: neither the
    chain of deeds nor a kept answer tells who did it or what was asked, not even as a digest, from which few
    possible inputs could be guessed. `drafts`: why it was done is kept with what was made, which some may not
    read yet, and not in the chain, which they may.
    """
    enough = {Reach.TENANT} | ({Reach.UNIT} if in_units else set()) | ({Reach.OWN} if of_own else set())

    async def resolve(info: Info, input: Any) -> Any:  # noqa: A002  # The contract's name. Any: as above.
        performance: Performance = info.context
        context = performance.context
        check_allowed(context.viewer, needs, enough, info.field_name)
        performance.tells_once |= tells_once
        performance.anonymous |= anonymous
        context.cited.clear()
        context.concerned.clear()
        try:
            async with undone_if_refused(context.session):
                made = getattr(asks, "__deed__", None)
                asked = from_input(input, *made) if made else input
                results = await do(context, asked)
        except Refusal as refusal:
            faults = (refusal, *refusal.others)
            return gives(user_errors=[user_error(one, context.language) for one in faults])
        done = _done(info, context, asked, results)
        reason = None if drafts else done.reason
        performance.done.append(dataclasses.replace(done, anonymous=anonymous, reason=reason))
        return gives(user_errors=[], **results)

    asked_for = Annotated[asks, strawberry.argument(description="What to do, to what, and when.")]
    resolve.__annotations__ = {"info": Info, "input": asked_for, "return": gives | None}
    return strawberry.mutation(
        resolver=resolve, description=described(description), directives=(Needs(permission=needs),)
    )


def check_allowed(viewer: Viewer, needs: str, enough: AbstractSet[Reach], name: str) -> None:
    """Refuse whoever holds the permission of the mutation not at all, or not as far as is enough.

    Raises Forbidden, ReachTooShort.
    """
    held = viewer.reach(needs)
    if not enough & held:
        raise (ReachTooShort if held else Forbidden)(permission=needs, coordinate=f"Mutation.{name}")


def _done(info: Info, context: Context, asked: Any, results: Mapping[str, object]) -> Done:
    """What the chain will tell of a deed. Any: the deed's own dataclass."""
    reason = getattr(asked, "reason", None)
    answered = (one for one in results.values() if isinstance(one, Ref))
    (argument,) = info._raw_info.field_nodes[0].arguments or ()  # noqa: SLF001  # Strawberry hides the document.
    return Done(
        name=info.field_name,
        about=tuple(dict.fromkeys((*answered, *(Ref(*one) for one in context.concerned)))),
        reason=str(reason) if reason else None,
        rules=tuple(context.cited),
        asked=argument.value,
    )
