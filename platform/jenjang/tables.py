"""Every table of the house: import this before asking the metadata."""

from jenjang.appraisal import looking
from jenjang.appraisal.models import (
    calibration,
    credit,
    cycle,
    evaluation,
    feedback,
    objection,
    policy,
    rating,
    skp,
)
from jenjang.audit import models as audit
from jenjang.career import aspirations, stagnation
from jenjang.career import models as career
from jenjang.competence import looking as competence_views
from jenjang.competence import models as competence
from jenjang.database.model import Model
from jenjang.events import models as events
from jenjang.graph import models as graph
from jenjang.identity import models as identity
from jenjang.identity.server import models as server
from jenjang.organisation import models as organisation
from jenjang.organisation import timeline, windows
from jenjang.organisation.imports import models as imports
from jenjang.partnership import windows as partnership_windows
from jenjang.partnership.models import agreements, facilities, partners
from jenjang.reference import models as reference
from jenjang.rules import models as rules
from jenjang.study import entitlements
from jenjang.study import models as study
from jenjang.tenancy import models as tenancy
from jenjang.training import looking as training_views
from jenjang.training.models import bookings, enrolments
from jenjang.training.models import catalogue as training
from jenjang.training.models import evaluation as training_evaluation
from jenjang.training.models import events as training_events

metadata = Model.metadata

__all__ = [
    "agreements",
    "aspirations",
    "audit",
    "bookings",
    "calibration",
    "career",
    "competence",
    "competence_views",
    "credit",
    "cycle",
    "enrolments",
    "entitlements",
    "evaluation",
    "events",
    "facilities",
    "feedback",
    "graph",
    "identity",
    "imports",
    "looking",
    "metadata",
    "objection",
    "organisation",
    "partners",
    "partnership_windows",
    "policy",
    "rating",
    "reference",
    "rules",
    "server",
    "skp",
    "stagnation",
    "study",
    "tenancy",
    "timeline",
    "training",
    "training_evaluation",
    "training_events",
    "training_views",
    "windows",
]
