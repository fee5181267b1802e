"""The government itself in the contract."""

from jenjang.graph.declare import field, record
from jenjang.tenancy import models


@record(models.Tenant, key="tenant_id", needs="tenant:read")
class Tenant:
    """The regional government that the viewer belongs to."""

    code: str = field("Its short code, as in addresses.", column="tenant_id")
    name: str = field("Its name.")
    kind: str = field("PROVINCE, REGENCY, CITY or DISTRICT.")
    region_code: str = field("Its kode wilayah (Interior Ministry).")
    province_code: str = field("The kode wilayah of its province.")
    time_zone: str = field("Its time zone (IANA); dates begin there at midnight.")
