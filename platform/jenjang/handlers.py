"""Every handler of the house: what each domain does when another tells of something."""

from jenjang.events.handling import gathered

HANDLERS = gathered(())
"""Nobody takes anything up yet: the first will be career, of `appraisal.improvement_intended`."""
