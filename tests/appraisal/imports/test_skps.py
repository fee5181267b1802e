"""SKPs agreed on before the government came are brought in: they stand with that day, and count from then."""

from datetime import date
from decimal import Decimal

import pytest
from factories.appraisal.results import a_result
from factories.appraisal.skp_files import an_agreed_one
from factories.appraisal.skps import agreed, draft, step
from factories.imports import delimited, refusals
from factories.organisation import a_placement, a_position
from sqlalchemy import select, update

from jenjang.appraisal.actions.objectives import SetObjective, set_objective
from jenjang.appraisal.actions.skp_editions import skp_that_counts
from jenjang.appraisal.actions.skps import (
    AgreedHere,
    ReasonedStepOfSkp,
    acknowledge_skp,
    draft_skp,
    offer_skp,
    revise_skp,
)
from jenjang.appraisal.imports.skp_columns import BEHAVIOURS
from jenjang.appraisal.imports.skp_editions import AgreedOtherwise
from jenjang.appraisal.models.skp import Skp, SkpBehaviour, SkpIndicator, SkpResult
from jenjang.appraisal.rules.periods import NotAgreed, period
from jenjang.appraisal.terms import CycleKind
from jenjang.organisation.imports.batches import import_file
from jenjang.organisation.imports.undoing import ChangedSince, LaterBatchStands, UsedSince, undo_batch
from jenjang.organisation.models import Employee, Notice, Placement, Unit
from jenjang.organisation.terms import ImportKind, ImportState
from jenjang.reference.models import Behaviour

NOVEMBER = date(2026, 11, 22)


@pytest.fixture
async def nip(session, office):
    """`nip["staff"]`: the number of somebody of the office."""
    numbers = dict((await session.execute(select(Employee.id, Employee.number))).all())
    return {name: numbers[key] for name, key in office.people.items()}


@pytest.fixture
def row(nip):
    """A row of a file: a result that somebody's SKP of 2026 expects, agreed on on 9 January."""

    def given(name="staff", **changes):
        return an_agreed_one(nip[name], **changes)

    return given


async def bring(context, *rows, **how):
    return await import_file(context, ImportKind.SKPS, "skp.csv", delimited(rows), **how)


async def bring_in(context, *rows):
    batch = await bring(context, *rows)
    assert batch.state == ImportState.APPLIED, await refusals(context.session, batch)
    return batch


async def stands(session):
    """Year, edition, state, the day of the agreement and from which day each SKP counts."""
    found = await session.execute(
        select(Skp.edition, Skp.state, Skp.agreed_on, Skp.applies_from).order_by(Skp.year, Skp.edition)
    )
    return [tuple(one) for one in found]


async def only(session, model):
    return (await session.scalars(select(model).execution_options(populate_existing=True))).one()


async def test_it_stands_as_it_was_agreed_on_and_counts_from_then(as_, office, session, row):
    batch = await bring_in(as_("admin", NOVEMBER), row())
    assert (batch.row_count, batch.created_count, batch.changed_count) == (1, 1, 0)
    skp = await only(session, Skp)
    people, units = office.people, office.units
    assert (skp.employee_id, skp.evaluator_employee_id, skp.unit_id) == (
        people["staff"],
        people["chief"],
        units["bidang"],
    )
    assert (skp.year, skp.edition, skp.model, skp.state) == (2026, 1, "QUANTITATIVE", "ACKNOWLEDGED")
    assert (skp.begins_on, skp.agreed_on, skp.applies_from) == (
        date(2026, 1, 1),
        date(2026, 1, 9),
        date(2026, 1, 1),
    )
    assert (skp.applies_rule, skp.acknowledged_at, skp.import_batch_id) == (
        "appraisal_periods 2022",
        None,
        batch.id,
    )
    for kind, number in ((CycleKind.QUARTERLY, 3), (CycleKind.ANNUAL, 1)):
        counts = await skp_that_counts(as_("chief"), people["staff"], period(kind, 2026, number))
        assert counts.id == skp.id


async def test_what_was_agreed_on_late_counts_from_the_month_after_only(as_, office, session, row):
    await bring_in(as_("admin", NOVEMBER), row(**{"TANGGAL DISEPAKATI": "2026-09-03"}))
    assert (await stands(session))[0][3] == date(2026, 10, 1)
    with pytest.raises(NotAgreed):
        await skp_that_counts(as_("chief"), office.people["staff"], period(CycleKind.QUARTERLY, 2026, 3))


async def test_its_rows_say_what_it_expects_in_their_order(as_, session, row):
    whole = {"SUMBER DAYA": "Anggaran", "EKSPEKTASI LOYAL": "Menjaga rahasia"}
    measured = {"INDIKATOR KUALITAS": "Nilai peserta", "TARGET KUALITAS": "87,5", "SATUAN KUALITAS": "persen"}
    extra = {"JENIS HASIL": "tambahan", "HASIL KERJA": "Panitia HUT", "TARGET KUANTITAS": "1"}
    await bring_in(as_("admin", NOVEMBER), row(**measured, **whole), row(**extra))
    assert (await only(session, Skp)).resources == "Anggaran"
    results = (await session.scalars(select(SkpResult).order_by(SkpResult.number))).all()
    assert [(one.number, one.kind, one.statement) for one in results] == [
        (1, "MAIN", "Guru terlatih"),
        (2, "EXTRA", "Panitia HUT"),
    ]
    first = select(SkpIndicator).where(SkpIndicator.result_id == results[0].id).order_by(SkpIndicator.aspect)
    assert [(one.aspect, one.statement, one.target, one.measure) for one in await session.scalars(first)] == [
        ("QUALITY", "Nilai peserta", Decimal("87.5"), "persen"),
        ("QUANTITY", "Guru yang dilatih", Decimal(120), "orang"),
    ]
    expected = {one.behaviour: one.expectation for one in await session.scalars(select(SkpBehaviour))}
    assert expected == {**dict.fromkeys(BEHAVIOURS), "LOYAL": "Menjaga rahasia"}


async def test_the_columns_name_every_behaviour_that_there_is(session):
    known = await session.scalars(select(Behaviour.code).order_by(Behaviour.position))
    assert tuple(known) == BEHAVIOURS


async def test_a_qualitative_one_has_words_instead_of_targets(as_, session, row):
    words = {"MODEL": "Kualitatif", "TARGET KUANTITAS": "", "SATUAN KUANTITAS": ""}
    await bring_in(as_("admin", NOVEMBER), row(**words))
    assert ((await only(session, SkpIndicator)).target, (await only(session, Skp)).model) == (
        None,
        "QUALITATIVE",
    )


async def test_the_evaluator_of_the_paper_is_kept_also_where_another_leads_today(
    as_, office, session, row, nip
):
    await bring_in(as_("admin", NOVEMBER), row(**{"NIP PENILAI": nip["leader"]}))
    assert (await only(session, Skp)).evaluator_employee_id == office.people["leader"]


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"NIP": "199001012015011009"}, "NIP", "WHOSE_SKP_UNKNOWN"),
        ({"TAHUN": "2024"}, "TAHUN", "NO_YEAR_TO_BRING_IN"),
        ({"TAHUN": "2028"}, "TAHUN", "NO_YEAR_TO_BRING_IN"),
        ({"TANGGAL DISEPAKATI": "23-11-2026"}, "TANGGAL DISEPAKATI", "AGREED_AHEAD"),
        ({"TANGGAL DISEPAKATI": "30-09-2025"}, "TANGGAL DISEPAKATI", "AGREED_IN_ANOTHER_YEAR"),
        ({"TANGGAL DISEPAKATI": "Januari"}, "TANGGAL DISEPAKATI", "DATE_UNREADABLE"),
        ({"TAHUN": "2025"}, "TANGGAL DISEPAKATI", "AGREED_IN_ANOTHER_YEAR"),
        ({"TAHUN": "2025", "TANGGAL DISEPAKATI": "01-12-2025"}, "TANGGAL DISEPAKATI", "COUNTS_NO_MORE"),
        ({"MODEL": "Campuran"}, "MODEL", "MODEL_UNREADABLE"),
        ({"JENIS HASIL": "Pokok"}, "JENIS HASIL", "RESULT_KIND_UNREADABLE"),
        ({"JENIS HASIL": "TAMBAHAN"}, "JENIS HASIL", "NO_MAIN_RESULT"),
        ({"HASIL KERJA": ""}, "HASIL KERJA", "CELL_EMPTY"),
        ({"HASIL KERJA": "x" * 4001}, "HASIL KERJA", "TEXT_TOO_LONG"),
        ({"INDIKATOR KUANTITAS": ""}, "INDIKATOR KUANTITAS", "NO_TEXT"),
        ({"TARGET KUANTITAS": ""}, "TARGET KUANTITAS", "TARGET_MISSING"),
        ({"TARGET KUANTITAS": "0"}, "TARGET KUANTITAS", "TARGET_OUT_OF_RANGE"),
        ({"TARGET KUANTITAS": "seratus"}, "TARGET KUANTITAS", "TARGET_UNREADABLE"),
        ({"TARGET KUANTITAS": "1.000"}, "TARGET KUANTITAS", "TARGET_READ_TWO_WAYS"),
        ({"MODEL": "KUALITATIF"}, "TARGET KUANTITAS", "NO_TARGET_IN_WORDS"),
        (
            {"INDIKATOR KUANTITAS": "", "TARGET KUANTITAS": "", "SATUAN KUANTITAS": ""},
            "INDIKATOR KUANTITAS",
            "NO_INDICATOR",
        ),
        ({"SUMBER DAYA": "x" * 4001}, "SUMBER DAYA", "TEXT_TOO_LONG"),
        ({"NIP PENILAI": "199001012015011009"}, "NIP PENILAI", "WHOSE_SKP_UNKNOWN"),
    ],
)
async def test_a_row_that_cant_be_is_refused_at_its_column_and_nothing_is_kept(
    as_, session, row, changes, column, code
):
    batch = await bring(as_("admin", NOVEMBER), row("colleague"), row(**changes))
    assert batch.state == ImportState.REFUSED
    assert await refusals(session, batch) == [(3, column, code)]
    assert await stands(session) == []


async def test_whom_nobody_evaluates_and_who_evaluates_himself_are_refused(as_, session, row, nip):
    batch = await bring(as_("admin", NOVEMBER), row("head"), row("clerk", **{"NIP PENILAI": nip["clerk"]}))
    assert await refusals(session, batch) == [
        (2, "NIP PENILAI", "WHO_EVALUATES"),
        (3, "NIP PENILAI", "EVALUATOR_IS_ONESELF"),
    ]


async def test_rows_of_one_skp_that_say_otherwise_and_the_same_result_twice_are_refused(as_, session, row):
    batch = await bring(
        as_("admin", NOVEMBER),
        row(**{"SUMBER DAYA": "Anggaran"}),
        row(**{"HASIL KERJA": "GURU  terlatih"}),
        row(**{"HASIL KERJA": "Lainnya", "MODEL": "KUANTITATIF", "SUMBER DAYA": "Orang"}),
    )
    assert await refusals(session, batch) == [
        (3, "HASIL KERJA", "SAME_RESULT_TWICE"),
        (4, "SUMBER DAYA", "ROWS_DISAGREE"),
    ]


async def test_who_was_placed_later_is_judged_from_there_and_who_was_nowhere_is_refused(
    as_, office, session, row
):
    arrived = update(Placement).where(Placement.employee_id == office.people["staff"])
    await session.execute(arrived.values(valid_from=date(2026, 3, 16)))
    batch = await bring(as_("admin", NOVEMBER), row())
    assert await refusals(session, batch) == [(2, "TANGGAL DISEPAKATI", "PLACED_NOWHERE")]
    await bring_in(as_("admin", NOVEMBER), row(**{"TANGGAL DISEPAKATI": "10-04-2026"}))
    skp = await only(session, Skp)
    assert (skp.begins_on, skp.applies_from) == (date(2026, 3, 16), date(2026, 3, 16))


async def test_a_change_within_the_year_is_a_further_edition_with_its_reason(as_, session, row):
    july = {"TANGGAL DISEPAKATI": "14-07-2026", "HASIL KERJA": "Lainnya"}
    batch = await bring(as_("admin", NOVEMBER), row(**july), row())
    assert await refusals(session, batch) == [(2, "ALASAN PERUBAHAN", "REASON_MISSING")]
    await bring_in(as_("admin", NOVEMBER), row(**july, **{"ALASAN PERUBAHAN": "Tugas baru"}), row())
    assert await stands(session) == [
        (1, "SUPERSEDED", date(2026, 1, 9), date(2026, 1, 1)),
        (2, "ACKNOWLEDGED", date(2026, 7, 14), date(2026, 8, 1)),
    ]


async def test_the_first_in_a_new_place_counts_from_the_arrival(as_, office, session, row):
    staff = office.people["staff"]
    leaves = update(Placement).where(Placement.employee_id == staff)
    await session.execute(leaves.values(valid_to=date(2026, 6, 10)))
    unit = await session.get_one(Unit, ("surakarta", office.units["badan"]))
    person = await session.get_one(Employee, ("surakarta", staff))
    await a_placement(session, person, await a_position(session, unit), since=date(2026, 6, 10))
    moved = {"TANGGAL DISEPAKATI": "15-06-2026", "ALASAN PERUBAHAN": "Pindah"}
    await bring_in(as_("admin", NOVEMBER), row(), row(**moved))
    assert await stands(session) == [
        (1, "SUPERSEDED", date(2026, 1, 9), date(2026, 1, 1)),
        (2, "ACKNOWLEDGED", date(2026, 6, 15), date(2026, 6, 10)),
    ]
    units = list(await session.scalars(select(Skp.unit_id).order_by(Skp.edition)))
    assert units == [office.units["bidang"], office.units["badan"]]


async def test_the_same_file_again_changes_nothing_and_one_that_says_otherwise_is_refused(as_, session, row):
    both = [row(), row(**{"HASIL KERJA": "Lainnya", "EKSPEKTASI LOYAL": "Menjaga rahasia"})]
    await bring_in(as_("admin", NOVEMBER), *both)
    again = await bring_in(as_("admin", NOVEMBER), *both)
    assert (again.created_count, again.changed_count) == (0, 0)
    for changes in ({"TARGET KUANTITAS": "121"}, {"SUMBER DAYA": "Orang"}, {"HASIL KERJA": "Lain"}):
        batch = await bring(as_("admin", NOVEMBER), row(**changes), both[1])
        assert await refusals(session, batch) == [(2, "TANGGAL DISEPAKATI", AgreedOtherwise.code)]
    batch = await bring(as_("admin", NOVEMBER), row())
    assert await refusals(session, batch) == [(2, "TANGGAL DISEPAKATI", AgreedOtherwise.code)]
    assert len(await stands(session)) == 1


async def test_a_later_file_adds_a_later_edition_and_is_undone_first(as_, session, row):
    first = await bring_in(as_("admin", NOVEMBER), row())
    july = row(**{"TANGGAL DISEPAKATI": "14-07-2026", "ALASAN PERUBAHAN": "Tugas baru"})
    second = await bring_in(as_("admin", NOVEMBER), row(), july)
    assert (second.created_count, second.changed_count) == (1, 0)
    with pytest.raises(LaterBatchStands):
        await undo_batch(as_("admin", NOVEMBER), first.id)
    early = row(**{"TANGGAL DISEPAKATI": "03-01-2026"})
    refused = await bring(as_("admin", NOVEMBER), early)
    assert await refusals(session, refused) == [(2, "TANGGAL DISEPAKATI", "LATER_ONE_STANDS")]
    await undo_batch(as_("admin", NOVEMBER), second.id)
    assert [(edition, state) for edition, state, *_ in await stands(session)] == [
        (1, "ACKNOWLEDGED"),
        (2, "WITHDRAWN"),
    ]


async def test_undone_it_is_withdrawn_with_what_it_said_and_may_be_brought_in_anew(as_, session, row):
    batch = await bring_in(as_("admin", NOVEMBER), row())
    await undo_batch(as_("admin", NOVEMBER), batch.id)
    skp = await only(session, Skp)
    assert (skp.state, skp.applies_from, skp.version) == ("WITHDRAWN", None, 2)
    assert (await only(session, SkpResult)).statement == "Guru terlatih"
    await bring_in(as_("admin", NOVEMBER), row(**{"TARGET KUANTITAS": "121"}))
    assert [(edition, state) for edition, state, *_ in sorted(await stands(session))] == [
        (1, "ACKNOWLEDGED"),
        (1, "WITHDRAWN"),
    ]


async def test_it_isn_t_undone_once_somebody_was_evaluated_by_it(as_, office, session, row):
    batch = await bring_in(as_("admin", NOVEMBER), row())
    appraisal = await a_result(session, office, "staff")
    appraisal.skp_id = (await only(session, Skp)).id
    await session.flush()
    with pytest.raises(UsedSince) as refused:
        await undo_batch(as_("admin", NOVEMBER), batch.id)
    assert refused.value.facts == {"count": 1, "table": "appraisals"}
    assert (await only(session, Skp)).state == "ACKNOWLEDGED"


async def test_it_is_revised_as_usual_and_isn_t_undone_then(as_, office, session, row):
    batch = await bring_in(as_("admin", NOVEMBER), row())
    skp = await only(session, Skp)
    asked = ReasonedStepOfSkp(skp_id=skp.id, reason="Targetnya keliru")
    revised = await revise_skp(as_("chief", NOVEMBER), asked)
    with pytest.raises(UsedSince) as refused:
        await undo_batch(as_("admin", NOVEMBER), batch.id)
    assert refused.value.facts == {"count": 1, "table": "skps"}
    await offer_skp(as_("chief", NOVEMBER), step(revised))
    await acknowledge_skp(as_("staff", NOVEMBER), step(revised))
    assert await stands(session) == [
        (1, "SUPERSEDED", date(2026, 1, 9), date(2026, 1, 1)),
        (2, "ACKNOWLEDGED", None, date(2026, 12, 1)),
    ]
    with pytest.raises(ChangedSince):
        await undo_batch(as_("admin", NOVEMBER), batch.id)


async def test_what_is_drafted_or_agreed_on_here_isn_t_overtaken_by_a_file(
    as_, office, context, session, row
):
    await draft_skp(as_("chief", NOVEMBER), draft(office, "staff"))
    await agreed(context, office, "colleague", on=date(2026, 3, 9))
    march = {"TANGGAL DISEPAKATI": "02-03-2026", "ALASAN PERUBAHAN": "Sudah disepakati"}
    batch = await bring(as_("admin", NOVEMBER), row(), row("colleague", **march), row("clerk"))
    assert await refusals(session, batch) == [(2, "NIP", "SKP_UNDER_WAY"), (3, "NIP", "AGREED_ON_HERE")]


async def test_what_counted_before_one_that_was_agreed_on_here_comes_in_and_that_one_holds(
    as_, office, context, session, row
):
    here = await agreed(context, office, on=NOVEMBER)
    batch = await bring(as_("admin", NOVEMBER), row())
    assert await refusals(session, batch) == [(2, "ALASAN PERUBAHAN", "WHY_ONLY_NOW")]
    batch = await bring_in(as_("admin", NOVEMBER), row(**{"ALASAN PERUBAHAN": "Baru dipindai"}))
    assert await stands(session) == [
        (1, "ACKNOWLEDGED", None, date(2026, 12, 1)),
        (2, "SUPERSEDED", date(2026, 1, 9), date(2026, 1, 1)),
    ]
    counts = await skp_that_counts(as_("chief"), here.employee_id, period(CycleKind.QUARTERLY, 2026, 3))
    assert (counts.edition, counts.import_batch_id) == (2, batch.id)
    counts = await skp_that_counts(as_("chief"), here.employee_id, period(CycleKind.ANNUAL, 2026, 1))
    assert counts.id == here.id
    await undo_batch(as_("admin", NOVEMBER), batch.id)
    assert [(edition, state) for edition, state, *_ in await stands(session)] == [
        (1, "ACKNOWLEDGED"),
        (2, "WITHDRAWN"),
    ]


async def test_the_one_that_was_agreed_on_here_is_revised_and_drafted_after_as_before(
    as_, office, context, session, row
):
    here = await agreed(context, office, on=NOVEMBER)
    await bring_in(as_("admin", NOVEMBER), row(**{"ALASAN PERUBAHAN": "Baru dipindai"}))
    with pytest.raises(AgreedHere):
        await draft_skp(as_("staff", NOVEMBER), draft(office, "staff"))
    revised = await revise_skp(as_("chief", NOVEMBER), ReasonedStepOfSkp(skp_id=here.id, reason="Keliru"))
    await offer_skp(as_("chief", NOVEMBER), step(revised))
    await acknowledge_skp(as_("staff", NOVEMBER), step(revised))
    assert [(edition, state) for edition, state, *_ in await stands(session)] == [
        (1, "SUPERSEDED"),
        (2, "SUPERSEDED"),
        (3, "ACKNOWLEDGED"),
    ]


async def test_what_came_in_below_is_undone_though_what_holds_is_revised(as_, office, context, session, row):
    here = await agreed(context, office, on=NOVEMBER)
    batch = await bring_in(as_("admin", NOVEMBER), row(**{"ALASAN PERUBAHAN": "Baru dipindai"}))
    await revise_skp(as_("chief", NOVEMBER), ReasonedStepOfSkp(skp_id=here.id, reason="Tugas baru"))
    await undo_batch(as_("admin", NOVEMBER), batch.id)
    assert [(edition, state) for edition, state, *_ in await stands(session)] == [
        (1, "ACKNOWLEDGED"),
        (2, "WITHDRAWN"),
        (3, "DRAFT"),
    ]


async def test_what_a_later_file_counted_on_is_undone_after_that(as_, office, context, session, row):
    await agreed(context, office, on=NOVEMBER)
    why = {"ALASAN PERUBAHAN": "Baru dipindai"}
    first = await bring_in(as_("admin", NOVEMBER), row(**why))
    second = await bring_in(as_("admin", NOVEMBER), row(**why, **{"TANGGAL DISEPAKATI": "14-07-2026"}))
    with pytest.raises(UsedSince) as refused:
        await undo_batch(as_("admin", NOVEMBER), first.id)
    assert refused.value.facts == {"count": 1, "table": "skps"}
    for batch in (second, first):
        await undo_batch(as_("admin", NOVEMBER), batch.id)
    assert [state for _, state, *_ in await stands(session)] == ["ACKNOWLEDGED", "WITHDRAWN", "WITHDRAWN"]


async def test_nobody_brings_the_own_skp_in_but_may_hand_in_a_file_that_repeats_it(as_, office, session, row):
    batch = await bring(as_("admin", NOVEMBER), row(), row("admin"))
    assert await refusals(session, batch) == [(3, "NIP", "OWN_SKP")]
    await bring_in(as_("second admin", NOVEMBER), row("admin"))
    again = await bring_in(as_("admin", NOVEMBER), row("admin"), row())
    assert (again.created_count, again.changed_count) == (1, 0)


async def test_nobody_drafts_another_where_one_was_brought_in(as_, office, row):
    await bring_in(as_("admin", NOVEMBER), row())
    with pytest.raises(AgreedHere):
        await draft_skp(as_("staff", NOVEMBER), draft(office, "staff"))


async def test_results_lead_to_those_of_the_evaluator_in_the_file_and_here_and_to_objectives(
    as_, office, context, session, row
):
    objective = SetObjective(
        unit_id=office.units["dinas"], year=2026, statement="Mutu meningkat", indicator="Rapor"
    )
    objective_id = (await set_objective(as_("leader", NOVEMBER), objective)).id
    told = []
    rows = [
        row(**{"HASIL KERJA PIMPINAN": "mutu  GURU naik", "SASARAN UNIT": "mutu meningkat"}),
        row("colleague", **{"HASIL KERJA PIMPINAN": "Tidak ada", "SASARAN UNIT": "Tidak ada"}),
        row("chief", **{"HASIL KERJA": "Mutu guru naik"}),
    ]
    batch = await bring(as_("admin", NOVEMBER), *rows, warn=told.append)
    assert batch.state == ImportState.APPLIED
    found = {one.employee_id: one for one in await session.scalars(select(SkpResult))}
    own, other = (found[office.people[name]] for name in ("staff", "colleague"))
    assert (own.superior_result_id, own.objective_id) == (found[office.people["chief"]].id, objective_id)
    assert (other.superior_result_id, other.objective_id) == (None, None)
    assert [(one.row, one.column, one.refusal.code) for one in told] == [
        (3, "HASIL KERJA PIMPINAN", "LEADS_NOWHERE"),
        (3, "SASARAN UNIT", "NO_SUCH_OBJECTIVE"),
    ]
    await bring_in(as_("admin", NOVEMBER), row("functional", **{"HASIL KERJA PIMPINAN": "Mutu guru naik"}))
    of_functional = select(SkpResult).where(SkpResult.employee_id == office.people["functional"])
    assert (await session.scalars(of_functional)).one().superior_result_id == own.superior_result_id


async def test_a_result_leads_to_the_evaluators_skp_that_applied_then(as_, office, context, session, row):
    """In the file, beside it, and where the evaluator's came only after."""
    await agreed(context, office, "chief", "leader", on=date(2026, 10, 5))
    why = {"ALASAN PERUBAHAN": "Tugas baru"}
    rows = [
        row("chief", **why, **{"HASIL KERJA": "Mutu guru naik", "TANGGAL DISEPAKATI": "09-02-2026"}),
        row("chief", **why, **{"HASIL KERJA": "Mutu guru naik", "TANGGAL DISEPAKATI": "14-07-2026"}),
        *(
            row(name, **why, **{"HASIL KERJA PIMPINAN": "Mutu guru naik", "TANGGAL DISEPAKATI": on})
            for name, on in (("staff", "09-01-2026"), ("staff", "14-04-2026"), ("staff", "20-08-2026"))
        ),
        row(**why, **{"HASIL KERJA PIMPINAN": "Guru terlatih", "TANGGAL DISEPAKATI": "16-11-2026"}),
    ]
    await bring_in(as_("admin", NOVEMBER), *rows)
    by_id = {one.id: one for one in await session.scalars(select(Skp))}
    results = {one.id: by_id[one.skp_id] for one in await session.scalars(select(SkpResult))}
    led = await session.execute(
        select(SkpResult.id, SkpResult.superior_result_id).where(
            SkpResult.employee_id == office.people["staff"]
        )
    )
    assert sorted((results[own].applies_from, results[above].applies_from) for own, above in led) == [
        (date(2026, 1, 1), date(2026, 3, 1)),
        (date(2026, 5, 1), date(2026, 3, 1)),
        (date(2026, 9, 1), date(2026, 8, 1)),
        (date(2026, 12, 1), date(2026, 11, 1)),
    ]


async def test_what_the_evaluators_skp_of_then_doesnt_say_leads_nowhere(as_, session, row):
    told = []
    await bring(
        as_("admin", NOVEMBER),
        row("chief", **{"HASIL KERJA": "Mutu guru naik"}),
        row("chief", **{"HASIL KERJA": "Guru terlatih", "TANGGAL DISEPAKATI": "14-07-2026"})
        | {"ALASAN PERUBAHAN": "Tugas baru"},
        row(**{"HASIL KERJA PIMPINAN": "Guru terlatih"}),
        warn=told.append,
    )
    assert [(one.row, one.column, one.refusal.code) for one in told] == [
        (4, "HASIL KERJA PIMPINAN", "LEADS_NOWHERE")
    ]
    assert await session.scalar(select(SkpResult.id).where(SkpResult.superior_result_id.is_not(None))) is None


async def test_two_who_lead_to_each_other_are_refused(as_, session, row, nip):
    to = {"HASIL KERJA PIMPINAN": "Guru terlatih"}
    batch = await bring(
        as_("admin", NOVEMBER),
        row("staff", **to, **{"NIP PENILAI": nip["clerk"]}),
        row("clerk", **to, **{"NIP PENILAI": nip["staff"]}),
    )
    assert await refusals(session, batch) == [
        (2, "NIP PENILAI", "LEAD_TO_EACH_OTHER"),
        (3, "NIP PENILAI", "LEAD_TO_EACH_OTHER"),
    ]


async def test_both_sides_of_each_are_told_and_a_dry_run_tells_nobody(as_, office, session, row):
    await bring(as_("admin", NOVEMBER), row(), dry_run=True)
    assert await stands(session) == []
    assert list(await session.scalars(select(Notice))) == []
    await bring_in(as_("admin", NOVEMBER), row(), row("colleague"))
    skps = dict((await session.execute(select(Skp.employee_id, Skp.id))).all())
    told = await session.execute(select(Notice.employee_id, Notice.kind, Notice.about_id))
    assert sorted(tuple(one) for one in told) == sorted(
        (office.people[side], "SKP_IMPORTED", skps[office.people[name]])
        for name in ("staff", "colleague")
        for side in (name, "chief")
    )
