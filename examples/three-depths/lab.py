"""The platform that moves: a workstation that runs shell scripts. Nothing in it knows where it runs."""

from berth import Platform, Work


class Lab(Platform):
    """The workstation in the lab."""

    executables = ["batch-script"]
    cores, memory = 16, 64  # GiB

    def run(self, work: Work) -> int:
        script = work.directory / "task.sh"
        script.write_text(work.executable.script, encoding="utf-8")
        return work.execute(["sh", str(script), *work.executable.arguments])
