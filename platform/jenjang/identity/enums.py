"""Roles as the contract describes them."""

from jenjang.core.permission import Role
from jenjang.graph.enums import enumerated

__all__ = ["Role"]

enumerated(
    Role,
    "What somebody is in a government, on a date.",
    {
        "STAFF": "Pegawai: sees the own file.",
        "LEADER": "Pemimpin unit: sees the people of the units led and of all below them.",
        "MENTOR": "Mentor.",
        "REGIONAL_ADMIN": "Admin kepegawaian of the government.",
        "INTEGRATION_CLIENT": "An application of the regional IT, without a person.",
        "PROVINCIAL_ADMIN": "Admin of a province: sees published aggregates, never a person.",
    },
)
