"""Whether an account is in order, as the gate sees it: not disabled, and its person in service today."""

from jenjang.identity import accounts

IN_SERVICE = sorted(accounts.IN_SERVICE)
"""The states of service that `:in_service` of IN_ORDER takes."""

IN_ORDER = """
    accounts.disabled_at IS NULL AND (accounts.employee_id IS NULL OR EXISTS (
        SELECT FROM employees e
          JOIN tenants t ON t.tenant_id = e.tenant_id
          LEFT JOIN service_periods s
            ON s.tenant_id = e.tenant_id AND s.employee_id = e.id
           AND s.valid_from <= (now() AT TIME ZONE t.time_zone)::date
           AND (s.valid_to IS NULL OR s.valid_to > (now() AT TIME ZONE t.time_zone)::date)
         WHERE e.tenant_id = accounts.tenant_id AND e.id = accounts.employee_id
           AND coalesce(s.state, e.state) = ANY(:in_service)))
"""
"""A condition on a row of `accounts`."""
