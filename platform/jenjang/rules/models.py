"""The table of rule sets: what was in force when, and from which source."""

import datetime
from typing import Any

from sqlalchemy import Text
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
