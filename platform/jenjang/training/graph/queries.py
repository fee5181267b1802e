"""What can be asked of training."""

import strawberry

from jenjang.graph.declare import Connection, page
from jenjang.training.graph import catalogue, people, requests, shortage


@strawberry.type
class Query:
    training_requests = requests.training_requests
    facility_shortage = shortage.facility_shortage
    training_courses: Connection[catalogue.TrainingCourse] | None = page(
        "The catalogue of courses.",
        filter=catalogue.CourseFilter,
        order=catalogue.CourseOrder,
        needs=catalogue.SEEN,
    )
    training_events: Connection[catalogue.TrainingEvent] | None = page(
        "When courses are held. `filter: { state: { eq: OPEN } }` lists those to come or under way.",
        filter=catalogue.EventFilter,
        order=catalogue.EventOrder,
        needs=catalogue.SEEN,
    )
    training_enrolments: Connection[people.TrainingEnrolment] | None = page(
        "Enrolments of people whom you may see, latest first. `filter: { state: { eq: REQUESTED } }` lists"
        " the requests that wait for a leader.",
        filter=people.EnrolmentFilter,
        order=people.EnrolmentOrder,
        needs=people.READ,
    )
    training_budgets: Connection[catalogue.TrainingBudget] | None = page(
        "Budgets for training, of units that you may see, latest year first.",
        filter=catalogue.BudgetFilter,
        order=catalogue.BudgetOrder,
        needs="budget:read",
    )
