"""A hundred sessions of one second, accepted at once, beside the engine driven directly by a loop of a shell."""

import concurrent.futures
import json
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import tempfile
import time

import report
from servers import ROOT, Berth, free_port

UNFINISHED = "phase=ACCEPTED,WAITING,PREPARING,AVAILABLE,RUNNING,RELEASING"
IMAGE = "localhost/berth-bench:1"


class Slurm:
    """A cluster of four nodes on this machine, as the integration tests have one."""

    name = "Slurm"

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        for place in ["state", "log", *(f"spool/n{node}" for node in range(1, 5))]:
            (folder / place).mkdir(parents=True)
        host = socket.gethostname().split(".")[0]
        nodes = "\n".join(
            f"NodeName=n{node} NodeHostname={host} NodeAddr=127.0.0.1 Port={free_port()} CPUs=32 RealMemory=64000"
            for node in range(1, 5))
        (folder / "slurm.conf").write_text(f"""ClusterName=berth
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={free_port()}
SlurmUser={os.environ.get("USER", "root")}
SlurmdUser={os.environ.get("USER", "root")}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.sock
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
SchedulerParameters=sched_interval=2,bf_interval=2,sched_min_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SlurmdParameters=config_overrides
PropagateResourceLimits=NONE
ReturnToService=2
MinJobAge=600
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool/%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/%n.pid
SlurmctldLogFile={folder}/log/slurmctld.log
SlurmdLogFile={folder}/log/%n.log
{nodes}
PartitionName=batch Nodes=n[1-4] Default=YES MaxTime=1-0 State=UP
""")
        self.environment = {**os.environ, "SLURM_CONF": str(folder / "slurm.conf")}
        self.programs: list[subprocess.Popen] = []

    def start(self) -> None:
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o600)
        place = self.folder / "munge.sock"
        self.run(["munged", "--foreground", "--force", "--key-file", str(key), "--socket", str(place), "--pid-file",
                  str(self.folder / "munged.pid"), "--seed-file", str(self.folder / "munge.seed"), "--log-file",
                  str(self.folder / "log/munged.log")])
        wait("munged", place.exists)
        self.run(["slurmctld", "-D"])
        for node in range(1, 5):
            self.run(["slurmd", "-D", "-N", f"n{node}"])
        wait("Slurm", lambda: self.said("sinfo", "-h", "-t", "idle", "-o", "%D") == "4")

    def run(self, words: list[str]) -> None:
        self.programs.append(subprocess.Popen(
            words, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, cwd=self.folder))

    def said(self, *words: str) -> str:
        return subprocess.run(words, env=self.environment, capture_output=True, text=True).stdout.strip()

    def stop(self) -> None:
        for program in reversed(self.programs):
            program.terminate()
        for program in self.programs:
            program.wait()

    def loop(self, count: int) -> str:
        return f"""
            for i in $(seq {count}); do
                sbatch -Q -c 1 --mem=1024M -t 1 -o "$OUT/$i" --wrap 'echo ran; sleep 1' || exit 1
            done
            while [ -n "$(squeue -h)" ]; do sleep 0.1; done
        """

    def configuration(self) -> str:
        return f"""
- kind: slurm
  configuration: {self.folder}/slurm.conf
  stateDirectory: {self.folder}/berth
  storage: 1000
"""

    task = {"kind": "batch-script", "script": "echo ran; sleep 1"}


class SlurmService(Slurm):
    """The same with slurmrestd, through which jobs are handed over, followed and stopped."""

    name = "Slurm through slurmrestd"

    def start(self) -> None:
        super().start()
        # It does not want to be root, which all of this cluster is.
        self.environment["SLURMRESTD_SECURITY"] = "disable_user_check"
        self.run(["slurmrestd", "-a", "rest_auth/local", "-s", "openapi/v0.0.38", f"unix:{self.folder}/rest.sock"])
        wait("slurmrestd", (self.folder / "rest.sock").exists)

    def configuration(self) -> str:
        return super().configuration() + f"  rest: {{url: \"unix://{self.folder}/rest.sock\"}}\n"


class Podman:
    """A service of Podman with an image of busybox, as the demonstration has one."""

    name = "Podman"

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        folder.mkdir(parents=True)
        (folder / "containers.conf").write_text("""[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
netns = "none"
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
""")
        (folder / "storage.conf").write_text(f"""[storage]
driver = "vfs"
graphroot = "{folder}/graph"
runroot = "{folder}/run"
""")
        (folder / "policy.json").write_text('{"default": [{"type": "insecureAcceptAnything"}]}')
        self.environment = {
            **os.environ, "CONTAINERS_CONF": f"{folder}/containers.conf",
            "CONTAINERS_STORAGE_CONF": f"{folder}/storage.conf",
        }
        self.programs: list[subprocess.Popen] = []

    def start(self) -> None:
        self.shell(f"""
            mkdir -p root/bin root/tmp && cp "$(command -v busybox)" root/bin/busybox
            for name in sh echo sleep; do ln -sf busybox root/bin/$name; done
            tar -C root -c . | podman import -q - {IMAGE} >/dev/null
        """)
        self.programs.append(subprocess.Popen(
            ["podman", "system", "service", "--time=0", f"unix://{self.folder}/podman.sock"], env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder))
        wait("Podman", (self.folder / "podman.sock").exists)

    def shell(self, text: str) -> None:
        subprocess.run(["sh", "-ec", text], env=self.environment, cwd=self.folder, check=True)

    def stop(self) -> None:
        for program in self.programs:
            program.terminate()
            program.wait()

    def loop(self, count: int) -> str:
        return f"""
            for i in $(seq {count}); do
                podman run --rm --network none -m 1g --cpus 1 {IMAGE} sh -c 'echo ran; sleep 1' >"$OUT/$i" &
            done
            wait
        """

    def configuration(self) -> str:
        return f"""
- kind: containers
  engine: {self.folder}/podman.sock
  stateDirectory: {self.folder}/berth
  cores: 1000
  memory: 1000
  storage: 1000
"""

    task = {
        "kind": "docker-container", "image": {"locations": [IMAGE]}, "entrypoint": "sh",
        "command": ["-c", "echo ran; sleep 1"],
    }


def wait(what: str, is_there) -> None:
    deadline = time.monotonic() + 60
    while not is_there():
        if time.monotonic() > deadline:
            raise SystemExit(f"{what} does not come up.")
        time.sleep(0.1)


def loop(engine, folder: pathlib.Path, count: int) -> float:
    """The seconds that a loop of a shell takes for as much work; what it wrote is counted."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    begun = time.perf_counter()
    subprocess.run(
        ["sh", "-c", engine.loop(count)], env={**engine.environment, "OUT": str(folder)}, cwd=engine.folder,
        check=True)
    seconds = time.perf_counter() - begun
    written = [path.read_text() for path in folder.iterdir()]
    if written != ["ran\n"] * count:
        raise SystemExit(f"The loop of {engine.name} wrote {len(written)} files, not all of them one line.")
    return seconds


def sessions(server: Berth, engine, count: int) -> float:
    """The seconds from the first accept to the last end; each must have run once."""
    body = json.dumps({
        "executable": engine.task, "compute": {"kind": "simple-compute-resource", "cores": {"min": 1},
                                               "memory": {"min": 1}},
        "schedule": {"requested": {"duration": "PT1M"}},
    }).encode()

    def ask(_: int) -> str:
        status, answer = server.call("POST", "/requests", body)
        offers = json.loads(answer).get("offers")
        if status != 303 or not offers:
            raise SystemExit(f"{engine.name} refuses: {answer[:600].decode()}")
        return offers[0]["meta"]["uuid"]

    update = json.dumps({"kind": "uri:enum-value-update", "path": "phase", "value": "ACCEPTED"}).encode()

    def accept(offer: str) -> None:
        status, answer = server.call("POST", f"/sessions/{offer}", update)
        if status != 200:
            raise SystemExit(f"An accept fails with {status}: {answer[:600].decode()}")

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        offers = list(pool.map(ask, range(count)))
        begun = time.perf_counter()
        list(pool.map(accept, offers))
        deadline = time.monotonic() + 600
        while json.loads(server.call("GET", f"/sessions?limit=1&{UNFINISHED}")[1]).get("sessions"):
            if time.monotonic() > deadline:
                raise SystemExit(f"The sessions on {engine.name} do not come to their end.")
            time.sleep(0.1)
        seconds = time.perf_counter() - begun
        ends = [json.loads(server.call("GET", f"/sessions/{offer}")[1])["phase"] for offer in offers]
        written = [server.call("GET", f"/sessions/{offer}/log/stdout")[1] for offer in offers]
    lost = count - ends.count("COMPLETED")
    if lost or written != [b"ran\n"] * count:
        raise SystemExit(f"On {engine.name} {lost} of {count} sessions did not end well, or did not run once.")
    return seconds


def measure(is_short: bool) -> tuple[str, str, list[report.Goal]]:
    count, rounds = (20, 1) if is_short else (100, 3)
    rows, goals = [], []
    for make in (Slurm, SlurmService, Podman):
        with tempfile.TemporaryDirectory(prefix="berth-engines-", ignore_cleanup_errors=True) as name:
            folder = pathlib.Path(name)
            engine = make(folder / "engine")
            config = folder / "berth.yaml"
            config.write_text(
                "log: {level: warning}\nbroker: {unfinishedSessions: 10000, unfinishedPerPerson: 10000}\nplatforms:"
                + engine.configuration())
            server = Berth(folder / "broker", config)
            try:
                engine.start()
                server.start()
                direct, through = [], []
                for _ in range(rounds):
                    direct.append(loop(engine, folder / "out", count))
                    through.append(sessions(server, engine, count))
            finally:
                server.stop()
                engine.stop()
        ratio = statistics.median(through) / statistics.median(direct)
        rows.append([
            f"{engine.name}, {count} × 1 s", f"{statistics.median(direct):.1f}", f"{statistics.median(through):.1f}",
            f"{ratio:.2f}",
        ])
        goals.append(report.Goal(
            f"{count} sessions on {engine.name}, beside a loop of a shell", 1.1, ratio, "×", False, floor=3,
            key=None))
    text = report.table(["", "loop s", "Berth s", "Berth / loop"], rows) + f"""

*loop*: a shell that hands all of them to the engine, one after the other, and waits for the last (`sbatch` and
`squeue`; `podman run` in the background). *Berth*: from the first accept to the last end, with everything on the disk,
directories made and deleted, output kept. Medians of {rounds}, taking turns. All {count} ended well and wrote their
line once."""
    return "A hundred sessions beside the engine alone", text, goals
