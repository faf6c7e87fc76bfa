"""What a platform offers to do, and what it is handed when that was accepted."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from pydantic import Field

from berth import times
from berth._base import Items, Model
from berth._model import (
    AcceleratedComputeResource,
    AnyComputeResource,
    AnyCost,
    AnyDataResource,
    AnyExecutable,
    AnyMetric,
    AnyStorageResource,
    BatchScript,
    DockerContainer,
    MessageItem,
    MinMaxInteger,
    PythonProgram,
    SimpleMinMaxFloatCost,
    SimpleMinMaxFloatMetric,
    SimpleStorageResource,
)
from berth.answers import Answer, Change, No, Obstacle, Yes, filled
from berth.offers import Cost
from berth.question import BYTES_PER_GIB, SIZED, Asker, Question, obstacles_of_kind, too_much

if TYPE_CHECKING:
    from berth.platform import Platform
    from berth.runner import Programs

MESSAGE_KIND = "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/message/simple-message.yaml"


class Amount(Model):
    """An amount of one resource: ``cores``, ``memory`` and ``storage`` in bytes, or a name of what is counted."""

    name: str
    amount: int


class Resources(Model):
    """Amounts of named resources; no name stands twice."""

    amounts: Items[Amount] = Field(default_factory=list)

    def __getitem__(self, name: str) -> int:
        return next((one.amount for one in self.amounts if one.name == name), 0)


class Plan(Model):
    """One way in which a platform would run something. An offer is a plan with a slot, a session one that is being
    carried out; ``details`` are the platform's own and come back with the work.
    """

    platform: str = ""
    executable: AnyExecutable | None = None
    compute: AnyComputeResource | None = None
    storage: Items[AnyStorageResource] = Field(default_factory=list)
    data: Items[AnyDataResource] = Field(default_factory=list)
    demand: Resources = Field(default_factory=Resources)
    """What has to be held, from the begin of preparation to the end of release."""
    place: str | None = None
    preparing: str = "PT0S"
    """How long preparation takes, estimated."""
    releasing: str = "PT0S"
    """How long the release takes, estimated."""
    patience: str | None = None
    """How much later than planned it may begin, in a queue of the platform's own."""
    costs: Items[AnyCost] = Field(default_factory=list)
    metrics: Items[AnyMetric] = Field(default_factory=list)
    messages: Items[MessageItem] = Field(default_factory=list)
    details: Any = None

    @classmethod
    def of(
        cls,
        question: Question,
        *,
        cores: int | None = None,
        memory: int | None = None,
        preparing: timedelta = timedelta(0),
        releasing: timedelta = timedelta(0),
        costs: Mapping[str, float] | None = None,
        metrics: Mapping[str, float] | None = None,
        details: Any = None,
        platform: str = "",
    ) -> Plan:
        """A plan for a question.

        Args:
            cores, memory: what is promised (GiB); what is needed unless given.
            costs, metrics: amounts by currency or unit, for all of the time: ``{"EUR": 0.5}``.
            details: anything that can be written as JSON; comes back in ``work.plan.details``.
        """
        found = question.model_copy(deep=True)
        promised = max(cores or 0, found.cores.min or 1), max(memory or 0, found.memory.min or 1)
        if isinstance(found.compute, SIZED):
            found.compute.cores = MinMaxInteger(min=promised[0], max=promised[0])
            found.compute.memory = MinMaxInteger(min=promised[1], max=promised[1])
        for storage in found.storage:
            if isinstance(storage, SimpleStorageResource) and storage.size:
                storage.size = MinMaxInteger(min=storage.size.min, max=storage.size.min)
                storage.data = _kept_in(storage.meta.uuid if storage.meta else None, found)
        amounts = {
            "cores": promised[0],
            "memory": promised[1] * BYTES_PER_GIB,
            "storage": found.storage_gib * BYTES_PER_GIB,
        }
        return cls(
            platform=platform,
            executable=found.executable,
            compute=found.compute,
            storage=found.storage,
            data=found.data,
            demand=Resources(amounts=[Amount(name=name, amount=amount) for name, amount in amounts.items()]),
            preparing=times.format_duration(preparing),
            releasing=times.format_duration(releasing),
            costs=[SimpleMinMaxFloatCost(type=name, min=one, max=one) for name, one in (costs or {}).items()],
            metrics=[SimpleMinMaxFloatMetric(type=name, min=one, max=one) for name, one in (metrics or {}).items()],
            details=details,
        )

    @property
    def cores(self) -> int | None:
        """Cores that are promised."""
        return self.demand["cores"] or None

    @property
    def memory(self) -> int | None:
        """Memory that is promised, in GiB."""
        return self.demand["memory"] // BYTES_PER_GIB or None

    @property
    def quoted(self) -> list[Cost]:
        """What it costs."""
        return [Cost(one.type or "", one.min, one.max) for one in self.costs if isinstance(one, SimpleMinMaxFloatCost)]

    @property
    def lengths(self) -> tuple[timedelta, timedelta]:
        """Preparation and release."""
        return times.parse_duration(self.preparing), times.parse_duration(self.releasing)


def _kept_in(storage: str | None, question: Question) -> list[str]:
    """UUIDs of the data that is kept in a storage."""
    kept = [one for one in question.data if getattr(one, "storage", None) == storage]
    found = [getattr(getattr(one, "meta", None), "uuid", None) for one in kept]
    return [one for one in found if isinstance(one, str)]


class Work:
    """An accepted plan being carried out."""

    def __init__(
        self,
        session: str,
        plan: Plan,
        owner: Asker,
        end: datetime,
        handle: Any = None,
    ) -> None:
        self.session = session
        """UUID; whatever is made is named after it, so that it is found again."""
        self.plan = plan
        self.owner = owner
        self.end = end
        """Until when the work may run, in UTC."""
        self.handle = handle
        """What the platform wanted to remember."""
        self._stopping = threading.Event()
        self._programs: Programs | None = None

    @property
    def executable(self) -> Any:
        return self.plan.executable

    # Only for ``run``.

    @property
    def directory(self) -> Path:
        """A directory of the session's own, deleted when it ends."""
        return self._own.directory

    @property
    def stdout(self) -> TextIO:
        """The output of the session."""
        return self._own.stdout

    @property
    def stderr(self) -> TextIO:
        return self._own.stderr

    @property
    def is_cancelled(self) -> bool:
        """Whether ``run`` is to end now."""
        return self._stopping.is_set()

    def wait(self, seconds: float) -> bool:
        """Waits so long; returns early, and true, when ``run`` is to end now."""
        return self._stopping.wait(seconds)

    def execute(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        input: bytes | None = None,  # noqa: A002 - the word of subprocess
    ) -> int:
        """Runs a program in ``directory`` until it ends, its output that of the session, and returns its exit code.

        It and all that it started are stopped when the session is cancelled or its time is over. Its environment is
        ``PATH``, the language and time zone, ``HOME`` as ``directory``, and what the request asks for; nothing else of
        this program's own is handed on.

        Args:
            environment: beside that.
        Raises: ``OSError`` where it cannot be started.
        """
        asked = getattr(self.executable, "environment", None) or {}
        variables = {name: value for name, value in asked.items() if value is not None}
        return self._own.execute(command, {**variables, **(environment or {})}, input, self._stopping)

    @property
    def _own(self) -> Programs:
        if self._programs is None:
            raise RuntimeError("Only run() has a directory and an output; other steps make their own.")
        return self._programs

    def document(self) -> dict[str, Any]:
        return {
            "session": self.session,
            "plan": self.plan.document(),
            "owner": self.owner.document(),
            "end": times.format_instant(self.end),
            "handle": self.handle,
        }

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Work:
        """Raises: ``ValueError``."""
        return cls(
            str(document["session"]),
            Plan.read(document["plan"]),
            Asker.read(document.get("owner") or {}),
            times.parse_instant(str(document["end"])),
            document.get("handle"),
        )


def message(template: str, values: Mapping[str, str], level: str = "INFO", now: datetime | None = None) -> MessageItem:
    """All members of a message filled, as the standard asks."""
    return MessageItem(
        kind=MESSAGE_KIND,
        time=times.format_instant(now or times.now()),
        level=level,
        template=template,
        values=dict(values),
        message=filled(template, values),
    )


# Fitting.


def fit(platform: Platform, question: Question) -> Answer[Plan]:
    """What ``Platform.fit`` says."""
    obstacles = obstacles_of_kind(question, platform.executables) + _unused(platform, question)
    cores, memory, storage = question.cores.min or 1, question.memory.min or 1, question.storage_gib
    if platform.cores is not None and cores > platform.cores:
        obstacles.append(too_much("compute.cores.min", cores, platform.cores, "cores"))
    if platform.memory is not None and memory > platform.memory:
        obstacles.append(too_much("compute.memory.min", memory, platform.memory, "GiB"))
    if platform.storage is not None and storage > platform.storage:
        largest = max(range(len(question.storage)), key=lambda index: _size(question, index))
        rest = storage - _size(question, largest)
        path = f"storage[{largest}].size.min"
        obstacles.append(too_much(path, _size(question, largest), max(0, platform.storage - rest), "GiB"))
    if obstacles:
        return No(obstacles)
    plan = Plan.of(
        question,
        cores=_promised(question.cores, platform.cores),
        memory=_promised(question.memory, platform.memory),
        preparing=platform.preparing,
        releasing=platform.releasing,
        platform=platform.name,
    )
    return Yes([plan])


def _size(question: Question, index: int) -> int:
    one = question.storage[index]
    return (one.size.min or 0) if isinstance(one, SimpleStorageResource) and one.size else 0


def _promised(found: MinMaxInteger, capacity: int | None) -> int:
    """What is needed, and as much of what is wanted as there is."""
    least = max(1, found.min or 1)
    wanted = max(least, found.max or least)
    return wanted if capacity is None else max(least, min(wanted, capacity))


def _unused(platform: Platform, question: Question) -> list[Obstacle]:
    """What the platform does not say that it takes is refused and not dropped."""
    found: list[Obstacle] = []

    def refuse(word: str, path: str, sentence: str, rung: Any = "never", change: Change | None = None) -> None:
        if word not in platform.accepts:
            found.append(Obstacle(rung, path, sentence, {}, "the site", change or Change.without(path)))

    for index in range(len(question.data)):
        refuse("data", f"data[{index}]", "{path}: this platform brings no data.", "dataUnreachable")
    if isinstance(question.compute, SIZED):
        for index in range(len(question.compute.volumes)):
            refuse("volumes", f"compute.volumes[{index}]", "{path}: this platform mounts no volumes.")
    if isinstance(question.compute, AcceleratedComputeResource):
        for index in range(len(question.compute.accelerators)):
            path = f"compute.accelerators[{index}]"
            refuse("accelerators", path, "{path}: this platform has no accelerators.")
        for index in range(len(question.compute.features)):
            refuse("features", f"compute.features[{index}]", "{path}: this platform names no features.")
        if question.compute.architecture not in (None, platform.architecture):
            values = {"wanted": str(question.compute.architecture), "available": platform.architecture}
            sentence = "{path}: {wanted} is wanted, this platform has {available}."
            change = Change.one_of("compute.architecture", [platform.architecture])
            found.append(Obstacle("never", "compute.architecture", sentence, values, "the site", change))
    # Storage that was made for data goes with the data.
    named = {getattr(data, "storage", None) for data in question.data}
    for index, storage in enumerate(question.storage):
        own = getattr(getattr(storage, "meta", None), "uuid", None)
        if type(storage) is SimpleStorageResource and own not in named:
            refuse("storage", f"storage[{index}]", "{path}: this platform has no storage to offer.")
    executable = question.executable
    if isinstance(executable, BatchScript | PythonProgram):
        if executable.location and not executable.script:
            sentence = "{path}: this platform fetches nothing; write the text out as executable.script."
            refuse("location", "executable.location", sentence, "dataUnreachable")
        elif not executable.script:
            found.append(Obstacle("contradictory", "executable.script", "{path} is missing: it is what is run."))
    if isinstance(executable, PythonProgram) and executable.requirements:
        refuse("requirements", "executable.requirements", "{path}: this platform installs no packages.")
    if isinstance(executable, DockerContainer):
        if executable.network and executable.network.ports:
            refuse("ports", "executable.network", "{path}: this platform publishes no ports.")
        if executable.privileged:
            refuse("privileged", "executable.privileged", "{path}: this site gives no privileges.", "notAllowed")
    return found
