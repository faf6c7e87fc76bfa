"""A platform in Python: the workstation in the lab runs shell scripts.

Three depths, and who asks notices no difference (ask.py):

    python ask.py                                   the object itself, in this process
    python -m berth serve lab.py:Lab --port 8480    behind HTTP, for everybody:
    python ask.py http://127.0.0.1:8480
    python ask.py worker                            in a process of its own, as the broker in Swift runs it
"""

from berth import Platform, Work


class Lab(Platform):
    """The workstation in the lab."""

    executables = ["batch-script"]
    cores, memory = 16, 64  # GiB

    def run(self, work: Work) -> int:
        script = work.directory / "task.sh"
        script.write_text(work.executable.script, encoding="utf-8")
        return work.execute(["sh", str(script), *work.executable.arguments])
