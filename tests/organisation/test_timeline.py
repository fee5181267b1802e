"""The timeline speaks the civil service's words."""

from jenjang.organisation.terms import LeadershipKind, Predicate, ServiceState
from jenjang.organisation.timeline import TITLES


def test_each_state_and_kind_of_leadership_is_told_in_words() -> None:
    assert set(TITLES) == {*ServiceState, *LeadershipKind, *Predicate}
    assert [title for title in TITLES.values() if title.isupper() or "_" in title] == []
