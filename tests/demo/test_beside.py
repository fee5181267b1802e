"""The process that brings in the demo's appraisals leaves nothing behind once it has done so."""

import shutil
import time
from pathlib import Path

import psutil

from jenjang.core.settings import HOUSE, Settings
from jenjang.demo.beside import beside

PATIENCE = 60.0
"""Seconds that a process may take to end."""


def test_it_is_gone_once_all_is_in_though_the_demo_goes_on(tmp_path: Path) -> None:
    """No region of the catalogue is left to fill: it says so, and ends."""
    before = {one.pid for one in psutil.Process().children()}
    shutil.copy(HOUSE / "tenants/kota_semarang.toml", tmp_path)
    with beside(Settings(tenants=tmp_path), lambda _: None) as begin:
        [made] = [one.pid for one in psutil.Process().children() if one.pid not in before]
        begin()
        give_up = time.monotonic() + PATIENCE
        while psutil.pid_exists(made):
            assert time.monotonic() < give_up, psutil.Process(made).status()
