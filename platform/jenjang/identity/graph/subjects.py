"""Whose accounts, and what belongs to them, each reach covers."""

from jenjang.core.permission import Reach
from jenjang.graph.declare import About, Subject

ACCOUNTS = Subject(
    {Reach.OWN: "SELECT a.id FROM accounts a WHERE a.tenant_id = {tenant} AND a.employee_id = {me}"}
)
"""OWN is every account of the viewer's own person."""

GRANTS = Subject(
    {
        Reach.OWN: "SELECT g.id FROM role_grants g JOIN accounts a ON a.tenant_id = g.tenant_id"
        " AND a.id IN (g.account_id, g.given_by_account_id)"
        " WHERE g.tenant_id = {tenant} AND a.tenant_id = {tenant} AND a.employee_id = {me}"
    }
)
"""OWN is every role that the viewer's person was given, or gave."""

ACCOUNT = About(ACCOUNTS, "id")
OF_ACCOUNT = About(ACCOUNTS, "account_id")
GRANT = About(GRANTS, "id")
