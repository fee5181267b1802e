"""Errors: a class each; its name is the code, its docstring the message."""

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from string import Formatter
from types import MappingProxyType
from typing import ClassVar

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

Words = Mapping[str, str]
NO_WORDS: Words = MappingProxyType({})


class Refusal(Exception):
    """The request was refused."""

    registry: ClassVar[dict[str, type["Refusal"]]] = {}
    code: ClassVar[str]

    def __init__(self, field: str | tuple[str, ...] = (), **facts: object) -> None:
        self.field = (field,) if isinstance(field, str) else field
        self.facts = facts
        self.others: tuple[Refusal, ...] = ()
        """What else stands against it, where a deed tells all of its faults at once."""
        super().__init__(str(self))

    def __init_subclass__(cls) -> None:
        cls.code = _WORD.sub("_", cls.__name__).upper()
        other = Refusal.registry.setdefault(cls.code, cls)
        if other.__qualname__ != cls.__qualname__ or other.__module__ != cls.__module__:
            message = f"two errors share the code {cls.code}: {other.__module__}, {cls.__module__}"
            raise TypeError(message)

    def __str__(self) -> str:
        return self.message()

    def message(self, template: str | None = None, words: Words = NO_WORDS) -> str:
        """The sentence for a person, from `template` (a translation) or the class's docstring.

        `words` of closed lists stand for their values, by `SkpState.DRAFT`.
        """
        template = template or self.template()
        named = [name for _, name, _, _ in Formatter().parse(template) if name]
        facts = {name: in_words(self.facts.get(name), words) for name in named}
        return template.format(**facts)

    @classmethod
    def template(cls) -> str:
        """The English sentence, with its facts still in braces."""
        return " ".join((cls.__doc__ or cls.code).split())


def in_words(fact: object, words: Words) -> object:
    """A fact as a sentence tells it: a value of a closed list by its word, several with commas between."""
    if isinstance(fact, Enum):
        return words.get(f"{type(fact).__name__}.{fact.value}", fact.value)
    if isinstance(fact, tuple | list):
        several = ", ".join(str(in_words(one, words)) for one in fact)
        return several or words.get("Fact.none", "none")
    return "-" if fact is None else fact


def refuse_all(faults: Sequence[Refusal]) -> None:
    """Refuse for all of these faults together: the first is raised, and brings the others along."""
    if faults:
        first, *rest = faults
        first.others = tuple(rest)
        raise first


class Unauthenticated(Refusal):
    """Sign in: this request bears no token that is valid here."""


class NotFound(Refusal):
    """There is no such thing, or you may not see it."""


class Forbidden(Refusal):
    """Your roles don't allow this: it needs the permission {permission}."""


class Conflict(Refusal):
    """Something else changed meanwhile, or stands against this."""


class Stale(Conflict):
    """This was changed meanwhile: version {current} is the newest. Load it again; repeat what still fits."""


class BadUserInput(Refusal):
    """{problem}"""
