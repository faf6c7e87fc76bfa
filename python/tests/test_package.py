"""The package as it is installed: quick to import, typed, complete, and without more than it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import berth
from conftest import ROOT

SOURCES = ROOT / "python/src"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    variables = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(SOURCES),
        "HOME": os.environ.get("HOME", "/"),
        **environment,
    }
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, env=variables, check=False)


def test_it_is_imported_within_300_milliseconds(capsys: pytest.CaptureFixture[str]) -> None:
    """Of processor time, because others use this machine, too; printed with what takes it."""
    with capsys.disabled():
        measure()


def measure() -> None:
    names = "Portal, RemotePlatform, Platform"
    found = run("-X", "importtime", "-c", f"from berth import {names}")
    slowest = sorted(found.stderr.splitlines()[1:], key=lambda line: -int(line.split("|")[1]))[:8]
    print("", *slowest, sep="\n")
    times = []
    for _ in range(3):
        code = (
            f"import time; begun = time.process_time(); from berth import {names}; print(time.process_time() - begun)"
        )
        times.append(float(run("-c", code).stdout))
    print(f"from berth import {names}: {min(times) * 1000:.0f} ms")
    assert min(times) < 0.3
    whole = "import time; begun = time.process_time(); from berth import *; print(time.process_time() - begun)"
    print(f"from berth import *: {float(run('-c', whole).stdout) * 1000:.0f} ms")


def test_what_is_not_used_is_not_imported() -> None:
    heavy = ["httpx", "pydantic", "yaml", "starlette", "uvicorn"]
    code = (
        f"import sys, berth; from berth import Portal, RemotePlatform; print([n for n in {heavy} if n in sys.modules])"
    )
    assert run("-c", code).stdout.strip() == "[]"


def test_every_name_can_be_imported_and_is_listed() -> None:
    for name in berth.__all__:
        assert getattr(berth, name) is not None
        assert name in dir(berth)
    assert not hasattr(berth, "Nothing")


def test_a_wheel_has_the_package_its_types_and_nothing_else(tmp_path: Path) -> None:
    command = [
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-w",
        str(tmp_path),
        str(ROOT / "python"),
    ]
    found = run(*command)
    assert found.returncode == 0, found.stdout + found.stderr
    with zipfile.ZipFile(next(tmp_path.glob("berth-*.whl"))) as wheel:
        names = wheel.namelist()
        metadata = wheel.read(next(name for name in names if name.endswith("METADATA"))).decode()
    assert "berth/py.typed" in names
    modules = {path.relative_to(SOURCES).as_posix() for path in (SOURCES / "berth").glob("*.py")}
    assert modules <= set(names)
    assert not [name for name in names if not name.startswith(("berth/", "berth-"))]
    needed = re.findall(r"Requires-Dist: ([\w-]+)[^;\n]*$", metadata, re.M)
    assert needed == ["httpx", "pydantic", "typing-extensions"]


def test_a_program_that_ends_early_leaves_no_error() -> None:
    code = (
        "from berth import Portal, RemotePlatform\n"
        "Portal([RemotePlatform('http://127.0.0.1:1')]).ask({'executable': {'kind': 'x'}})\n"
    )
    found = run("-W", "error", "-c", code)
    assert (found.returncode, found.stderr) == (0, "")


def test_a_fork_asks_anew() -> None:
    code = (
        "import os\n"
        "from berth import Portal, RemotePlatform\n"
        "portal = Portal([RemotePlatform('http://127.0.0.1:1', name='x')])\n"
        "def ask(): return portal.ask({'executable': {'kind': 'x'}}, deadline=5).silent['x'].reason\n"
        "assert ask() == 'unreachable'\n"
        "child = os.fork()\n"
        "if child == 0: os._exit(0 if ask() == 'unreachable' else 1)\n"
        "assert os.waitpid(child, 0)[1] == 0\n"
    )
    found = run("-c", code)
    assert found.returncode == 0, found.stderr
