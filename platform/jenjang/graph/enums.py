"""Closed lists in the contract: every value with its meaning and the Indonesian term."""

from collections.abc import Mapping
from enum import Enum

import strawberry
from strawberry.types.enum import EnumValue


def enumerated(kind: type[Enum], description: str, words: Mapping[str, str]) -> None:
    """Publish an enum of the domain; `words` says what each of its values means."""
    made = strawberry.enum(kind, description=description)
    values: list[EnumValue] = made.__strawberry_definition__.values  # type: ignore[attr-defined]  # set by Strawberry
    if missing := {value.name for value in values} ^ words.keys():
        raise TypeError(f"{kind.__name__}: describe each value once, see {sorted(missing)}")
    for value in values:
        value.description = words[value.name]
