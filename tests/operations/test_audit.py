"""`jenjang audit`: what operators do is in the chain, and whether that is whole is told by its head."""

import asyncio
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest
from factories.command_line import Run

from jenjang.core.sealing import Vault

HEAD = re.compile(r"surakarta: whole\. Keep this elsewhere:  ((\d+):[0-9a-f]{64})\n")
AT = ("--tenant", "surakarta")


@pytest.fixture
def installed(installed: Run, fresh_database, monkeypatch: pytest.MonkeyPatch) -> Run:
    """An installation on a database of this test's own: a chain that a test breaks stays broken."""
    monkeypatch.setenv("JENJANG_DATABASE_URL", fresh_database.app_url)
    monkeypatch.setenv("JENJANG_OWNER_URL", fresh_database.owner_url)
    return installed


def touch(url: str, statement: str) -> None:
    async def touched() -> None:
        connection = await asyncpg.connect(url)
        await connection.execute(statement)
        await connection.close()

    asyncio.run(touched())


def head(run: Run) -> tuple[str, int]:
    found = HEAD.fullmatch(run("audit", "verify", "surakarta").out)
    assert found
    return found[1], int(found[2])


def exported(run: Run, folder: Path) -> tuple[Path, list[dict[str, object]]]:
    file = folder / "chain.jsonl"
    file.write_text(run("audit", "export", "surakarta").out, "utf-8")
    return file, [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_an_operator_s_deeds_are_written_under_the_command_s_name(installed: Run, tmp_path: Path) -> None:
    installed("account", "add", "budi", *AT)
    why = ("--by", "BKPSDM", "--reason", "SK 800/1")
    installed("account", "grant", "budi", "auditor", *AT, *why)
    installed("account", "end", "budi", "auditor", *AT)
    installed("account", "disable", "budi", *AT)
    installed("account", "enable", "budi", *AT)
    made = installed("client", "create", *AT, "--name", "Portal", "--redirect", "https://p.example/back").out
    client_id = made.split()[1]
    installed("client", "rotate", client_id, *AT)
    installed("client", "revoke", client_id, *AT)
    installed("keys", "rotate", *AT)
    installed("keys", "rotate-data", *AT)
    installed("account", "disable", "nobody", *AT)
    installed("account", "list", *AT)
    _, entries = exported(installed, tmp_path)
    assert [entry["deed"] for entry in entries] == [
        "tenant provision",
        "account add",
        "account grant",
        "account end AUDITOR",
        "account disable",
        "account enable",
        "client create",
        "client rotate",
        "client revoke",
        "keys rotate",
        "keys rotate-data",
    ]
    assert [entry["reason"] for entry in entries if entry["reason"]] == ["SK 800/1"]
    assert {entry["account"] for entry in entries} == {"00000000-0000-0000-0000-000000000000"}
    assert head(installed)[1] == len(entries)


def test_a_file_that_was_brought_in_and_undone_is_in_the_chain(installed: Run, tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text("Id,NamaUnor,DiatasanId,JenisUnorId,KodeWilayah,TMT\n", "utf-8")
    said = installed("import", "units", str(file), *AT)
    assert said.code == 0, said
    installed("import", "units", str(file), *AT, "--dry-run")
    _, entries = exported(installed, tmp_path)
    assert [entry["deed"] for entry in entries[1:]] == ["import units", "import units"]
    assert all(entry["about"] for entry in entries[1:])


def test_provisioning_again_is_written_only_where_it_changed_something(installed: Run) -> None:
    before = head(installed)
    assert installed("tenant", "provision", "surakarta").code == 0
    assert head(installed) == before


def test_a_chain_leads_through_the_heads_that_were_kept(installed: Run) -> None:
    first, _ = head(installed)
    installed("account", "add", "sari", *AT)
    assert installed("audit", "verify", "surakarta", "--head", first).code == 0
    other = first.replace(first[-8:], "00000000")
    refused = installed("audit", "verify", "surakarta", "--head", other)
    assert (refused.code, refused.out) == (1, "")
    assert "broken at entry 1: it isn't the one that was there when its hash was kept" in refused.err


def test_a_broken_chain_is_named_and_the_others_are_told_too(installed: Run, fresh_database) -> None:
    installed("account", "add", "sari", *AT)
    touch(
        fresh_database.superuser_url,
        "UPDATE audit_entries SET reason = 'x' WHERE tenant_id = 'surakarta' AND number = 2",
    )
    told = installed("audit", "verify")
    assert told.code == 1
    assert told.err == "surakarta: broken at entry 2: its content was changed.\n"
    assert "plaju: whole." in told.out
    assert "surakarta" not in told.out


@pytest.mark.parametrize("words", [("export", "surakarta"), ("verify",)])
def test_whoever_reads_only_the_first_lines_ends_it_without_a_word(
    installed: Run, words: tuple[str, ...]
) -> None:
    installed("account", "add", "sari", *AT)
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "jenjang", "audit", *words]
    ended = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (ended.returncode, ended.stderr) == (141, b"")


def test_an_export_is_checked_as_it_comes_through_a_pipe(
    installed: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, _ = exported(installed, tmp_path)
    whole, _ = head(installed)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(file.read_bytes())))
    assert whole in installed("audit", "verify", "--file", "-").out


def test_an_export_is_checked_without_a_database(installed: Run, tmp_path: Path) -> None:
    installed("account", "add", "sari", *AT)
    file, _ = exported(installed, tmp_path)
    whole, _ = head(installed)
    nowhere = {"JENJANG_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    assert whole in installed("audit", "verify", "--file", str(file), **nowhere).out
    text = file.read_text("utf-8")
    file.write_text(text.replace("account add", "account end"), "utf-8")
    told = installed("audit", "verify", "--file", str(file), **nowhere)
    assert (told.code, told.out) == (1, "")
    assert told.err == "surakarta: broken at entry 2: its content was changed.\n"
    file.write_text(text.splitlines()[0], "utf-8")
    told = installed("audit", "verify", "--file", str(file), "--head", whole)
    assert told.err == "surakarta: broken at entry 2: it is missing; what was kept says 2 entries.\n"
    assert installed("audit", "verify", "plaju", "--file", str(file)).code == 1


def test_an_input_is_compared_with_what_an_entry_was_asked_with(
    installed: Run, fresh_database, tmp_path: Path
) -> None:
    asked = tmp_path / "input.json"
    asked.write_text('{"b": "é", "a": 1, "left": null}', "utf-8")
    seals = Vault(tmp_path / "keys").of("surakarta")
    fingerprint = seals.fingerprint('{"a":1,"b":"é"}'.encode())
    installed("account", "add", "sari", *AT)
    touch(
        fresh_database.superuser_url,
        f"UPDATE audit_entries SET input_digest = '\\x{fingerprint.hex()}'"
        " WHERE tenant_id = 'surakarta' AND number = 2",
    )
    compared = ("audit", "compare", "surakarta", "2", str(asked))
    installed("keys", "rotate-data", *AT)
    told = installed(*compared)
    assert (told.code, told.out) == (0, "Entry 2 of surakarta was asked with just that.\n")
    asked.write_text('{"a": 2, "b": "é"}', "utf-8")
    told = installed(*compared)
    assert (told.code, told.out) == (1, "Entry 2 of surakarta was asked with something else.\n")
    kept = tmp_path / "keys" / "surakarta.data.json"
    keys = json.loads(kept.read_text("utf-8"))
    kept.write_text(json.dumps({"keys": keys["keys"][:1]}), "utf-8")
    told = installed(*compared)
    assert (told.code, told.out) == (2, "")
    assert f"The key {fingerprint[:4].hex()} of surakarta is no longer there" in told.err
    assert "no entry 1 of a deed" in installed("audit", "compare", "surakarta", "1", str(asked)).err
    asked.write_text("[]", "utf-8")
    assert "is no JSON object" in installed(*compared).err


def test_what_can_t_be_verified_is_refused_in_a_sentence(installed: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.write_text("")
    odd = tmp_path / "odd"
    odd.write_bytes(b"\xff\n")
    for words, sentence in (
        (("--head", "1:ab", "surakarta"), "1:ab is no head of a chain"),
        (("--head", "1:" + "0" * 64), "name the government too"),
        (("atlantis",), "There is no atlantis.toml"),
        (("--file", str(empty)), "has no entries"),
        (("--file", str(odd)), "Line 1 is no entry"),
    ):
        told = installed("audit", "verify", *words)
        assert told.code == 2
        assert sentence in told.err
