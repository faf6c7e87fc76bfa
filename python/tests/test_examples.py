"""The examples of examples/python and examples/portal, run as they stand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, Serve, Service, free_port

FOLDER = ROOT / "examples/python"

SAID = """\
Why not
reason  what was said                                                  who can change it  platforms
never   compute.memory.min: 512 GiB are wanted, this platform has 64.  the site           lab
Yes with
#  change                                 platforms
1  compute.memory.min 64 in place of 512  lab
2 cores and 64 GiB
six times 7 is 42
ended COMPLETED with exit code 0
"""


def run(*arguments: str, folder: Path = FOLDER) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "python/src"), "COLUMNS": "120"}
    found = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        cwd=folder,
        timeout=120,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    return found.stdout


@pytest.mark.parametrize("depth", ["here", "served", "worker"])
def test_who_asks_notices_no_difference(depth: str) -> None:
    if depth != "served":
        assert run("ask.py", depth) == SAID
        return
    port = free_port()
    command = [sys.executable, "-m", "berth", "serve", str(FOLDER / "lab.py:Lab"), "--port", str(port)]
    service = Service(command, f"http://127.0.0.1:{port}")
    try:
        assert run("ask.py", service.url) == SAID
    finally:
        service.stop()


def test_the_portal_lists_what_answers_and_not_what_was_once_written_down(serve: Serve, swift: str) -> None:
    sites = [f"lab={serve('Lab').url}", f"hpc={swift}", "gone=http://127.0.0.1:1"]
    page = run("facilities.py", *sites, folder=ROOT / "examples/portal")
    assert "<td>hpc/fast</td>" in page
    assert "lab" in page
    assert "gone" in page
    assert "unreachable" in page
