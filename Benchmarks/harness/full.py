"""Memory with a thousand platforms and a hundred thousand open offers, beside one worker of Placement."""

import concurrent.futures
import http.client
import json
import pathlib
import tempfile
import threading
import time

import report
from placement import PROVIDERS, Placement, config
from servers import ROOT, Berth

PLATFORMS, OFFERS, EACH = 1000, 100_000, 100


def measure(is_short: bool) -> tuple[str, str, list[report.Goal]]:
    offers = OFFERS // 20 if is_short else OFFERS
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / ".build") as place:
        folder = pathlib.Path(place)
        broker = Berth(folder / "berth", config(folder, {
            "log": {"level": "warning"},
            "broker": {
                "offersPerAnswer": EACH, "offerLife": "PT2H", "unfinishedSessions": 10**7,
                "unfinishedPerPerson": 10**7,
            },
            "platforms": [
                {"kind": "scripted", "name": f"site-{index}", "cores": 10_000, "memory": 100_000, "storage": 100_000}
                for index in range(PLATFORMS)
            ],
        }))
        peer = Placement(folder / "placement")
        try:
            broker.start()
            before = broker.resident_mebibytes()
            fill(broker, offers)
            # Work that an answer leaves behind is done by then.
            time.sleep(2)
            full = broker.resident_mebibytes()
            peer.start()
            for _ in range(5):
                if peer.candidates() != 10:
                    raise SystemExit("Placement does not find ten candidates.")
            beside = peer.resident_mebibytes()
        finally:
            broker.stop()
            peer.stop()
    rows = [
        [f"Berth, {PLATFORMS:,} platforms, no offer", f"{before:.1f}", f"{before / beside:.2f}"],
        [f"Berth, {PLATFORMS:,} platforms, {offers:,} open offers", f"{full:.1f}", f"{full / beside:.2f}"],
        [f"Placement, one worker, {PROVIDERS:,} providers", f"{beside:.1f}", ""],
    ]
    text = report.table(["resident", "MiB", "of Placement"], rows) + f"""

Offers came by POST /requests, {EACH} in an answer, each on another platform; all are held, and on the disk."""
    return "Memory with open offers", text, [
        report.Goal(
            "Memory with open offers, beside Placement", 1, full / beside, "×", False, key="memory-full/placement")]


def fill(broker: Berth, offers: int) -> None:
    body = (ROOT / "examples/hello-container.json").read_bytes()
    request = json.loads(body)
    for part in ("cores", "memory"):
        request["compute"][part]["max"] = request["compute"][part]["min"]
    body = json.dumps(request).encode()
    own = threading.local()

    def ask(_: int) -> int:
        if not hasattr(own, "connection"):
            own.connection = http.client.HTTPConnection("127.0.0.1", broker.port, timeout=120)
        own.connection.request(
            "POST", "/requests", body, {"Content-Type": "application/json", "Accept": "application/json"})
        response = own.connection.getresponse()
        said = response.read()
        if response.status != 303:
            raise SystemExit(f"Berth answers with {response.status}: {said[:600].decode()}")
        return len(json.loads(said)["offers"])

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        made = sum(pool.map(ask, range(offers // EACH)))
    if made != offers:
        raise SystemExit(f"There are {made} offers where {offers} are wanted.")
