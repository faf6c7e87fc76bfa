public import BerthDocument

/// What is to be run.
public enum Executable: Family {
    case dockerContainer(DockerContainer)
    case singularityContainer(SingularityContainer)
    case jupyterNotebook(JupyterNotebook)
    case cwlWorkflow(CWLWorkflow)
    case snakemakeWorkflow(SnakemakeWorkflow)
    case wesWorkflow(WESWorkflow)
    case batchScript(BatchScript)
    case pythonProgram(PythonProgram)
    case stranger(kind: String, Document)

    public static let familyName = "Executable"
    public static let summary = "What is to be run."
    public static let members: [FamilyMember<Executable>] = [
        FamilyMember(.dockerContainer, wrap: { .dockerContainer($0) }) {
            if case .dockerContainer(let it) = $0 { it } else { nil }
        },
        FamilyMember(.singularityContainer, wrap: { .singularityContainer($0) }) {
            if case .singularityContainer(let it) = $0 { it } else { nil }
        },
        FamilyMember(.jupyterNotebook, wrap: { .jupyterNotebook($0) }) {
            if case .jupyterNotebook(let it) = $0 { it } else { nil }
        },
        FamilyMember(.cwlWorkflow, wrap: { .cwlWorkflow($0) }) {
            if case .cwlWorkflow(let it) = $0 { it } else { nil }
        },
        FamilyMember(.snakemakeWorkflow, wrap: { .snakemakeWorkflow($0) }) {
            if case .snakemakeWorkflow(let it) = $0 { it } else { nil }
        },
        FamilyMember(.wesWorkflow, wrap: { .wesWorkflow($0) }) {
            if case .wesWorkflow(let it) = $0 { it } else { nil }
        },
        FamilyMember(.batchScript, wrap: { .batchScript($0) }) {
            if case .batchScript(let it) = $0 { it } else { nil }
        },
        FamilyMember(.pythonProgram, wrap: { .pythonProgram($0) }) {
            if case .pythonProgram(let it) = $0 { it } else { nil }
        },
    ]

    public static func other(kind: String, _ document: Document) -> Executable { .stranger(kind: kind, document) }
    public var stranger: (kind: String, document: Document)? {
        if case .stranger(let kind, let document) = self { (kind, document) } else { nil }
    }
}

/// A container from an OCI image.
public struct DockerContainer: Shaped, HasLife {
    public var component = Component()
    public var life = Life()
    public var image: ContainerImage?
    public var privileged: Bool?
    public var entrypoint: String?
    public var command: [String] = []
    public var environment = NamedTexts()
    public var network: ContainerNetwork?

    public init() {}

    public static let shape = Shape<DockerContainer>(
        "DockerContainer", "A container from an OCI image.", Field.inline(\.component), Field.inline(\.life),
        [
            Field("image", \.image, "Where the image is, and which one it is."),
            Field("privileged", \.privileged, "Run with the host's privileges; most sites refuse this."),
            Field("entrypoint", \.entrypoint, "Program to run in place of the image's own entry point."),
            Field("command", \.command, "Arguments of the entry point, in place of the image's own."),
            Field("environment", \.environment, "Environment variables by name."),
            Field("network", \.network, "Ports to publish."),
        ])
}

/// Where a container image is, and which one it is.
public struct ContainerImage: Shaped {
    public var locations: [String] = []
    public var digest: String?
    public var platform: ImagePlatform?

    public init() {}

    public static let shape = Shape<ContainerImage>(
        "DockerImageSpec", "Where a container image is, and which one it is.",
        [
            Field("locations", \.locations, "Image references, tried in order."),
            Field("digest", \.digest, "Digest that the image must have, `sha256:` and 64 hexadecimal digits."),
            Field("platform", \.platform, "What the image is built for."),
        ])
}

/// The architecture and operating system that an image is built for.
public struct ImagePlatform: Shaped {
    public var architecture: String?
    public var os: String?

    public init() {}

    public static let shape = Shape<ImagePlatform>(
        "DockerPlatformSpec", "The architecture and operating system that an image is built for.",
        [
            Field("architecture", \.architecture, "CPU architecture as Go names it; amd64 unless said otherwise."),
            Field("os", \.os, "Operating system; linux unless said otherwise."),
        ])
}

/// The ports that a container wants published.
public struct ContainerNetwork: Shaped {
    public var ports: [NetworkPort] = []

    public init() {}

    public static let shape = Shape<ContainerNetwork>(
        "DockerNetworkSpec", "The ports that a container wants published.",
        [Field("ports", \.ports, "Ports to publish.")])
}

/// A port of a container.
public struct NetworkPort: Shaped {
    public var access: Bool?
    public var `internal`: InternalPort?
    public var external: ExternalPort?
    public var `protocol`: String?
    public var path: String?

    public init() {}

    public static let shape = Shape<NetworkPort>(
        "DockerNetworkPort", "A port of a container.",
        [
            Field("access", \.access, "List the port among the connectors of the session."),
            Field("internal", \.internal, "The port inside the container."),
            Field("external", \.external, "Where the port can be reached; filled by the platform."),
            Field("protocol", \.protocol, "TCP, UDP, HTTP or HTTPS; TCP unless said otherwise."),
            Field("path", \.path, "Path of the URL under which the port is listed."),
        ])
}

/// The port inside a container.
public struct InternalPort: Shaped {
    public var port: Int64?

    public init() {}

    public static let shape = Shape<InternalPort>(
        "DockerInternalPort", "The port inside a container.",
        [Field("port", \.port, "Port number, 1 to 65535.")])
}

/// Where a port can be reached from outside.
public struct ExternalPort: Shaped {
    public var addresses: [String] = []
    public var port: Int64?

    public init() {}

    public static let shape = Shape<ExternalPort>(
        "DockerExternalPort", "Where a port can be reached from outside.",
        [
            Field("addresses", \.addresses, "Host names or addresses."),
            Field("port", \.port, "Port number, 1 to 65535."),
        ])
}

/// A container from a Singularity or Apptainer image.
public struct SingularityContainer: Shaped, HasLife {
    public var component = Component()
    public var life = Life()
    public var location: String?

    public init() {}

    public static let shape = Shape<SingularityContainer>(
        "SingularityContainer", "A container from a Singularity or Apptainer image.",
        Field.inline(\.component), Field.inline(\.life),
        [Field("location", \.location, "Where the image is.")])
}

/// A Jupyter notebook.
public struct JupyterNotebook: Shaped, HasLife {
    public var component = Component()
    public var life = Life()
    public var location: String?

    public init() {}

    public static let shape = Shape<JupyterNotebook>(
        "JupyterNotebook", "A Jupyter notebook.", Field.inline(\.component), Field.inline(\.life),
        [Field("location", \.location, "Where the notebook is.")])
}
