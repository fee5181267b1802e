"""The cross-tenant oracle: what is another government's must answer exactly as what never was."""

import base64
import binascii
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
from factories.governments import mark
from factories.served import OURS, THEIRS, Served
from graphql import GraphQLSchema
from isolation.attempts import Recipe
from isolation.drafts import Draft, value_at
from isolation.keys import Chance, Key, Shelf, codes, rows_of
from isolation.learning import Learner
from isolation.places import Asked, Place, documents, named_at, places, questions
from isolation.samples import Samples, alike, of_row, snake
from isolation.snapshot import Snapshot

from jenjang.graph.scalars import decode_id

UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DRAWN = re.compile(r'"(?:secret|clientId|[a-zA-Z]+At)":"[\w:-]{20,43}"')
"""What a deed draws by chance or from the clock, each time anew."""
TEXTS = re.compile(r'"([A-Za-z0-9+/=]{20,})"')
MOVING = re.compile(r"r=\d+;t=\d+")
ASKED = "‹asked›"
SORTS = 5
"""With how many sorts of keys a place is asked at least."""
ROWS = 14
"""How many of our rows of each sort a place is asked with that the first made no difference at."""


@dataclass(frozen=True)
class Heard:
    """An answer, and what of the key in question stood in the request."""

    answer: httpx2.Response
    echoed: tuple[str, ...]

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, without what differs between any two requests, or only tells the body's length."""
        return {
            name: MOVING.sub("r;t", text)
            for name, text in self.answer.headers.items()
            if name not in ("date", "content-length")
        }

    @property
    def text(self) -> str:
        """The body without the key that was asked with."""
        text = self.answer.text
        for one in self.echoed:
            text = text.replace(escaped(one), ASKED)
        return text


@dataclass(frozen=True)
class Difference:
    """Where the oracle can tell theirs from nobody's."""

    place: str
    key: str
    subject: str
    theirs: str
    nobodys: str

    def __str__(self) -> str:
        return f"{self.place} as {self.subject} with {self.key}:\n  {self.theirs}\n  {self.nobodys}"


@dataclass
class Findings:
    """What came of asking.

    `reached`: by place, the sort of key of ours that made a difference, so that the place is known to be
    asked, and not refused before for something else. `seen`: answers with texts of theirs in them.
    """

    pairs: int = 0
    differences: list[Difference] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    reached: dict[str, str | None] = field(default_factory=dict)
    telling: dict[str, Key] = field(default_factory=dict)
    """By kind of place, a key of the sort that it takes, as far as it is known."""


@dataclass
class Oracle:
    """Asks a running server, as an account of ours, for what is theirs and for what is nobody's."""

    served: Served
    schema: GraphQLSchema
    shelf: Shelf
    snapshot: Snapshot
    samples: Samples
    chance: Chance = field(default_factory=Chance)
    findings: Findings = field(default_factory=Findings)
    recipes: dict[str, Recipe] = field(default_factory=dict)
    """How a deed is asked for so that it is done, by place and by argument."""
    entered: dict[str, list[str]] = field(default_factory=dict)
    """What the chain of deeds got of each that was done."""
    documents: dict[tuple[str, str | None], list[str]] = field(default_factory=dict)
    found: dict[str, list[Key]] = field(default_factory=dict)
    """Cursors, by the place that takes them."""
    asked: set[str] = field(default_factory=set)
    """The places asked before, by anybody."""

    async def ask_everything(
        self, subject: str, fit: Callable[[Place], bool] = lambda _: True, keys: int = 1
    ) -> None:
        """Every place that fits, with every key that fits there, `keys` of each sort.

        Where it is known which sort of key places of the kind take, they are asked with that one only; where
        it isn't, with those called like the place first, and with no more than a few once one told.
        A deed is asked for so by whoever was seen to have it done, and by all others with one key.
        """
        shelf = self.shelf.keys(self.schema, self.chance, keys)
        for place in filter(fit, places(self.schema)):
            fitting = await self.fitting(place, shelf, keys)
            for number, (key, who) in enumerate(self.shared_out(place, fitting, subject)):
                if number >= SORTS and self.findings.reached.get(str(place)):
                    break
                await self.ask_pair(place, key, who)
            self.asked.add(str(place))
        for place in filter(fit, places(self.schema)):
            if self.findings.reached.get(str(place), "") is None and not place.asked.is_deed:
                await self.look_further(place, subject)

    @cached_property
    def others(self) -> list[Key]:
        """More keys of each sort than places are asked with at first."""
        return self.shelf.keys(self.schema, self.chance, ROWS)

    async def look_further(self, place: Place, subject: str) -> None:
        """Ask a place that no first row of ours was at with the others: of the sort that it takes or, where
        that isn't known, of those called like it, if there are such."""
        known = self.findings.telling.get(place.kind)
        fitting = [one for one in self.others if one.fits(place.scalar)]
        called = [one for one in fitting if alike(place.called, one.of)]
        keys = [known, *(one for one in fitting if one.of == known.of)] if known else called or fitting
        for key in keys:
            await self.ask_pair(place, key, subject)
            if self.findings.reached[str(place)]:
                break

    def shared_out(self, place: Place, keys: list[Key], subject: str) -> list[tuple[Key, str]]:
        """Who asks with which key."""
        recipe = self.recipe(place)
        if recipe is None:
            return [(key, subject) for key in keys]
        own = [(likeliest(place, keys), subject)]
        if str(place) in self.asked:
            return own
        return [*(own if recipe.subject != subject else []), *((key, recipe.subject) for key in keys)]

    async def fitting(self, place: Place, shelf: list[Key], most: int) -> list[Key]:
        """The keys to ask a place with: of the sort that it takes, where that is known."""
        if place.asked.is_cursor:
            if str(place) not in self.found:
                self.found[str(place)] = await self.cursors(place)
            return self.found[str(place)]
        recipe = self.recipe(place)
        ours = value_at(recipe.tree, place.inside) if recipe else None
        likely = self.shelf.beside(ours, self.chance) if place.is_telling else None
        likely = likely or self.findings.telling.get(place.kind)
        others = [key for key in shelf if key.fits(place.scalar) and (not likely or key.of == likely.of)]
        others.sort(key=lambda key: -alike(place.called, key.of))
        return [likely, *(key for key in others if key != likely)][:most] if likely else others

    def recipe(self, place: Place) -> Recipe | None:
        return self.recipes.get(str(place)) or self.recipes.get(str(place.asked))

    async def ask_pair(self, place: Place, key: Key, subject: str) -> None:
        """Theirs and nobody's, each against the same state of our own rows; and ours, where it may differ."""
        for text in self.documents_of(place.asked, key):
            await self.ask_pair_by(text, place, key, subject)

    async def ask_pair_by(self, text: str, place: Place, key: Key, subject: str) -> None:
        theirs = await self.hear(text, place, key, key.theirs, subject)
        nobodys = await self.hear(text, place, key, key.nobodys, subject)
        assert fit_to_compare(nobodys.answer), f"{place} with {key}: {nobodys.answer.text}"
        self.findings.pairs += 1
        self.look_for_theirs(place, key, theirs)
        if not self.same(theirs, nobodys):
            told = [f"{one.answer.status_code} {self.plain(one)}" for one in (theirs, nobodys)]
            self.findings.differences.append(Difference(str(place), key.of, subject, *told))
        if place.is_telling and not self.findings.reached.get(str(place)):
            await self.look_for_ours(text, place, key, subject, nobodys)

    async def look_for_ours(self, text: str, place: Place, key: Key, subject: str, nobodys: Heard) -> None:
        """Whether one of our keys makes a difference there, so that the place is known to be asked."""
        ours = await self.hear(text, place, key, key.ours, subject)
        other = await self.hear(text, place, key, None, subject) if place.asked.is_cursor else nobodys
        differs = not self.same(ours, other)
        if differs:
            self.findings.telling[place.kind] = key
        self.findings.reached[str(place)] = key.of if differs else None

    def same(self, one: Heard, other: Heard) -> bool:
        if (one.answer.status_code, one.headers) != (other.answer.status_code, other.headers):
            return False
        return one.text == other.text or self.plain(one) == self.plain(other)

    def documents_of(self, asked: Asked, key: Key) -> list[str]:
        on = key.of if key.is_id else None
        known = (str(asked), on)
        if known not in self.documents:
            self.documents[known] = documents(self.schema, asked, on)
        return self.documents[known]

    async def hear(self, text: str, place: Place, key: Key, value: str | None, subject: str) -> Heard:
        given = {"given": self.given(place, key, value), **self.beside(place.asked)}
        recipe = self.recipe(place)
        await self.snapshot.stage(recipe.changes if recipe else ())
        answer = await self.served.ask(text, given, subject=subject, headers={"x-request-id": "oracle"})
        if place.asked.is_deed and done(answer):
            await self.snapshot.restore()
        told = json.dumps(given, ensure_ascii=False)
        return Heard(answer, tuple(one for one in (value, key.theirs) if one and escaped(one) in told))

    def given(self, place: Place, key: Key, value: str | None) -> object:
        """The argument with the value at its place; a deed's with what else lets it be done.

        Of the row that the key belongs to there stands besides whatever is called as a field is.
        """
        recipe = self.recipe(place)
        kind = place.asked.definition.args[place.asked.argument].type
        draft = Draft(self.samples, kind, (), recipe.tree if recipe else None)
        if recipe:
            draft.tree = {**recipe.tree, **of_row(kind, key.row, recipe.tree)}
        draft.put(place.inside, value)
        return draft.tree

    def beside(self, asked: Asked) -> dict[str, Any]:  # Any: JSON.
        """What of ours is asked with besides, where a field takes more than one thing."""
        return {name: self.samples.choices(name, one.type, ())[0] for name, one in asked.beside.items()}

    def look_for_theirs(self, place: Place, key: Key, heard: Heard) -> None:
        """Nothing of theirs may stand in any answer, but for what was asked with."""
        text = heard.text
        for one in self.samples.said(key.row):
            text = text.replace(escaped(one), ASKED)
        if mark(THEIRS) in text:
            self.findings.seen.append(f"{place} with {key.of}: {text[:300]}")

    def plain(self, heard: Heard) -> str:
        """The body with ids and cursors opened, and without the ids and secrets that the deed made."""
        return UUIDS.sub(self._known, TEXTS.sub(_opened, DRAWN.sub("‹new›", heard.text)))

    def _known(self, found: re.Match[str]) -> str:
        return found[0] if UUID(found[0]) in self.samples.known else "‹new›"

    async def cursors(self, place: Place) -> list[Key]:
        """Cursors of the same list as they get it, as nobody could, and as we get it."""
        asked = place.asked
        text = re.sub(
            rf"(\$given: \w+!?|{asked.argument}: \$given)(, )?", "", documents(self.schema, asked)[0]
        )
        own = self.beside(asked)
        keys = {name: self.shelf.beside(value, self.chance) for name, value in own.items()}
        their = {name: key.theirs if key else own[name] for name, key in keys.items()}
        found = []
        for tenant, given in ((OURS, own), (THEIRS, their)):
            data = (await self.served.ask(text.replace("()", ""), given, tenant=tenant)).json()["data"]
            found.append(list(_cursors(data, (*asked.way, asked.name))))
        return [
            Key("a cursor", theirs, self.chance.cursor(theirs), ours)
            for ours, theirs in zip(*found, strict=False)
        ]


def likeliest(place: Place, keys: list[Key]) -> Key:
    """The key of a column that is called as the field, if there is one; else one or another."""
    name = snake(str(place.inside[-1])) if place.inside else ""
    named = [key for key in keys if not key.is_id and key.of.endswith(f".{name}")]
    return named[0] if named else keys[len(str(place)) % len(keys)]


UNFIT = re.compile(
    r'"code":"(GRAPHQL_\w+|COST_EXCEEDED|RATE_LIMITED|UNAUTHENTICATED|UNAVAILABLE|TIMEOUT|INTERNAL)"'
)


def fit_to_compare(answer: httpx2.Response) -> bool:
    """Whether the server answered the question; two equal answers to a bad question would tell nothing."""
    return not UNFIT.search(answer.text)


def escaped(text: str) -> str:
    """A text as it stands in JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _cursors(data: Any, way: tuple[str, ...]) -> Iterator[str]:  # Any: JSON.
    """The cursors at the end of a way through an answer."""
    if isinstance(data, list):
        for one in data:
            yield from _cursors(one, way)
    elif data is None:
        return
    elif way:
        yield from _cursors(data[way[0]], way[1:])
    else:
        yield from (edge["cursor"] for edge in data["edges"])


def _opened(found: re.Match[str]) -> str:
    """A global id or a cursor as what it holds; any other text as it is."""
    if named := decode_id(found[1]):
        return f'"‹{named[0]}:{named[1]}›"'
    try:
        return (
            f'"‹{base64.b64decode(found[1], validate=True).decode()}›"' if found[1][:2] == "Wy" else found[0]
        )
    except (binascii.Error, ValueError):
        return found[0]


def done(answer: httpx2.Response) -> bool:
    """Whether a deed was done (and not refused)."""
    body = answer.json()
    payloads = [one for one in (body.get("data") or {}).values() if isinstance(one, dict)]
    return any(one.get("userErrors") == [] for one in payloads)


@asynccontextmanager
async def oracle_of(
    served: Served,
    superuser: asyncpg.Connection,
    schema: GraphQLSchema,
    deeds: Callable[[Asked], bool] = lambda _: True,
) -> AsyncIterator[Oracle]:
    """An oracle that has learnt what a valid input of every deed (of those) is."""
    ours, theirs = [await rows_of(superuser, served.seals(tenant)) for tenant in (OURS, THEIRS)]
    shelf = Shelf(ours, theirs, await codes(superuser))
    async with Snapshot.taken(superuser, OURS) as snapshot:
        oracle = Oracle(served, schema, shelf, snapshot, Samples(schema, shelf))
        for asked in questions(schema):
            if asked.is_deed and deeds(asked):
                learner = Learner(oracle.samples, served, snapshot, asked, oracle.entered)
                for path, recipe in (await learner.learn()).items():
                    oracle.recipes[named_at(asked, path)] = recipe
        yield oracle
