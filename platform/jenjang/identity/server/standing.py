"""Whether an account is in order as the gate sees it: admitted, not disabled, its person in service."""

from jenjang.identity import accounts

IN_SERVICE = sorted(accounts.IN_SERVICE)
"""The states of service that `:in_service` of IN_ORDER takes."""

SERVES = """EXISTS (
        SELECT FROM employees e
          JOIN tenants t ON t.tenant_id = e.tenant_id
          LEFT JOIN service_periods s
            ON s.tenant_id = e.tenant_id AND s.employee_id = e.id
           AND s.valid_from <= (now() AT TIME ZONE t.time_zone)::date
           AND (s.valid_to IS NULL OR s.valid_to > (now() AT TIME ZONE t.time_zone)::date)
         WHERE e.tenant_id = {tenant} AND e.id = {employee}
           AND coalesce(s.state, e.state) = ANY(:in_service))"""
"""A condition: the {employee} of the {tenant} is in service today."""

IN_ORDER = f"""
    accounts.disabled_at IS NULL AND accounts.admitted_at IS NOT NULL AND (accounts.employee_id IS NULL
        OR {SERVES.format(tenant="accounts.tenant_id", employee="accounts.employee_id")})
"""
"""A condition on a row of `accounts`."""
