"""One job against a list of machines, by the ClassAd library that HTCondor matches with.

    python matching.py PLATFORMS REQUEST

reads the files that Berth reads and says which machines match, and how many conditions each does not meet. Then each
line of its input is a number of rounds; it answers with the seconds that each match took by `symmetricMatch`, and with
those that it takes to know every reason. All ads are read once, before.
"""

import json
import pathlib
import statistics
import sys
import time

import classad2

# What each side demands of the other: four conditions each.
OF_JOB = {
    f"Fits{name}": f"TARGET.{name}Start + TARGET.{name}CoreHour * MY.RequestCores * MY.Hours <= MY.Most{name}"
    for name in ("Money", "Credit", "Energy", "Carbon")
}
OF_MACHINE = {
    "FitsKind": "member(TARGET.Executable, MY.Executables)",
    "FitsCores": "TARGET.RequestCores <= MY.Cores",
    "FitsMemory": "TARGET.RequestMemory <= MY.Memory",
    "FitsStorage": "TARGET.RequestStorage <= MY.Storage",
}
NAMES = {"EUR": "Money", "credit": "Credit", "kWh": "Energy", "kg CO2": "Carbon"}


def text(value) -> str:
    if isinstance(value, list):
        return "{ " + ", ".join(map(text, value)) + " }"
    return json.dumps(value)


def ad(values: dict, conditions: dict[str, str]) -> classad2.ClassAd:
    parts = [f"{name} = {text(value)}" for name, value in values.items()]
    parts.append("Requirements = " + " && ".join(f"({it})" for it in conditions.values()))
    return classad2.ClassAd("[ " + "; ".join(parts) + " ]")


def job(request: dict) -> classad2.ClassAd:
    hours = int(request["schedule"]["requested"]["duration"].removeprefix("PT").removesuffix("H"))
    values = {
        "Executable": request["executable"]["kind"], "Hours": hours,
        "RequestCores": request["compute"]["cores"]["min"], "RequestMemory": request["compute"]["memory"]["min"],
        "RequestStorage": request["storage"][0]["size"]["min"],
    }
    for wish in request["costs"] + request["metrics"]:
        values[f"Most{NAMES[wish['type']]}"] = wish["max"]
    return ad(values, OF_JOB)


def machine(platform: dict) -> classad2.ClassAd:
    values = {
        "Name": platform["name"], "Executables": platform["executables"], "Cores": platform["cores"],
        "Memory": platform["memory"], "Storage": platform["storage"],
    }
    for price in platform["prices"] + platform["footprint"]:
        values[f"{NAMES[price['type']]}Start"] = price["start"]
        values[f"{NAMES[price['type']]}CoreHour"] = price["coreHour"]
    return ad(values, OF_MACHINE)


def main(platforms: str, request: str) -> None:
    machines = [machine(it) for it in json.loads(pathlib.Path(platforms).read_text())]
    wanted = job(json.loads(pathlib.Path(request).read_text()))
    of_job = [classad2.ExprTree(it) for it in OF_JOB.values()]
    of_machine = [classad2.ExprTree(it) for it in OF_MACHINE.values()]

    def unmet(it: classad2.ClassAd) -> int:
        return sum(not condition.eval(wanted, it) for condition in of_job) + sum(
            not condition.eval(it, wanted) for condition in of_machine)

    reasons = [unmet(it) for it in machines]
    print(json.dumps({"matches": [wanted.symmetricMatch(it) for it in machines], "reasons": reasons}), flush=True)
    no = [it for it, count in zip(machines, reasons) if count]
    for line in sys.stdin:
        rounds = int(line)
        said = {}
        for name, these, body in (
            ("match", machines, wanted.symmetricMatch), ("match.no", no, wanted.symmetricMatch),
            ("reasons", machines, unmet),
        ):
            taken = []
            for _ in range(rounds):
                begun = time.perf_counter()
                for it in these:
                    body(it)
                taken.append((time.perf_counter() - begun) / len(these))
            said[name] = statistics.median(taken)
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
