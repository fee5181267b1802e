"""One timeline out of all histories of a person: a view, so that a page of it is read like any table.

Of its neighbours it knows their windows: published predicates, trainings completed, levels assessed.
"""

from collections.abc import Mapping

from sqlalchemy import Column, Date, Integer, Table, Text, Uuid

from jenjang.database.model import Model
from jenjang.organisation.terms import LeadershipKind, Predicate, ServiceState

timeline = Table(
    "timeline_entries",
    Model.metadata,
    Column("tenant_id", Text(collation="C"), primary_key=True),
    Column("id", Uuid(), primary_key=True),
    Column("employee_id", Uuid(), nullable=False),
    Column("kind", Text(), nullable=False),
    Column("title", Text(), nullable=False),
    Column("begins_on", Date(), nullable=False),
    Column("ends_on", Date()),
    Column("decree_number", Text()),
    Column("precedence", Integer(), nullable=False),
    info={"view": True},
)

TITLES: Mapping[str, str] = {
    ServiceState.CANDIDATE: "Calon PNS",
    ServiceState.ACTIVE: "Aktif",
    ServiceState.STUDY_LEAVE: "Tugas belajar",
    ServiceState.UNPAID_LEAVE: "Cuti di luar tanggungan negara",
    ServiceState.SUSPENDED: "Pemberhentian sementara",
    ServiceState.RETIRED: "Pensiun",
    ServiceState.CONTRACT_ENDED: "Perjanjian kerja berakhir",
    ServiceState.RESIGNED: "Berhenti atas permintaan sendiri",
    ServiceState.DISMISSED: "Diberhentikan",
    ServiceState.TRANSFERRED_OUT: "Pindah ke instansi lain",
    ServiceState.DECEASED: "Meninggal dunia",
    LeadershipKind.DEFINITIVE: "Pejabat definitif",
    LeadershipKind.PLT: "Pelaksana tugas (Plt.)",
    LeadershipKind.PLH: "Pelaksana harian (Plh.)",
    Predicate.VERY_GOOD: "Kinerja sangat baik",
    Predicate.GOOD: "Kinerja baik",
    Predicate.NEEDS_IMPROVEMENT: "Kinerja butuh perbaikan",
    Predicate.POOR: "Kinerja kurang",
    Predicate.VERY_POOR: "Kinerja sangat kurang",
}
"""What the view gives as one of the house's words, in the civil service's; all other titles are in these."""
