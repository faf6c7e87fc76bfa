"""Asks the lab, takes its offer and prints what came of it; the same wherever the lab is (lab.py)."""

import sys
from pathlib import Path
from typing import Any

from lab import Lab

from berth import Platform, Portal, RemotePlatform, WorkerPlatform

REQUEST: dict[str, Any] = {
    "executable": {"kind": "batch-script", "script": "echo six times $1 is $((6 * $1))", "arguments": ["7"]},
    "compute": {"kind": "simple-compute-resource", "cores": {"min": 1, "max": 2}, "memory": {"min": 1}},
}


def ask(platform: Platform) -> None:
    portal = Portal([platform])

    too_much = {**REQUEST, "compute": {**REQUEST["compute"], "memory": {"min": 512}}}
    refused = portal.ask(too_much)
    print(refused.why())
    print(refused.changes())

    answers = portal.ask(refused.changes().apply(1))
    for offer in answers:
        print(f"{offer.cores} cores and {offer.memory} GiB")
    session = answers.soonest().accept()
    for text in session.logs(follow=True):
        print(text, end="")
    print("ended", session.wait().phase, "with exit code", session.exit_code)


def platform_of(where: str) -> Platform:
    if where == "here":
        return Lab()
    if where == "worker":
        return WorkerPlatform(f"{Path(__file__).with_name('lab.py')}:Lab")
    return RemotePlatform(where, name="lab")


if __name__ == "__main__":
    ask(platform_of(sys.argv[1] if len(sys.argv) > 1 else "here"))
