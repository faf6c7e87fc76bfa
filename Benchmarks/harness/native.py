"""What the program `bench` of Benchmarks/Sources says."""

import subprocess

from servers import BUILT

BENCH = BUILT / "bench"


def figures(*arguments) -> dict[str, float]:
    """The lines that a verb prints, by name."""
    said = subprocess.run([BENCH, *map(str, arguments)], capture_output=True, text=True)
    if said.returncode:
        raise SystemExit(f"bench {' '.join(map(str, arguments))} fails:\n{said.stderr[-2000:]}")
    return {name: float(value) for name, value in (line.split() for line in said.stdout.splitlines())}
