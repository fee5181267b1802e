"""The tables of rule sets: what was in force when and from which source, and what two persons bring in."""

import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.database.model import Dated, Model


class RuleSet(Dated, Model):
    """One version of one national rule, as data: its body, its source, and how sure we are of it."""

    __tablename__ = "rule_sets"

    name: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    version: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    source: Mapped[str]
    confidence: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)  # Any: each rule reads its own shape.
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]


class RuleDraft(Dated, Model):
    """A version of a national rule that an operator proposed, and that another published (or not yet).

    Read and written by the owner of the tables alone. What a release ships needs no draft.
    """

    __tablename__ = "rule_drafts"

    name: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    version: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    source: Mapped[str]
    confidence: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)  # Any: each rule reads its own shape.
    proposed_by: Mapped[str]
    proposed_login: Mapped[str]
    proposed_at: Mapped[datetime.datetime]
    published_by: Mapped[str | None]
    published_login: Mapped[str | None]
    published_at: Mapped[datetime.datetime | None]
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]

    __table_args__ = (
        CheckConstraint(
            "lower(published_by) <> lower(proposed_by) AND published_login <> proposed_login",
            name="two_persons",
        ),
        CheckConstraint(
            "num_nonnulls(published_by, published_login, published_at) IN (0, 3)", name="published_whole"
        ),
    )
