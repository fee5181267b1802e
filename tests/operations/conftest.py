"""Command lines, run in this process."""

import sys
from pathlib import Path

import pytest
from factories.command_line import Done, Run

from jenjang.__main__ import main


@pytest.fixture
def command_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line, with variables of the environment by name."""

    def run(*words: str, **environment: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["jenjang", *words])
        monkeypatch.setenv("COLUMNS", "120")
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return Done(int(ended.value.code or 0), told.out, told.err)

    return run


@pytest.fixture
def installed(command_line: Run, database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line for an installation of its own database and keys."""
    monkeypatch.setenv("JENJANG_DATABASE_URL", database.app_url)
    monkeypatch.setenv("JENJANG_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("JENJANG_PUBLIC_URL", "https://jenjang.example")
    return command_line
