"""One try to have a deed done: what was asked, and what became of it."""

import re
from dataclasses import dataclass, field
from typing import Any

import httpx2
from graphql import get_nullable_type
from isolation.changes import Change
from isolation.drafts import Draft, Path
from isolation.samples import fits

from jenjang.core.errors import Conflict, Forbidden, NotFound, Refusal

TOLD = re.compile(r"\d{4}-\d\d-\d\d|\d+|[A-Z][A-Z_]{2,}")
"""Days, numbers and codes in a refusal's sentence."""


@dataclass(frozen=True)
class Outcome:
    """What a deed came to: done (no code), or the first thing that is at fault."""

    code: str = ""
    path: Path = ()
    told: tuple[str | int, ...] = field(default=(), compare=False)
    """Numbers and days that the refusal's sentence tells."""

    @property
    def is_done(self) -> bool:
        return not self.code

    @property
    def rank(self) -> int:
        """How far it came: a subject's right and a row's being there are looked at before anything else."""
        refusal = Refusal.registry.get(self.code)
        if self.is_done or refusal is None:
            return 5 if self.is_done else -1
        if issubclass(refusal, NotFound):
            return 0
        if issubclass(refusal, Forbidden):
            return 1
        return 3 if issubclass(refusal, Conflict) else 2

    def is_promising(self, main: Path) -> bool:
        """Whether the subject may do it to the row at a path, so that something else is at fault."""
        return self.rank >= 2 or (self.rank == 0 and self.path not in (main, ()))


@dataclass(frozen=True)
class Recipe:
    """How a deed is asked for. Any: JSON."""

    subject: str
    tree: Any
    changes: tuple[Change, ...] = ()
    outcome: Outcome = Outcome("NOT_TRIED")

    @property
    def is_done(self) -> bool:
        return self.outcome.is_done


@dataclass
class Attempt:
    """One try to have a deed done, which may be gone on with."""

    subject: str
    draft: Draft
    changes: tuple[Change, ...] = ()
    outcome: Outcome = Outcome("NOT_TRIED")
    heeded: set[tuple[Path, object]] = field(default_factory=set)
    """Values that a refusal told, and where they were put."""

    @property
    def recipe(self) -> Recipe:
        return Recipe(self.subject, self.draft.tree, self.changes, self.outcome)

    def mend(self) -> bool:
        """Exchange what is at fault, for what the refusal tells or for another choice."""
        path, draft = self.outcome.path, self.draft
        named = draft.type_at(path)
        for told in self.outcome.told:
            if named and fits(get_nullable_type(named[1]), told) and (path, told) not in self.heeded:
                draft.put(path, told)
                self.heeded.add((path, told))
                return True
        return draft.turn(path)


def outcome_of(name: str, answer: httpx2.Response) -> Outcome:
    """What the answer says of a deed; of one that isn't answered at all only whether it is forbidden."""
    body = answer.json()
    payload = (body.get("data") or {}).get(name)
    if payload is None:
        code = body["errors"][0]["extensions"]["code"]
        return Outcome(code if code == Forbidden.code else "UNANSWERED")
    if not payload["userErrors"]:
        return Outcome()
    error = payload["userErrors"][0]
    path = tuple(int(step) if step.isdigit() else step for step in error["field"][1:])
    return Outcome(error["code"], path, tuple(map(read, TOLD.findall(error["message"]))))


def read(told: str) -> str | int:
    """A number as such."""
    return int(told) if told.isdigit() else told
