"""Learning what makes a deed be done: an input, whoever may do it, and rows in a state that fits."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from factories.governments import PROGRAMS, SERVANTS
from factories.served import OURS
from isolation.attempts import Attempt, Outcome, Recipe
from isolation.changes import Change
from isolation.drafts import Draft, Path, value_at
from isolation.keys import Row
from isolation.places import telling
from isolation.samples import uuids
from isolation.trying import Trier, named_in

from jenjang.graph.scalars import decode_id, encode_id

TRIES = 120
"""How often a deed is tried for one place, before rows are changed."""
MORE = 30
"""How many keys are tried beside those with which a deed is done."""
ROWS = 14
"""How many rows are tried as the one that a deed is done to."""
FEW = 3
"""How many of them by more than whom they name."""
SAME = 5
"""After how many attempts in a row that came to nothing new no more rows are tried."""
BEST = 4
"""How many of the attempts that came furthest are gone on with."""
FIRST = ("admin", "leader")
EVERYBODY = (*FIRST, *(name for name in (*SERVANTS, *PROGRAMS) if name not in FIRST))


class Learner(Trier):
    """Tries a deed as others, to other rows in other states, with other values for what is at fault."""

    async def learn(self) -> dict[Path, Recipe]:
        """A recipe for every path where one of our keys must make a difference; at () the deed's own."""
        empty = Draft(self.samples, self.kind, ())
        empty.fill()
        paths = [place.inside for place in telling(self.asked)]
        needed = [path for path in paths if value_at(empty.tree, path) is not None]
        found: dict[Path, Recipe] = {}
        for path in needed or [()]:
            done = next((one for one in found.values() if one.is_done), None)
            found[path] = done or await self.search(path)
        own = max(found.values(), key=lambda one: one.outcome.rank)
        for path in paths:
            if path not in found:
                extended = await self.extend(own, path) if own.is_done else None
                found[path] = extended or await self.search(path)
        found[()] = max((own, *found.values()), key=lambda one: one.outcome.rank)
        return found

    async def extend(self, base: Recipe, path: Path) -> Recipe | None:
        """The recipe of a deed with one of our keys put there; None where it is done with none."""
        self.left = TRIES
        near = [self.samples.shelf.homes[key][1] for key in named_in(self.samples, base.tree)]
        for value in self.values(path, near)[:MORE]:
            draft = Draft(self.samples, self.kind, near, base.tree)
            draft.put(path, value)
            for more in ((), self.agreeing(draft, value)):
                if not await self.snapshot.stage((*base.changes, *more)):
                    continue
                attempt = await self.go_on(Attempt(base.subject, draft, (*base.changes, *more)), path)
                if attempt.outcome.is_done:
                    await self.snapshot.stage(())
                    return attempt.recipe
        await self.snapshot.stage(())
        return None

    def agreeing(self, draft: Draft, value: object) -> tuple[Change, ...]:
        """Let the row that is named, and those that it points at, hold what the input says beside."""
        named = [row["id"] for row in self.rows_of(value)]
        found = []
        for key in [*named, *(one for each in named for one in self.pointed_at(each))]:
            table, row = self.samples.shelf.homes[key]
            if changed := tuple(draft.unlike(row)):
                found.append(Change(table, key, changed))
        return tuple(found)

    async def search(self, main: Path) -> Recipe:
        """The recipe that comes furthest with a value of ours at a path ((): at none)."""
        self.left = TRIES
        found: dict[Outcome, Attempt] = {}
        same = 0
        async for attempt in self.attempts(main):
            found.setdefault(attempt.outcome, attempt)
            if attempt.outcome.is_done:
                return attempt.recipe
            same = 0 if attempt is found[attempt.outcome] else same + 1
            if self.left <= 0 or (same > SAME and max(one.rank for one in found) >= 2):
                break
        mendable = {one: one.is_promising(main) and one.path not in (main, ()) for one in found}
        best = sorted(found.values(), key=lambda one: (-mendable[one.outcome], -one.outcome.rank))[:BEST]
        for attempt in best:
            if not attempt.outcome.is_promising(main):
                continue
            if done := await self.mended(attempt, main, deep=False):
                return done.recipe
        if not await self.tells(best[0], main):
            for attempt in best:
                if done := await self.mended(attempt, main, deep=True):
                    return done.recipe
        return best[0].recipe

    async def tells(self, attempt: Attempt, main: Path) -> bool:
        """Whether nobody's key is answered otherwise than the one of ours, though the deed isn't done."""
        named = decode_id(value_at(attempt.draft.tree, main)) if main else None
        if not named or attempt.outcome.rank < 2:
            return False
        nobodys = Attempt(attempt.subject, attempt.draft.copy(), attempt.changes)
        nobodys.draft.put(main, encode_id(named[0], UUID(int=named[1].int ^ 1)))
        await self.snapshot.stage(attempt.changes)
        outcome = await self.try_out(nobodys)
        await self.snapshot.stage(())
        return outcome != attempt.outcome

    async def attempts(self, main: Path) -> AsyncIterator[Attempt]:
        """With each row as whoever it names; the first ones then as everybody."""
        values = self.values(main, ())
        for place, value in enumerate(values[:ROWS]):
            for subject in dict.fromkeys((*self.named(value), *(FIRST if place < FEW else FIRST[:1]))):
                yield await self.attempt(main, value, subject)
        for value in values[:FEW]:
            for subject in EVERYBODY:
                yield await self.attempt(main, value, subject)

    async def attempt(self, main: Path, value: object, subject: str) -> Attempt:
        draft = Draft(self.samples, self.kind, self.rows_of(value))
        draft.fill()
        if main:
            draft.put(main, value)
        return await self.go_on(Attempt(subject, draft), main)

    def values(self, main: Path, near: Sequence[Row]) -> list[Any]:  # Any: JSON.
        found = Draft(self.samples, self.kind, ()).type_at(main)
        return self.samples.choices(*found, near) if found else [None]

    def named(self, value: object) -> list[str]:
        """The subjects whom a row of ours names."""
        people = self.served.governments[OURS].people
        ids = {one for row in self.rows_of(value) for one in uuids(row)}
        return [name for name, person in people.items() if person in ids]

    def rows_of(self, value: object) -> list[Row]:
        """The row that a global id of ours names."""
        named = decode_id(value)
        home = self.samples.shelf.homes.get(named[1]) if named else None
        return [home[1]] if home else []
