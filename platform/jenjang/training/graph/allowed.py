"""What the viewer may do with a course, an event, an enrolment (`viewerCan`), for apps to show or hide.

Each field says what the deed asks of who somebody is, of states and of days: whether it is done depends on
what it is given as well.
"""

from jenjang.graph.declare import extend, may, one, plain
from jenjang.training.actions.attending import MANAGE
from jenjang.training.actions.enrolling import APPROVE
from jenjang.training.graph.catalogue import TrainingCourse, TrainingEvent
from jenjang.training.graph.event_deeds import TAKE_PART
from jenjang.training.graph.people import TrainingEnrolment

OPEN = "{row}.state = 'OPEN'"
TRAINS = "{row}.trainer_employee_id = {me}"
BEGAN = (
    "EXISTS (SELECT FROM training_meetings m WHERE m.tenant_id = {tenant} AND m.event_id = {row}.id"
    " AND m.begins_at <= now())"
)
OVER = (
    "NOT EXISTS (SELECT FROM training_meetings m WHERE m.tenant_id = {tenant} AND m.event_id = {row}.id"
    " AND m.ends_at > now())"
)
ENROLLED = (
    "EXISTS (SELECT FROM training_enrolments n WHERE n.tenant_id = {tenant} AND n.event_id = {row}.id"
    " AND n.employee_id = {me} AND n.state IN ('REQUESTED', 'WAITING', 'SEATED'))"
)
EVENT = "EXISTS (SELECT FROM training_events v WHERE v.tenant_id = {tenant} AND v.id = {row}.event_id AND "
REQUESTED = "{row}.state = 'REQUESTED' AND {row}.employee_id IS DISTINCT FROM {me}"


@plain
class TrainingCourseCan:
    """What the viewer may do with this course today."""

    change: bool = may("`trainingCourseChange`.", MANAGE, everywhere=True)
    close: bool = may(
        "`trainingCourseClose`: it isn't closed yet.",
        MANAGE,
        everywhere=True,
        when="{row}.valid_to IS NULL",
        in_reach=True,
    )
    open_event: bool = may(
        "`trainingEventOpen`: it is in the catalogue today or later.",
        MANAGE,
        everywhere=True,
        when="coalesce({row}.valid_to > {today}, true)",
        in_reach=True,
    )


@plain
class TrainingEventCan:
    """What the viewer may do with this event today."""

    enrol: bool = may(
        "`trainingEnrol`: it is open, the last day to enrol isn't over, it didn't begin, you are neither"
        " enrolled nor its trainer. Whether the course is for you, and you are free, it tells.",
        TAKE_PART,
        when=OPEN
        + " AND {row}.enrol_until >= {today} AND {me} IS NOT NULL AND "
        + TRAINS
        + " IS NOT TRUE AND NOT "
        + ENROLLED
        + " AND NOT "
        + BEGAN,
    )
    change: bool = may(
        "`trainingEventChange` and `trainingMeetingsChange`: it is open.",
        MANAGE,
        everywhere=True,
        when=OPEN,
        in_reach=True,
    )
    cancel: bool = may(
        "`trainingEventCancel`: it is open.", MANAGE, everywhere=True, when=OPEN, in_reach=True
    )
    note_attendance: bool = may(
        "`trainingAttendanceNote` as who manages training: it is open, and began.",
        MANAGE,
        everywhere=True,
        when=f"{OPEN} AND {BEGAN}",
        in_reach=True,
    )
    note_attendance_as_trainer: bool = may(
        "The same as its trainer.", TAKE_PART, when=f"{OPEN} AND {BEGAN} AND {TRAINS}"
    )
    complete: bool = may(
        "`trainingEventComplete` as who manages training: it is open, and its last meeting is over. Whether a"
        " meeting's list is missing, it tells.",
        MANAGE,
        everywhere=True,
        when=f"{OPEN} AND {OVER}",
        in_reach=True,
    )
    complete_as_trainer: bool = may(
        "The same as its trainer.", TAKE_PART, when=f"{OPEN} AND {OVER} AND {TRAINS}"
    )


@plain
class TrainingEnrolmentCan:
    """What the viewer may do with this enrolment today."""

    approve: bool = may(
        "`trainingEnrolmentApprove`: it waits for a decision, isn't your own, and the event is still to come."
        " Whether a budget pays, it tells.",
        APPROVE,
        when=REQUESTED
        + " AND "
        + EVENT
        + "v.state = 'OPEN' AND NOT "
        + BEGAN.replace("{row}.id", "v.id")
        + ")",
        in_reach=True,
    )
    decline: bool = may(
        "`trainingEnrolmentDecline`: it waits for a decision, and isn't your own.",
        APPROVE,
        when=REQUESTED,
        in_reach=True,
    )
    withdraw: bool = may(
        "`trainingEnrolmentWithdraw`: it is your own, goes on, and the event begins later than today.",
        TAKE_PART,
        when="{row}.employee_id = {me} AND {row}.state IN ('REQUESTED', 'WAITING', 'SEATED') AND "
        + EVENT
        + "v.begins_on > {today})",
    )


@extend(TrainingCourse)
class CourseViewerCan:
    viewer_can: TrainingCourseCan = one("What you may do with this course.")


@extend(TrainingEvent)
class EventViewerCan:
    viewer_can: TrainingEventCan = one("What you may do with this event.")


@extend(TrainingEnrolment)
class EnrolmentViewerCan:
    viewer_can: TrainingEnrolmentCan = one("What you may do with this enrolment.")
