"""Trying a deed again, with other values for what is at fault and with rows in other states."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from factories.served import Served
from isolation.attempts import Attempt, Outcome, outcome_of
from isolation.changes import Change, changes_of
from isolation.drafts import Path
from isolation.places import Asked
from isolation.samples import Samples, uuids
from isolation.snapshot import Snapshot

from jenjang.graph.scalars import decode_id
from jenjang.tables import metadata

STEPS = 20
"""How often what is at fault is exchanged in one go."""
TURNS = 3
"""How many other values are tried for a field that isn't told to be at fault."""
FOR_ONE = 60
"""How often a deed is tried with one attempt's rows in other states."""
DEEP = 150
"""The same, with the rows that they point at, too."""
ERRORS = "{ userErrors { code message field } }"


@dataclass
class Trier:
    """Goes on with attempts at a deed until it is done."""

    samples: Samples
    served: Served
    snapshot: Snapshot
    asked: Asked
    entered: dict[str, list[str]] = field(default_factory=dict)
    """What the chain of deeds got of each that was done."""
    left: int = 0
    spent: int = 0

    async def mended(self, attempt: Attempt, main: Path, *, deep: bool) -> Attempt | None:
        """The attempt with another value, or with rows in other states; None where it is never done."""
        self.left = FOR_ONE
        again = Attempt(attempt.subject, attempt.draft.copy(), attempt.changes, attempt.outcome)
        await self.snapshot.stage(again.changes)
        while not again.outcome.is_done and self.left > 0 and await self.shake(again, main):
            await self.go_on(again, main)
        return again if again.outcome.is_done else await self.changed(attempt, main, deep=deep)

    async def go_on(self, attempt: Attempt, main: Path) -> Attempt:
        """Exchange what is at fault until the deed is done, or nothing is left to exchange."""
        for _ in range(STEPS):
            attempt.outcome = await self.try_out(attempt)
            at_fault = attempt.outcome.path
            if attempt.outcome.is_done or self.left <= 0 or at_fault in (main, ()) or not attempt.mend():
                break
        return attempt

    async def finish(self, attempt: Attempt, main: Path) -> None:
        """Go on, and exchange what stands beside what is at fault, as long as either helps."""
        await self.go_on(attempt, main)
        while not attempt.outcome.is_done and attempt.outcome.path not in (main, ()):
            if self.left <= 0 or not await self.shake(attempt, main):
                break
            await self.go_on(attempt, main)

    async def shake(self, attempt: Attempt, main: Path) -> bool:
        """Exchange one other value, where that makes a difference: what is at fault isn't always named."""
        settled = {main, *(path for path, _ in attempt.heeded)}
        for path in attempt.draft.around(attempt.outcome.path):
            again = Attempt(attempt.subject, attempt.draft.copy(), attempt.changes, heeded=attempt.heeded)
            turns = 0
            while path not in settled and turns < TURNS and self.left > 0 and again.draft.turn(path):
                turns += 1
                again.outcome = await self.try_out(again)
                if again.outcome != attempt.outcome and again.outcome.rank >= attempt.outcome.rank:
                    attempt.draft, attempt.outcome = again.draft, again.outcome
                    return True
        return False

    async def try_out(self, attempt: Attempt) -> Outcome:
        self.left -= 1
        self.spent += 1
        field = f"{self.asked.name}({self.asked.argument}: $given)"
        text = f"mutation($given: {self.kind}) {{ {field} {ERRORS} }}"
        given = {"given": attempt.draft.tree}
        answer = await self.served.ask(text, given, subject=attempt.subject)
        outcome = outcome_of(self.asked.name, answer)
        if outcome.is_done:
            self.entered[self.asked.name] = await self.snapshot.entered()
            await self.snapshot.restore()
            await self.snapshot.stage(attempt.changes)
        return outcome

    async def changed(self, attempt: Attempt, main: Path, *, deep: bool) -> Attempt | None:
        """Such an attempt with rows in other states, until the deed is done; None where it never is.

        `deep`: with rows that those named point at, too.
        """
        self.left = DEEP if deep else FOR_ONE
        waiting, seen = [attempt], {attempt.outcome}
        while waiting:
            attempt = waiting.pop(0)
            for change in self.changes(attempt, deep=deep):
                if self.left <= 0:
                    return None
                again = await self.staged(attempt, change)
                if again is None:
                    continue
                again.outcome = await self.try_out(again)
                if again.outcome.is_promising(main) and again.outcome not in seen:
                    await self.finish(again, main)
                await self.snapshot.stage(())
                if again.outcome.is_done:
                    return again
                if again.outcome.is_promising(main) and again.outcome not in seen:
                    seen.add(again.outcome)
                    waiting.insert(0, again)
        return None

    async def staged(self, attempt: Attempt, change: Change) -> Attempt | None:
        """The attempt with that change made, or what may be done instead of it."""
        for one in (change, *change.instead):
            if await self.snapshot.stage((*attempt.changes, one)):
                return Attempt(attempt.subject, attempt.draft.copy(), (*attempt.changes, one))
        return None

    def changes(self, attempt: Attempt, *, deep: bool) -> Iterator[Change]:
        """What could be otherwise about the rows named in the input, and about those that they point at."""
        rows = list(dict.fromkeys(named_in(self.samples, attempt.draft.tree)))
        for key in rows:
            if deep:
                rows.extend(one for one in self.pointed_at(key) if one not in rows)
            table, row = self.samples.shelf.homes[key]
            yield from changes_of(metadata.tables[table], row, self.samples.today)

    def pointed_at(self, key: UUID) -> list[UUID]:
        homes = self.samples.shelf.homes
        return [one for one in sorted(uuids(homes[key][1])) if one in homes]

    @property
    def kind(self) -> Any:  # Any: graphql-core's input types.
        return self.asked.definition.args[self.asked.argument].type


def named_in(samples: Samples, tree: Any) -> Iterator[UUID]:  # Any: JSON.
    """The rows of ours whose global ids stand in an input."""
    if isinstance(tree, dict | list):
        for one in tree.values() if isinstance(tree, dict) else tree:
            yield from named_in(samples, one)
    elif (named := decode_id(tree)) and named[1] in samples.shelf.homes:
        yield named[1]
