"""What the viewer may do about somebody's competencies: a part of the person's `viewerCan`."""

from jenjang.competence.actions.assessing import ASSESS
from jenjang.graph.declare import extend, may
from jenjang.organisation.graph.allowed import EmployeeCan

OF_ANOTHER = "{row}.id IS DISTINCT FROM {me}"


@extend(EmployeeCan)
class EmployeeCanBeAssessed:
    assess: bool = may(
        "Record at which level the person was assessed in a competency.",
        ASSESS,
        when=OF_ANOTHER,
        in_reach=True,
    )
