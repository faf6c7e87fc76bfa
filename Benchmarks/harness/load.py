"""Load on servers that stand side by side: who is measured changes every few seconds, and medians are taken."""

import json
import pathlib
import re
import statistics
import subprocess
from dataclasses import dataclass

from servers import ROOT, Server

CONNECTIONS, THREADS = 64, 2
REQUESTS = ROOT / "Benchmarks/requests"


@dataclass
class Figures:
    """Of one server under one kind of load."""

    per_second: float
    p50_milliseconds: float
    p99_milliseconds: float
    cpu_microseconds: float


def wrk(
    server: Server, path: str, body: pathlib.Path | None, seconds: float, connections: int = CONNECTIONS,
    headers: dict[str, str] | None = None,
) -> Figures:
    command = [
        "wrk", f"-t{THREADS}", f"-c{connections}", f"-d{seconds:g}", "--timeout", "30s",
        "-s", str(ROOT / "Benchmarks/harness/request.lua"),
        *(word for name, value in (headers or {}).items() for word in ("-H", f"{name}: {value}")),
        server.url(path), "--", *([str(body)] if body else []),
    ]
    before = server.cpu_seconds()
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    used = server.cpu_seconds() - before
    line = re.search(r"^figures (.*)$", output, re.MULTILINE)
    if line is None:
        raise SystemExit(f"wrk says nothing of {server.name}:\n{output}")
    said = {name: int(value) for name, value in (part.split("=") for part in line[1].split())}
    if said["refused"] or said["broken"] or not said["requests"]:
        raise SystemExit(f"{server.name} does not answer everybody: {line[1]}")
    return Figures(
        said["requests"] / said["microseconds"] * 1e6, said["p50"] / 1e3, said["p99"] / 1e3,
        used / said["requests"] * 1e6,
    )


class Case:
    """One call with one body; the answer is looked at before and after the load."""

    def __init__(self, name: str, title: str, body: str | None = None, result: str | None = None):
        self.name, self.title, self.result = name, title, result
        self.body = REQUESTS / body if body else None

    def path(self, server: Server) -> str:
        if self.body:
            return "/requests"
        if server.name == "nginx":
            return "/sessions"
        status, answer = server.call("POST", "/requests", (REQUESTS / "yes.json").read_bytes())
        return f"/sessions/{json.loads(answer)['offers'][0]['meta']['uuid']}"

    def check(self, server: Server, path: str) -> None:
        if server.name == "nginx":
            return
        status, answer = server.call("POST" if self.body else "GET", path, self.body and self.body.read_bytes())
        document = json.loads(answer)
        good = (status, document.get("result")) == (303, self.result) if self.body else (
            status == 200 and document["phase"] == "OFFERED")
        if not good:
            raise SystemExit(f"{server.name} answers {self.title} with {status}: {answer[:600].decode()}")

    def run(self, servers: list[Server], repetitions: int, seconds: float) -> dict[str, Figures]:
        paths = {server.name: self.path(server) for server in servers}
        runs: dict[str, list[Figures]] = {server.name: [] for server in servers}
        for repetition in range(repetitions + 1):
            for server in servers:
                path = paths[server.name]
                self.check(server, path)
                # The first turn warms caches, pools and compilers up, and is not counted.
                figures = wrk(server, path, self.body, seconds if repetition else min(seconds, 1))
                if repetition:
                    runs[server.name].append(figures)
                self.check(server, path)
        return {name: median(figures) for name, figures in runs.items()}


def median(figures: list[Figures]) -> Figures:
    return Figures(*(
        statistics.median(getattr(it, name) for it in figures)
        for name in ("per_second", "p50_milliseconds", "p99_milliseconds", "cpu_microseconds")
    ))


CASES = [
    Case("no", "POST /requests, answered NO", "no.json", "NO"),
    Case("yes", "POST /requests, answered YES, durable", "yes.json", "YES"),
    Case("session", "GET /sessions/{id}"),
]
