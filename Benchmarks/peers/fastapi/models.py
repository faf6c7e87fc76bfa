"""The documents of the ExecutionBroker that the peer reads and writes, as pydantic models."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, Union
from uuid import UUID

from pydantic import BaseModel, Field

KINDS = "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds"


class Message(BaseModel):
    kind: Literal[f"{KINDS}/message/simple-message.yaml"] = f"{KINDS}/message/simple-message.yaml"
    time: datetime
    level: Literal["DEBUG", "INFO", "WARN", "ERROR", "OTHER"]
    template: str
    values: dict[str, str]
    message: str


class IntegerValueOption(BaseModel):
    kind: Literal["uri:integer-value-option"] = "uri:integer-value-option"
    path: str
    min: int | None = None
    max: int | None = None
    units: str | None = None


class EnumValueOption(BaseModel):
    kind: Literal["uri:enum-value-option"] = "uri:enum-value-option"
    path: str
    values: list[str]


Option = Annotated[Union[IntegerValueOption, EnumValueOption], Field(discriminator="kind")]


class Meta(BaseModel):
    uuid: UUID | None = None
    name: str | None = None
    url: str | None = None
    description: str | None = None
    created: datetime | None = None
    modified: datetime | None = None
    messages: list[Message] | None = None
    options: list[Option] | None = None


class Amount(BaseModel):
    kind: str
    type: str
    min: float | None = None
    max: float | None = None
    description: str | None = None


class TimedStart(BaseModel):
    start: datetime | None = None
    duration: str | None = None


class TimedWindow(BaseModel):
    start: str | None = None
    duration: str | None = None


class Schedule(BaseModel):
    requested: TimedWindow | None = None
    preparing: TimedStart | None = None
    available: TimedWindow | None = None
    releasing: TimedStart | None = None


class Component(BaseModel):
    meta: Meta | None = None
    phase: str | None = None
    schedule: Schedule | None = None


class Range(BaseModel):
    min: int | None = None
    max: int | None = None


class Platform(BaseModel):
    architecture: str = "amd64"
    os: str = "linux"


class Image(BaseModel):
    locations: list[str]
    digest: str | None = None
    platform: Platform = Platform()


class InternalPort(BaseModel):
    port: int


class ExternalPort(BaseModel):
    addresses: list[str] | None = None
    port: int | None = None


class Port(BaseModel):
    access: bool = False
    internal: InternalPort
    external: ExternalPort | None = None
    protocol: str | None = None
    path: str | None = None


class Network(BaseModel):
    ports: list[Port]


class DockerContainer(Component):
    kind: Literal[f"{KINDS}/executable/docker-container.yaml"]
    image: Image
    privileged: bool | None = None
    entrypoint: str | None = None
    command: list[str] | None = None
    environment: dict[str, str] | None = None
    network: Network | None = None


class SingularityContainer(Component):
    kind: Literal[f"{KINDS}/executable/singularity-container.yaml"]
    location: str


class JupyterNotebook(Component):
    kind: Literal[f"{KINDS}/executable/jupyter-notebook.yaml"]
    location: str


Executable = Annotated[Union[DockerContainer, SingularityContainer, JupyterNotebook], Field(discriminator="kind")]


class VolumeMode(StrEnum):
    READONLY = "READONLY"
    READWRITE = "READWRITE"


class Volume(Component):
    kind: Literal[f"{KINDS}/volume/simple-volume-mount.yaml"]
    path: str | None = None
    mode: VolumeMode = VolumeMode.READONLY
    resource: str


class Compute(Component):
    kind: Literal[f"{KINDS}/compute/simple-compute-resource.yaml"] = f"{KINDS}/compute/simple-compute-resource.yaml"
    cores: Range = Range(min=1)
    memory: Range = Range(min=1)
    volumes: list[Volume] | None = None


class Storage(Component):
    kind: Literal[f"{KINDS}/storage/simple-storage-resource.yaml"]
    size: Range = Range(min=1)


class SimpleData(Component):
    kind: Literal[f"{KINDS}/data/simple-data-resource.yaml"]
    storage: str | None = None
    location: str


class S3Data(Component):
    kind: Literal[f"{KINDS}/data/S3-data-resource.yaml"]
    storage: str | None = None
    endpoint: str
    template: str | None = None
    bucket: str
    object: str


Data = Annotated[Union[SimpleData, S3Data], Field(discriminator="kind")]


class ExecutionRequest(BaseModel):
    meta: Meta | None = None
    executable: Executable
    compute: Compute = Compute()
    storage: list[Storage] | None = None
    data: list[Data] | None = None
    schedule: Schedule | None = None
    costs: list[Amount] | None = None
    metrics: list[Amount] | None = None


class Session(BaseModel):
    kind: Literal[f"{KINDS}/session/scheduled-execution-session.yaml"] = (
        f"{KINDS}/session/scheduled-execution-session.yaml"
    )
    meta: Meta
    phase: str
    expires: datetime | None = None
    executable: Executable
    compute: Compute
    storage: list[Storage] | None = None
    data: list[Data] | None = None
    schedule: Schedule


class OfferSetResponse(BaseModel):
    kind: Literal[f"{KINDS}/offerset/execution-offerset.yaml"] = f"{KINDS}/offerset/execution-offerset.yaml"
    meta: Meta
    result: Literal["YES", "NO"]
    offers: list[Session] | None = None
