package import BerthModel
import BerthPlatform

/// What a site says about a Kubernetes cluster: keys of the configuration file. What the cluster has it says itself.
package struct KubernetesSettings: Shaped {
    package var name = "kubernetes"
    package var kubeconfig: String?
    package var context: String?
    package var namespace: String?
    package var instance = "berth"
    package var stateDirectory: String?
    package var nodeSelector = NamedTexts()
    package var tolerations: [Toleration] = []
    package var priorityClass: String?
    package var runtimeClass: String?
    package var serviceAccount: String?
    package var imagePullSecrets: [String] = []
    package var storageClass: String?
    package var storage: Int64?
    package var prices: [Price] = []
    package var footprint: [Price] = []
    package var privileged = false
    package var writableRoot = false
    package var registries: [String] = []
    package var pull: ImagePull? = .missing
    package var user: String?
    package var ports: PortService? = PortService.none
    package var portHost: String?
    package var stagingImage: String?
    /// An address is an address and no pattern, also where it leads on.
    package var stagingCommand: [String] = [
        "curl", "--fail", "--location", "--silent", "--show-error", "--globoff", "--proto", "=http,https", "--output",
    ]
    package var dataAddresses: [String] = []
    package var notebooks: KubernetesNotebooks?
    package var stagingBytes: Int64 = 100 << 30
    package var logBytes: Int64 = 64 << 20
    package var temporaryBytes: Int64 = 64 << 20
    package var stopSeconds: Int64 = 5
    package var callSeconds: Int64 = 4
    package var factsSeconds: Int64 = 15
    package var queueSeconds: Int64 = 86_400
    package var imageSeconds: Int64 = 600
    package var awaySeconds: Int64 = 3600
    package var nodeSeconds: Int64 = 300
    package var releaseSeconds: Int64 = 120

    package init() {}

    package static let shape = Shape<KubernetesSettings>(
        "KubernetesSettings", "What a site says about a Kubernetes cluster; what the cluster has it says itself.",
        places, placing, policies, limits,
        [
            Field(
                "notebooks", \.notebooks,
                "What runs notebooks (jupyter-notebook); none are run unless set.")
        ])

    private static let places: [Field<KubernetesSettings>] = [
        Field("name", \.name, "Name of the platform in answers; kubernetes unless set."),
        Field("kubeconfig", \.kubeconfig, "Path of the kubeconfig; looked for, or the pod's own account, unless set."),
        Field("context", \.context, "Context of the kubeconfig; its current-context unless set."),
        Field("namespace", \.namespace, "Namespace of sessions; that of the credentials, or default, unless set."),
        Field("instance", \.instance, "Whose things are whose: unique among the brokers of one namespace."),
        Field("stateDirectory", \.stateDirectory, "Where output is kept; under $XDG_STATE_HOME unless set."),
        Field("prices", \.prices, "What is charged; nothing unless set."),
        Field("footprint", \.footprint, "What else is counted of its use, such as energy and carbon."),
    ]

    private static let placing: [Field<KubernetesSettings>] = [
        Field("nodeSelector", \.nodeSelector, "Labels of the nodes that sessions run on; all nodes unless set."),
        Field("tolerations", \.tolerations, "Taints of nodes that sessions run on nevertheless; none unless set."),
        Field("priorityClass", \.priorityClass, "PriorityClass of sessions; the cluster's default one unless set."),
        Field("runtimeClass", \.runtimeClass, "RuntimeClass of sessions, such as gvisor; the default one unless set."),
        Field("serviceAccount", \.serviceAccount, "ServiceAccount of sessions, whose token they never see."),
        Field("imagePullSecrets", \.imagePullSecrets, "Secrets of the namespace that images are fetched with."),
        Field(
            "storageClass", \.storageClass,
            "StorageClass of storage, as PersistentVolumeClaims; emptyDir on the node unless set."),
        Field("storage", \.storage, "Most storage of one session with a storageClass.", unit: .gibibyte),
    ]

    private static let policies: [Field<KubernetesSettings>] = [
        Field("privileged", \.privileged, "Let containers ask for the privileges of the node; false unless set."),
        Field("writableRoot", \.writableRoot, "Let containers write to their own root, beside /tmp; false unless set."),
        Field("registries", \.registries, "Registries that images may come from; all outside the site when empty."),
        Field("pull", \.pull, "When images are fetched: missing, always or never; missing unless set."),
        Field("user", \.user, "Number of the user, or user:group, that containers run as; the image's unless set."),
        Field("ports", \.ports, "How ports are reached: none, clusterIP or nodePort; none unless set."),
        Field("portHost", \.portHost, "Host of connectors with nodePort; the address of the node unless set."),
        Field("stagingImage", \.stagingImage, "Image that fetches data; without one no data is fetched."),
        Field(
            "stagingCommand", \.stagingCommand,
            "Program in that image and its arguments; the file and the address follow."),
        Field("dataAddresses", \.dataAddresses, "Addresses or ranges inside the site that data may come from."),
    ]

    private static let limits: [Field<KubernetesSettings>] = [
        Field("stagingBytes", \.stagingBytes, "Most bytes of one piece of data; 100 GiB unless set.", unit: .byte),
        Field("logBytes", \.logBytes, "Most bytes kept of the output; 64 MiB unless set.", unit: .byte),
        Field("temporaryBytes", \.temporaryBytes, "Size of /tmp in containers; 64 MiB unless set.", unit: .byte),
        Field("stopSeconds", \.stopSeconds, "Seconds between asking a container to stop and killing it; 5 unless set."),
        Field("callSeconds", \.callSeconds, "Seconds that a call of the API may take; 4 unless set."),
        Field("factsSeconds", \.factsSeconds, "Seconds for which what the cluster has is remembered; 15 unless set."),
        Field(
            "queueSeconds", \.queueSeconds,
            "Seconds that a session may wait for room on a node; 86400 unless set."),
        Field("imageSeconds", \.imageSeconds, "Seconds that an image may fail to be fetched; 600 unless set."),
        Field("awaySeconds", \.awaySeconds, "Seconds that the API may be away while sessions run; 3600 unless set."),
        Field(
            "nodeSeconds", \.nodeSeconds,
            "Seconds that a node may be away while a session runs there; 300 unless set."),
        Field(
            "releaseSeconds", \.releaseSeconds, "Seconds that deleting may take; 120 unless set."),
    ]

    var priceList: PriceList { PriceList(costs: prices, metrics: footprint) }
}

/// When images are fetched.
package enum ImagePull: String, ModelEnumeration {
    case missing, always, never

    package static let name = "ImagePull"
    package static let summary = "When images are fetched."

    /// As the cluster writes it.
    var policy: String {
        switch self {
        case .missing: "IfNotPresent"
        case .always: "Always"
        case .never: "Never"
        }
    }
}

/// How the ports of a session are reached.
package enum PortService: String, ModelEnumeration {
    case none, clusterIP, nodePort

    package static let name = "PortService"
    package static let summary = "How the ports of a session are reached."
}

/// A taint of nodes that sessions run on nevertheless. Source: Kubernetes, *Toleration v1 core*.
package struct Toleration: Shaped {
    package var key = ""
    package var value: String?
    package var effect: String?

    package init() {}

    package static let shape = Shape<Toleration>(
        "Toleration", "A taint of nodes that sessions run on nevertheless.",
        [
            Field("key", \.key, "Key of the taint."),
            Field("value", \.value, "Its value; any unless set."),
            Field("effect", \.effect, "NoSchedule or NoExecute; any unless set."),
        ])
}
