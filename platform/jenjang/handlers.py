"""Every handler of the house: what each domain does when another tells of something."""

from jenjang.events.handling import gathered
from jenjang.study.actions.entitling import grant_of_results

HANDLERS = gathered((grant_of_results,))
"""By the names of events."""
