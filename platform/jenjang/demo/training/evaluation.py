"""What became of the demo's trainings, at four levels: how it was, what was learned, applied and reached."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text

from jenjang.core.context import Context
from jenjang.database.many import insertion
from jenjang.demo.appraisals.spread import chosen, dice
from jenjang.demo.dealings import on_day
from jenjang.demo.training.book import Book, Row
from jenjang.demo.training.people import Person
from jenjang.training.actions.evaluating import ask_superiors
from jenjang.training.actions.law import evaluation_rule_on
from jenjang.training.models.evaluation import (
    TrainingReaction,
    TrainingRemark,
    TrainingResult,
    TrainingTally,
    TrainingTest,
)
from jenjang.training.rules.evaluation import SCORES, EvaluationRule, is_told, mean_of
from jenjang.training.terms import EventState

ANSWERED, REMARKED, TESTED, MEASURED = 0.8, 0.25, 0.6, 0.2
"""How many of those asked answer, and remark then; of how many events a test is told, and a measure."""
SPREAD = (1, 4, 15, 50, 30)
"""How often each score is given, of a hundred, the lowest first."""
REMARKS = (
    "Contoh kasusnya dekat dengan pekerjaan kami.",
    "Waktu untuk latihan terlalu singkat.",
    "Pengajar sabar menjawab pertanyaan.",
    "Ruang terlalu panas pada siang hari.",
    "Bahan ajar mudah dipakai lagi di kantor.",
)
INDICATORS = (
    ("Waktu layanan rata-rata", "menit", 42, -9),
    ("Berkas yang dikembalikan", "berkas sebulan", 31, -12),
    ("Indeks kepuasan masyarakat", "nilai", 79, 4),
    ("Laporan tepat waktu", "persen", 71, 15),
)
EXAMPLES = (
    "Menyusun ulang alur berkas di loket dan menjelaskannya kepada rekan.",
    "Memakai lembar kerja dari pelatihan untuk laporan bulanan.",
    "Memimpin rapat singkat setiap Senin dengan cara yang dilatihkan.",
    "Belum sering diterapkan; masih memerlukan pendampingan.",
)
LAST_ASKED = 7
"""Days ago on which the demo's superiors were asked the last time; since then the worker asks."""
SINCE_HELD, LONG_AFTER = 100, 91
"""Days after an event on which a unit measures anew; and between two days of asking superiors."""
APPLIED = text(f"""
    UPDATE training_behaviours b
       SET applied = 2 + ({dice("e.number", "b.event_id::text")} * 4 / 100)::int,
           example = {chosen(EXAMPLES, "e.number", "'example'")},
           answered_at = (CAST(:asked AS date) + 1 + ({dice("e.number", "'day'")} % 6)::int + time '11:00')
                         AT TIME ZONE CAST(:zone AS text)
      FROM employees e, employees s
     WHERE b.tenant_id = :tenant AND b.answered_at IS NULL
       AND e.tenant_id = :tenant AND e.id = b.employee_id
       AND s.tenant_id = :tenant AND s.id = b.superior_employee_id AND s.number <> ALL(:spared)
       AND {dice("e.number", "b.event_id::text", "'answers'")} < :share
""")
"""Whoever is spared may still be asked, and answers by trying the demo."""


async def evaluate(book: Book, spared: Sequence[Person]) -> None:
    """Evaluate the events that are over, and written; those who are spared have yet to answer."""
    context = book.context
    rule = await evaluation_rule_on(context, context.today)
    told = _Told(book, rule, Random(f"evaluation of {context.tenant}"))  # noqa: S311  # It keeps no secret.
    over = [one for one in book.events if one["state"] is EventState.COMPLETED]
    for event in sorted(over, key=lambda one: (one["begins_on"], one["id"])):
        told.tell(event, {one.id for one in spared})
    for model, rows in (
        (TrainingReaction, told.reactions),
        (TrainingTally, told.tallies),
        (TrainingRemark, told.remarks),
        (TrainingTest, told.tests),
        (TrainingResult, told.results),
    ):
        if rows:
            await context.session.execute(insertion(model, rows))
    last = context.today - datetime.timedelta(days=LAST_ASKED)
    await _ask(context, last - datetime.timedelta(days=LONG_AFTER), 85, [])
    await _ask(context, last, 45, [one.number for one in spared])


async def _ask(context: Context, day: datetime.date, share: int, spared: Sequence[str]) -> None:
    """Ask superiors on a day; of a hundred, `share` answered in the week after."""
    await ask_superiors(on_day(context, day))
    given = {"tenant": context.tenant, "zone": context.zone, "asked": day}
    await context.session.execute(APPLIED, {**given, "share": share, "spared": list(spared)})


class _Told:
    """Rows of what is told of events, by the chance of a government."""

    def __init__(self, book: Book, rule: EvaluationRule, chance: Random) -> None:
        self.rule, self.chance = rule, chance
        self.context, self.zone = book.context, ZoneInfo(book.context.zone)
        self.came: dict[UUID, dict[UUID, UUID]] = defaultdict(dict)
        """By event: the enrolments of those who were there, and whose they are."""
        event_of = {one["id"]: one["event_id"] for one in book.enrolments}
        for one in book.attendances:
            if one["is_present"]:
                self.came[event_of[one["enrolment_id"]]][one["enrolment_id"]] = one["employee_id"]
        self.unit_of = {event["id"]: person.units[-2:][0] for _, person, _, event in book.done}
        self.reactions: list[Row] = []
        self.tallies: list[Row] = []
        self.remarks: list[Row] = []
        self.tests: list[Row] = []
        self.results: list[Row] = []

    def tell(self, event: Row, spared: Collection[UUID]) -> None:
        came = self.came[event["id"]]
        is_first = not self.reactions  # Of which there is something of everything.
        answers = 0
        for enrolment, person in came.items():
            answered = person not in spared and (self.chance.random() < ANSWERED or is_first)
            answers += answered
            of = {"event_id": event["id"], "enrolment_id": enrolment, "employee_id": person}
            self.reactions.append({**of, "answered": answered})
        if came:
            self._say(event["id"], answers)
        if self.chance.random() < TESTED or is_first:
            self.tests += self._points(event, came)
        if event["id"] in self.unit_of and (self.chance.random() < MEASURED or is_first):
            self.results += self._measured(event)

    def _say(self, event_id: UUID, answers: int) -> None:
        """Count scores one after the other, as they came, and what was told of them then."""
        last = 0
        for place, question in enumerate(self.rule.questions):
            counts, mean, told = [0] * len(SCORES), None, 0
            for number in range(1, answers + 1):
                counts[self.chance.choices(range(len(SCORES)), SPREAD)[0]] += 1
                if is_told(number, told, self.rule.smallest_group):
                    told, mean = number, mean_of(counts)
            row = {"event_id": event_id, "question": question, "smallest": self.rule.smallest_group}
            row |= {f"score_{score}": count for score, count in zip(SCORES, counts, strict=True)}
            self.tallies.append({**row, "answers": told or None, "mean": mean})
            last = told if not place else last
        for number in range(1, answers + 1):
            if self.chance.random() < REMARKED or not self.remarks:
                row = {"id": UUID(int=self.chance.getrandbits(128), version=4), "event_id": event_id}
                self.remarks.append({**row, "remark": self.chance.choice(REMARKS), "is_told": number <= last})

    def _points(self, event: Row, came: dict[UUID, UUID]) -> Iterator[Row]:
        at = datetime.datetime.combine(event["ends_on"], datetime.time(16), self.zone)
        for enrolment, person in came.items():
            before = self.chance.randint(35, 70)
            after = min(100, before + self.chance.randint(-2, 35))
            of = {"event_id": event["id"], "enrolment_id": enrolment, "employee_id": person}
            yield {**of, "before": Decimal(before), "after": Decimal(after), "noted_at": at}

    def _measured(self, event: Row) -> Iterator[Row]:
        later = event["ends_on"] + datetime.timedelta(days=SINCE_HELD)
        if later > self.context.today:
            return
        indicator, measure, before, change = self.chance.choice(INDICATORS)
        before += self.chance.randint(-5, 5)
        yield {
            "event_id": event["id"],
            "unit_id": self.unit_of[event["id"]],
            "indicator": indicator,
            "measure": measure,
            "before": Decimal(before),
            "after": Decimal(before + change + self.chance.randint(-3, 3)),
            "before_on": event["begins_on"] - datetime.timedelta(days=30),
            "after_on": later,
            "source": "Laporan kinerja unit",
        }
