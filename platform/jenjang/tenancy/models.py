"""The table of governments. Each sees its own row only."""

import datetime

from sqlalchemy import ForeignKey, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.database.model import Model


class Tenant(Model):
    """A regional government: its short immutable code is the key of all that it owns."""

    __tablename__ = "tenants"

    tenant_id: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    province_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    time_zone: Mapped[str]
    siasn_id: Mapped[str | None]
    records_since: Mapped[datetime.date | None]
    """From which day plans, trainings and talks are recorded here; None: since it was provisioned."""
    created_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))
