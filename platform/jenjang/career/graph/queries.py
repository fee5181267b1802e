"""What can be asked of careers."""

import strawberry

from jenjang.career.actions.candidates import READ
from jenjang.career.graph import (
    aspirations,
    forecast,
    options,
    paths,
    plans,
    promotion,
    simulation,
    stagnation,
)
from jenjang.graph.declare import Connection, page


@strawberry.type
class Query:
    career_options = options.career_options
    rank_promotion = promotion.rank_promotion
    career_simulation = simulation.career_simulation
    workforce_forecast = forecast.workforce_forecast
    career_stagnation = stagnation.career_stagnation
    career_aspirations: Connection[aspirations.CareerAspiration] | None = page(
        "What people wish for their careers, as far as each consents that you know, latest first.",
        filter=aspirations.AspirationFilter,
        order=aspirations.AspirationOrder,
        needs=aspirations.READ,
    )
    career_paths: Connection[paths.CareerPath] | None = page(
        "The government's graph of careers on a date: which position leads to which one.",
        filter=paths.PathFilter,
        order=paths.PathOrder,
        where=paths.LEADS,
        as_of=True,
        needs=paths.SEEN,
    )
    career_plans: Connection[plans.CareerPlan] | None = page(
        "Career plans of whom you may see, latest first; drafts are your own only.",
        filter=plans.PlanFilter,
        order=plans.PlanOrder,
        needs=READ,
    )
    stagnation_cases: Connection[stagnation.StagnationCase] | None = page(
        "Careers that stood still of whom you may see, latest first, and what was done.",
        filter=stagnation.CaseFilter,
        order=stagnation.CaseOrder,
        needs=READ,
    )
