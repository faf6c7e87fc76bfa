"""Measures what scripts/bench is asked for and prints it; writes Benchmarks/RESULTS.md when that was everything,
and with --add the sections of some alone."""

import datetime
import importlib.metadata
import os
import pathlib
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import accepts
import engines
import flavors
import full
import gate
import load
import match
import portal
import refusal
import report
import sessions
import single
import sites
import slots
from servers import ROOT, Berth, FastAPI, Nginx

# Those with a module of their own, each with a function `measure`.
MODULES = {
    "slots": slots, "match": match, "refusal": refusal, "accepts": accepts, "sessions": sessions, "flavors": flavors,
    "memory-full": full, "engines": engines, "sites": sites, "portal": portal,
}
NAMES = ["no", "yes", "session", "codec", "start", "memory", *MODULES]
# These take minutes, and a short run leaves them out unless they are named.
LONG = {"flavors", "memory-full", "engines", "sites", "portal"}
FINISHED_SESSIONS = 10_000


def main(arguments: list[str]) -> int:
    flags = {it for it in arguments if it.startswith("--")}
    is_short = "--short" in flags
    mode = "short" if is_short else "full"
    names = [it for it in arguments if it not in flags]
    names = names or [it for it in NAMES if not (is_short and it in LONG)]
    busy = os.getloadavg()[0]
    folder = pathlib.Path(tempfile.mkdtemp(prefix="berth-bench-"))
    sections: list[str] = []

    def say(title: str, text: str) -> None:
        sections.append(f"## {title}\n\n{text}\n")
        print(sections[-1], flush=True)

    try:
        loads = measure_load(folder, [it for it in load.CASES if it.name in names], is_short, say)
        if "codec" in names:
            size = f"{single.REQUEST.stat().st_size / 1000:.1f} kB"
            say(f"A request of {size}, decoded and encoded", report.codec_table(single.codec(1 if is_short else 4)))
        starts, memory = measure_rest(folder, names, is_short)
        goals = report.goals(loads, starts, memory)
        for name in (it for it in MODULES if it in names):
            title, text, more = MODULES[name].measure(is_short)
            say(title, f"{text}\n\n{report.goal_table(more)}" if "--add" in flags and more else text)
            goals += more
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if goals:
        say("Goals", report.goal_table(goals))
    if not is_short and set(names) == set(NAMES):
        write_results(sections, busy)
    elif "--add" in flags and not is_short and set(names) <= set(MODULES):
        add_results([it for it in sections if not it.startswith("## Goals")], busy)
    if "--store" in flags:
        gate.store(goals, mode)
    is_well = True
    if "--gate" in flags:
        table, is_well = gate.check(goals, mode)
        print(f"## Beside what is stored\n\n{table}\n")
        if not is_well:
            print("A ratio is worse than what is stored in Benchmarks/medians.json.")
    if is_short and any(goal.is_far for goal in goals):
        print("A figure is below its floor: something is badly slower than it was.")
        is_well = False
    return 0 if is_well else 1


def measure_load(folder: pathlib.Path, cases: list[load.Case], is_short: bool, say) -> dict[str, dict]:
    if not cases:
        return {}
    servers = [Nginx(folder / "nginx"), FastAPI(folder / "fastapi"), Berth(folder / "berth")]
    loads = {}
    try:
        for server in servers:
            server.start()
        for case in cases:
            loads[case.name] = case.run(servers, 3 if is_short else 5, 2 if is_short else 6)
            say(case.title, report.load_table(loads[case.name]))
    finally:
        for server in servers:
            server.stop()
    return loads


def measure_rest(folder: pathlib.Path, names: list[str], is_short: bool) -> tuple[dict, dict]:
    starts: dict[str, float] = {}
    memory: dict[str, float] = {}
    if not {"start", "memory"} & set(names):
        return starts, memory
    count = 500 if is_short else FINISHED_SESSIONS
    single.fill(folder / "full", count)
    for name, place in (("empty", folder / "empty"), (f"{count:,} finished sessions", folder / "full")):
        if "start" in names:
            starts[name] = single.start_seconds(place, 5 if is_short else 20)
        if "memory" in names:
            memory[name] = single.resident_at_rest(place)
    return starts, memory


def write_results(sections: list[str], busy: float) -> None:
    wrk = subprocess.run(["wrk", "-v"], capture_output=True, text=True).stdout.split()[1]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    release = platform.freedesktop_os_release()["PRETTY_NAME"]
    versions = ", ".join(f"{it} {importlib.metadata.version(it)}" for it in ("fastapi", "pydantic", "uvicorn"))
    head = f"""# How fast Berth is
Written by `scripts/bench`; figures are of one run, on {datetime.date.today()}, where a section does not say otherwise.

- Machine: {os.cpu_count()} processors, {memory:.0f} GiB, {release}; the load generator runs on the same processors. \
Load average before the run: {busy:.1f}.
- Berth {Berth.version()} built for release, embedded store, scripted platform; \
nginx {Nginx.version()} with 2 workers; \
{versions} with 2 workers on Python {platform.python_version()} and SQLite {sqlite3.sqlite_version}; wrk {wrk}.
- {load.CONNECTIONS} connections, {load.THREADS} threads; the servers take turns of 6 s, medians of 5 turns. \
CPU is what the server used, without the load generator.
- nginx answers `return 200` and looks at nothing. FastAPI answers the same calls as a user would write them, with the \
same durability, but reserves nothing: `Benchmarks/peers/`.
- Requests per second move with whatever else the machine does; ratios move less. Read the ratios.
"""
    results = ROOT / "Benchmarks/RESULTS.md"
    # What python/bench measured stands behind it, and stays.
    _, begin, python = results.read_text().partition("\n## Forty sites")
    results.write_text("\n".join([head, *sections]) + begin + python)


def add_results(sections: list[str], busy: float) -> None:
    """Puts sections in the place of those with their titles, or behind the others, each with its date."""
    results = ROOT / "Benchmarks/RESULTS.md"
    text = results.read_text()
    for section in sections:
        title, _, rest = section.partition("\n")
        by_itself = f"*Measured by itself on {datetime.date.today()}; load average before the run: {busy:.1f}.*"
        begin = text.find(f"{title}\n")
        if begin < 0:
            begin = end = text.index("## Goals\n")
        else:
            end = text.find("\n## ", begin) + 1 or len(text)
        text = f"{text[:begin]}{title}\n{by_itself}\n{rest}\n{text[end:]}"
    results.write_text(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
