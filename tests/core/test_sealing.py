"""Sealed values open in their own place, with their government's keys, and nowhere else."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from factories.sealing import aged

from jenjang.core.private_files import KeysOpenToOthers, KeysUnfit
from jenjang.core.sealing import KeyInService, SealBroken, Seals, Vault, key_id

NIK = "3372012609860001"
ROW, OTHER = UUID(int=1), UUID(int=2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def seals(folder: Path) -> Seals:
    return Vault(folder).of("surakarta")


def nik(seals: Seals) -> bytes:
    return seals.seal("employees", "nik", ROW, NIK)


@pytest.mark.parametrize("text", ["", NIK, 'Jl. "Slamet" \\ 1\nRT 2', "漢字 🙂", "x" * 100_000])
def test_what_is_sealed_opens_in_its_place(seals: Seals, text: str) -> None:
    sealed = seals.seal("employees", "address", ROW, text)
    assert seals.unseal("employees", "address", ROW, sealed) == text
    assert len(text) < 8 or text.encode() not in sealed


def test_the_same_value_looks_different_each_time(seals: Seals) -> None:
    assert nik(seals) != nik(seals)


@pytest.mark.parametrize(
    "place", [("employees", "phone", ROW), ("import_changes", "nik", ROW), ("employees", "nik", OTHER)]
)
def test_moved_elsewhere_it_does_not_open(seals: Seals, place: tuple[str, str, UUID]) -> None:
    with pytest.raises(SealBroken, match="changed, or belongs elsewhere") as broken:
        seals.unseal(*place, nik(seals))
    assert NIK not in str(broken.value)


def test_another_government_with_the_same_key_does_not_open_it(folder: Path, seals: Seals) -> None:
    sealed = nik(seals)
    (folder / "plaju.data.json").write_bytes(seals.path.read_bytes())
    (folder / "plaju.data.json").chmod(0o600)
    with pytest.raises(SealBroken, match="changed, or belongs elsewhere"):
        Vault(folder).of("plaju").unseal("employees", "nik", ROW, sealed)


def test_another_governments_key_does_not_open_it(folder: Path, seals: Seals) -> None:
    sealed, theirs = nik(seals), Vault(folder).of("plaju")
    nik(theirs)
    with pytest.raises(SealBroken, match=f"no key {key_id(sealed).hex()}"):
        theirs.unseal("employees", "nik", ROW, sealed)


def test_no_byte_of_it_can_be_changed(seals: Seals) -> None:
    sealed = nik(seals)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            seals.unseal("employees", "nik", ROW, bytes(changed))


@pytest.mark.parametrize("length", range(34))
def test_cut_short_it_does_not_open(seals: Seals, length: int) -> None:
    with pytest.raises(SealBroken):
        seals.unseal("employees", "nik", ROW, nik(seals)[:length])


def test_only_the_owner_reads_the_keys(folder: Path, seals: Seals) -> None:
    nik(seals)
    assert [path.name for path in folder.iterdir()] == ["surakarta.data.json"]
    assert stat.S_IMODE(seals.path.stat().st_mode) == 0o600
    seals.path.chmod(0o640)
    with pytest.raises(KeysOpenToOthers):
        Seals(folder, "surakarta").ring()


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"keys": [{"id": "zz"}]}', '{"keys": 7}', '{"keys": []}']
)
def test_a_file_that_holds_no_keys_is_told(folder: Path, seals: Seals, content: str) -> None:
    nik(seals)
    seals.path.write_text(content)
    with pytest.raises(KeysUnfit):
        Seals(folder, "surakarta").ring()


def test_of_many_who_make_keys_at_once_all_use_the_firsts(folder: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        sealed = list(pool.map(lambda _: nik(Seals(folder, "surakarta")), range(32)))
    assert len(set(map(key_id, sealed))) == 1


def test_looking_at_what_was_never_sealed_makes_no_keys(folder: Path, seals: Seals) -> None:
    with pytest.raises(SealBroken):
        seals.unseal("employees", "nik", ROW, bytes(64))
    assert not folder.exists()


def test_after_a_rotation_the_new_key_seals_and_both_open(folder: Path, seals: Seals) -> None:
    before = nik(seals)
    elsewhere = Seals(folder, "surakarta").rotate()
    after = nik(seals)
    assert key_id(after) == elsewhere.id != key_id(before)
    assert [seals.unseal("employees", "nik", ROW, one) for one in (before, after)] == [NIK, NIK]


def test_a_running_server_opens_what_another_sealed_with_a_newer_key(folder: Path, seals: Seals) -> None:
    nik(seals)
    other = Seals(folder, "surakarta")
    other.rotate()
    assert seals.unseal("employees", "nik", ROW, nik(other)) == NIK


def test_a_key_is_forgotten_a_day_after_it_sealed_last(folder: Path, seals: Seals) -> None:
    before = nik(seals)
    seals.rotate()
    with pytest.raises(KeyInService):
        seals.forget()
    assert seals.unseal("employees", "nik", ROW, before) == NIK
    aged(seals.path)
    assert seals.forget() == [key_id(before)]
    with pytest.raises(SealBroken, match="no key"):
        seals.unseal("employees", "nik", ROW, before)


def test_where_the_file_has_gone_what_is_known_still_opens(seals: Seals) -> None:
    sealed = nik(seals)
    seals.path.unlink()
    assert seals.unseal("employees", "nik", ROW, sealed) == NIK
