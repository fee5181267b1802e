"""The world's feedback, talks, private notes, ratings by colleagues and notices."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from graph.reader.appraisals import BEHAVIOURS, PAST, PEOPLE, RUNNING, appraised, moment, published, said
from graph.reader.world import ACTING, LEADER, SANCTIONED, Row, key, person

from jenjang.appraisal.models import feedback as talking
from jenjang.appraisal.models import rating as rated
from jenjang.organisation import models as organisation

TALKS = (
    (SANCTIONED, LEADER),
    (LEADER, 0),
    (0, LEADER),
    (7, ACTING),
    (SANCTIONED, 0),
    (20, SANCTIONED),
    (ACTING, 5),
    (16, 17),
)
"""Who is led, who leads."""


def talks() -> Iterator[tuple[type[Any], Iterable[Row]]]:  # Any: a model.
    """The rows of each table, in the order in which they need each other."""
    yield talking.FeedbackRequest, requests()
    yield talking.Feedback, feedback()
    yield talking.Dialogue, dialogues()
    yield talking.DialogueAction, actions()
    yield talking.PrivateNote, notes()
    yield rated.RatingInvitation, invitations()
    yield rated.CompetencyTally, tallies()
    yield organisation.Notice, notices()


def requests() -> Iterator[Row]:
    for place, (one, other) in enumerate(TALKS):
        yield {
            "id": key("request", place),
            "employee_id": person(one),
            "of_employee_id": person(other),
            "question": said(place),
            "state": ("ASKED", "ANSWERED", "DECLINED")[place % 3],
            "asked_at": moment(place // 2),
        }


def feedback() -> Iterator[Row]:
    for place in range(24):
        one, other = TALKS[place % 8] if place < 8 else (place, (place + 5) % PEOPLE)
        yield {
            "id": key("feedback", place),
            "employee_id": person(one),
            "by_employee_id": person(other),
            "request_id": key("request", place) if place < 8 and place % 3 == 1 else None,
            "result_id": key("result", one, 1) if place % 2 else None,
            "behaviour": BEHAVIOURS[place % 3] if place % 4 else None,
            "kind": ("APPRECIATION", "SUGGESTION")[place % 2],
            "text": said(place),
            "evidence": [f'https://bukti.example/{place}?a="b"&c=🙂', ""][: place % 3],
            "given_at": moment(place // 3),
        }


def dialogues() -> Iterator[Row]:
    for place, (one, other) in enumerate(TALKS):
        ways = ((None, None), (moment(1), None), (None, moment(2)), (moment(1), moment(2)))
        by_employee, by_leader = ways[place % 4]
        yield {
            "id": key("talk", place),
            "employee_id": person(one),
            "leader_employee_id": person(other),
            "held_on": date(2026, 11, 19) + timedelta(place // 2),
            "challenges": said(place),
            "advice": said(place + 1),
            "state": "CONFIRMED" if by_employee and by_leader else "NOTED",
            "noted_by": ("EMPLOYEE", "LEADER")[place % 2],
            "employee_confirmed_at": by_employee,
            "leader_confirmed_at": by_leader,
            "version": 1 + place,
        }


def actions() -> Iterator[Row]:
    for place, (one, _) in enumerate(TALKS):
        for number in range(place % 3):
            yield {
                "id": key("action", place, number),
                "dialogue_id": key("talk", place),
                "employee_id": person(one),
                "statement": said(number),
                "owner": ("EMPLOYEE", "LEADER")[number],
                "due_on": date(2026, 12, 1),
                "done_on": date(2026, 11, 21) if number else None,
            }


def notes() -> Iterator[Row]:
    """Both sides of a talk have noted something for themselves."""
    for place, pair in enumerate(TALKS):
        for who in pair:
            yield {
                "id": key("note", place, who),
                "dialogue_id": key("talk", place),
                "author_employee_id": person(who),
                "text": f"{said(place)} rahasia {who}",
                "made_at": moment(place),
            }


def invitations() -> Iterator[Row]:
    for cycle, who, identity in appraised():
        if cycle not in (PAST, RUNNING):
            continue
        for place, relation in enumerate(("SELF", "LEADER", "PEER", "UPWARD")[: 1 + who % 4]):
            rater = (who + place) % PEOPLE
            yield {
                "id": key("invitation", cycle, who, rater),
                "appraisal_id": identity,
                "employee_id": person(who),
                "rater_employee_id": person(rater),
                "relation": relation,
                "answered": (cycle + rater) % 2 == 0,
            }


def tallies() -> Iterator[Row]:
    """Some published with their result, some withheld for good as too few rated, some drafts."""
    for cycle, who, identity in appraised():
        for place, relation in enumerate(("SELF", "PEER")[: who % 3]):
            shown = None if place and who % 2 else published(cycle, who)
            yield {
                "id": key("tally", cycle, who, relation),
                "appraisal_id": identity,
                "employee_id": person(who),
                "relation": relation,
                "competency": "M.02",
                "level_1": 0,
                "level_2": place,
                "level_3": who % 3,
                "level_4": 1,
                "level_5": 0,
                "raters": 1 + place + who % 3 if shown else None,
                "mean": Decimal("3.25") if shown else None,
                "deviation": Decimal("0.50") if shown else None,
                "lowest": 2 if shown else None,
                "highest": 4 if shown else None,
                "published_at": shown,
            }


OTHERWISE = {
    "position": ("position", "dinas", 0),
    "assessment": ("assessment", 4, 1),
    "training": ("training", 1, 0),
    "enrolment": ("enrolment", key("training", 1, 0), 0),
}
"""Keys of what notices are about that are made of more than a number."""


def notices() -> Iterator[Row]:
    about = (
        ("RESULT_PUBLISHED", "Appraisal", "appraisal", PAST),
        ("FEEDBACK_GIVEN", "Feedback", "feedback", None),
        ("DIALOGUE_NOTED", "Dialogue", "talk", None),
        ("FEEDBACK_DECLINED", "FeedbackRequest", "request", None),
        ("CALIBRATION_SEATED", "Calibration", "calibration", None),
        ("EVALUATION_ESCALATED", "AppraisalCycle", "cycle", None),
        ("STANDARD_CHANGED", "Position", "position", None),
        ("COMPETENCY_ASSESSED", "CompetencyAssessment", "assessment", None),
        ("EVALUATOR_NAMED", "Employee", "employee", None),
        ("TRAINING_MOVED", "TrainingEvent", "training", None),
        ("TRAINING_SEATED", "TrainingEnrolment", "enrolment", None),
    )
    for who in (0, 1, SANCTIONED, 5, LEADER, ACTING, 16):
        for place, (kind, named, word, cycle) in enumerate(about):
            parts = OTHERWISE.get(word, (word, 0)) if cycle is None else (word, cycle, who)
            yield {
                "id": key("notice", who, kind),
                "employee_id": person(who),
                "kind": kind,
                "about_type": named,
                "about_id": key(*parts),
                "count": 1 + who if named == "AppraisalCycle" else 1,
                "made_at": moment(place // 2),
                "read_at": moment(who) if place else None,
            }
