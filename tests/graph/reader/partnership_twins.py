"""The expressions of partnership said a second time in Python: the twins of their declarations."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from graph.reader.rows import Row, Rows

from jenjang.core.permission import Viewer

Asked = Callable[[Rows, Row, Viewer, date], bool]
Leaf = Callable[[Rows, Row, date], object]
TAKEN = {"MONEY": "partner_money", "SEATS": "quota", "TRAINER": "partner_days"}


def bids(rows: Rows, row: Row, at: date) -> bool:
    return bool(rows.at("partner_bids", "partner_id", row["id"], at))


def agreement_holds(_: Rows, row: Row, at: date) -> bool:
    ends: date = row["valid_to"] if row["ended_on"] is None else row["ended_on"]
    return bool(row["valid_from"] <= at < ends)


def used(rows: Rows, row: Row, _: date) -> Decimal:
    events = rows.where("training_events", "agreement_id", row["agreement_id"])
    taken = (one[TAKEN[row["kind"]]] for one in events if one["state"] != "CANCELLED")
    return sum(map(Decimal, taken), Decimal(0))


LEAVES: dict[str, Leaf] = {
    "Partner.inProcurement": bids,
    "PartnerAgreement.holds": agreement_holds,
    "PartnerContribution.used": used,
}
COMPUTED: dict[str, Leaf] = {
    "PartnerFilter.inProcurement": bids,
    "PartnerAgreementFilter.holds": agreement_holds,
}


def not_closed(_: Rows, row: Row, __: Viewer, today: date) -> bool:
    return row["closed_on"] is None or bool(row["closed_on"] > today)


def not_ended(_: Rows, row: Row, __: Viewer, ___: date) -> bool:
    return row["ended_on"] is None


def may_end(_: Rows, row: Row, __: Viewer, today: date) -> bool:
    return row["ended_on"] is None and bool(row["valid_to"] > today)


def has_begun_to_be_judged(_: Rows, row: Row, __: Viewer, today: date) -> bool:
    return bool(row["valid_from"].year <= today.year)


MINE: dict[str, Asked] = {
    "PartnerCan.agree": not_closed,
    "PartnerCan.close": lambda _, row, __, ___: row["closed_on"] is None,
    "PartnerAgreementCan.prolong": not_ended,
    "PartnerAgreementCan.end": may_end,
    "PartnerProgrammeCan.evaluate": has_begun_to_be_judged,
    "PartnerProgrammeCan.end": may_end,
}
