"""The government itself in the contract."""

from jenjang.graph.declare import field, record
from jenjang.graph.enums import enumerated
from jenjang.tenancy import models
from jenjang.tenancy.catalogue import GovernmentKind

enumerated(
    GovernmentKind,
    "What a tenant is: an autonomous government, or a district of one.",
    {
        "PROVINCE": "Provinsi.",
        "REGENCY": "Kabupaten.",
        "CITY": "Kota.",
        "DISTRICT": "Kecamatan: a district that keeps its people by itself.",
    },
)


@record(models.Tenant, key="tenant_id", needs="tenant:read")
class Tenant:
    """The regional government that the viewer belongs to."""

    code: str = field("Its short code, as in addresses.", column="tenant_id")
    name: str = field("Its name.")
    kind: GovernmentKind = field("What kind of government it is.")
    region_code: str = field("Its kode wilayah (Interior Ministry).")
    province_code: str = field("The kode wilayah of its province.")
    time_zone: str = field("Its time zone (IANA); dates begin there at midnight.")
