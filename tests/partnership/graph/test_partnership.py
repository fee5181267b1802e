"""Through the graph: partners are registered and reached, an ended agreement blocks, a taken room is told."""

from datetime import timedelta
from typing import Any

import pytest
from factories.served import Served

from jenjang.core import clock

TODAY = clock.today("Asia/Jakarta")
TOMORROW, AFTER = TODAY + timedelta(days=1), TODAY + timedelta(days=2)
READ = """{ partners(first: 5) { nodes { name contactName inProcurement
  agreements(first: 5) { nodes { id number holds contributions { kind amount used } } } } } }"""
ADD = """mutation ($input: PartnerAddInput!) {
  partnerAdd(input: $input) { partner { name npwp contactName version } userErrors { code field } } }"""
PREPARED = "{ trainingCourses { nodes { id } } rooms { nodes { id name capacity } } }"
OPEN = """mutation ($input: TrainingEventOpenInput!) { trainingEventOpen(input: $input) {
  event { id agreement { number } equipmentNeeds { kind count } meetings { id } }
  userErrors { code message field } } }"""
BOOK = """mutation ($input: TrainingMeetingBookInput!) { trainingMeetingBook(input: $input) {
  event { version meetings { room { name } } } userErrors { code message field } } }"""
BUSY = """{ rooms { nodes { name meetings { nodes { event { title } } } } } }"""
LACKING = """query ($from: Date!, $to: Date!) { facilityShortage(from: $from, to: $to) {
  meetings withoutRoom unbooked lacks { kind meetings pieces } } }"""


def opening(course: str, title: str, **more: object) -> dict[str, Any]:
    day = TOMORROW.isoformat()
    times = {"beginsAt": f"{day}T08:00:00+07:00", "endsAt": f"{day}T10:00:00+07:00"}
    said = {"title": title, "place": "Aula", "quota": 20, "enrolUntil": day}
    return {"input": {"courseId": course, "meetings": [{"topic": "Materi", **times}], **said, **more}}


async def test_everybody_reads_partners_and_who_manages_reaches_them(served: Served) -> None:
    contact = {"contactName": "Wati", "npwp": "01.234.567.8-526.000"}
    given = {"input": {"name": "UGM", "kind": "UNIVERSITY", **contact}}
    added = (await served.data(ADD, given, subject="admin"))["partnerAdd"]
    assert added["partner"] == {
        "name": "UGM",
        "npwp": "012345678526000",
        "contactName": "Wati",
        "version": 1,
    }
    again = (await served.data(ADD, given, subject="admin"))["partnerAdd"]
    assert again["userErrors"] == [{"code": "PARTNER_KNOWN", "field": ["input", "name"]}]
    answer = (await served.ask(READ, subject="staff")).json()
    (refused,) = answer["errors"]
    assert refused["extensions"]["coordinate"] == "Partner.contactName"
    assert [one["contactName"] for one in answer["data"]["partners"]["nodes"]] == [None, None]
    (over,) = answer["data"]["partners"]["nodes"][1]["agreements"]["nodes"]
    assert (over["number"], over["holds"]) == ("PKS-1/2026", False)
    assert over["contributions"] == [{"kind": "SEATS", "amount": "30.00", "used": "0"}]


@pytest.mark.parametrize("subject", ["staff", "chief"])
async def test_nobody_else_keeps_the_register(served: Served, subject: str) -> None:
    given = {"input": {"name": "UGM", "kind": "UNIVERSITY"}}
    (refused,) = (await served.ask(ADD, given, subject=subject)).json()["errors"]
    assert refused["extensions"]["permission"] == "partnership:manage"


async def test_an_agreement_that_ended_blocks_by_name(served: Served) -> None:
    prepared = await served.data(PREPARED, subject="admin")
    partners = (await served.data(READ, subject="admin"))["partners"]["nodes"]
    (over,) = partners[0]["agreements"]["nodes"]
    course = prepared["trainingCourses"]["nodes"][0]["id"]
    given = opening(course, "Angkatan I", agreementId=over["id"])
    (error,) = (await served.data(OPEN, given, subject="admin"))["trainingEventOpen"]["userErrors"]
    assert (error["code"], error["field"]) == ("AGREEMENT_NOT_VALID", ["input", "agreementId"])
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    for said in ("PKS-1/2026", "Universitas Sebelas Maret", f"sampai {yesterday}", TOMORROW.isoformat()):
        assert said in error["message"]


async def test_a_room_that_is_booked_is_told_of_and_what_lacks_is_counted(served: Served) -> None:
    prepared = await served.data(PREPARED, subject="admin")
    course, (room,) = prepared["trainingCourses"]["nodes"][0]["id"], prepared["rooms"]["nodes"]
    meetings = []
    for title in ("Angkatan I", "Angkatan II"):
        given = opening(course, title, equipment=[{"kind": "LAPTOP", "count": 2}])
        made = (await served.data(OPEN, given, subject="admin"))["trainingEventOpen"]["event"]
        assert made["equipmentNeeds"] == [{"kind": "LAPTOP", "count": 2}]
        meetings.append(made["meetings"][0]["id"])
    first, second = (
        {"input": {"meetingId": one, "roomId": room["id"], "expectedVersion": 1}} for one in meetings
    )
    booked = (await served.data(BOOK, first, subject="admin"))["trainingMeetingBook"]
    assert booked["event"] == {"version": 2, "meetings": [{"room": {"name": "Aula"}}]}
    (error,) = (await served.data(BOOK, second, subject="admin"))["trainingMeetingBook"]["userErrors"]
    assert (error["code"], error["field"]) == ("ROOM_TAKEN", ["input", "roomId"])
    assert error["message"] == "Aula sudah dipesan untuk Angkatan I pada waktu tersebut."
    (seen,) = (await served.data(BUSY, subject="staff"))["rooms"]["nodes"]
    assert seen["meetings"]["nodes"] == [{"event": {"title": "Angkatan I"}}]
    days = {"from": TOMORROW.isoformat(), "to": AFTER.isoformat()}
    assert (await served.data(LACKING, days, subject="staff"))["facilityShortage"] == [
        {
            "meetings": 2,
            "withoutRoom": 1,
            "unbooked": 0,
            "lacks": [{"kind": "LAPTOP", "meetings": 2, "pieces": 2}],
        }
    ]


CAN = """{ partners(first: 2) { nodes { id version viewerCan { change agree close }
  agreements(first: 2) { nodes { id version holds viewerCan { prolong end contribute }
    programmes { viewerCan { evaluate end } } } } } }
  rooms(first: 2) { nodes { viewerCan { change } } } }"""
PROLONG = """mutation ($input: PartnerAgreementProlongInput!) { partnerAgreementProlong(input: $input) {
  agreement { holds prolongedFrom prolongReason version viewerCan { end } }
  userErrors { code message field } } }"""
PROGRAMME = """mutation ($input: PartnerProgrammeAddInput!) { partnerProgrammeAdd(input: $input) {
  programme { id viewerCan { evaluate end } } userErrors { code field } } }"""
EVALUATE = """mutation ($input: PartnerProgrammeEvaluateInput!) { partnerProgrammeEvaluate(input: $input) {
  evaluation { rating relevance impact reached nextStep by { name } } userErrors { code field } } }"""
CLOSE = """mutation ($input: PartnerCloseInput!) { partnerClose(input: $input) {
  partner { closedOn closeReason viewerCan { agree close } } userErrors { code field } } }"""


async def test_who_manages_may_do_what_the_states_allow_and_nobody_else_anything(served: Served) -> None:
    for who, manages in (("admin", True), ("staff", False), ("chief", False)):
        found = await served.data(CAN, subject=who)
        (partner,), (room,) = found["partners"]["nodes"], found["rooms"]["nodes"]
        assert partner["viewerCan"] == {"change": manages, "agree": manages, "close": manages}
        (over,) = partner["agreements"]["nodes"]
        assert over["viewerCan"] == {"prolong": manages, "end": False, "contribute": manages}
        assert room["viewerCan"] == {"change": manages}


async def test_an_agreement_that_ran_out_is_prolonged_and_has_a_programme_that_is_judged(
    served: Served,
) -> None:
    (partner,) = (await served.data(CAN, subject="admin"))["partners"]["nodes"]
    (over,) = partner["agreements"]["nodes"]
    prolonging = {"agreementId": over["id"], "reason": "Berhasil", "expectedVersion": over["version"]}
    same = {"input": {**prolonging, "validTo": TODAY.isoformat()}}
    (error,) = (await served.data(PROLONG, same))["partnerAgreementProlong"]["userErrors"]
    assert (error["code"], error["field"]) == ("NOT_PROLONGED", ["input", "validTo"])
    assert error["message"].startswith("Perjanjian ini berlaku sampai")
    later = TODAY + timedelta(days=400)
    longer = {"input": {**prolonging, "validTo": later.isoformat()}}
    assert (await served.data(PROLONG, longer))["partnerAgreementProlong"]["agreement"] == {
        "holds": True,
        "prolongedFrom": TODAY.isoformat(),
        "prolongReason": "Berhasil",
        "version": 2,
        "viewerCan": {"end": True},
    }
    times = {"validFrom": TODAY.isoformat(), "validTo": later.isoformat()}
    given = {"input": {"agreementId": over["id"], "name": "Data", "aim": "100 orang", **times}}
    programme = (await served.data(PROGRAMME, given))["partnerProgrammeAdd"]["programme"]
    assert programme["viewerCan"] == {"evaluate": True, "end": True}
    found = {"rating": 4, "finding": "Baik", "relevance": 5, "reached": "80 orang", "nextStep": "Ulangi"}
    judged = {"input": {"programmeId": programme["id"], "year": TODAY.year, **found}}
    evaluation = (await served.data(EVALUATE, judged))["partnerProgrammeEvaluate"]["evaluation"]
    del found["finding"]
    assert evaluation.pop("by")["name"]
    assert evaluation == {**found, "impact": None}


async def test_a_partner_is_closed_and_agrees_on_nothing_more(served: Served) -> None:
    (partner,) = (await served.data(CAN, subject="admin"))["partners"]["nodes"]
    closing = {"partnerId": partner["id"], "reason": "Bubar", "expectedVersion": partner["version"]}
    given = {"input": {**closing, "on": TODAY.isoformat()}}
    assert (await served.data(CLOSE, given))["partnerClose"]["partner"] == {
        "closedOn": TODAY.isoformat(),
        "closeReason": "Bubar",
        "viewerCan": {"agree": False, "close": False},
    }
