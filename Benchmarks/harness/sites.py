"""Asking many sites at the same time: beside asking one after another, and beside a client that only collects JSON."""

import http.client
import json
import pathlib
import resource
import socket
import statistics
import subprocess
import tempfile
import time

import report
from placement import config
from servers import ROOT, VENV, Berth, free_port, venv

DEADLINE = 0.3
FORTY, THOUSAND, EACH_MILLISECONDS = 40, 1000, 50
POLLS = 100
REQUEST = {
    "executable": {"kind": "docker-container", "image": {"locations": ["example.org/image:1"]}},
    "compute": {"kind": "simple-compute-resource", "cores": {"min": 1}, "memory": {"min": 1}},
}
BODY = json.dumps(REQUEST).encode()


class Sites:
    """A process with many sites, and what they say."""

    def __init__(self, folder: pathlib.Path, name: str, sites: list[dict]):
        file = folder / f"{name}.json"
        file.write_text(json.dumps(sites))
        self.process = subprocess.Popen(
            [VENV / "python", ROOT / "Benchmarks/harness/site_server.py", file], stdout=subprocess.PIPE, text=True)
        self.ports: list[int] = json.loads(self.process.stdout.readline())

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


def broker(folder: pathlib.Path, name: str, ports: list[int]) -> Berth:
    return Berth(folder / name, config(folder / name, {
        "log": {"level": "error"},
        "broker": {"unfinishedSessions": 10**6, "unfinishedPerPerson": 10**6},
        "platforms": [
            # What is away is asked all the same: each round is to cost what the first does.
            {"kind": "remote", "name": f"site-{index}", "url": f"http://127.0.0.1:{port}", "askSeconds": 9,
             "failures": 10**6}
            for index, port in enumerate(ports)
        ],
    }))


class Asking:
    """A connection on which questions are asked; tells after how many seconds what came."""

    def __init__(self, port: int):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.connection.connect()
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def whole(self, query: str = "") -> tuple[float, dict]:
        begun = time.perf_counter()
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        self.connection.request("POST", "/requests" + query, BODY, headers)
        response = self.connection.getresponse()
        said = response.read()
        seconds = time.perf_counter() - begun
        if response.status not in (200, 303):
            raise SystemExit(f"A question is answered with {response.status}: {said[:600].decode()}")
        return seconds, json.loads(said)

    def streamed(self, query: str) -> tuple[float, float, dict]:
        """Seconds to the first yes, seconds to the offer set, and that."""
        begun = time.perf_counter()
        headers = {"Content-Type": "application/json", "Accept": "text/event-stream"}
        self.connection.request("POST", "/requests" + query, BODY, headers)
        response = self.connection.getresponse()
        first, name = 0.0, ""
        while line := response.readline():
            word, _, rest = line.decode().strip().partition(": ")
            if word == "event":
                name = rest
            elif word == "data" and name == "answer" and not first and '"yes"' in rest:
                first = time.perf_counter() - begun
            elif word == "data" and name == "offerset":
                seconds = time.perf_counter() - begun
                response.read()
                return first, seconds, json.loads(rest)
        raise SystemExit("A stream of answers ended before the offer set.")


def forty() -> list[dict]:
    """5 % say nothing, 10 % take 2 s, the others from 20 to 200 ms; every one of them says yes."""
    dead, slow = FORTY * 5 // 100, FORTY * 10 // 100
    rest = FORTY - dead - slow
    quick = [20 + 180 * index / (rest - 1) for index in range(rest)]
    found = [{"milliseconds": 0, "says": "nothing"}] * dead + [{"milliseconds": 2000, "says": "yes"}] * slow
    found += [{"milliseconds": milliseconds, "says": "yes"} for milliseconds in quick]
    # In an order in which neither the quick nor the slow ones come first.
    return [found[index * 7 % FORTY] for index in range(FORTY)]


def measure(is_short: bool) -> tuple[str, str, list[report.Goal]]:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard < 8 * THOUSAND:
        raise SystemExit(f"{8 * THOUSAND} descriptors are needed, and {hard} are allowed (ulimit -Hn).")
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / ".build") as place:
        folder = pathlib.Path(place)
        text, goals = measure_forty(folder, 3 if is_short else 9)
        more, others = measure_thousand(folder, 3 if is_short else 9)
    return "Many sites", text + "\n\n" + more, goals + others


def measure_forty(folder: pathlib.Path, rounds: int) -> tuple[str, list[report.Goal]]:
    sites = forty()
    served = Sites(folder, "forty", sites)
    # Of those that say nothing one is not even there.
    away = next(index for index, site in enumerate(sites) if site["says"] == "nothing")
    served.ports[away] = free_port()
    quickest = min((site["milliseconds"], index) for index, site in enumerate(sites) if site["says"] == "yes")[1]
    server = broker(folder, "forty", served.ports)
    query = f"?time=PT{DEADLINE}S"
    quick = sum(site["milliseconds"] < 1000 and site["says"] == "yes" for site in sites)
    alone, first, end, one_by_one = [], [], [], []
    try:
        server.start()
        asking, direct = Asking(server.port), Asking(served.ports[quickest])
        asking.streamed(query)
        for _ in range(rounds):
            alone.append(direct.whole()[0])
            firstly, seconds, answer = asking.streamed(query)
            first.append(firstly)
            end.append(seconds)
            silent = sum(message["values"].get("reason") in ("tooSlow", "unreachable")
                         for message in answer["meta"]["messages"])
            if (answer["result"], silent) != ("YES", FORTY - quick):
                raise SystemExit(f"{silent} sites are silent where {FORTY - quick} should be.")
            late = heard_late(server, answer)
            one_by_one.append(sum(asking.whole(f"{query}&platform=site-{index}")[0] for index in range(FORTY)))
    finally:
        server.stop()
        served.stop()
    beside = statistics.median(one_by_one) / statistics.median(end)
    soon = statistics.median(a / b for a, b in zip(first, alone))
    after = statistics.median(end) - DEADLINE
    rows = [
        ["the quickest site alone", f"{1000 * statistics.median(alone):.1f}", ""],
        ["all at once, first offer", f"{1000 * statistics.median(first):.1f}", f"{1000 * max(first):.1f}"],
        ["all at once, all of it", f"{1000 * statistics.median(end):.1f}", f"{1000 * max(end):.1f}"],
        ["one after another", f"{1000 * statistics.median(one_by_one):.0f}", f"{1000 * max(one_by_one):.0f}"],
    ]
    text = report.table([f"{FORTY} sites", "ms, median", "longest"], rows) + f"""

Two sites say nothing, of which one is not there, four take 2 s, {quick} from 20 to 200 ms; the deadline is
{DEADLINE * 1000:.0f} ms, all at once and for each one after another, which is asked through the same broker. {quick} of
them are in the answer, and the four that take 2 s in the offer set {late:.2f} s after it."""
    return text, [
        report.Goal("First offer, beside the quickest of 40 sites", 1.2, soon, "×", False, floor=3, key="sites/first"),
        report.Goal("End after the deadline, 40 sites", 50, 1000 * after, "ms", False, floor=300),
        report.Goal("40 sites, beside one after another", 15, beside, "×", True, floor=8, key="sites/one-by-one"),
    ]


def heard_late(server: Berth, answer: dict) -> float:
    """Seconds until every site that takes long has come to the offer set after all."""
    begun = time.perf_counter()
    while True:
        _, body = server.call("GET", f"/offersets/{answer['meta']['uuid']}")
        messages = json.loads(body)["meta"].get("messages", [])
        # The one that is there and says nothing, and the one that is not.
        if sum("waited" in message["values"] for message in messages) <= 2:
            return time.perf_counter() - begun
        if time.perf_counter() - begun > 30:
            raise SystemExit("What comes late does not come to the offer set.")
        time.sleep(0.02)


def measure_thousand(folder: pathlib.Path, rounds: int) -> tuple[str, list[report.Goal]]:
    says = ["yes" if index % 100 == 50 else "no" for index in range(THOUSAND)]
    served = Sites(folder, "thousand", [{"milliseconds": EACH_MILLISECONDS, "says": word} for word in says])
    server = broker(folder, "thousand", served.ports)
    (folder / "body.json").write_bytes(BODY)
    (folder / "ports.json").write_text(json.dumps(served.ports))
    peer = subprocess.Popen(
        [venv("httpx") / "python", ROOT / "Benchmarks/peers/httpx/poll.py", folder / "body.json",
         folder / "ports.json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def collected() -> float:
        peer.stdin.write("\n")
        peer.stdin.flush()
        seconds, yes, no = peer.stdout.readline().split()
        if (int(yes), int(no)) != (says.count("yes"), says.count("no")):
            raise SystemExit(f"The client counts {yes} YES and {no} NO.")
        return float(seconds)

    def polled() -> float:
        seconds, answer = asking.whole("?time=PT9S")
        words = {message["values"].get("reason") for message in answer["meta"]["messages"]}
        if len(answer["offers"]) != says.count("yes") or words & {"tooSlow", "unreachable", "brokenReply"}:
            raise SystemExit(f"The poll has {len(answer['offers'])} offers, and says {words}.")
        return seconds

    one, polls, collects = [], [], []
    try:
        server.start()
        asking, direct = Asking(server.port), Asking(served.ports[0])
        # The first makes the acquaintance of a thousand sites.
        for _ in range(3):
            asking.whole("?time=PT9S"), collected()
        before = descriptors(server)
        for _ in range(rounds):
            one.append(direct.whole()[0])
            polls.append(polled())
            collects.append(collected())
        for _ in range(POLLS - rounds):
            polled()
        after, resident = descriptors(server), server.resident_mebibytes()
    finally:
        peer.stdin.close()
        peer.wait()
        server.stop()
        served.stop()
    slowest, poll, collect = max(one), statistics.median(polls), statistics.median(collects)
    rows = [
        ["one site alone, the slowest of these", f"{1000 * slowest:.1f}", ""],
        ["Berth, the whole poll", f"{1000 * poll:.0f}", f"{1000 * max(polls):.0f}"],
        ["asyncio and httpx, JSON only", f"{1000 * collect:.0f}", f"{1000 * max(collects):.0f}"],
    ]
    text = report.table([f"{THOUSAND:,} sites of {EACH_MILLISECONDS} ms", "ms, median", "longest"], rows) + f"""

{says.count("yes")} of them say yes. Berth reads every answer, holds what it offers, tells all reasons and has the offer
set on the disk; the client does no more than collect JSON, on connections that it keeps as well. After {POLLS} polls
Berth has {resident:.0f} MiB resident and {after} descriptors, {before} after the first three."""
    return text, [
        report.Goal("A poll of 1,000 sites, beside the slowest", 3, poll / slowest, "×", False, floor=30,
                    key="sites/thousand"),
        report.Goal("Memory with 1,000 sites", 150, resident, "MiB", False),
        report.Goal("Descriptors more after 100 polls", 0, after - before, "", False, floor=50),
        report.Goal("A poll of 1,000 sites, beside asyncio and httpx", 5, collect / poll, "×", True, floor=1,
                    key="sites/httpx"),
    ]


def descriptors(server: Berth) -> int:
    return len(list(pathlib.Path(f"/proc/{server.process.pid}/fd").iterdir()))
