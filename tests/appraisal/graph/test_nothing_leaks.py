"""A draft about oneself gives nothing, by no path and to no role; what is for own eyes shows to no other."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
from factories.governments import PROGRAMS, SERVANTS
from factories.sample import serving
from factories.served import OURS, Served, governments_in
from graphql import GraphQLObjectType, get_named_type
from isolation.matrix import WATCHERS, Watcher
from isolation.places import is_connection, ways

from jenjang.graph.scalars import decode_id, encode_id
from jenjang.schema import schema

GRAPH = schema._schema
DRAFTS = {
    "Evaluation": "evaluations",
    "EvaluationPoint": "evaluation_points",
    "CalibrationChange": "calibration_changes",
    "CompetencyScore": "competency_tallies",
}
"""Types with rows that aren't published yet, and their tables."""
OWN_EYES = {
    "PrivateNote": ("private_notes", "author_employee_id"),
    "RatingInvitation": ("rating_invitations", "rater_employee_id"),
    "Notice": ("notices", "employee_id"),
}
"""Types whose rows are for one person only, and the column that names the person."""
ALL = (*DRAFTS, *OWN_EYES, "CalibrationCount")


@dataclass(frozen=True)
class Secrets:
    """Ids of rows, as a superuser finds them: drafts by whom they are about, and rows for one's own eyes."""

    drafts: Mapping[str, Mapping[object, set[str]]]
    eyes: Mapping[str, Mapping[object, set[str]]]

    def kept_from(self, person: object) -> set[str]:
        """What nobody may show this person: the own drafts, scores that aren't out, others' own things."""
        own = {one for by in self.drafts.values() for one in by.get(person, ())}
        scores = {one for some in self.drafts["CompetencyScore"].values() for one in some}
        others = {
            one for by in self.eyes.values() for who, some in by.items() if who != person for one in some
        }
        return own | scores | others


@pytest.fixture(scope="module")
async def shared(settled_database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """Two governments that are alike, with rows of appraisal of everybody; nobody changes any."""
    folder: Path = tmp_path_factory.mktemp("served")
    async with serving(settled_database, governments_in(folder)) as found:
        yield found


@pytest.fixture(scope="module")
async def secrets(shared: Served, settled_database) -> Secrets:
    superuser = await asyncpg.connect(settled_database.superuser_url)

    async def found(kind: str, table: str, column: str, which: str) -> dict[object, set[str]]:
        rows = await superuser.fetch(
            f"SELECT id, {column} AS who FROM {table} WHERE tenant_id = $1 AND {which}", OURS
        )
        by: dict[object, set[str]] = {}
        for row in rows:
            by.setdefault(row["who"], set()).add(encode_id(kind, row["id"]))
        return by

    drafts = {
        kind: await found(kind, table, "employee_id", "published_at IS NULL")
        for kind, table in DRAFTS.items()
    }
    eyes = {kind: await found(kind, *place, "true") for kind, place in OWN_EYES.items()}
    await superuser.close()
    return Secrets(drafts, eyes)


def paths() -> Iterator[tuple[str, str]]:
    """Each field of the graph that leads to one of these types, and a document that goes there."""
    assert GRAPH.query_type
    for owner, way in ways(GRAPH, GRAPH.query_type):
        for name, field in owner.fields.items():
            target = get_named_type(field.type)
            if row_type(target) in ALL and name not in ("node", "nodes"):
                yield f"{owner.name}.{name}", document((*way, name))


def row_type(kind: object) -> str:
    return kind.name.removesuffix("Connection") if isinstance(kind, GraphQLObjectType) else ""


def document(way: tuple[str, ...]) -> str:
    """An operation that follows the way, and gives the ids at its end."""
    owner, opened, closed = GRAPH.query_type, "{", "}"
    for step in way:
        assert owner
        field = owner.fields[step]
        few = "(first: 30)" if "first" in field.args else ""
        target = get_named_type(field.type)
        assert isinstance(target, GraphQLObjectType)
        opened += f" {step}{few} {{"
        closed += " }"
        if is_connection(target) and step is way[-1]:
            opened += " totalCount nodes {"
            closed += " }"
            target = get_named_type(target.fields["nodes"].type)
        owner = target if isinstance(target, GraphQLObjectType) else None
    return f"{opened} id {closed}"


def ids(told: object) -> set[str]:
    """Every global id of such a type in an answer."""
    if isinstance(told, dict):
        return {one for value in told.values() for one in ids(value)}
    if isinstance(told, list):
        return {one for value in told for one in ids(value)}
    named = decode_id(told) if isinstance(told, str) else None
    return {str(told)} if named and named[0] in ALL else set()


PATHS = dict(paths())


@pytest.mark.parametrize("path", PATHS)
async def test_no_path_leads_to_what_is_kept_from_somebody(
    shared: Served, secrets: Secrets, path: str
) -> None:
    people = shared.governments[OURS].people
    seen = set()
    for name in (*SERVANTS, *PROGRAMS):
        found = ids((await shared.ask(PATHS[path], subject=name)).json().get("data"))
        assert found.isdisjoint(secrets.kept_from(people.get(name))), (path, name)
        seen |= found
    assert seen, f"nobody is shown anything at {path}"


def test_every_type_with_drafts_is_reached_in_more_than_one_way() -> None:
    assert {
        "Appraisal.evaluations",
        "Appraisal.points",
        "Appraisal.competencyScores",
        "Calibration.changes",
        "Calibration.counts",
        "Dialogue.privateNotes",
        "Objection.after",
        "Objection.before",
        "StepIntention.point",
        "Query.notices",
        "Query.ratingInvitations",
    } <= PATHS.keys()


@pytest.mark.parametrize("name", [*SERVANTS, *PROGRAMS])
async def test_the_ids_of_what_is_kept_from_somebody_name_nothing(
    shared: Served, secrets: Secrets, name: str
) -> None:
    kept = sorted(secrets.kept_from(shared.governments[OURS].people.get(name)))
    assert kept
    many = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
    for start in range(0, len(kept), 100):
        some = kept[start : start + 100]
        answer = await shared.data(many, {"ids": some}, subject=name)
        assert answer["nodes"] == [None] * len(some)
    for one in kept[:5]:
        node = "query($id: ID!) { node(id: $id) { __typename id } }"
        assert (await shared.data(node, {"id": one}, subject=name))["node"] is None


SEEN = {
    "STAFF": (False, None, None),
    "LEADER": (False, True, None),
    "MENTOR": (False, None, None),
    "ACTING": (False, True, None),
    "TRAINER": (False, None, None),
    "TALENT": (False, False, False),
    "AUDITOR": (False, False, False),
    "ADMIN": (False, True, True),
    "OF_UNIT": (False, True, None),
    "CLIENT": (None, None, None),
    "NAMED": (False, False, False),
    "PROVINCE": (None, None, None),
}
"""Whether the draft of the own, a near and a far person's result shows; None: not even the appraisal does."""
RUNNING = """query($who: ID!) {
  appraisals(filter: { state: { eq: EVALUATED }, employee: { eq: $who } }) {
    nodes { predicate publishedAt evaluations { predicate } points { statement } }
    totalCount
  }
}"""


@pytest.mark.parametrize("watcher", WATCHERS, ids=lambda one: one.column)
async def test_a_draft_shows_to_who_evaluates_there_and_never_to_whom_it_is_about(
    shared: Served, watcher: Watcher
) -> None:
    found = []
    for person in watcher.people:
        who = {"who": encode_id("Employee", shared.governments[OURS].people[person])}
        answer = await shared.ask(RUNNING, who, subject=watcher.subject, scopes=watcher.scopes)
        page = answer.json()["data"]["appraisals"]
        if not page or not page["nodes"]:
            assert not page or page["totalCount"] == 0
            found.append(None)
            continue
        (one,) = page["nodes"]
        assert (one["predicate"], one["publishedAt"]) == (None, None)
        assert bool(one["evaluations"]) == bool(one["points"])
        found.append(bool(one["evaluations"]))
    assert tuple(found) == SEEN[watcher.column]


PREDICATES = ("VERY_GOOD", "GOOD", "NEEDS_IMPROVEMENT", "POOR", "VERY_POOR")
COUNTED = """query($who: ID!, $predicates: [Predicate!]!) {
  told: appraisals(
    filter: { state: { eq: EVALUATED }, employee: { eq: $who }, predicate: { in: $predicates } }
  ) { totalCount }
  untold: appraisals(
    filter: { state: { eq: EVALUATED }, employee: { eq: $who }, predicate: { isNull: true } }
  ) { totalCount }
  others: nationalResults(
    filter: { employee: { eq: $who }, year: { eq: 2026 }, differs: { eq: true } }
  ) { totalCount }
  same: nationalResults(
    filter: { employee: { eq: $who }, year: { eq: 2026 }, differs: { eq: false } }
  ) { totalCount nodes { differs } }
}"""


@pytest.mark.parametrize("name", SERVANTS)
async def test_no_filter_nor_count_tells_what_the_own_draft_says(shared: Served, name: str) -> None:
    """SIASN says already what differs from the draft: whether ours is another one is not told before."""
    who = {"who": encode_id("Employee", shared.governments[OURS].people[name])}
    answer = await shared.data(COUNTED, {**who, "predicates": PREDICATES}, subject=name)
    assert answer == {
        "told": {"totalCount": 0},
        "untold": {"totalCount": 1},
        "others": {"totalCount": 0},
        "same": {"totalCount": 1, "nodes": [{"differs": False}]},
    }


LOOKED_AT = (
    "{ calibrations(first: 20) { nodes { results(first: 20) { totalCount nodes { appraisalId } } } } }"
)


@pytest.mark.parametrize("name", SERVANTS)
async def test_what_a_calibration_looks_at_holds_no_own_draft(shared: Served, name: str) -> None:
    me = encode_id("Employee", shared.governments[OURS].people[name])
    own = await shared.data(
        "query($me: ID!) { appraisals(filter: { employee: { eq: $me } }) { nodes { id } } }",
        {"me": me},
        subject=name,
    )
    data = await shared.data(LOOKED_AT, subject=name)
    found = [one["results"] for one in data["calibrations"]["nodes"]]
    shown = {one["appraisalId"] for page in found for one in page["nodes"]}
    assert shown.isdisjoint(one["id"] for one in own["appraisals"]["nodes"])
    assert sum(page["totalCount"] for page in found) == len(shown) > 0


COUNTS = "{ calibrations { nodes { cycle { kind year } unit { name } counts { before } changes { id } } } }"


@pytest.mark.parametrize("name", SERVANTS)
async def test_a_distribution_doesn_t_show_to_whose_draft_is_in_it(shared: Served, name: str) -> None:
    """Whoever knows what all others got would know the own result by it."""
    data = await shared.data(COUNTS, subject=name)
    (running,) = [
        one for one in data["calibrations"]["nodes"] if one["cycle"] == {"kind": "ANNUAL", "year": 2026}
    ]
    is_counted = SERVANTS[name].unit in ("dinas", "bidang")
    assert bool(running["counts"]) is not is_counted
    assert len(running["changes"]) == len(SERVANTS) - 1
    others = [one for one in data["calibrations"]["nodes"] if one is not running]
    assert all(one["counts"] for one in others)
