"""What is measured without load: reading and writing a request, start-up, memory at rest."""

import concurrent.futures
import json
import pathlib
import statistics
import subprocess
import sys
import time

from native import BENCH
from servers import ROOT, Berth

REQUEST = ROOT / "Benchmarks/requests/yes.json"


def codec(seconds: float) -> dict[str, int]:
    """How often a second a request is decoded and encoded, by name of who does it."""
    command = [BENCH, "codec", REQUEST, f"{seconds:g}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rates = {name: int(rate) for name, rate in (line.split() for line in said.splitlines())}
    return rates | pydantic(seconds)


def pydantic(seconds: float) -> dict[str, int]:
    sys.path.insert(0, str(ROOT / "Benchmarks/peers/fastapi"))
    from models import ExecutionRequest

    text = REQUEST.read_bytes()
    request = ExecutionRequest.model_validate_json(text)
    return {
        "pydantic.decode": rate(lambda: ExecutionRequest.model_validate_json(text), seconds),
        "pydantic.encode": rate(lambda: request.model_dump_json(exclude_none=True), seconds),
    }


def rate(body, seconds: float) -> int:
    """Of the fastest of many rounds of a hundred."""
    fastest = float("inf")
    end = time.perf_counter() + seconds
    while (begun := time.perf_counter()) < end:
        for _ in range(100):
            body()
        fastest = min(fastest, (time.perf_counter() - begun) / 100)
    return int(1 / fastest)


def start_seconds(folder: pathlib.Path, times: int) -> float:
    """From the start of the process to its first 200, with the state of earlier starts; the median."""
    taken = []
    for _ in range(times):
        server = Berth(folder)
        taken.append(server.start())
        server.stop()
    return statistics.median(taken)


def resident_at_rest(folder: pathlib.Path) -> float:
    """In MiB, a while after the start."""
    server = Berth(folder)
    server.start()
    time.sleep(2)
    resident = server.resident_mebibytes()
    server.stop()
    return resident


def fill(folder: pathlib.Path, count: int) -> None:
    """Runs that many sessions to their end, in a store that is kept."""
    body = (ROOT / "examples/hello-container.json").read_bytes()
    server = Berth(folder)
    server.start()

    def direct(_: int) -> None:
        status, answer = server.call("POST", "/direct", body)
        if status != 303:
            raise SystemExit(f"A session is refused with {status}: {answer[:600].decode()}")

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        list(pool.map(direct, range(count)))
    deadline = time.monotonic() + 300
    unfinished = "phase=ACCEPTED,WAITING,PREPARING,AVAILABLE,RUNNING,RELEASING"
    while json.loads(server.call("GET", f"/sessions?limit=1&{unfinished}")[1]).get("sessions"):
        if time.monotonic() > deadline:
            raise SystemExit("The sessions that fill the store do not come to their end.")
        time.sleep(0.2)
    server.stop()
