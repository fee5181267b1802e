"""SKPs and objectives through the graph: each kind of person, and the whole way to an agreement."""

import base64
from datetime import date
from typing import Any

import pytest
from factories.appraisal.skp_files import an_agreed_one
from factories.granting import person, unit
from factories.imports import delimited
from factories.served import OURS, Served
from sqlalchemy import func, insert, select, text

from jenjang.appraisal.models.skp import Skp, SkpIndicator, SkpResult, UnitObjective
from jenjang.core import clock
from jenjang.database.engine import bound, engine

TODAY = clock.today("Asia/Jakarta")
NEXT_YEAR = TODAY.year + 1
"""Agreed on today, an SKP of the next year applies from its first day, in whatever month this runs."""
SAID = """id state edition version year appliesFrom appliesUntil returnReason evaluatorName employee { name }
    results { number kind statement orphan objective { statement } superiorStatement
              indicators { aspect statement target measure } }
    behaviours { behaviour { code } expectation }"""


def deed(name: str, kind: str, gives: str = f"skp {{ {SAID} }}") -> str:
    return (
        f"mutation($input: {kind}!) {{ {name}(input: $input)"
        f" {{ {gives} userErrors {{ code field message }} }} }}"
    )


DRAFT, CHANGE = deed("skpDraft", "SkpDraftInput"), deed("skpChange", "SkpChangeInput")
OFFER, RETURN = deed("skpOffer", "SkpStepInput"), deed("skpReturn", "SkpReasonInput")
ACKNOWLEDGE, REVISE = deed("skpAcknowledge", "SkpStepInput"), deed("skpRevise", "SkpReasonInput")
WITHDRAW = deed("skpWithdraw", "SkpStepInput")
SET = deed("unitObjectiveSet", "UnitObjectiveSetInput", "objective { id year statement unit { id } }")
DROP = deed("unitObjectiveDrop", "UnitObjectiveDropInput", "droppedId")


def content(**more: object) -> dict[str, object]:
    told = {"aspect": "QUALITY", "statement": "Dinilai bermanfaat"}
    result = {"kind": "MAIN", "statement": "Guru terlatih", "indicators": [told]}
    return {"model": "QUALITATIVE", "results": [result], **more}


async def do(served: Served, document: str, by: str, **asked: object) -> Any:
    """The payload of a deed."""
    (payload,) = (await served.data(document, {"input": asked}, subject=by)).values()
    return payload


async def done(served: Served, document: str, by: str, **asked: object) -> Any:
    """The SKP that a deed, which is not refused, gives."""
    payload = await do(served, document, by, **asked)
    assert payload["userErrors"] == []
    return payload["skp"]


async def drafted(served: Served, by: str = "chief", of: str = "staff", **more: object) -> Any:
    asked = {"employeeId": person(served, of), "year": NEXT_YEAR, **content(**more)}
    return await done(served, DRAFT, by, **asked)


def step(skp: Any) -> dict[str, object]:
    return {"skpId": skp["id"], "expectedVersion": skp["version"]}


async def rows(served: Served) -> list[object]:
    """How many rows of expectations there are, and the states of the SKPs."""
    database = engine(served.settings.database_url, connections=1)
    async with bound(database, OURS) as session:
        counts = [
            await session.scalar(select(func.count()).select_from(table))
            for table in (SkpResult, SkpIndicator, UnitObjective)
        ]
        states = await session.execute(select(Skp.state, Skp.version))
        found = [*counts, *sorted(map(tuple, states))]
    await database.dispose()
    return found


async def changed(served: Served, statement: str, values: dict[str, object]) -> None:
    """Let rows be as deeds of another day would have left them."""
    database = engine(served.settings.database_url, connections=1)
    async with bound(database, OURS) as session:
        await session.execute(text(statement), values)
    await database.dispose()


async def test_two_sides_come_to_agree_and_what_was_agreed_is_read_by_both(served: Served) -> None:
    asked = {"unitId": unit(served, "dinas"), "year": NEXT_YEAR, "statement": "Mutu", "indicator": "Rapor"}
    objective = (await do(served, SET, "leader", **asked))["objective"]
    assert (objective["year"], objective["unit"]["id"]) == (NEXT_YEAR, unit(served, "dinas"))
    skp = await drafted(served, "staff")
    assert (skp["state"], skp["evaluatorName"], skp["employee"]["name"]) == ("DRAFT", "Chief", "Staff")
    assert skp["results"][0]["orphan"]
    counted = {"aspect": "QUANTITY", "statement": "Guru", "target": "12.50", "measure": "orang"}
    result = {
        "kind": "MAIN",
        "statement": "Guru terlatih",
        "objectiveId": objective["id"],
        "indicators": [counted],
    }
    expected = [{"behaviour": "LOYAL", "expectation": "Hadir di apel"}]
    more = content(model="QUANTITATIVE", results=[result], behaviours=expected)
    skp = await done(served, CHANGE, "chief", **step(skp), **more)
    assert skp["results"] == [
        {
            "number": 1,
            "kind": "MAIN",
            "statement": "Guru terlatih",
            "orphan": False,
            "objective": {"statement": "Mutu"},
            "superiorStatement": None,
            "indicators": [counted],
        }
    ]
    assert len(skp["behaviours"]) == 7
    assert [one for one in skp["behaviours"] if one["expectation"]] == [
        {"behaviour": {"code": "LOYAL"}, "expectation": "Hadir di apel"}
    ]
    skp = await done(served, OFFER, "chief", **step(skp))
    skp = await done(served, RETURN, "staff", skpId=skp["id"], reason="Target terlalu tinggi")
    assert (skp["state"], skp["returnReason"]) == ("DRAFT", "Target terlalu tinggi")
    skp = await done(served, OFFER, "chief", **step(skp))
    skp = await done(served, ACKNOWLEDGE, "staff", **step(skp))
    assert (skp["state"], skp["appliesFrom"]) == ("ACKNOWLEDGED", f"{NEXT_YEAR}-01-01")
    revised = await done(served, REVISE, "chief", skpId=skp["id"], reason="Anggaran berubah")
    assert (revised["edition"], revised["results"]) == (2, skp["results"])
    assert (await done(served, WITHDRAW, "chief", **step(revised)))["state"] == "WITHDRAWN"
    for by in ("staff", "chief", "leader", "auditor"):
        read = "query($id: ID!) { node(id: $id) { ... on Skp { state } } }"
        assert (await served.data(read, {"id": skp["id"]}, subject=by))["node"] == {"state": "ACKNOWLEDGED"}
    told = await served.data("{ notices { nodes { kind } } }", subject="staff")
    assert [one["kind"] for one in told["notices"]["nodes"]] == ["SKP_OFFERED"]


async def test_what_is_superseded_tells_until_when_it_stands(served: Served) -> None:
    first = await done(served, OFFER, "chief", **step(await drafted(served)))
    first = await done(served, ACKNOWLEDGE, "staff", **step(first))
    assert first["appliesUntil"] is None
    second = await done(served, REVISE, "chief", skpId=first["id"], reason="Anggaran berubah")
    second = await done(served, OFFER, "chief", **step(second))
    second = await done(served, ACKNOWLEDGE, "staff", **step(second))
    read = "query($id: ID!) { node(id: $id) { ... on Skp { state appliesUntil } } }"
    assert (await served.data(read, {"id": first["id"]}, subject="staff"))["node"] == {
        "state": "SUPERSEDED",
        "appliesUntil": second["appliesFrom"],
    }
    assert (second["state"], second["appliesUntil"]) == ("ACKNOWLEDGED", None)


async def test_nobody_but_the_two_sides_does_anything_to_it(served: Served) -> None:
    skp = await drafted(served)
    before = await rows(served)
    deeds = [(OFFER, step(skp)), (ACKNOWLEDGE, step(skp)), (WITHDRAW, step(skp))]
    deeds += [(CHANGE, {**step(skp), **content()})]
    deeds += [(one, {"skpId": skp["id"], "reason": "x"}) for one in (RETURN, REVISE)]
    seen = {"leader", "head", "admin", "auditor", "unit admin"}
    for by in (*sorted(seen), "colleague", "stranger", "clerk"):
        for document, asked in deeds:
            (error,) = (await do(served, document, by, **asked))["userErrors"]
            if by in seen:
                assert error["code"] in ("NOT_A_SIDE", "NOT_THE_SUPERIOR", "NOT_THE_EMPLOYEE")
            else:
                assert (error["code"], error["field"]) == ("NOT_FOUND", ["input", "skpId"])
    answer = (await served.ask(OFFER, {"input": step(skp)}, subject="program")).json()
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert await rows(served) == before


async def test_a_part_of_an_input_that_is_wrong_is_named_and_nothing_is_kept(served: Served) -> None:
    before = await rows(served)
    told = {"aspect": "QUALITY", "statement": "Baik"}
    result = {"kind": "MAIN", "statement": "Guru terlatih", "indicators": [told]}
    wrong: list[tuple[dict[str, object], str, list[str]]] = [
        ({"results": [result, {**result, "indicators": [told, told]}]}, "ASPECT_TWICE", ["results", "1"]),
        ({"results": [{**result, "superiorResultId": "x"}]}, "NOT_FOUND", ["results", "0"]),
        ({"results": [{**result, "objectiveId": unit(served, "dinas")}]}, "NOT_FOUND", ["results", "0"]),
        ({"behaviours": [{"behaviour": "RAJIN"}]}, "NO_SUCH_BEHAVIOUR", ["behaviours", "0"]),
        ({"results": []}, "NO_MAIN_RESULT", ["results"]),
    ]
    for more, code, field in wrong:
        asked = {"employeeId": person(served, "staff"), "year": NEXT_YEAR, **content(**more)}
        (error,) = (await do(served, DRAFT, "chief", **asked))["userErrors"]
        assert (error["code"], error["field"][: len(field) + 1]) == (code, ["input", *field])
        assert await rows(served) == before


async def test_a_refusal_is_told_in_indonesian_and_in_english(served: Served) -> None:
    skp = await drafted(served)
    asked = {"input": {"skpId": skp["id"], "reason": "x"}}
    for language, words in (
        ("id", "Keadaannya kini rancangan, yang tidak dapat menjadi rancangan."),
        ("en", "It is DRAFT by now and can't become DRAFT"),
    ):
        headers = {"accept-language": language}
        answer = await served.data(RETURN, asked, subject="staff", headers=headers)
        assert answer["skpReturn"]["userErrors"][0]["message"].startswith(words)


async def test_a_repeated_request_does_the_deed_once(served: Served) -> None:
    skp = await drafted(served)
    again = {"Idempotency-Key": "tawarkan-sekali-saja"}
    first = await served.data(OFFER, {"input": step(skp)}, subject="chief", headers=again)
    second = await served.data(OFFER, {"input": step(skp)}, subject="chief", headers=again)
    assert first == second
    assert first["skpOffer"]["skp"]["state"] == "OFFERED"


@pytest.mark.parametrize("by", ["staff", "chief", "stranger", "auditor", "program"])
async def test_objectives_are_set_and_dropped_within_reach_only(served: Served, by: str) -> None:
    asked = {"unitId": unit(served, "dinas"), "year": TODAY.year, "statement": "Mutu", "indicator": "Rapor"}
    made = (await do(served, SET, "leader", **asked))["objective"]
    before = await rows(served)
    for document, wanted, field in (
        (SET, asked, "unitId"),
        (DROP, {"objectiveId": made["id"]}, "objectiveId"),
    ):
        answer = (await served.ask(document, {"input": wanted}, subject=by)).json()
        if by in ("chief", "stranger"):
            ((payload),) = answer["data"].values()
            assert [(one["code"], one["field"][-1]) for one in payload["userErrors"]] == [
                ("NOT_FOUND", field)
            ]
        else:
            assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert await rows(served) == before
    dropped = await do(served, DROP, "leader", objectiveId=made["id"])
    assert dropped == {"droppedId": made["id"], "userErrors": []}


BRING = """mutation($input: ImportFileInput!) { importFile(input: $input) {
    batch { state refusals(first: 5) { nodes { column code } } } userErrors { code } } }"""
OWN = """{ viewer { person { skps(first: 5, filter: { imported: { eq: true } }) { nodes {
    state agreedOn acknowledgedAt appliesFrom importedFrom importedByName importedAt evaluatorName } } } }
    notices(first: 5) { nodes { kind } } }"""
NUMBER = "query($id: ID!) { employee(id: $id) { nip } }"


async def test_who_agreed_on_paper_sees_what_was_brought_in_and_by_whom(served: Served) -> None:
    staff = (await served.data(NUMBER, {"id": person(served, "staff")}))["employee"]["nip"]
    agreed = {"TAHUN": f"{TODAY.year}", "TANGGAL DISEPAKATI": f"01-12-{TODAY.year - 1}"}
    content = base64.b64encode(delimited([an_agreed_one(staff, **agreed)])).decode()
    asked = {"kind": "SKPS", "fileName": "skp.csv", "content": content}
    payload = await do(served, BRING, "admin", **asked)
    assert payload == {"batch": {"state": "APPLIED", "refusals": {"nodes": []}}, "userErrors": []}
    found = await served.data(OWN, subject="staff")
    (skp,) = found["viewer"]["person"]["skps"]["nodes"]
    assert skp.pop("importedAt").startswith(f"{TODAY.year}")
    assert skp == {
        "state": "ACKNOWLEDGED",
        "agreedOn": f"{TODAY.year - 1}-12-01",
        "acknowledgedAt": None,
        "appliesFrom": f"{TODAY.year}-01-01",
        "importedFrom": "skp.csv",
        "importedByName": "Admin",
        "evaluatorName": "Chief",
    }
    assert [one["kind"] for one in found["notices"]["nodes"]] == ["SKP_IMPORTED"]


THEIRS = """query($year: Int!) { viewer { superiorResults(first: 10, filter: { year: { eq: $year } }) {
  nodes { resultId superiorName year number kind statement } totalCount } } }"""


async def theirs(served: Served, by: str, year: int = NEXT_YEAR) -> Any:
    """What somebody sees of the direct superior's agreed SKP."""
    found = (await served.data(THEIRS, {"year": year}, subject=by))["viewer"]["superiorResults"]
    return found["nodes"]


async def test_who_drafts_finds_the_superiors_results_to_lead_to(served: Served) -> None:
    drafted_by_leader = await drafted(served, "leader", "chief")
    assert await theirs(served, "staff") == []  # It isn't agreed on yet.
    step = {"skpId": drafted_by_leader["id"], "expectedVersion": drafted_by_leader["version"]}
    offered = await done(served, OFFER, "leader", **step)
    await done(served, ACKNOWLEDGE, "chief", skpId=offered["id"], expectedVersion=offered["version"])
    (found,) = await theirs(served, "staff")
    result = found.pop("resultId")
    assert found == {
        "superiorName": "Chief",
        "year": NEXT_YEAR,
        "number": 1,
        "kind": "MAIN",
        "statement": "Guru terlatih",
    }
    said = content()["results"]
    assert isinstance(said, list)
    linked = await drafted(served, "staff", results=[{**said[0], "superiorResultId": result}])
    assert linked["results"][0]["superiorStatement"] == "Guru terlatih"
    assert linked["results"][0]["orphan"] is False


async def test_nobody_elses_results_are_found_nor_anything_further_of_the_superiors_skp(
    served: Served,
) -> None:
    first = await drafted(served, "leader", "chief")
    offered = await done(served, OFFER, "leader", skpId=first["id"], expectedVersion=first["version"])
    await done(served, ACKNOWLEDGE, "chief", skpId=offered["id"], expectedVersion=offered["version"])
    for other in ("chief", "leader", "head", "clerk", "admin", "auditor", "unit admin"):
        assert await theirs(served, other) == []
    assert await theirs(served, "staff", NEXT_YEAR - 1) == []
    (found,) = await theirs(served, "colleague")
    by_id = "query($id: ID!) { node(id: $id) { id } skpResults(first: 5) { nodes { statement } } }"
    seen = await served.data(by_id, {"id": found["resultId"]}, subject="colleague")
    assert seen == {"node": None, "skpResults": {"nodes": []}}


LIST = """query($first: Int!, $after: String, $way: OrderDirection!) { viewer { person {
    skps(first: $first, after: $after, orderBy: [{field: YEAR, direction: $way}]) {
      nodes { year edition state } pageInfo { hasNextPage endCursor } } } } }"""
LATEST = "{ viewer { person { skps(first: 1) { nodes { year edition state } } } } }"
IN_ORDER = [
    (NEXT_YEAR, 3, "DRAFT"),
    (NEXT_YEAR, 1, "ACKNOWLEDGED"),
    (NEXT_YEAR, 2, "SUPERSEDED"),
    (NEXT_YEAR, 3, "WITHDRAWN"),
    (TODAY.year, 2, "ACKNOWLEDGED"),
    (TODAY.year, 1, "SUPERSEDED"),
]
"""The latest first, though some were kept after others that count later."""


async def kept(served: Served) -> None:
    """Keep them in another order than that in which they count."""
    whose = {"employee_id": served.governments[OURS].people["staff"], "model": "QUALITATIVE"}
    whose |= {"evaluator_employee_id": served.governments[OURS].people["chief"]}
    whose |= {"unit_id": served.governments[OURS].units["bidang"]}
    months = {"SUPERSEDED": 1, "ACKNOWLEDGED": 7}
    database = engine(served.settings.database_url, connections=1)
    async with bound(database, OURS) as session:
        for place in (1, 5, 4, 2, 0, 3):
            year, edition, state = IN_ORDER[place]
            counts = date(year, months[state], 1) if state in months else None
            stands = {"year": year, "edition": edition, "state": state, "begins_on": date(year, 1, 1)}
            more = {"applies_from": counts, "change_reason": "Tugas baru"}
            await session.execute(insert(Skp).values(**whose, **stands, **more))
    await database.dispose()


async def pages(served: Served, way: str, first: int) -> list[tuple[int, int, str]]:
    """All of the person's SKPs, page by page."""
    found: list[tuple[int, int, str]] = []
    after, further = None, True
    while further:
        asked = {"first": first, "after": after, "way": way}
        page = (await served.data(LIST, asked, subject="staff"))["viewer"]["person"]["skps"]
        found += [(one["year"], one["edition"], one["state"]) for one in page["nodes"]]
        after, further = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    return found


async def test_the_latest_comes_first_also_where_an_earlier_one_was_brought_in_afterwards(
    served: Served,
) -> None:
    await kept(served)
    for first in (1, 2, 100):
        assert await pages(served, "DESC", first) == IN_ORDER
        assert await pages(served, "ASC", first) == IN_ORDER[::-1]
    await changed(served, "UPDATE skps SET state = 'WITHDRAWN' WHERE state = 'DRAFT'", {})
    latest = (await served.data(LATEST, subject="staff"))["viewer"]["person"]["skps"]["nodes"]
    assert latest == [{"year": NEXT_YEAR, "edition": 1, "state": "ACKNOWLEDGED"}]
