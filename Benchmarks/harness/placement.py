"""OpenStack Placement with a thousand resource providers: the peer of one broker with as many flavors."""

import http.client
import json
import pathlib
import shutil
import uuid

from servers import ROOT, Server, venv

PROVIDERS = 1000
HEADERS = {"X-Auth-Token": "admin", "OpenStack-API-Version": "placement 1.39"}
CANDIDATES = "/allocation_candidates?resources=VCPU:2,MEMORY_MB:4096,DISK_GB:10&limit=10"
REQUIREMENTS = ROOT / "Benchmarks/peers/placement/requirements.txt"


class Placement(Server):
    """One worker, with an embedded database and without Keystone."""

    name = "Placement"
    health = "/"

    def command(self) -> list[str]:
        (self.folder / "placement.conf").write_text(f"""[DEFAULT]
log_file = {self.folder / 'placement.log'}
[placement_database]
connection = sqlite:///{self.folder / 'placement.db'}
sync_on_startup = true
[api]
auth_strategy = noauth2
""")
        return [
            str(venv("placement") / "python"), "-W", "ignore", str(ROOT / "Benchmarks/peers/placement/serve.py"),
            str(self.port),
        ]

    def environment(self) -> dict[str, str]:
        return {"OS_PLACEMENT_CONFIG_DIR": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"}

    def start(self) -> float:
        """With all providers. To make them takes a minute, so that they are kept for the next run."""
        kept = ROOT / f".build/bench-placement-{PROVIDERS}"
        wanted = REQUIREMENTS.read_text()
        if (kept / "made.txt").exists() and (kept / "made.txt").read_text() == wanted:
            shutil.copy(kept / "placement.db", self.folder / "placement.db")
            return super().start()
        super().start()
        self.fill()
        self.stop()
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir()
        shutil.copy(self.folder / "placement.db", kept / "placement.db")
        (kept / "made.txt").write_text(wanted)
        return super().start()

    def fill(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

        def call(method: str, path: str, body: dict) -> None:
            connection.request(method, path, json.dumps(body), HEADERS | {"Content-Type": "application/json"})
            response = connection.getresponse()
            said = response.read()
            if response.status != 200:
                raise SystemExit(f"Placement answers {method} {path} with {response.status}: {said[:600].decode()}")

        for index in range(PROVIDERS):
            provider = uuid.UUID(int=index + 1)
            call("POST", "/resource_providers", {"name": f"node-{index}", "uuid": str(provider)})
            call("PUT", f"/resource_providers/{provider}/inventories", {
                "resource_provider_generation": 0,
                "inventories": {"VCPU": {"total": 64}, "MEMORY_MB": {"total": 262144}, "DISK_GB": {"total": 4000}},
            })

    def candidates(self) -> int:
        """How many it finds."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", CANDIDATES, headers=HEADERS)
            response = connection.getresponse()
            return len(json.loads(response.read())["allocation_requests"]) if response.status == 200 else 0
        finally:
            connection.close()


def config(folder: pathlib.Path, content: dict) -> pathlib.Path:
    """A configuration of Berth: JSON is YAML."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "berth.yaml"
    path.write_text(json.dumps(content))
    return path
