"""Whose accounts, and what belongs to them, each reach covers."""

from jenjang.core.permission import Reach
from jenjang.graph.declare import About, Subject

ACCOUNTS = Subject(
    {Reach.OWN: "SELECT a.id FROM accounts a WHERE a.tenant_id = {tenant} AND a.employee_id = {me}"}
)
"""OWN is every account of the viewer's own person."""

ACCOUNT = About(ACCOUNTS, "id")
OF_ACCOUNT = About(ACCOUNTS, "account_id")
