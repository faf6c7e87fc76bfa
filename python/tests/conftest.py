"""Real brokers and real sockets: the Swift program, the package's own service, and servers that misbehave."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
# For programs that tests start, and that these start.
os.environ["PYTHONPATH"] = str(ROOT / "python/src")

SCRIPT: dict[str, Any] = {
    "executable": {"kind": "batch-script", "script": "echo hello $1", "arguments": ["you"]},
    "compute": {"kind": "simple-compute-resource", "cores": {"min": 1}, "memory": {"min": 1}},
}


def script(text: str, **changes: Any) -> dict[str, Any]:
    return {**SCRIPT, "executable": {"kind": "batch-script", "script": text}, **changes}


def free_port() -> int:
    """Below those that the system gives to connections: one of these could be taken before it is used."""
    while True:
        port = random.randrange(20_000, 30_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Service:
    """A program that serves on a port, stopped by its own pid."""

    def __init__(self, command: list[str], url: str, environment: dict[str, str] | None = None) -> None:
        self.url = url
        self._command = command
        self._environment = {**os.environ, **(environment or {})}
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            self._command, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        self.said: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                time.sleep(0.2)
                raise AssertionError(f"{self._command} ended with {self.process.returncode}: {''.join(self.said)}")
            with suppress(httpx.HTTPError):
                if httpx.get(self.url + "/health", timeout=5).status_code == 200:
                    return
            time.sleep(0.05)
        raise AssertionError(f"{self.url} does not answer: {''.join(self.said)}")

    def _listen(self) -> None:
        stream = self.process.stderr
        assert stream is not None
        for line in stream:
            self.said.append(line)
        stream.close()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


def swift_program() -> str:
    program = os.environ.get("BERTH_PROGRAM")
    if not program:
        found = ROOT / ".build/debug/berth"
        assert found.exists(), "Build berth (make build), or name the program with BERTH_PROGRAM."
        program = str(found)
    return program


SCRIPTED = """
listen: 127.0.0.1:{port}
store: {{kind: memory}}
platforms:
- kind: scripted
  name: fast
  cores: 100
  memory: 200
  storage: 100
  prices: [{{type: EUR, coreHour: 0.2}}]
  run: {{duration: PT0.3S, output: [{{text: "hello from fast"}}, {{at: PT0.1S, text: "and <b>more</b>"}}]}}
  otherRuns:
  - when: [{{path: executable.meta.name, contains: endless}}]
    duration: PT1H
  - when: [{{path: executable.meta.name, contains: failing}}]
    duration: PT0.1S
    exitCode: 3
- kind: scripted
  name: cheap
  cores: 40
  memory: 80
  storage: 100
  preparing: PT30S
  prices: [{{type: EUR, coreHour: 0.05}}]
"""


@pytest.fixture(scope="session")
def swift(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a broker in Swift with two scripted platforms: `fast`, and `cheap`, which is later and smaller."""
    directory = tmp_path_factory.mktemp("swift")
    port = free_port()
    configuration = directory / "config.yaml"
    configuration.write_text(SCRIPTED.format(port=port), encoding="utf-8")
    command = [swift_program(), "serve", "--config", str(configuration), "--state-dir", str(directory / "state")]
    service = Service(command, f"http://127.0.0.1:{port}")
    yield service.url
    assert service.stop() == 0


Serve = Callable[..., Service]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts `python -m berth serve` of a platform in tests/platforms.py."""
    started: list[Service] = []

    def start(name: str, *options: str) -> Service:
        port = free_port()
        place = f"{ROOT / 'python/tests/platforms.py'}:{name}"
        command = [sys.executable, "-m", "berth", "serve", place, "--port", str(port), *options]
        started.append(Service(command, f"http://127.0.0.1:{port}"))
        return started[-1]

    yield start
    for service in started:
        service.stop()


class Misbehaving:
    """A server of one connection at a time each on its own thread, which does what a function says."""

    def __init__(self, behave: Callable[[socket.socket, threading.Event], None]) -> None:
        self._behave = behave
        self._stopping = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.1)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.heads: list[bytes] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while not self._stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(10)
            self.heads.append(_request(connection))
            self._behave(connection, self._stopping)

    def close(self) -> None:
        self._stopping.set()
        self._thread.join()
        self._listener.close()


def _request(connection: socket.socket) -> bytes:
    """Reads a whole request, so that a close is no reset."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return data
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        piece = connection.recv(65536)
        if not piece:
            break
        body += piece
    return head + b"\r\n\r\n" + body


Misbehave = Callable[[Callable[[socket.socket, threading.Event], None]], Misbehaving]


@pytest.fixture
def misbehave() -> Iterator[Misbehave]:
    servers: list[Misbehaving] = []

    def start(behave: Callable[[socket.socket, threading.Event], None]) -> Misbehaving:
        servers.append(Misbehaving(behave))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def reply(status: str, body: bytes, *headers: str) -> bytes:
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*head, "Connection: close", "", ""]).encode() + body
