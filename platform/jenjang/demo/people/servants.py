"""The demo's civil servants: who works where, since when, in which rank, and what they did before."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from jenjang.demo.people.calendar_days import (
    AS_OF,
    FOUNDED,
    between,
    first_of_month,
    next_window,
    years_before,
)
from jenjang.demo.people.names import name
from jenjang.demo.people.offices import Office, places, siasn_id
from jenjang.demo.people.trades import (
    HEAD_PROGRAMMES,
    LADDER,
    SCHOOLING,
    TRADES,
    USUAL_SCHOOLING,
    Schooling,
    Trade,
    span,
)
from jenjang.organisation.terms import EmployeeKind, Sex, UnitKind

PEOPLE = 400
"""How many people a government has, about: the heads of its units are among them."""
VACANT_SHARE = 0.06
STEP_YEARS = 4
"""Years in a rank before the next (kenaikan pangkat reguler)."""


@dataclass(frozen=True, slots=True)
class Post:
    """A position of a unit."""

    unit: str
    id: str
    name: str
    level: str
    echelon: str | None
    is_head: bool


@dataclass(slots=True)
class Servant:
    """A civil servant with the history of ranks and positions."""

    siasn_id: str
    number: str
    kind: EmployeeKind
    name: str
    sex: Sex
    birth_date: date
    birth_place: str
    appointed_on: date
    permanent_on: date | None
    post: Post
    schooling: Schooling
    programme: str
    graduated_in: int
    ranks: list[tuple[date, str]]
    posts: list[tuple[date, Post]]
    on_study_leave: bool = False

    @property
    def is_candidate(self) -> bool:
        """Appointed as CPNS, not yet for good."""
        return self.kind is EmployeeKind.PNS and self.permanent_on is None


@dataclass(slots=True)
class Crew:
    """All who serve a government, and what hands out their numbers."""

    code: str
    chance: Random
    place: int
    birth_places: Sequence[str]
    servants: list[Servant] = field(default_factory=list)
    serials: Counter[str] = field(default_factory=Counter)


def crew(code: str, offices: Sequence[Office]) -> Crew:
    """The government's people: a head for nearly each unit, and staff by the units' shares."""
    place = places()[code]
    found = Crew(code, Random(f"jenjang {code}"), place["place"], place["birth_places"])  # noqa: S311  Invented.
    heads = [office for office in offices if office.head and not _is_vacant(found, office)]
    for office in heads:
        _appoint_head(found, office)
    for office, count in _shares(offices, PEOPLE - len(heads)):
        for _ in range(count):
            _engage(found, office)
    _rotate(found)
    _send_to_study(found)
    return found


def _is_vacant(crew: Crew, office: Office) -> bool:
    """Some lesser units wait for a head."""
    lesser = office.kind in (UnitKind.SEKSI, UnitKind.SUBBAGIAN, UnitKind.BIDANG)
    return lesser and crew.chance.random() < VACANT_SHARE


def _shares(offices: Sequence[Office], people: int) -> Iterator[tuple[Office, int]]:
    """How many staff each unit gets, by its weight."""
    total, given, weight = sum(office.weight for office in offices), 0, 0
    for office in offices:
        weight += office.weight
        upto = people * weight // total
        yield office, upto - given
        given = upto


def _appoint_head(crew: Crew, office: Office) -> None:
    head = office.head
    if head is None:
        return
    post = Post(
        office.id, siasn_id(crew.code, office.id, "head"), head.title, head.level, head.echelon, is_head=True
    )
    programmes = HEAD_PROGRAMMES.get(office.trade, ("Ilmu Pemerintahan", "Administrasi Publik", "Manajemen"))
    _take_in(crew, post, Trade(head.title, head.level, 1, 0.0, programmes))


def _engage(crew: Crew, office: Office) -> None:
    trades = TRADES[office.trade]
    (trade,) = crew.chance.choices(trades, [each.weight for each in trades])
    _take_in(crew, post_of(crew.code, office.id, trade), trade)


def post_of(code: str, unit: str, trade: Trade) -> Post:
    """The unit's position for that trade."""
    return Post(unit, siasn_id(code, unit, trade.position), trade.position, trade.level, None, is_head=False)


def _take_in(crew: Crew, post: Post, trade: Trade) -> None:
    chance = crew.chance
    kind = EmployeeKind.PPPK if chance.random() < trade.contract_share else EmployeeKind.PNS
    sex = Sex.FEMALE if chance.random() < 0.52 else Sex.MALE
    schooling = SCHOOLING[chance.choice(USUAL_SCHOOLING[post.level])]
    if kind is EmployeeKind.PPPK:
        entry_age = schooling.age + chance.triangular(1, 26, 8)
        appointed, ranks = _contract(crew, schooling)
    else:
        entry_age = schooling.age + chance.triangular(0.2, 9, 2)
        appointed, ranks = _career(crew, post, schooling, entry_age)
    birth_date = years_before(appointed, entry_age)
    number = _number(crew, kind, birth_date, appointed, sex)
    crew.servants.append(
        Servant(
            siasn_id=siasn_id(crew.code, number),
            number=number,
            kind=kind,
            name=name(chance, sex),
            sex=sex,
            birth_date=birth_date,
            birth_place=chance.choice(crew.birth_places),
            appointed_on=appointed,
            permanent_on=_permanent(kind, appointed),
            post=post,
            schooling=schooling,
            programme=chance.choice(trade.programmes),
            graduated_in=min(birth_date.year + schooling.age, appointed.year),
            ranks=ranks,
            posts=_posts(crew, post, ranks),
        )
    )


def _permanent(kind: EmployeeKind, appointed: date) -> date | None:
    """A PNS is appointed for good after a year as a candidate."""
    after_a_year = appointed.replace(year=appointed.year + 1)
    return after_a_year if kind is EmployeeKind.PNS and after_a_year <= AS_OF else None


Career = tuple[date, list[tuple[date, str]]]
"""The day of appointment, and each rank since when."""
OLDEST = {"JPT_PRATAMA": 59.2, "AHLI_MADYA": 59.2}
"""The age in years that nobody at these levels is beyond; elsewhere 57.2: all retire after the files' day."""
BEGINNERS = ("PELAKSANA", "TERAMPIL", "AHLI_PERTAMA")


def _contract(crew: Crew, schooling: Schooling) -> Career:
    """A PPPK: since one of the intakes, in the golongan of the schooling."""
    year, month = crew.chance.choice(((2021, 1), (2022, 3), (2023, 4), (2024, 4), (2025, 5), (2026, 3)))
    appointed = date(year, month, 1)
    return appointed, [(appointed, schooling.contract_rank)]


def _career(crew: Crew, post: Post, schooling: Schooling, entry_age: float) -> Career:
    """A PNS: appointed as long ago as it takes to reach a rank that the position spans, or longer.

    A third have stood in their last rank for years: their schooling or their position leads no further.
    """
    chance = crew.chance
    lowest, highest = span(post.level, post.echelon)
    first = LADDER.index(schooling.first_rank)
    reached = max(first, chance.randint(max(first, lowest), max(first, highest)))
    served = (reached - first) * (STEP_YEARS + 0.25) + chance.uniform(0.1, STEP_YEARS - 0.6)
    oldest = OLDEST.get(post.level, 57.2)
    if reached == first and post.level in BEGINNERS and chance.random() < 0.15:
        served = chance.uniform(0.1, 0.9)
    elif chance.random() < 0.35:
        served = max(served, chance.uniform(served, oldest - entry_age))
    served = min(served, oldest - entry_age)
    reached = max(reached, min(_due(schooling, served), max(highest, LADDER.index("III/a"))))
    appointed = first_of_month(years_before(AS_OF, served))
    ranks = [(appointed, LADDER[first])]
    for step in range(first + 1, reached + 1):
        begun = ranks[-1][0]
        on = next_window(begun.replace(year=begun.year + STEP_YEARS))
        if on > AS_OF:
            break
        ranks.append((on, LADDER[step]))
    return appointed, ranks


def _due(schooling: Schooling, served: float) -> int:
    """The step of the ladder that years alone lead to: one in four years and the wait for a window."""
    first, top = LADDER.index(schooling.first_rank), LADDER.index(schooling.top_rank)
    return min(first + int(served / (STEP_YEARS + 0.5)), top)


def _number(crew: Crew, kind: EmployeeKind, birth: date, appointed: date, sex: Sex) -> str:
    """A NIP or NI PPPK that nobody else in the demo bears."""
    term = f"{appointed:%Y%m}" if kind is EmployeeKind.PNS else f"{appointed:%Y}21"
    stem = f"{birth:%Y%m%d}{term}{1 if sex is Sex.MALE else 2}"
    crew.serials[stem] += 1
    return f"{stem}{crew.place * 10 + crew.serials[stem]:03d}"


def _posts(crew: Crew, post: Post, ranks: Sequence[tuple[date, str]]) -> list[tuple[date, Post]]:
    """What somebody held: the position since the rank that it asks for, until then a lesser one.

    Some came to it later than their rank allowed, some sooner.
    """
    lowest, _ = span(post.level, post.echelon)
    fitting = [on for on, rank in ranks if rank in LADDER and LADDER.index(rank) >= lowest]
    early = crew.chance.random() < 0.06
    begun = max(ranks[0][0], FOUNDED)
    since = max(fitting[0] if fitting and not early else begun, FOUNDED)
    later = between(crew.chance, max(since, date(2019, 1, 2)), date(2023, 10, 1))
    if later.day % 3 == 0 and not post.is_head:
        since = max(since, later)
    if since < begun.replace(year=begun.year + 1):
        return [(begun, post)]
    return [(begun, post_of(crew.code, post.unit, _lesser(post))), (since, post)]


CLERK = Trade("Pengadministrasi Perkantoran", "PELAKSANA", 1, 0.0, ())


def _lesser(post: Post) -> Trade:
    """What somebody worked as before: the first of the same profession, else in the office."""
    profession = post.name.split()[0]
    if post.is_head and post.level == "AHLI_MADYA":
        profession = "Dokter" if "Puskesmas" in post.name else "Guru"
    trades = (trade for group in TRADES.values() for trade in group if trade.position != post.name)
    return next((trade for trade in trades if trade.position.startswith(profession)), CLERK)


def _rotate(crew: Crew) -> None:
    """Moves of the last three years: heads of one eselon change places, staff come from other units."""
    chance = crew.chance
    heads: dict[tuple[str, str | None], list[Servant]] = {}
    staff: dict[str, list[Servant]] = {}
    for servant in crew.servants:
        if servant.post.is_head and servant.post.echelon:
            heads.setdefault((servant.post.level, servant.post.echelon), []).append(servant)
        elif not servant.post.is_head and servant.kind is EmployeeKind.PNS:
            staff.setdefault(servant.post.level, []).append(servant)
    for group in heads.values():
        for one, other in zip(group[::4], group[1::4], strict=False):
            _swap(crew.code, one, other, chance)
    for group in staff.values():
        for one, other in zip(group[::3], group[1::3], strict=False):
            _swap(crew.code, one, other, chance)


def _swap(code: str, one: Servant, other: Servant, chance: Random) -> None:
    """Two who hold each other's former position since the same day."""
    on = first_of_month(between(chance, date(2023, 12, 1), date(2026, 8, 1))).replace(
        day=chance.choice((2, 9, 16))
    )
    began = max(one.posts[-1][0], other.posts[-1][0])
    if on <= began or max(one.appointed_on, other.appointed_on) > began or one.post == other.post:
        return
    one.posts = [*_until(code, one, began), (began, other.post), (on, one.post)]
    other.posts = [*_until(code, other, began), (began, one.post), (on, other.post)]


def _until(code: str, servant: Servant, began: date) -> list[tuple[date, Post]]:
    """What somebody held before that day, when the other's position was still the other's."""
    (since, post), former = servant.posts[-1], servant.posts[:-1]
    if former or since == began:
        return former
    return [(since, post_of(code, post.unit, _lesser(post)))]


def _send_to_study(crew: Crew) -> None:
    """Three of the younger staff are away on tugas belajar."""
    young = [
        each
        for each in crew.servants
        if each.permanent_on
        and not each.post.is_head
        and each.schooling.level == "S1"
        and each.permanent_on < years_before(AS_OF, 2)
    ]
    for servant in crew.chance.sample(young, min(3, len(young))):
        servant.on_study_leave = True


def seats(crew: Crew) -> Mapping[Post, int]:
    """How many seats each position needs for all who hold or held it."""
    changes: dict[Post, Counter[date]] = {}
    for servant in crew.servants:
        for place, (begins, post) in enumerate(servant.posts):
            steps = changes.setdefault(post, Counter())
            steps[begins] += 1
            if place + 1 < len(servant.posts):
                steps[servant.posts[place + 1][0]] -= 1
    return {post: _peak(steps) for post, steps in changes.items()}


def _peak(steps: Mapping[date, int]) -> int:
    held = most = 0
    for on in sorted(steps):
        held += steps[on]
        most = max(most, held)
    return most
