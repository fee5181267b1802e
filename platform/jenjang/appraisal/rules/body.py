"""Reading the body of a rule set: each word of a closed list is told, and no other."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from jenjang.core.errors import BadUserInput

Word = TypeVar("Word", bound=StrEnum)
Value = TypeVar("Value")


class RuleSetIncomplete(BadUserInput):
    """The rule set says nothing of {missing} in {place}."""


class RuleSetOfOtherWords(BadUserInput):
    """The rule set tells of {unknown} in {place}; known: {known}."""


def one_of(words: type[Word], place: str) -> Callable[[str], Word]:
    """How a word of a list is read. Raises RuleSetOfOtherWords for one that isn't listed."""

    def read(told: str) -> Word:
        if told not in set(words):
            raise RuleSetOfOtherWords("body", unknown=told, place=place, known=", ".join(words))
        return words(told)

    return read


def of_each(
    words: type[Word],
    told: Mapping[str, Any],  # Any: what `read` takes, of the rule's own shape.
    place: str,
    read: Callable[[Any], Value],  # Any: as in `told`.
) -> Mapping[Word, Value]:
    """What a part of a body tells of each word of a list.

    Raises RuleSetIncomplete for a word left out, RuleSetOfOtherWords for one that isn't listed.
    """
    if unknown := sorted(set(told) - set(words)):
        raise RuleSetOfOtherWords("body", unknown=", ".join(unknown), place=place, known=", ".join(words))
    if missing := sorted(set(words) - set(told)):
        raise RuleSetIncomplete("body", missing=", ".join(missing), place=place)
    return {word: read(told[word]) for word in words}
