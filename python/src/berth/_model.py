"""The data model of IVOA ExecutionBroker 1.0. Generated: change the shapes, then run scripts/generate.

Every member may be missing, because other services leave out more than this one; a list that is missing
is empty. Instants, durations and intervals are texts of ISO 8601 here: ``berth.times`` reads them.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from pydantic import Discriminator, Field, Tag

from berth._base import Items, Model
from berth._kinds import Spellings, tag_of

__all__ = [
    "AcceleratedComputeResource",
    "Accelerator",
    "AnyComputeResource",
    "AnyConnectorStatus",
    "AnyCost",
    "AnyDataResource",
    "AnyExecutable",
    "AnyLifecyclePhase",
    "AnyMessageLevel",
    "AnyMetric",
    "AnyOfferSetResult",
    "AnyOption",
    "AnyRucioObjectType",
    "AnySessionPhase",
    "AnyStorageResource",
    "AnyUpdate",
    "AnyVolumeMode",
    "AnyVolumeMount",
    "BatchScript",
    "CWLWorkflow",
    "Checksum",
    "ComponentMetadata",
    "ComputeResource",
    "Connector",
    "ConnectorStatus",
    "Cost",
    "DataResource",
    "DockerContainer",
    "DockerExternalPort",
    "DockerImageSpec",
    "DockerInternalPort",
    "DockerNetworkPort",
    "DockerNetworkSpec",
    "DockerPlatformSpec",
    "EnumValueOption",
    "EnumValueUpdate",
    "Executable",
    "ExecutionRequest",
    "ExecutionSession",
    "IntegerDeltaOption",
    "IntegerDeltaUpdate",
    "IntegerValueOption",
    "IntegerValueUpdate",
    "IvoaDataLinkItem",
    "IvoaDataResource",
    "IvoaObject",
    "IvoaObsCoreItem",
    "JupyterNotebook",
    "LifecyclePhase",
    "LifecycleSchedule",
    "LifecycleStartDurationInstant",
    "LifecycleStartDurationInterval",
    "MessageItem",
    "MessageLevel",
    "Metric",
    "MinMaxInteger",
    "OfferSetResponse",
    "OfferSetResult",
    "Option",
    "PythonProgram",
    "RequestedSchedule",
    "RucioDataResource",
    "RucioObject",
    "RucioObjectType",
    "S3DataResource",
    "SessionPhase",
    "SimpleComputeResource",
    "SimpleDataResource",
    "SimpleMinMaxFloatCost",
    "SimpleMinMaxFloatMetric",
    "SimpleStorageResource",
    "SimpleVolumeMount",
    "SingularityContainer",
    "SkaoDataResource",
    "SkaoObject",
    "SkaoReplica",
    "SnakemakeWorkflow",
    "StorageResource",
    "StringValueOption",
    "StringValueUpdate",
    "Update",
    "VolumeMode",
    "VolumeMount",
    "WESWorkflow",
]


class ConnectorStatus(str, Enum):
    """Whether a connector can be used."""

    PREPARING = "PREPARING"
    AVAILABLE = "AVAILABLE"
    FINISHED = "FINISHED"

    def __str__(self) -> str:
        return self.value


AnyConnectorStatus = Annotated[ConnectorStatus | str, Field(union_mode="left_to_right")]
"""A ConnectorStatus, or a word that is not known here."""


class LifecyclePhase(str, Enum):
    """Where in its life a component is."""

    INITIALIZING = "INITIALIZING"
    WAITING = "WAITING"
    PREPARING = "PREPARING"
    AVAILABLE = "AVAILABLE"
    RUNNING = "RUNNING"
    RELEASING = "RELEASING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"

    def __str__(self) -> str:
        return self.value


AnyLifecyclePhase = Annotated[LifecyclePhase | str, Field(union_mode="left_to_right")]
"""A LifecyclePhase, or a word that is not known here."""


class MessageLevel(str, Enum):
    """How grave a message is."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARN = "WARN"
    ERROR = "ERROR"
    OTHER = "OTHER"

    def __str__(self) -> str:
        return self.value


AnyMessageLevel = Annotated[MessageLevel | str, Field(union_mode="left_to_right")]
"""A MessageLevel, or a word that is not known here."""


class OfferSetResult(str, Enum):
    """Whether there are offers."""

    YES = "YES"
    NO = "NO"

    def __str__(self) -> str:
        return self.value


AnyOfferSetResult = Annotated[OfferSetResult | str, Field(union_mode="left_to_right")]
"""A OfferSetResult, or a word that is not known here."""


class RucioObjectType(str, Enum):
    """What a Rucio data identifier stands for."""

    FILE = "FILE"
    CONTAINER = "CONTAINER"
    DATASET = "DATASET"

    def __str__(self) -> str:
        return self.value


AnyRucioObjectType = Annotated[RucioObjectType | str, Field(union_mode="left_to_right")]
"""A RucioObjectType, or a word that is not known here."""


class SessionPhase(str, Enum):
    """Where in its life a session is."""

    INITIAL = "INITIAL"
    OFFERED = "OFFERED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    EXPIRED = "EXPIRED"
    WAITING = "WAITING"
    PREPARING = "PREPARING"
    AVAILABLE = "AVAILABLE"
    RUNNING = "RUNNING"
    RELEASING = "RELEASING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"

    def __str__(self) -> str:
        return self.value


AnySessionPhase = Annotated[SessionPhase | str, Field(union_mode="left_to_right")]
"""A SessionPhase, or a word that is not known here."""


class VolumeMode(str, Enum):
    """Whether a volume can be written."""

    READONLY = "READONLY"
    READWRITE = "READWRITE"

    def __str__(self) -> str:
        return self.value


AnyVolumeMode = Annotated[VolumeMode | str, Field(union_mode="left_to_right")]
"""A VolumeMode, or a word that is not known here."""


class Option(Model):
    """What a caller may do with a component now."""

    kind: str | None = None
    """Which kind it is."""


class Cost(Model):
    """A cost: in a request a constraint, in an offer a quote."""

    kind: str | None = None
    """Which kind it is."""


class Metric(Model):
    """A measure other than money: in a request a constraint, in an offer a quote."""

    kind: str | None = None
    """Which kind it is."""


class Executable(Model):
    """What is to be run."""

    kind: str | None = None
    """Which kind it is."""


class ComputeResource(Model):
    """What it is to run on."""

    kind: str | None = None
    """Which kind it is."""


class VolumeMount(Model):
    """A place where storage or data is mounted."""

    kind: str | None = None
    """Which kind it is."""


class StorageResource(Model):
    """Where data is kept."""

    kind: str | None = None
    """Which kind it is."""


class DataResource(Model):
    """Data that is brought to where the executable runs."""

    kind: str | None = None
    """Which kind it is."""


class Update(Model):
    """What a caller does with a session."""

    kind: str | None = None
    """Which kind it is."""


class StringValueOption(Option):
    """A text may be set."""

    kind: str | None = "uri:string-value-option"
    """Which kind it is."""
    path: str | None = None
    """The member that may be set."""
    pattern: str | None = None
    """Regular expression that the text must match."""


class EnumValueOption(Option):
    """One of several words may be set."""

    kind: str | None = "uri:enum-value-option"
    """Which kind it is."""
    path: str | None = None
    """The member that may be set."""
    values: Items[str] = Field(default_factory=list)
    """The words."""


class IntegerValueOption(Option):
    """A whole number may be set, or changed by a difference."""

    kind: str | None = "uri:integer-value-option"
    """Which kind it is."""
    path: str | None = None
    """The member that may be set."""
    min: int | None = None
    """The least value."""
    max: int | None = None
    """The greatest value."""
    units: str | None = None
    """Unit of the values."""


class IntegerDeltaOption(Option):
    """A whole number may be set, or changed by a difference."""

    kind: str | None = "uri:integer-delta-option"
    """Which kind it is."""
    path: str | None = None
    """The member that may be set."""
    min: int | None = None
    """The least value."""
    max: int | None = None
    """The greatest value."""
    units: str | None = None
    """Unit of the values."""


class SimpleMinMaxFloatCost(Cost):
    """The least and the most of a cost or a metric."""

    kind: str | None = (
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/costs/simple-minmax-float-cost.yaml"
    )
    """Which kind it is."""
    type: str | None = None
    """URI of what is measured, with its unit or currency."""
    min: float | None = None
    """The least."""
    max: float | None = None
    """The most."""
    description: str | None = None
    """Description for people."""


class SimpleMinMaxFloatMetric(Metric):
    """The least and the most of a cost or a metric."""

    kind: str | None = (
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/metrics/simple-minmax-float-metric.yaml"
    )
    """Which kind it is."""
    type: str | None = None
    """URI of what is measured, with its unit or currency."""
    min: float | None = None
    """The least."""
    max: float | None = None
    """The most."""
    description: str | None = None
    """Description for people."""


class DockerContainer(Executable):
    """A container from an OCI image."""

    kind: str | None = (
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/executable/docker-container.yaml"
    )
    """Which kind it is."""
    meta: ComponentMetadata | None = None
    """Name, identifier, messages and options of the component."""
    costs: Items[AnyCost] = Field(default_factory=list)
    """What the component costs, or may cost."""
    metrics: Items[AnyMetric] = Field(default_factory=list)
    """Other measures of the component, such as energy."""
    phase: AnyLifecyclePhase | None = None
    """Where in its life the component is."""
    schedule: LifecycleSchedule | None = None
    """When the component is prepared, available and released."""
    image: DockerImageSpec | None = None
    """Where the image is, and which one it is."""
    privileged: bool | None = None
    """Run with the host's privileges; most sites refuse this."""
    entrypoint: str | None = None
    """Program to run in place of the image's own entry point."""
    command: Items[str] = Field(default_factory=list)
    """Arguments of the entry point, in place of the image's own."""
    environment: dict[str, str | None] | None = None
    """Environment variables by name."""
    network: DockerNetworkSpec | None = None
    """Ports to publish."""


class SingularityContainer(Executable):
    """A container from a Singularity or Apptainer image."""

    kind: str | None = (
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/executable/singularity-container.yaml"
    )
    """Which kind it is."""
    meta: ComponentMetadata | None = None
    """Name, identifier, messages and options of the component."""
    costs: Items[AnyCost] = Field(default_factory=list)
    """What the component costs, or may cost."""
    metrics: Items[AnyMetric] = Field(default_factory=list)
    """Other measures of the component, such as energy."""
    phase: AnyLifecyclePhase | None = None
    """Where in its life the component is."""
    schedule: LifecycleSchedule | None = None
    """When the component is prepared, available and released."""
    location: str | None = None
    """Where the image is."""


class JupyterNotebook(Executable):
    """A Jupyter notebook."""

    kind: str | None = (
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/executable/jupyter-notebook.yaml"
    )
    """Which kind it is."""
    meta: ComponentMetadata | None = None
    """Name, identifier, messages and options of the component."""
    costs: Items[AnyCost] = Field(default_factory=list)
    """What the component costs, or may cost."""
    metrics: Items[AnyMetric] = Field(default_factory=list)
    """Other measures of the component, such as energy."""
    phase: AnyLifecyclePhase | None = None
    """Where in its life the component is."""
    schedule: LifecycleSchedule | None = None
    """When the component is prepared, available and released."""
    location: str | None = None
    """Where the notebook is."""


class CWLWorkflow(Executable):
    """A workflow in the Common Workflow Language, or one of its tools."""

    kind: str | None = "https://www.purl.org/berth/schema/v1.0/kinds/executable/cwl-workflow.yaml"
    """Which kind it is."""
    meta: ComponentMetadata | None = None
    """Name, identifier, messages and options of the component."""
    costs: Items[AnyCost] = Field(default_factory=list)
    """What the component costs, or may cost."""
    metrics: Items[AnyMetric] = Field(default_factory=list)
    """Other measures of the component, such as energy."""
    phase: AnyLifecyclePhase | None = None
    """Where in its life the component is."""
    schedule: LifecycleSchedule | None = None
    """When the component is prepared, available and released."""
    location: str | None = None
    """Where the document is."""
    inputs: dict[str, str | None] | None = None
    """Values of the inputs by name, each as YAML: `3`, `[a, b]`, `{class: File, location: data:NAME}` with the name of
    a piece of data of the request.
    """


class SnakemakeWorkflow(Executable):
    """A Snakemake workflow."""

    kind: str | None = "https://www.purl.org/berth/schema/v1.0/kinds/executable/snakemake-workflow.yaml"
    """Which kind it is."""
    meta: ComponentMetadata | None = None
    """Name, identifier, messages and options of the component."""
    costs: Items[AnyCost] = Field(default_factory=list)
    """What the component costs, or may cost."""
    metrics: Items[AnyMetric] = Field(default_factory=list)
    """Other measures of the component, such as energy."""
    phase: AnyLifecyclePhase | None = None
    """Where in its life the component is."""
    schedule: LifecycleSchedule | None = None
    """When the component is prepared, available and released."""
    location: str | None = None
    """Where the Snakefile is."""
    targets: Items[str] = Field(default_factory=list)
    """Rules or files to make; the first rule unless said otherwise."""
    configuration: dict[str, str | None] | None = None
    """Values of the configuration by name, each as YAML; `data:NAME` becomes the path of a piece of data of the
    request.
    """


class WESWorkflow(Executable):
    """A workflow for a GA4GH Workflow Execution Service."""

    kind: str | None = "https://www.purl.org/berth/schema/v1.0/kinds/executable/wes-workflow.yaml"
    """Which kind it is."""
    meta: ComponentMetadata | None = None
    """Name, identifier, messages and options of the component."""
    costs: Items[AnyCost] = Field(default_factory=list)
    """What the component costs, or may cost."""
    metrics: Items[AnyMetric] = Field(default_factory=list)
    """Other measures of the component, such as energy."""
    phase: AnyLifecyclePhase | None = None
    """Where in its life the component is."""
    schedule: LifecycleSchedule | None = None
    """When the component is prepared, available and released."""
    location: str | None = None
    """Where the document is."""
    language: str | None = None
    """Type of the workflow as the service names it: CWL, WDL, NFL, SMK."""
    languageVersion: str | None = None
    """Version of the language, such as `v1.2`."""
    parameters: dict[str, str | None] | None = None
    """Parameters by name, each as YAML."""


class BatchScript(Executable):
    """A script for the shell of a batch system."""

    kind: str | None = "https://www.purl.org/berth/schema/v1.0/kinds/executable/batch-script.yaml"
    """Which kind it is."""
    meta: ComponentMetadata | None = None
    """Name, identifier, messages and options of the component."""
    costs: Items[AnyCost] = Field(default_factory=list)
    """What the component costs, or may cost."""
    metrics: Items[AnyMetric] = Field(default_factory=list)
    """Other measures of the component, such as energy."""
    phase: AnyLifecyclePhase | None = None
    """Where in its life the component is."""
    schedule: LifecycleSchedule | None = None
    """When the component is prepared, available and released."""
    script: str | None = None
    """The script itself; its first line may name the interpreter."""
    location: str | None = None
    """Where the script is, unless it is given as text."""
    arguments: Items[str] = Field(default_factory=list)
    """Arguments of the script."""
    environment: dict[str, str | None] | None = None
    """Environment variables by name."""


class PythonProgram(Executable):
    """A Python program."""

    kind: str | None = "https://www.purl.org/berth/schema/v1.0/kinds/executable/python-program.yaml"
    """Which kind it is."""
    meta: ComponentMetadata | None = None
    """Name, identifier, messages and options of the component."""
    costs: Items[AnyCost] = Field(default_factory=list)
    """What the component costs, or may cost."""
    metrics: Items[AnyMetric] = Field(default_factory=list)
    """Other measures of the component, such as energy."""
    phase: AnyLifecyclePhase | None = None
    """Where in its life the component is."""
    schedule: LifecycleSchedule | None = None
    """When the component is prepared, available and released."""
    script: str | None = None
    """The program itself."""
    location: str | None = None
    """Where the program is, unless it is given as text."""
    arguments: Items[str] = Field(default_factory=list)
    """Arguments of the program."""
    environment: dict[str, str | None] | None = None
    """Environment variables by name."""
    requirements: Items[str] = Field(default_factory=list)
    """Packages that it needs, as pip names them."""


class SimpleComputeResource(ComputeResource):
    """Cores, memory, and the volumes mounted into them."""

    kind: str | None = (
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/compute/simple-compute-resource.yaml"
    )
    """Which kind it is."""
    meta: ComponentMetadata | None = None
    """Name, identifier, messages and options of the component."""
    costs: Items[AnyCost] = Field(default_factory=list)
    """What the component costs, or may cost."""
    metrics: Items[AnyMetric] = Field(default_factory=list)
    """Other measures of the component, such as energy."""
    phase: AnyLifecyclePhase | None = None
    """Where in its life the component is."""
    schedule: LifecycleSchedule | None = None
    """When the component is prepared, available and released."""
    cores: MinMaxInteger | None = None
    """CPU cores."""
    memory: MinMaxInteger | None = None
    """Memory. In GiB."""
    volumes: Items[AnyVolumeMount] = Field(default_factory=list)
    """Storage and data mounted where the executable finds them."""


class AcceleratedComputeResource(ComputeResource):
    """Cores and memory with accelerators, of an architecture, with features."""

    kind: str | None = "https://www.purl.org/berth/schema/v1.0/kinds/compute/accelerated-compute-resource.yaml"
    """Which kind it is."""
    meta: ComponentMetadata | None = None
    """Name, identifier, messages and options of the component."""
    costs: Items[AnyCost] = Field(default_factory=list)
    """What the component costs, or may cost."""
    metrics: Items[AnyMetric] = Field(default_factory=list)
    """Other measures of the component, such as energy."""
    phase: AnyLifecyclePhase | None = None
    """Where in its life the component is."""
    schedule: LifecycleSchedule | None = None
    """When the component is prepared, available and released."""
    cores: MinMaxInteger | None = None
    """CPU cores."""
    memory: MinMaxInteger | None = None
    """Memory. In GiB."""
    volumes: Items[AnyVolumeMount] = Field(default_factory=list)
    """Storage and data mounted where the executable finds them."""
    accelerators: Items[Accelerator] = Field(default_factory=list)
    """GPUs and the like, each model once."""
    architecture: str | None = None
    """Architecture of the CPU as images name it: amd64, arm64."""
    features: Items[str] = Field(default_factory=list)
    """Names that a site gives to what its machines have; all are needed."""


class SimpleVolumeMount(VolumeMount):
    """A storage or data resource at a path."""

    kind: str | None = (
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/volume/simple-volume-mount.yaml"
    )
    """Which kind it is."""
    meta: ComponentMetadata | None = None
    """Name, identifier, messages and options of the component."""
    costs: Items[AnyCost] = Field(default_factory=list)
    """What the component costs, or may cost."""
    metrics: Items[AnyMetric] = Field(default_factory=list)
    """Other measures of the component, such as energy."""
    path: str | None = None
    """Path inside the executable; `/volumes/<name>` unless said otherwise."""
    mode: AnyVolumeMode | None = None
    """READONLY unless said otherwise."""
    resource: str | None = None
    """Name or UUID of the storage or data resource of the same request."""


class SimpleStorageResource(StorageResource):
    """Storage of a size, made for the session."""

    kind: str | None = (
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/storage/simple-storage-resource.yaml"
    )
    """Which kind it is."""
    meta: ComponentMetadata | None = None
    """Name, identifier, messages and options of the component."""
    costs: Items[AnyCost] = Field(default_factory=list)
    """What the component costs, or may cost."""
    metrics: Items[AnyMetric] = Field(default_factory=list)
    """Other measures of the component, such as energy."""
    phase: AnyLifecyclePhase | None = None
    """Where in its life the component is."""
    schedule: LifecycleSchedule | None = None
    """When the component is prepared, available and released."""
    size: MinMaxInteger | None = None
    """Size of the storage. In GiB."""
    data: Items[str] = Field(default_factory=list)
    """UUIDs of the data resources kept here; in answers only."""


class SimpleDataResource(DataResource):
    """Data behind a URL."""

    kind: str | None = (
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/data/simple-data-resource.yaml"
    )
    """Which kind it is."""
    meta: ComponentMetadata | None = None
    """Name, identifier, messages and options of the component."""
    costs: Items[AnyCost] = Field(default_factory=list)
    """What the component costs, or may cost."""
    metrics: Items[AnyMetric] = Field(default_factory=list)
    """Other measures of the component, such as energy."""
    phase: AnyLifecyclePhase | None = None
    """Where in its life the component is."""
    schedule: LifecycleSchedule | None = None
    """When the component is prepared, available and released."""
    storage: str | None = None
    """Name or UUID of the storage resource that keeps the data."""
    location: str | None = None
    """URL of the data."""


class S3DataResource(DataResource):
    """An object in an S3 store."""

    kind: str | None = "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/data/S3-data-resource.yaml"
    """Which kind it is."""
    meta: ComponentMetadata | None = None
    """Name, identifier, messages and options of the component."""
    costs: Items[AnyCost] = Field(default_factory=list)
    """What the component costs, or may cost."""
    metrics: Items[AnyMetric] = Field(default_factory=list)
    """Other measures of the component, such as energy."""
    phase: AnyLifecyclePhase | None = None
    """Where in its life the component is."""
    schedule: LifecycleSchedule | None = None
    """When the component is prepared, available and released."""
    storage: str | None = None
    """Name or UUID of the storage resource that keeps the data."""
    endpoint: str | None = None
    """URL of the S3 service."""
    template: str | None = None
    """Template of the object's URL."""
    bucket: str | None = None
    """Name of the bucket."""
    object: str | None = None
    """Key of the object."""


class RucioDataResource(DataResource):
    """A data identifier in a Rucio data lake."""

    kind: str | None = "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/data/rucio-data-resource.yaml"
    """Which kind it is."""
    meta: ComponentMetadata | None = None
    """Name, identifier, messages and options of the component."""
    costs: Items[AnyCost] = Field(default_factory=list)
    """What the component costs, or may cost."""
    metrics: Items[AnyMetric] = Field(default_factory=list)
    """Other measures of the component, such as energy."""
    phase: AnyLifecyclePhase | None = None
    """Where in its life the component is."""
    schedule: LifecycleSchedule | None = None
    """When the component is prepared, available and released."""
    storage: str | None = None
    """Name or UUID of the storage resource that keeps the data."""
    rucio: RucioObject | None = None
    """The data identifier."""


class IvoaDataResource(DataResource):
    """Data known to an IVOA service."""

    kind: str | None = "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/data/ivoa-data-resource.yaml"
    """Which kind it is."""
    meta: ComponentMetadata | None = None
    """Name, identifier, messages and options of the component."""
    costs: Items[AnyCost] = Field(default_factory=list)
    """What the component costs, or may cost."""
    metrics: Items[AnyMetric] = Field(default_factory=list)
    """Other measures of the component, such as energy."""
    phase: AnyLifecyclePhase | None = None
    """Where in its life the component is."""
    schedule: LifecycleSchedule | None = None
    """When the component is prepared, available and released."""
    storage: str | None = None
    """Name or UUID of the storage resource that keeps the data."""
    ivoa: IvoaObject | None = None
    """Identifier, ObsCore row or DataLink row of the data."""


class SkaoDataResource(DataResource):
    """Data of the SKA Observatory."""

    kind: str | None = "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/data/skao-data-resource.yaml"
    """Which kind it is."""
    meta: ComponentMetadata | None = None
    """Name, identifier, messages and options of the component."""
    costs: Items[AnyCost] = Field(default_factory=list)
    """What the component costs, or may cost."""
    metrics: Items[AnyMetric] = Field(default_factory=list)
    """Other measures of the component, such as energy."""
    phase: AnyLifecyclePhase | None = None
    """Where in its life the component is."""
    schedule: LifecycleSchedule | None = None
    """When the component is prepared, available and released."""
    storage: str | None = None
    """Name or UUID of the storage resource that keeps the data."""
    ivoa: IvoaObject | None = None
    """Identifier, ObsCore row or DataLink row of the data."""
    skao: SkaoObject | None = None
    """Name, size, checksum and replicas of the data."""


class StringValueUpdate(Update):
    """Sets a member to a text or a word."""

    kind: str | None = "uri:string-value-update"
    """Which kind it is."""
    path: str | None = None
    """The member to set."""
    value: str | None = None
    """The text or word."""


class EnumValueUpdate(Update):
    """Sets a member to a text or a word."""

    kind: str | None = "uri:enum-value-update"
    """Which kind it is."""
    path: str | None = None
    """The member to set."""
    value: str | None = None
    """The text or word."""


class IntegerValueUpdate(Update):
    """Sets a member to a whole number."""

    kind: str | None = "uri:integer-value-update"
    """Which kind it is."""
    path: str | None = None
    """The member to set."""
    value: int | None = None
    """The number."""
    units: str | None = None
    """Unit of the number."""


class IntegerDeltaUpdate(Update):
    """Changes a whole number by a difference."""

    kind: str | None = "uri:integer-delta-update"
    """Which kind it is."""
    path: str | None = None
    """The member to change."""
    delta: int | None = None
    """What is added to it."""
    units: str | None = None
    """Unit of the difference."""


_Option_spellings = Spellings(
    (
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/",
        "https://www.purl.org/ivoa.net/EB/schema/types/",
        "https://www.purl.org/ivoa.net/EB/schema/v1.0/types/",
    ),
    ("option",),
    {
        "string-value-option": "StringValueOption",
        "enum-value-option": "EnumValueOption",
        "integer-value-option": "IntegerValueOption",
        "integer-delta-option": "IntegerDeltaOption",
    },
)
AnyOption = Annotated[
    (
        Annotated[StringValueOption, Tag("StringValueOption")]
        | Annotated[EnumValueOption, Tag("EnumValueOption")]
        | Annotated[IntegerValueOption, Tag("IntegerValueOption")]
        | Annotated[IntegerDeltaOption, Tag("IntegerDeltaOption")]
        | Annotated[Option, Tag("other")]
    ),
    Discriminator(
        tag_of(
            _Option_spellings,
            frozenset(
                {
                    "StringValueOption",
                    "EnumValueOption",
                    "IntegerValueOption",
                    "IntegerDeltaOption",
                }
            ),
        )
    ),
]
"""A Option of a kind that is known here, or a plain Option with all that was in it."""


_Cost_spellings = Spellings(
    (
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/",
        "https://www.purl.org/ivoa.net/EB/schema/types/",
        "https://www.purl.org/ivoa.net/EB/schema/v1.0/types/",
    ),
    ("costs",),
    {
        "simple-minmax-float-cost": "SimpleMinMaxFloatCost",
    },
)
AnyCost = Annotated[
    (
        Annotated[SimpleMinMaxFloatCost, Tag("SimpleMinMaxFloatCost")]
        | Annotated[Cost, Tag("other")]
    ),
    Discriminator(tag_of(_Cost_spellings, frozenset({"SimpleMinMaxFloatCost"}))),
]
"""A Cost of a kind that is known here, or a plain Cost with all that was in it."""


_Metric_spellings = Spellings(
    (
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/",
        "https://www.purl.org/ivoa.net/EB/schema/types/",
        "https://www.purl.org/ivoa.net/EB/schema/v1.0/types/",
    ),
    ("metrics",),
    {
        "simple-minmax-float-metric": "SimpleMinMaxFloatMetric",
    },
)
AnyMetric = Annotated[
    (
        Annotated[SimpleMinMaxFloatMetric, Tag("SimpleMinMaxFloatMetric")]
        | Annotated[Metric, Tag("other")]
    ),
    Discriminator(tag_of(_Metric_spellings, frozenset({"SimpleMinMaxFloatMetric"}))),
]
"""A Metric of a kind that is known here, or a plain Metric with all that was in it."""


_Executable_spellings = Spellings(
    (
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/",
        "https://www.purl.org/ivoa.net/EB/schema/types/",
        "https://www.purl.org/ivoa.net/EB/schema/v1.0/types/",
        "https://www.purl.org/berth/schema/v1.0/kinds/",
    ),
    ("executable",),
    {
        "docker-container": "DockerContainer",
        "singularity-container": "SingularityContainer",
        "jupyter-notebook": "JupyterNotebook",
        "cwl-workflow": "CWLWorkflow",
        "snakemake-workflow": "SnakemakeWorkflow",
        "wes-workflow": "WESWorkflow",
        "batch-script": "BatchScript",
        "python-program": "PythonProgram",
    },
)
AnyExecutable = Annotated[
    (
        Annotated[DockerContainer, Tag("DockerContainer")]
        | Annotated[SingularityContainer, Tag("SingularityContainer")]
        | Annotated[JupyterNotebook, Tag("JupyterNotebook")]
        | Annotated[CWLWorkflow, Tag("CWLWorkflow")]
        | Annotated[SnakemakeWorkflow, Tag("SnakemakeWorkflow")]
        | Annotated[WESWorkflow, Tag("WESWorkflow")]
        | Annotated[BatchScript, Tag("BatchScript")]
        | Annotated[PythonProgram, Tag("PythonProgram")]
        | Annotated[Executable, Tag("other")]
    ),
    Discriminator(
        tag_of(
            _Executable_spellings,
            frozenset(
                {
                    "DockerContainer",
                    "SingularityContainer",
                    "JupyterNotebook",
                    "CWLWorkflow",
                    "SnakemakeWorkflow",
                    "WESWorkflow",
                    "BatchScript",
                    "PythonProgram",
                }
            ),
        )
    ),
]
"""A Executable of a kind that is known here, or a plain Executable with all that was in it."""


_ComputeResource_spellings = Spellings(
    (
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/",
        "https://www.purl.org/ivoa.net/EB/schema/types/",
        "https://www.purl.org/ivoa.net/EB/schema/v1.0/types/",
        "https://www.purl.org/berth/schema/v1.0/kinds/",
    ),
    ("compute", "computer",),
    {
        "simple-compute-resource": "SimpleComputeResource",
        "accelerated-compute-resource": "AcceleratedComputeResource",
    },
)
AnyComputeResource = Annotated[
    (
        Annotated[SimpleComputeResource, Tag("SimpleComputeResource")]
        | Annotated[AcceleratedComputeResource, Tag("AcceleratedComputeResource")]
        | Annotated[ComputeResource, Tag("other")]
    ),
    Discriminator(
        tag_of(
            _ComputeResource_spellings,
            frozenset(
                {
                    "SimpleComputeResource",
                    "AcceleratedComputeResource",
                }
            ),
        )
    ),
]
"""A ComputeResource of a kind that is known here, or a plain ComputeResource with all that was in it."""


_VolumeMount_spellings = Spellings(
    (
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/",
        "https://www.purl.org/ivoa.net/EB/schema/types/",
        "https://www.purl.org/ivoa.net/EB/schema/v1.0/types/",
    ),
    ("volume",),
    {
        "simple-volume-mount": "SimpleVolumeMount",
    },
)
AnyVolumeMount = Annotated[
    (
        Annotated[SimpleVolumeMount, Tag("SimpleVolumeMount")]
        | Annotated[VolumeMount, Tag("other")]
    ),
    Discriminator(tag_of(_VolumeMount_spellings, frozenset({"SimpleVolumeMount"}))),
]
"""A VolumeMount of a kind that is known here, or a plain VolumeMount with all that was in it."""


_StorageResource_spellings = Spellings(
    (
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/",
        "https://www.purl.org/ivoa.net/EB/schema/types/",
        "https://www.purl.org/ivoa.net/EB/schema/v1.0/types/",
    ),
    ("storage",),
    {
        "simple-storage-resource": "SimpleStorageResource",
    },
)
AnyStorageResource = Annotated[
    (
        Annotated[SimpleStorageResource, Tag("SimpleStorageResource")]
        | Annotated[StorageResource, Tag("other")]
    ),
    Discriminator(tag_of(_StorageResource_spellings, frozenset({"SimpleStorageResource"}))),
]
"""A StorageResource of a kind that is known here, or a plain StorageResource with all that was in it."""


_DataResource_spellings = Spellings(
    (
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/",
        "https://www.purl.org/ivoa.net/EB/schema/types/",
        "https://www.purl.org/ivoa.net/EB/schema/v1.0/types/",
    ),
    ("data",),
    {
        "simple-data-resource": "SimpleDataResource",
        "S3-data-resource": "S3DataResource",
        "rucio-data-resource": "RucioDataResource",
        "ivoa-data-resource": "IvoaDataResource",
        "skao-data-resource": "SkaoDataResource",
    },
)
AnyDataResource = Annotated[
    (
        Annotated[SimpleDataResource, Tag("SimpleDataResource")]
        | Annotated[S3DataResource, Tag("S3DataResource")]
        | Annotated[RucioDataResource, Tag("RucioDataResource")]
        | Annotated[IvoaDataResource, Tag("IvoaDataResource")]
        | Annotated[SkaoDataResource, Tag("SkaoDataResource")]
        | Annotated[DataResource, Tag("other")]
    ),
    Discriminator(
        tag_of(
            _DataResource_spellings,
            frozenset(
                {
                    "SimpleDataResource",
                    "S3DataResource",
                    "RucioDataResource",
                    "IvoaDataResource",
                    "SkaoDataResource",
                }
            ),
        )
    ),
]
"""A DataResource of a kind that is known here, or a plain DataResource with all that was in it."""


_Update_spellings = Spellings(
    (
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/",
        "https://www.purl.org/ivoa.net/EB/schema/types/",
        "https://www.purl.org/ivoa.net/EB/schema/v1.0/types/",
    ),
    ("update",),
    {
        "string-value-update": "StringValueUpdate",
        "enum-value-update": "EnumValueUpdate",
        "integer-value-update": "IntegerValueUpdate",
        "integer-delta-update": "IntegerDeltaUpdate",
    },
)
AnyUpdate = Annotated[
    (
        Annotated[StringValueUpdate, Tag("StringValueUpdate")]
        | Annotated[EnumValueUpdate, Tag("EnumValueUpdate")]
        | Annotated[IntegerValueUpdate, Tag("IntegerValueUpdate")]
        | Annotated[IntegerDeltaUpdate, Tag("IntegerDeltaUpdate")]
        | Annotated[Update, Tag("other")]
    ),
    Discriminator(
        tag_of(
            _Update_spellings,
            frozenset(
                {
                    "StringValueUpdate",
                    "EnumValueUpdate",
                    "IntegerValueUpdate",
                    "IntegerDeltaUpdate",
                }
            ),
        )
    ),
]
"""A Update of a kind that is known here, or a plain Update with all that was in it."""


class ExecutionRequest(Model):
    """What somebody asks: can this be run?"""

    kind: str | None = None
    """Kind of the request; may be left out."""
    meta: ComponentMetadata | None = None
    """Name, identifier, messages and options of the component."""
    costs: Items[AnyCost] = Field(default_factory=list)
    """What the component costs, or may cost."""
    metrics: Items[AnyMetric] = Field(default_factory=list)
    """Other measures of the component, such as energy."""
    executable: AnyExecutable | None = None
    """What is to be run."""
    compute: AnyComputeResource | None = None
    """What it is to run on."""
    storage: Items[AnyStorageResource] = Field(default_factory=list)
    """Storage that the executable needs."""
    data: Items[AnyDataResource] = Field(default_factory=list)
    """Data that the executable needs."""
    schedule: RequestedSchedule | None = None
    """When it is to run."""


class ComponentMetadata(Model):
    """Names, messages and options of a component."""

    uuid: str | None = None
    """Identifier, assigned by the service that made the component."""
    name: str | None = None
    """Name, assigned by the client; other components refer to it."""
    url: str | None = None
    """Where the component can be read."""
    description: str | None = None
    """Description for people."""
    created: str | None = None
    """When the component was made. An instant of RFC 3339 in UTC: 2026-01-31T12:00:00Z."""
    modified: str | None = None
    """When the component last changed. An instant of RFC 3339 in UTC: 2026-01-31T12:00:00Z."""
    messages: Items[MessageItem] = Field(default_factory=list)
    """Messages about the component, oldest first."""
    options: Items[AnyOption] = Field(default_factory=list)
    """What this caller may do with the component now."""


class MessageItem(Model):
    """Something said about a component."""

    kind: str | None = None
    """Kind of the message."""
    time: str | None = None
    """When it was said. An instant of RFC 3339 in UTC: 2026-01-31T12:00:00Z."""
    level: AnyMessageLevel | None = None
    """How grave it is."""
    template: str | None = None
    """The text with names in braces."""
    values: dict[str, str | None] | None = None
    """What stands for the names."""
    message: str | None = None
    """The text with the values filled in."""


class LifecycleSchedule(Model):
    """When a component is prepared, available and released."""

    preparing: LifecycleStartDurationInstant | None = None
    """When preparation begins and how long it takes."""
    available: LifecycleStartDurationInterval | None = None
    """When the component becomes available and for how long."""
    releasing: LifecycleStartDurationInstant | None = None
    """When the release begins and how long it takes."""


class LifecycleStartDurationInstant(Model):
    """An instant and a duration."""

    start: str | None = None
    """When it begins. An instant of RFC 3339 in UTC: 2026-01-31T12:00:00Z."""
    duration: str | None = None
    """How long it takes. A duration of ISO 8601 without years and months: PT2H."""


class LifecycleStartDurationInterval(Model):
    """An interval in which something starts, and how long it lasts."""

    start: str | None = None
    """The interval in which it starts. An interval of ISO 8601: 2026-01-31T12:00:00Z/PT2H."""
    duration: str | None = None
    """How long it lasts, from its start. A duration of ISO 8601 without years and months: PT2H."""


class DockerImageSpec(Model):
    """Where a container image is, and which one it is."""

    locations: Items[str] = Field(default_factory=list)
    """Image references, tried in order."""
    digest: str | None = None
    """Digest that the image must have, `sha256:` and 64 hexadecimal digits."""
    platform: DockerPlatformSpec | None = None
    """What the image is built for."""


class DockerPlatformSpec(Model):
    """The architecture and operating system that an image is built for."""

    architecture: str | None = None
    """CPU architecture as Go names it; amd64 unless said otherwise."""
    os: str | None = None
    """Operating system; linux unless said otherwise."""


class DockerNetworkSpec(Model):
    """The ports that a container wants published."""

    ports: Items[DockerNetworkPort] = Field(default_factory=list)
    """Ports to publish."""


class DockerNetworkPort(Model):
    """A port of a container."""

    access: bool | None = None
    """List the port among the connectors of the session."""
    internal: DockerInternalPort | None = None
    """The port inside the container."""
    external: DockerExternalPort | None = None
    """Where the port can be reached; filled by the platform."""
    protocol: str | None = None
    """TCP, UDP, HTTP or HTTPS; TCP unless said otherwise."""
    path: str | None = None
    """Path of the URL under which the port is listed."""


class DockerInternalPort(Model):
    """The port inside a container."""

    port: int | None = None
    """Port number, 1 to 65535."""


class DockerExternalPort(Model):
    """Where a port can be reached from outside."""

    addresses: Items[str] = Field(default_factory=list)
    """Host names or addresses."""
    port: int | None = None
    """Port number, 1 to 65535."""


class MinMaxInteger(Model):
    """The least and the most of something."""

    min: int | None = None
    """In a request what is needed, in an offer what is promised."""
    max: int | None = None
    """In a request the most that is wanted, in an offer the most that may be used."""


class Accelerator(Model):
    """Accelerators of one model."""

    model: str | None = None
    """URI of the model, or the name that sites count it by: gpu-a100; gpu, for any, unless said otherwise."""
    count: MinMaxInteger | None = None
    """How many; one unless said otherwise."""


class RucioObject(Model):
    """Scope and name of an object in Rucio."""

    endpoint: str | None = None
    """URL of the Rucio server."""
    scope: str | None = None
    """Scope of the data identifier."""
    object: str | None = None
    """Name of the data identifier."""
    type: AnyRucioObjectType | None = None
    """What the data identifier stands for."""


class IvoaObject(Model):
    """Identifier, ObsCore row or DataLink row of data."""

    ivoid: str | None = None
    """IVOA identifier."""
    obscore: IvoaObsCoreItem | None = None
    """ObsCore row."""
    datalink: IvoaDataLinkItem | None = None
    """DataLink row."""


class IvoaObsCoreItem(Model):
    """A row of ObsCore."""

    obs_id: str | None = None
    """Identifier of the observation."""
    obs_collection: str | None = None
    """Name of the collection."""
    obs_publisher_did: str | None = None
    """Identifier given by the publisher."""
    obs_creator_did: str | None = None
    """Identifier given by the creator."""
    dataproduct_type: str | None = None
    """Type of the data product."""
    calib_level: int | None = None
    """Calibration level, 0 to 4."""
    access_url: str | None = None
    """URL of the data."""
    access_format: str | None = None
    """Media type of the data."""


class IvoaDataLinkItem(Model):
    """A row of DataLink."""

    ID: str | None = None
    """Identifier of the data."""
    access_url: str | None = None
    """URL of the link."""
    service_def: str | None = None
    """Reference to a service descriptor."""
    error_message: str | None = None
    """Why there is no link."""
    description: str | None = None
    """Description for people."""
    semantics: str | None = None
    """Term of the DataLink vocabulary."""
    content_type: str | None = None
    """Media type of the content."""
    content_length: int | None = None
    """Size of the content. In bytes."""
    content_qualifier: str | None = None
    """Kind of the data product."""
    local_semantics: str | None = None
    """Term that tells links of one semantics apart."""
    link_auth: str | None = None
    """Whether the link needs authentication."""
    link_authorized: str | None = None
    """Whether the caller may follow the link."""


class SkaoObject(Model):
    """Name, size, checksum and replicas of data of the SKA Observatory."""

    namespace: str | None = None
    """Namespace of the object."""
    objectname: str | None = None
    """Name of the object."""
    objecttype: AnyRucioObjectType | None = None
    """What the name stands for."""
    datasize: int | None = None
    """Size of the object. In bytes."""
    checksum: Checksum | None = None
    """Checksum of the object."""
    replicas: Items[SkaoReplica] = Field(default_factory=list)
    """Where copies are."""


class Checksum(Model):
    """A checksum and its algorithm."""

    type: str | None = None
    """Name of the algorithm: sha256, md5, adler32."""
    value: str | None = None
    """Hexadecimal digits."""


class SkaoReplica(Model):
    """A copy of data at a storage element."""

    rsename: str | None = None
    """Name of the storage element."""
    dataurl: str | None = None
    """URL of the copy."""


class RequestedSchedule(Model):
    """When a request wants to run."""

    requested: LifecycleStartDurationInterval | None = None
    """The interval in which to start, and for how long."""


class ExecutionSession(Model):
    """An offer, and what becomes of it: the record of one execution."""

    kind: str | None = (
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/session/scheduled-execution-session.yaml"
    )
    """Kind of the session."""
    meta: ComponentMetadata | None = None
    """Name, identifier, messages and options of the component."""
    costs: Items[AnyCost] = Field(default_factory=list)
    """What the component costs, or may cost."""
    metrics: Items[AnyMetric] = Field(default_factory=list)
    """Other measures of the component, such as energy."""
    phase: AnySessionPhase | None = None
    """Where in its life the session is."""
    expires: str | None = None
    """Until when the offer is held; only while OFFERED. An instant of RFC 3339 in UTC: 2026-01-31T12:00:00Z."""
    executable: AnyExecutable | None = None
    """What is run."""
    compute: AnyComputeResource | None = None
    """What it runs on."""
    storage: Items[AnyStorageResource] = Field(default_factory=list)
    """Storage of the session."""
    data: Items[AnyDataResource] = Field(default_factory=list)
    """Data of the session."""
    schedule: LifecycleSchedule | None = None
    """When the session is prepared, available and released."""
    connectors: Items[Connector] = Field(default_factory=list)
    """Where the session can be reached."""


class Connector(Model):
    """A way to reach a running session."""

    kind: str | None = None
    """Kind of the connector."""
    status: AnyConnectorStatus | None = None
    """Whether it can be used."""
    protocol: str | None = None
    """Protocol, such as https."""
    location: str | None = None
    """URL."""


class OfferSetResponse(Model):
    """The answer to a request: offers, or the reasons why there are none."""

    kind: str | None = (
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/offerset/execution-offerset.yaml"
    )
    """Kind of the answer."""
    meta: ComponentMetadata | None = None
    """Identifier, messages, and on a NO the options that would make it a YES."""
    result: AnyOfferSetResult | None = None
    """YES with offers, or NO with at least one message."""
    offers: Items[ExecutionSession] = Field(default_factory=list)
    """Sessions in phase OFFERED."""
