"""The servers that are measured: each runs in a folder of its own, on a free port, until it is stopped by its pid."""

import contextlib
import http.client
import os
import pathlib
import random
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Where scripts/bench builds.
BUILT = ROOT / ".build/optimised/release"
BERTH = BUILT / "berth"
VENV = ROOT / ".build/bench-venv/bin"
TICKS = os.sysconf("SC_CLK_TCK")


def venv(name: str) -> pathlib.Path:
    """The programs of a peer, with what its requirements.txt names; made when they are not there yet."""
    place = ROOT / f".build/bench-{name}-venv"
    wanted = (ROOT / f"Benchmarks/peers/{name}/requirements.txt").read_text()
    made = place / "installed.txt"
    if not made.exists() or made.read_text() != wanted:
        print(f"Installing {wanted.split()[0]} …", file=sys.stderr)
        subprocess.run(["python3", "-m", "venv", "--clear", place], check=True)
        subprocess.run(
            [place / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "-r",
             ROOT / f"Benchmarks/peers/{name}/requirements.txt"], check=True)
        made.write_text(wanted)
    return place / "bin"


def free_port() -> int:
    """Below those that the system gives to connections: one of these could be taken before it is used."""
    while True:
        port = random.randrange(20_000, 30_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Server:
    """A process, with its children, that answers on a port of this machine."""

    name = ""
    health = "/health"

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.process: subprocess.Popen | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return {}

    def start(self) -> float:
        """Starts the server; the seconds until its first 200."""
        begun = time.perf_counter()
        with open(self.folder / "output.log", "ab") as log:
            self.process = subprocess.Popen(
                self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder,
                env={**os.environ, **self.environment()},
            )
        while not self.is_well():
            if self.process.poll() is not None or time.perf_counter() - begun > 60:
                self.stop()
                raise SystemExit(f"{self.name} does not start:\n{(self.folder / 'output.log').read_text()[-2000:]}")
            time.sleep(0.001)
        return time.perf_counter() - begun

    def is_well(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", self.health)
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def call(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def cpu_seconds(self) -> float:
        """What the process and its children have used so far. Source: proc(5), fields 14 and 15 of stat."""
        ticks = 0
        for pid in self.pids():
            try:
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except FileNotFoundError:
                continue
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICKS

    def pids(self) -> list[int]:
        found = [self.process.pid]
        for pid in found:
            for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
        return found

    def resident_mebibytes(self) -> float:
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise SystemExit(f"{self.name} has no memory")


class Nginx(Server):
    name = "nginx"

    def command(self) -> list[str]:
        template = (ROOT / "Benchmarks/peers/nginx.conf").read_text()
        (self.folder / "nginx.conf").write_text(template.replace("PORT", str(self.port)))
        return ["nginx", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]

    @staticmethod
    def version() -> str:
        said = subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=True).stderr
        return said.strip().removeprefix("nginx version: nginx/")


class FastAPI(Server):
    name = "FastAPI"

    def command(self) -> list[str]:
        return [
            str(VENV / "uvicorn"), "app:app", "--app-dir", str(ROOT / "Benchmarks/peers/fastapi"), "--workers", "2",
            "--host", "127.0.0.1", "--port", str(self.port), "--no-access-log", "--log-level", "warning",
        ]

    def environment(self) -> dict[str, str]:
        return {"DATABASE": str(self.folder / "offers.db"), "PYTHONDONTWRITEBYTECODE": "1"}


class Berth(Server):
    name = "Berth"

    def __init__(self, folder: pathlib.Path, config: pathlib.Path = ROOT / "Benchmarks/berth.yaml"):
        super().__init__(folder)
        self.config = config

    def command(self) -> list[str]:
        return [
            str(BERTH), "serve", "--listen", f"127.0.0.1:{self.port}", "--state-dir", str(self.folder / "state"),
            "--config", str(self.config),
        ]

    @staticmethod
    def version() -> str:
        return subprocess.run([BERTH, "version"], capture_output=True, text=True, check=True).stdout.split()[1]
