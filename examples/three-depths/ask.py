"""The caller in Python: asks, takes the first offer, and prints what came of it. It never changes.

python ask.py            the object itself, in this process
python ask.py plugin     in a process of its own, spoken to over two pipes
python ask.py URL        a service behind HTTP
"""

import json
import sys
from pathlib import Path
from typing import Any

from lab import Lab

from berth import Platform, Portal, RemotePlatform, WorkerPlatform

HERE = Path(__file__).parent
TASK: dict[str, Any] = json.loads((HERE / "task.json").read_text(encoding="utf-8"))


def ask(platform: Platform) -> None:
    answers = Portal([platform]).ask(TASK)
    for offer in answers:
        print(f"offer: {offer.cores} cores, {offer.memory} GiB")
    session = answers.soonest().accept()
    for text in session.logs(follow=True):
        print(text, end="")
    print(session.wait().phase)


def platform_of(where: str) -> Platform:
    if where == "core":
        return Lab()
    if where == "plugin":
        return WorkerPlatform(f"{HERE / 'lab.py'}:Lab")
    return RemotePlatform(where, name="lab")


if __name__ == "__main__":
    ask(platform_of(sys.argv[1] if len(sys.argv) > 1 else "core"))
