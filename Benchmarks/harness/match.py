"""One request against a thousand platform descriptions, beside HTCondor's ClassAds."""

import json
import pathlib
import random
import statistics
import subprocess
import tempfile

import report
from native import figures
from servers import ROOT, venv

PLATFORMS = 1000
CONTAINER = "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/executable/docker-container.yaml"
NOTEBOOK = "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/executable/jupyter-notebook.yaml"
COST, METRIC = "costs/simple-minmax-float-cost", "metrics/simple-minmax-float-metric"
SIMPLE = "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/{}.yaml"


def platforms() -> list[dict]:
    """Of each condition one in eight platforms does not meet it; the same in every run."""
    chance = random.Random(11)

    def one(good, bad):
        return bad if chance.random() < 1 / 8 else good

    return [
        {
            "name": f"site-{index}", "executables": [NOTEBOOK, one(CONTAINER, NOTEBOOK)],
            "cores": one(64, 4), "memory": one(256, 8), "storage": one(4000, 50),
            "prices": [
                {"type": "EUR", "start": 0.5, "coreHour": one(0.25, 4)},
                {"type": "credit", "start": 1, "coreHour": one(1, 20)},
            ],
            "footprint": [
                {"type": "kWh", "start": 0.125, "coreHour": one(0.0625, 2)},
                {"type": "kg CO2", "start": 0.125, "coreHour": one(0.03125, 1)},
            ],
        }
        for index in range(PLATFORMS)
    ]


def request() -> dict:
    def wish(kind: str, unit: str, most: float) -> dict:
        return {"kind": SIMPLE.format(kind), "type": unit, "max": most}

    return {
        "executable": {"kind": CONTAINER, "image": {"locations": ["registry.example.org/astro/finder:2.4"]}},
        "compute": {
            "kind": SIMPLE.format("compute/simple-compute-resource"),
            "cores": {"min": 8, "max": 8}, "memory": {"min": 16, "max": 16},
        },
        "storage": [{"kind": SIMPLE.format("storage/simple-storage-resource"), "size": {"min": 100}}],
        "costs": [wish(COST, "EUR", 20), wish(COST, "credit", 50)],
        "metrics": [wish(METRIC, "kWh", 4), wish(METRIC, "kg CO2", 2)],
        "schedule": {"requested": {"duration": "PT2H"}},
    }


def measure(is_short: bool) -> tuple[str, str, list[report.Goal]]:
    repetitions, seconds = (3, 0.5) if is_short else (7, 1)
    with tempfile.TemporaryDirectory(prefix="berth-bench-") as place:
        files = [pathlib.Path(place) / "platforms.json", pathlib.Path(place) / "request.json"]
        for file, content in zip(files, (platforms(), request())):
            file.write_text(json.dumps(content))
        peer = subprocess.Popen(
            [venv("classad") / "python", ROOT / "Benchmarks/peers/classad/matching.py", *files],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            said = json.loads(peer.stdout.readline())
            taken: dict[str, list[float]] = {}
            for _ in range(repetitions):
                berth = figures("match", *files, seconds)
                reasons = [int(berth.pop(f"reasons.{index}")) for index in range(PLATFORMS)]
                if reasons != said["reasons"] or [not it for it in reasons] != said["matches"]:
                    raise SystemExit("Berth and ClassAd do not agree on who can.")
                peer.stdin.write("3\n")
                peer.stdin.flush()
                for name, value in (berth | json.loads(peer.stdout.readline())).items():
                    taken.setdefault(name, []).append(value)
        finally:
            peer.stdin.close()
            peer.wait(30)
    middle = {name: statistics.median(values) for name, values in taken.items()}
    ratio = middle["match"] / middle["berth"]
    rows = [
        [title, f"{middle[name] * 1e6:.2f}", f"{middle[name] / middle[beside]:.1f}" if name != beside else ""]
        for title, name, beside in (
            ("Berth, every reason, plans of those that can", "berth", "berth"),
            ("ClassAd symmetricMatch", "match", "berth"),
            ("ClassAd, every reason", "reasons", "berth"),
            ("Berth, only those that cannot", "berth.no", "berth.no"),
            ("ClassAd symmetricMatch, only those that cannot", "match.no", "berth.no"),
        )
    ]
    text = report.table(["a platform", "µs", "Berth is … times as fast"], rows) + f"""

One request, {PLATFORMS:,} descriptions, eight conditions for each: kind of executable, cores, memory, storage, two
costs and two metrics, of which one in eight is not met. Berth gives the whole answer of a platform, as to a broker:
every reason with its sentence and its change, or the plans ({sum(not it for it in reasons)} can).
`symmetricMatch` evaluates both
Requirements, stops at the first condition that is not met, and says yes or no; with every reason each condition is
evaluated for itself. Both agree on each platform and on the number of its reasons, which is checked. The ads were
parsed before; the loop over them is Python's, the evaluation the library's own C++."""
    return "One request against a thousand platforms", text, [
        report.Goal("Matching with reasons, beside ClassAd", 25, ratio, "×", True, floor=1, key="match/classad")]
