"""A request made complete: what a platform is asked."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import Field, ValidationError

from berth import paths, times
from berth._base import Items, Model
from berth._kinds import kind_name
from berth._model import (
    AcceleratedComputeResource,
    AnyComputeResource,
    AnyCost,
    AnyDataResource,
    AnyExecutable,
    AnyMetric,
    AnyStorageResource,
    ComponentMetadata,
    ComputeResource,
    Cost,
    DataResource,
    DockerContainer,
    DockerPlatformSpec,
    Executable,
    ExecutionRequest,
    Metric,
    MinMaxInteger,
    SimpleComputeResource,
    SimpleMinMaxFloatCost,
    SimpleMinMaxFloatMetric,
    SimpleStorageResource,
    SimpleVolumeMount,
    StorageResource,
    VolumeMode,
    VolumeMount,
)
from berth.answers import Change, Obstacle

BYTES_PER_GIB = 1 << 30
SIZED = (SimpleComputeResource, AcceleratedComputeResource)
"""Compute resources with cores, memory and volumes."""
STANDARD_DURATION = timedelta(hours=2)
STANDARD_HORIZON = timedelta(days=1)


class Asker(Model):
    """Who asks."""

    subject: str = "anonymous"
    """Unique name of the person or service."""
    groups: Items[str] = Field(default_factory=list)


class Question(Model):
    """One request, made complete: defaults stand where it was silent, every component has a UUID, and references
    between components are these UUIDs. Components keep their places, so that paths are paths in the request; storage
    that was made for data without any stands after them.
    """

    executable: AnyExecutable
    compute: AnyComputeResource
    storage: Items[AnyStorageResource] = Field(default_factory=list)
    data: Items[AnyDataResource] = Field(default_factory=list)
    costs: Items[AnyCost] = Field(default_factory=list)
    """Constraints: all must hold."""
    metrics: Items[AnyMetric] = Field(default_factory=list)
    window: str
    """When the work is to be available, an interval; both ends belong to it."""
    duration: str
    """How long it is to be available."""
    asker: Asker
    now: str

    @property
    def kind(self) -> str:
        """The kind of executable by its short name: ``batch-script``."""
        return kind_name(self.executable.kind)

    @property
    def cores(self) -> MinMaxInteger:
        """Cores that are needed and wanted."""
        found = getattr(self.compute, "cores", None)
        return found if isinstance(found, MinMaxInteger) else MinMaxInteger()

    @property
    def memory(self) -> MinMaxInteger:
        """Memory that is needed and wanted, in GiB."""
        found = getattr(self.compute, "memory", None)
        return found if isinstance(found, MinMaxInteger) else MinMaxInteger()

    @property
    def storage_gib(self) -> int:
        """Storage that is needed, all together, in GiB."""
        return sum((one.size.min or 0) for one in self.storage if isinstance(one, SimpleStorageResource) and one.size)

    @property
    def starts(self) -> tuple[datetime, datetime]:
        """The earliest and the latest time at which the work may become available."""
        return times.parse_interval(self.window)

    @property
    def lasts(self) -> timedelta:
        """How long the work is to be available."""
        return times.parse_duration(self.duration)

    @classmethod
    def of(cls, request: ExecutionRequest, asker: Asker | None = None, now: datetime | None = None) -> Question:
        """The question of a request in which ``problems`` found nothing."""
        moment = now or times.now()
        request = request.model_copy(deep=True)
        _normalize(request)
        completion = _Completion()
        executable = completion.executable(request.executable or Executable())
        storage = [completion.storage(one) for one in request.storage]
        data = [completion.register(one) for one in request.data]
        for one in data:
            made = completion.resolve(one)
            if made is not None:
                storage.append(made)
        compute = completion.compute(request.compute or SimpleComputeResource())
        requested = request.schedule.requested if request.schedule else None
        window = requested.start if requested and requested.start else None
        start, end = times.parse_interval(window) if window else (moment, moment + STANDARD_HORIZON)
        return cls(
            executable=executable,
            compute=compute,
            storage=storage,
            data=data,
            costs=request.costs,
            metrics=request.metrics,
            window=times.format_interval(start, end),
            duration=(requested.duration if requested else None) or times.format_duration(STANDARD_DURATION),
            asker=asker or Asker(),
            now=times.format_instant(moment),
        )


class _Completion:
    """Fills in defaults and turns references into UUIDs. Source: IVOA ExecutionBroker 1.0, defaults."""

    def __init__(self) -> None:
        self._references: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def identify(self, component: Any) -> None:
        meta = component.meta or ComponentMetadata()
        made = str(uuid.uuid4())
        for name in (_canonical(meta.uuid) if meta.uuid else None, meta.name):
            if name:
                self._references[name] = made
        if meta.name:
            self._names[made] = meta.name
        component.meta = meta.model_copy(update={"uuid": made})

    def executable(self, executable: Executable) -> Executable:
        if type(executable) is Executable:
            return executable
        self.identify(executable)
        if isinstance(executable, DockerContainer) and executable.image:
            platform = executable.image.platform or DockerPlatformSpec()
            platform.architecture = platform.architecture or "amd64"
            platform.os = platform.os or "linux"
            executable.image.platform = platform
        return executable

    def storage(self, storage: StorageResource) -> StorageResource:
        if isinstance(storage, SimpleStorageResource):
            self.identify(storage)
            storage.size = _range(storage.size)
            storage.data = []
        return storage

    def register(self, data: DataResource) -> DataResource:
        if type(data) is not DataResource:
            self.identify(data)
        return data

    def resolve(self, data: Any) -> SimpleStorageResource | None:
        if type(data) is DataResource:
            return None
        if data.storage:
            data.storage = self._references.get(_canonical(data.storage), data.storage)
            return None
        name = data.meta.name or data.meta.uuid
        made = SimpleStorageResource(
            meta=ComponentMetadata(uuid=str(uuid.uuid4()), name=f"storage-for-{name}"), size=_range(None)
        )
        data.storage = made.meta.uuid if made.meta else None
        return made

    def compute(self, compute: ComputeResource) -> ComputeResource:
        if isinstance(compute, SIZED):
            self.identify(compute)
            compute.cores = _range(compute.cores)
            compute.memory = _range(compute.memory)
            for volume in compute.volumes:
                self.volume(volume)
        return compute

    def volume(self, volume: VolumeMount) -> None:
        if not isinstance(volume, SimpleVolumeMount):
            return
        self.identify(volume)
        volume.mode = volume.mode or VolumeMode.READONLY
        target = self._references.get(_canonical(volume.resource)) if volume.resource else None
        own = volume.meta.name if volume.meta else None
        if volume.path is None:
            shown = own or (self._names.get(target) if target else None) or target
            volume.path = f"/volumes/{shown or (volume.meta.uuid if volume.meta else '')}"
        if target:
            volume.resource = target


def _canonical(reference: str) -> str:
    """A UUID may be written in either case."""
    try:
        return str(uuid.UUID(reference)) if len(reference) == 36 else reference
    except ValueError:
        return reference


def _range(found: MinMaxInteger | None, least: int = 1) -> MinMaxInteger:
    """Without a minimum the default is needed, or the maximum where that is less."""
    found = found or MinMaxInteger()
    if found.min is None:
        found.min = least if found.max is None else min(least, found.max)
    return found


# What is wrong with a request.


def read_request(document: Mapping[str, Any]) -> ExecutionRequest | list[Obstacle]:
    """The request of a document, or what cannot be read of it, member by member."""
    try:
        return ExecutionRequest.read(document)
    except ValidationError as error:
        return [
            Obstacle("contradictory", _path(one["loc"]), "{path}: {problem}.", {"problem": one["msg"]})
            for one in error.errors(include_url=False, include_input=False)
        ]


def _path(place: Sequence[str | int]) -> str:
    # Names of the classes of a family are among the steps.
    return paths.text([step for step in place if isinstance(step, int) or not (step[:1].isupper() or step == "other")])


def problems(request: ExecutionRequest) -> list[Obstacle]:
    """Everything by which a request contradicts itself."""
    found: list[Obstacle] = []

    def say(path: str, sentence: str, **values: str) -> None:
        found.append(Obstacle("contradictory", path, sentence, values))

    if request.executable is None:
        say("executable", "{path} is missing: it says what is to be run.")
    compute = request.compute
    if isinstance(compute, SIZED):
        _check_range(compute.cores, "compute.cores", say)
        _check_range(compute.memory, "compute.memory", say)
    for index, storage in enumerate(request.storage):
        if isinstance(storage, SimpleStorageResource):
            _check_range(storage.size, f"storage[{index}].size", say)
    for name, quotes in (("costs", request.costs), ("metrics", request.metrics)):
        for index, quote in enumerate(quotes):
            if isinstance(quote, SimpleMinMaxFloatCost | SimpleMinMaxFloatMetric):
                _check_range(quote, f"{name}[{index}]", say)
    _check_names(request, say)
    _check_schedule(request, say)
    return found


def _check_range(found: Any, path: str, say: Any) -> None:
    if found is None:
        return
    if found.min is not None and found.max is not None and found.min > found.max:
        say(f"{path}.min", "{path}: {wanted} is more than the maximum {available}.", wanted=f"{found.min}",
            available=f"{found.max}")  # fmt: skip
    if isinstance(found, MinMaxInteger):
        for name, value in (("min", found.min), ("max", found.max)):
            if value is not None and value < (1 if name == "max" else 0):
                say(f"{path}.{name}", "{path}: {wanted} is less than there can be.", wanted=f"{value}")


def _check_names(request: ExecutionRequest, say: Any) -> None:
    places: dict[str, str] = {}
    references: list[tuple[str, str]] = []
    components: list[tuple[str, Any]] = [("executable", request.executable), ("compute", request.compute)]
    components += [(f"storage[{index}]", one) for index, one in enumerate(request.storage)]
    components += [(f"data[{index}]", one) for index, one in enumerate(request.data)]
    volumes = request.compute.volumes if isinstance(request.compute, SIZED) else []
    components += [(f"compute.volumes[{index}]", one) for index, one in enumerate(volumes)]
    for path, component in components:
        meta = getattr(component, "meta", None)
        if isinstance(meta, ComponentMetadata):
            for member, name in (("name", meta.name), ("uuid", _canonical(meta.uuid) if meta.uuid else None)):
                if name and name in places:
                    say(
                        f"{path}.meta.{member}", "{path}: {wanted} names {other}, too.", wanted=name, other=places[name]
                    )
                elif name:
                    places[name] = path
        if path.startswith("data[") and getattr(component, "storage", None):
            references.append((f"{path}.storage", component.storage))
        if isinstance(component, SimpleVolumeMount) and component.resource:
            references.append((f"{path}.resource", component.resource))
    for path, reference in references:
        if _canonical(reference) not in places:
            say(path, "{path}: no component of the request is called {wanted}.", wanted=reference)


def _check_schedule(request: ExecutionRequest, say: Any) -> None:
    requested = request.schedule.requested if request.schedule else None
    if requested is None:
        return
    for name, text, read in (
        ("start", requested.start, times.parse_interval),
        ("duration", requested.duration, times.parse_duration),
    ):
        try:
            if text:
                read(text)
        except (ValueError, OverflowError) as error:
            say(f"schedule.requested.{name}", "{path}: {problem}", problem=str(error))


_families = (Executable, ComputeResource, StorageResource, DataResource, VolumeMount, Cost, Metric)


def _normalize(model: Any) -> None:
    """Kinds become today's URIs, and members that are not known are left out (``unknown_members`` tells them)."""
    if isinstance(model, list):
        for item in model:
            _normalize(item)
    if not isinstance(model, Model) or type(model) in _families:
        return
    if model.model_extra:
        model.model_extra.clear()
    members = type(model).model_fields
    if "kind" in members and members["kind"].default:
        setattr(model, "kind", members["kind"].default)  # noqa: B010 - not every class has one
    for name in members:
        _normalize(getattr(model, name))


def unknown_members(model: Any, path: str = "") -> Iterator[str]:
    """Paths of members that are not known here, but for what is in components of an unknown kind."""
    if isinstance(model, list):
        for index, item in enumerate(model):
            yield from unknown_members(item, f"{path}[{index}]")
    if not isinstance(model, Model) or type(model) in _families:
        return
    for name in model.model_extra or {}:
        yield paths.text([*paths.steps(path), name])
    for name in type(model).model_fields:
        yield from unknown_members(getattr(model, name), f"{path}.{name}" if path else name)


# What does not fit.


def obstacles_of_kind(question: Question, executables: Sequence[str]) -> list[Obstacle]:
    """One for every component of a kind that is not known here, or not among those that a platform can run."""
    found: list[Obstacle] = []

    def strange(component: Any, path: str) -> None:
        kind = component.kind
        if not kind:
            found.append(Obstacle("contradictory", f"{path}.kind", "{path} is missing: it says what this is."))
            return
        change = Change.without(path) if path != "executable" else None
        sentence = "{path}: the kind {kind} is not known here."
        found.append(Obstacle("notKnown", f"{path}.kind", sentence, {"kind": kind}, change=change))

    if type(question.executable) is Executable:
        strange(question.executable, "executable")
    elif executables and question.kind not in [kind_name(kind) for kind in executables]:
        sentence = "{path}: {kind} cannot be run here; this platform runs {available}."
        values = {"kind": question.kind, "available": ", ".join(kind_name(kind) for kind in executables)}
        found.append(Obstacle("never", "executable.kind", sentence, values))
    if type(question.compute) is ComputeResource:
        strange(question.compute, "compute")
    for index, storage in enumerate(question.storage):
        if type(storage) is StorageResource:
            strange(storage, f"storage[{index}]")
    for index, data in enumerate(question.data):
        if type(data) is DataResource:
            strange(data, f"data[{index}]")
    volumes = question.compute.volumes if isinstance(question.compute, SIZED) else []
    for index, volume in enumerate(volumes):
        if type(volume) is VolumeMount:
            strange(volume, f"compute.volumes[{index}]")
    return found


def too_much(path: str, wanted: int, available: int, unit: str) -> Obstacle:
    """More than there is, with the change that would do."""
    sentence = (
        f"{{path}}: {{wanted}} {{unit}} {'is' if wanted == 1 else 'are'} wanted, this platform has {{available}}."
    )
    values = {"wanted": str(wanted), "available": str(available), "unit": unit}
    change = Change.at_most(path, available, unit) if available >= 1 else None
    return Obstacle("never", path, sentence, values, "the site", change)
