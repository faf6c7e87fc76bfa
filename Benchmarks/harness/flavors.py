"""One broker in front of a thousand flavors, beside OpenStack Placement with a thousand resource providers."""

import json
import pathlib
import tempfile

import report
from load import Figures, median, wrk
from placement import CANDIDATES, HEADERS, PROVIDERS, Placement, config
from servers import ROOT, Berth, Server

CLIENTS, OFFERS = 4, 10
REQUEST = ROOT / "Benchmarks/requests/flavor.json"


def measure(is_short: bool) -> tuple[str, str, list[report.Goal]]:
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / ".build") as place:
        folder = pathlib.Path(place)
        broker = Berth(folder / "berth", config(folder, {
            "log": {"level": "warning"},
            "broker": {"offersPerAnswer": OFFERS, "unfinishedSessions": 10**7, "unfinishedPerPerson": 10**7},
            "platforms": [{
                "kind": "scripted", "name": "cloud", "storage": 10**9,
                # No two alike, and all of them large enough, as on the other side.
                "flavors": [
                    {"name": f"flavor-{index}", "cores": 2 + index % 32, "memory": 4 + index, "count": 10**6}
                    for index in range(PROVIDERS)
                ],
            }],
        }))
        peer = Placement(folder / "placement")
        try:
            broker.start()
            peer.start()
            runs = take_turns(broker, peer, *((1, 2) if is_short else (5, 6)))
        finally:
            broker.stop()
            peer.stop()
    ours, theirs = runs[broker.name], runs[peer.name]
    faster, part = ours.per_second / theirs.per_second, ours.p50_milliseconds / theirs.p50_milliseconds
    rows = [
        [name, f"{it.per_second:,.0f}", f"{it.p50_milliseconds:.2f}", f"{it.p99_milliseconds:.2f}",
         f"{it.cpu_microseconds:.0f}"]
        for name, it in runs.items()
    ]
    text = report.table(["", "requests/s", "p50 ms", "p99 ms", "CPU µs each"], rows) + f"""

{CLIENTS} clients with kept connections, {OFFERS} offers or candidates in each answer, out of {PROVIDERS:,}. Berth books
what it offers and has it on the disk before it answers; Placement (one worker, SQLite) only reads. It reads all of
them for each question, and its own answer grows with what it finds before `limit` cuts it."""
    return "A thousand flavors, beside Placement", text, [
        report.Goal("Ten of a thousand flavors, beside Placement", 20, faster, "×", True, floor=2, key="flavors/rate"),
        report.Goal(
            "Median of that, beside Placement's", 1 / 20, part, "×", False, floor=0.5, key="flavors/median"),
    ]


def take_turns(broker: Server, peer: Placement, repetitions: int, seconds: float) -> dict[str, Figures]:
    runs: dict[str, list[Figures]] = {broker.name: [], peer.name: []}
    for repetition in range(repetitions + 1):
        check(broker, peer)
        # The first turn warms both up, and is not counted.
        length = seconds if repetition else 1
        figures = {
            broker.name: wrk(broker, "/requests", REQUEST, length, CLIENTS),
            peer.name: wrk(peer, CANDIDATES, None, max(length, 4), CLIENTS, HEADERS),
        }
        if repetition:
            for name, it in figures.items():
                runs[name].append(it)
    return {name: median(figures) for name, figures in runs.items()}


def check(broker: Server, peer: Placement) -> None:
    status, answer = broker.call("POST", "/requests", REQUEST.read_bytes())
    offers = len(json.loads(answer).get("offers", []))
    if (status, offers) != (303, OFFERS):
        raise SystemExit(f"Berth answers with {status} and {offers} offers: {answer[:600].decode()}")
    if (found := peer.candidates()) != OFFERS:
        raise SystemExit(f"Placement finds {found} candidates.")
