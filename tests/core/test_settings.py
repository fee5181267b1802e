"""What an installation is told from outside: a slip is named, with what to do."""

import os
import subprocess
import sys

import pytest

from jenjang.core.settings import Settings, SettingUnfit


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JENJANG_READER_CONNECTIONS", "0"),
        ("JENJANG_DEED_CONNECTIONS", "-1"),
        ("JENJANG_STATEMENT_TIMEOUT", "5s"),
        ("JENJANG_LOCK_TIMEOUT", "0"),
        ("JENJANG_DEED_PATIENCE", "0"),
        ("JENJANG_DEMO", "perhaps"),
    ],
)
def test_a_setting_that_can_t_be_is_named_and_its_value_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingUnfit) as refused:
        Settings()
    assert refused.value.facts["name"] == name
    assert str(refused.value).endswith("Correct it, or leave it out for its default.")
    assert "perhaps" not in str(refused.value)


def test_the_command_line_says_so_in_one_sentence() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "jenjang", "tenant", "list"],
        env={**os.environ, "JENJANG_DEED_CONNECTIONS": "many"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("JENJANG_DEED_CONNECTIONS can't be used: ")
    assert done.stderr.count("\n") == 1
