"""Who plays the demo's personas in a government: the same people at every start."""

from collections import Counter
from collections.abc import Callable

from jenjang.demo.people.files import World, leaders_of, world
from jenjang.demo.people.offices import Office, subtree
from jenjang.demo.people.servants import Servant

TEAM = 50
"""About how many people stand under the persona of a leader."""
SENIOR = ("AHLI_MADYA", "AHLI_MUDA", "ADMINISTRATOR")


def personas(code: str) -> dict[str, str]:
    """The number (NIP) of each persona: leader, staff, superior, mentor, admin.

    The leader leads a unit of about 50 people, in which the staff is; the superior leads the leader;
    the mentor is a senior of another unit; the admin works in what manages the personnel.
    """
    invented = world(code)
    leader, staff = _team(invented)
    superior = superior_of(invented, leader)
    taken = {leader.number, staff.number, superior.number}
    admin = _at_work(invented, taken, lambda office: "Kepegawaian" in office.name)
    mentor = _mentor(invented, {*taken, admin.number})
    chosen = {"leader": leader, "staff": staff, "superior": superior, "mentor": mentor, "admin": admin}
    return {name: servant.number for name, servant in chosen.items()}


def _team(invented: World) -> tuple[Servant, Servant]:
    """The head of the unit whose people are nearest to a team's number, and one of its own staff."""
    people = Counter(servant.post.unit for servant in invented.crew.servants)
    found: list[tuple[int, int, Servant, Servant]] = []
    for office in invented.offices[1:]:
        here = [each for each in invented.crew.servants if each.post.unit == office.id]
        head = next((each for each in here if each.post.is_head), None)
        staff = next((each for each in here if not each.post.is_head and _is_at_work(each)), None)
        if head and staff:
            size = sum(people[unit] for unit in subtree(invented.offices, office.id))
            found.append((abs(size - TEAM), len(found), head, staff))
    _, _, head, staff = min(found, key=lambda each: each[:2])
    return head, staff


def superior_of(invented: World, head: Servant) -> Servant:
    """Who leads the nearest unit above the one that somebody heads."""
    leaders = leaders_of(invented)
    above = {office.id: office.parent for office in invented.offices}
    unit = above[head.post.unit]
    while unit and unit not in leaders:
        unit = above[unit]
    return leaders[unit or invented.offices[0].id]


def _is_at_work(servant: Servant) -> bool:
    return not servant.on_study_leave and not servant.is_candidate


def _at_work(invented: World, taken: set[str], fits: Callable[[Office], bool]) -> Servant:
    """The first of the staff of the units that fit."""
    units = {office.id for office in invented.offices if fits(office)}
    return next(
        servant
        for servant in invented.crew.servants
        if servant.post.unit in units
        and not servant.post.is_head
        and _is_at_work(servant)
        and servant.number not in taken
    )


def _mentor(invented: World, taken: set[str]) -> Servant:
    """The longest in service of the seniors who lead no unit."""
    seniors = [
        servant
        for servant in invented.crew.servants
        if servant.post.level in SENIOR
        and not servant.post.is_head
        and servant.number not in taken
        and _is_at_work(servant)
    ]
    return min(seniors, key=lambda servant: (servant.appointed_on, servant.number))
