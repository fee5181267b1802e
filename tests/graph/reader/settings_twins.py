"""The settings in force, said a second time in Python: the government's own or the nation's; the bounds."""

import base64
from collections.abc import Callable
from datetime import date

from graph.reader.rows import Row, Rows

from jenjang.appraisal.policy import NUMBERS

Leaf = Callable[[Rows, Row, date], object]


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def own(rows: Rows, at: date) -> Row | None:
    """The settings published last of those that hold on the date."""
    published = [
        one
        for one in rows.all("appraisal_policies")
        if one["state"] == "PUBLISHED" and one["valid_from"] <= at
    ]
    return max(published, key=lambda one: (one["valid_from"], one["number"]), default=None)


def in_force(column: str, nation: Callable[[Row], object]) -> Leaf:
    def value(rows: Rows, row: Row, at: date) -> object:
        found = own(rows, at)
        return found[column] if found else nation(row)

    return value


def of_nation(name: str, part: str) -> Callable[[Row], object]:
    return lambda row: row["body"]["settings"][name][part]


def policy_id(rows: Rows, _: Row, at: date) -> object:
    found = own(rows, at)
    return found and base64.b64encode(f"AppraisalPolicy:{found['id']}".encode()).decode()


def told(name: str, part: str) -> Leaf:
    return lambda _, row, __: of_nation(name, part)(row)


LEAVES: dict[str, Leaf] = {
    "AppraisalSettings.policyId": policy_id,
    "AppraisalSettings.rule": lambda _, row, __: f"{row['name']} {row['version']}",
    "AppraisalSettings.since": in_force("valid_from", lambda row: row["valid_from"]),
    "AppraisalSettings.sixDayWeek": in_force("six_day_week", lambda row: row["body"]["six_day_week"]),
    **{f"AppraisalSettings.{camel(one)}": in_force(one, of_nation(one, "value")) for one in NUMBERS},
    **{f"NationalSettings.{camel(one)}": told(one, "value") for one in NUMBERS},
    **{f"LeastSettings.{camel(one)}": told(one, "least") for one in NUMBERS},
    **{f"MostSettings.{camel(one)}": told(one, "most") for one in NUMBERS},
}
