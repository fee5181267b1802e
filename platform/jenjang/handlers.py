"""Every handler of the house: what each domain does when another tells of something."""

from jenjang.appraisal.actions import recounting, taken_up
from jenjang.career.actions import settling
from jenjang.events.handling import gathered
from jenjang.study.actions.entitling import grant_of_results

HANDLERS = gathered((*settling.HANDLERS, *recounting.HANDLERS, *taken_up.HANDLERS, grant_of_results))
"""By the names of events."""
