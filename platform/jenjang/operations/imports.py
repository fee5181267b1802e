"""`jenjang import` with every kind of file: those of the organisation, and of the domains above it."""

from jenjang import tables
from jenjang.appraisal.imports import results as appraisal
from jenjang.appraisal.imports import skps as expectations
from jenjang.organisation.imports.commands import DryRun, File, TenantCode, app, bring_in, imports
from jenjang.organisation.terms import ImportKind

__all__ = ["app", "appraisal", "expectations", "tables"]
# Undoing a file asks all tables whether anything was built on it; so all are known here.


@imports.command()
def results(file: File, tenant: TenantCode, dry_run: DryRun = False) -> None:
    """Results that SIASN holds: rw-skp22 and rw-kinerjaperiodik, as CSV, XLSX or JSON."""
    bring_in(ImportKind.RESULTS, file, tenant, dry_run)


@imports.command()
def skps(file: File, tenant: TenantCode, dry_run: DryRun = False) -> None:
    """SKPs that both sides agreed on before the government came: a row for each result."""
    bring_in(ImportKind.SKPS, file, tenant, dry_run)
