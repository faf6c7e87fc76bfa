import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

/// What the cluster is told about a session. Source: *Job v1 batch*, *Pod v1 core*.
struct JobManifest {
    var session: UUID
    var plan: Plan
    var details: KubernetesPlan
    var container: DockerContainer
    var settings: KubernetesSettings

    /// - Throws: `broken` for a plan of another platform.
    init(_ work: Work, _ settings: KubernetesSettings) throws(PlatformError) {
        guard case .dockerContainer(let container)? = work.plan.executable else {
            throw PlatformError(.broken, "The plan of the session has no container.")
        }
        session = work.session
        plan = work.plan
        details = try work.plan.details(as: KubernetesPlan.self)
        self.container = container
        self.settings = settings
    }

    var labels: Document {
        [
            "app.kubernetes.io/managed-by": "berth",
            ObjectNames.instanceLabel: .text(settings.instance),
            ObjectNames.sessionLabel: .text(session.description),
        ]
    }

    private func metadata(_ name: String) -> Document { ["name": .text(name), "labels": labels] }

    /// The Job, which makes no pod until it is started: its parallelism is 0. Its deadline is for a broker that never
    /// comes back; that of the pod begins with the pod.
    var job: Document {
        [
            "apiVersion": "batch/v1", "kind": "Job", "metadata": metadata(ObjectNames.job(session)),
            "spec": [
                "backoffLimit": 0, "completions": 1, "parallelism": 0,
                "activeDeadlineSeconds": .integer(
                    JobManifest.preparingSeconds.plus(settings.queueSeconds).plus(podSeconds)),
                "template": ["metadata": ["labels": labels], "spec": pod],
            ],
        ]
    }

    /// Between making a Job and starting it.
    private static let preparingSeconds: Int64 = 3600
    /// Between the begin of a pod and that of its container where nothing is fetched, and the other way at its end.
    private static let slackSeconds: Int64 = 60

    /// From the moment at which a node takes the pod.
    private var podSeconds: Int64 {
        details.seconds.plus(settings.imageSeconds).plus(plan.preparing.secondsRoundedUp)
            .plus(JobManifest.slackSeconds)
    }

    var pod: Document {
        var members: DocumentMembers = [
            "restartPolicy": "Never", "automountServiceAccountToken": false, "enableServiceLinks": false,
            "activeDeadlineSeconds": .integer(podSeconds),
            "terminationGracePeriodSeconds": .integer(settings.stopSeconds),
            "containers": [.map(mainContainer)], "volumes": .list(volumes),
        ]
        let fetchers = plan.data.indices.map { fetcher($0) }
        if !fetchers.isEmpty { members["initContainers"] = .list(fetchers) }
        var security: DocumentMembers = ["seccompProfile": ["type": "RuntimeDefault"]]
        if let (user, group) = settings.userAndGroup {
            security["runAsUser"] = .integer(user)
            if let group { security["runAsGroup"] = .integer(group) }
            // Claims belong to root unless somebody says else.
            security["fsGroup"] = .integer(group ?? user)
        }
        members["securityContext"] = .map(security)
        if !settings.nodeSelector.entries.isEmpty {
            members["nodeSelector"] = .map(
                DocumentMembers(
                    uniqueMembers: settings.nodeSelector.entries.map { .init(name: $0.name, value: .text($0.text)) }))
        }
        if !settings.tolerations.isEmpty { members["tolerations"] = .list(settings.tolerations.map(\.document)) }
        if let name = settings.priorityClass { members["priorityClassName"] = .text(name) }
        if let name = settings.runtimeClass { members["runtimeClassName"] = .text(name) }
        if let name = settings.serviceAccount { members["serviceAccountName"] = .text(name) }
        if !settings.imagePullSecrets.isEmpty {
            members["imagePullSecrets"] = .list(settings.imagePullSecrets.map { ["name": .text($0)] })
        }
        return .map(members)
    }

    private var mainContainer: DocumentMembers {
        var members: DocumentMembers = [
            "name": .text(ObjectNames.container), "image": .text(details.image),
            "imagePullPolicy": .text((settings.pull ?? .missing).policy),
            "resources": ["requests": amounts, "limits": amounts],
            "securityContext": security(isPrivileged: container.privileged == true),
            "volumeMounts": .list(mounts),
            "env": .list(
                container.environment.entries.map {
                    ["name": .text($0.name), "value": .text(JobManifest.literal($0.text))]
                }),
        ]
        if let entrypoint = container.entrypoint { members["command"] = [.text(JobManifest.literal(entrypoint))] }
        if !container.command.isEmpty {
            members["args"] = .list(container.command.map { .text(JobManifest.literal($0)) })
        }
        let ports = published
        if !ports.isEmpty {
            members["ports"] = .list(
                ports.map { ["containerPort": .integer($0.number), "protocol": .text($0.spoken.transport)] })
        }
        return members
    }

    /// The same for all: what is promised is set aside, and no more is had.
    private var amounts: Document {
        var members: DocumentMembers = [
            "cpu": .text("\(max(1, plan.demand[.cores]))"), "memory": .text("\(plan.demand[.memory])"),
            "ephemeral-storage": .text(
                "\(details.storageClass == nil ? plan.demand[.storage].plus(settings.beside) : settings.beside)"),
        ]
        for extended in details.extended { members[extended.name] = .text("\(extended.count)") }
        return .map(members)
    }

    private func security(isPrivileged: Bool) -> Document {
        if isPrivileged && settings.privileged { return ["privileged": true] }
        return [
            "allowPrivilegeEscalation": false, "privileged": false, "capabilities": ["drop": ["ALL"]],
            "readOnlyRootFilesystem": .bool(!settings.writableRoot),
        ]
    }

    /// The cluster would read `$(NAME)` as a variable, and two dollars as one.
    ///
    /// Source: Kubernetes, *Define Dependent Environment Variables*.
    static func literal(_ text: String) -> String {
        text.split(separator: "$", omittingEmptySubsequences: false).joined(separator: "$$")
    }

    // MARK: storage and data

    private var volumes: [Document] {
        var volumes: [Document] = [
            ["name": "tmp", "emptyDir": ["sizeLimit": .text("\(settings.temporaryBytes)")]]
        ]
        for index in plan.storage.indices {
            let name = Document.text(ObjectNames.volume(index))
            if details.storageClass != nil {
                let claim = Document.text(ObjectNames.claim(session, index))
                volumes.append(["name": name, "persistentVolumeClaim": ["claimName": claim]])
            } else {
                volumes.append(["name": name, "emptyDir": ["sizeLimit": .text("\(plan.storageBytes(index) ?? 0)")]])
            }
        }
        return volumes
    }

    /// Storage is mounted whole; of data its file alone, below the path of the volume.
    private var mounts: [Document] {
        var mounts: [Document] = [["name": "tmp", "mountPath": "/tmp"]]
        guard let compute = plan.compute?.basic else { return mounts }
        for case .simple(let volume) in compute.volumes {
            let isReadOnly = Document.bool(volume.mode != .readWrite)
            let path = MountPoint.canonical(volume.path ?? "")
            if let index = plan.storage.firstIndex(where: { $0.uuid?.description == volume.resource }) {
                mounts.append(
                    ["name": .text(ObjectNames.volume(index)), "mountPath": .text(path), "readOnly": isReadOnly])
            } else if let index = plan.data.firstIndex(where: { $0.uuid?.description == volume.resource }),
                let (storage, file) = details.staged[index]
            {
                mounts.append([
                    "name": .text(ObjectNames.volume(storage)), "mountPath": .text(path + "/" + file),
                    "subPath": .text(file), "readOnly": isReadOnly,
                ])
            }
        }
        return mounts
    }

    /// Fetches a piece of data before the container begins.
    private func fetcher(_ index: Int) -> Document {
        let (storage, file) = details.staged[index] ?? (0, "data")
        let place = "/storage"
        let source = details.sources.indices.contains(index) ? details.sources[index] : ""
        let words = settings.stagingCommand + [place + "/" + file, source]
        return [
            "name": .text(ObjectNames.fetcher(index)), "image": .text(settings.stagingImage ?? ""),
            "imagePullPolicy": .text((settings.pull ?? .missing).policy),
            "command": .list(words.map { .text(JobManifest.literal($0)) }),
            "resources": ["requests": amounts, "limits": amounts],
            "securityContext": security(isPrivileged: false),
            "volumeMounts": [
                ["name": "tmp", "mountPath": "/tmp"],
                ["name": .text(ObjectNames.volume(storage)), "mountPath": .text(place)],
            ],
        ]
    }

    /// The claim of a storage.
    func claim(_ index: Int) -> Document {
        [
            "apiVersion": "v1", "kind": "PersistentVolumeClaim",
            "metadata": metadata(ObjectNames.claim(session, index)),
            "spec": [
                "accessModes": ["ReadWriteOnce"], "storageClassName": .text(details.storageClass ?? ""),
                "resources": ["requests": ["storage": .text("\(plan.storageBytes(index) ?? 0)")]],
            ],
        ]
    }

    // MARK: ports

    struct PublishedPort: Sendable, Hashable {
        var number: Int64
        var spoken: PortProtocol
        var path: String
    }

    /// The ports with `access`, each once.
    var published: [PublishedPort] {
        var ports: [PublishedPort] = []
        for port in container.network?.ports ?? [] where port.access == true {
            guard let number = port.internal?.port, let spoken = PortProtocol(port.protocol) else { continue }
            if ports.contains(where: { $0.number == number && $0.spoken.transport == spoken.transport }) { continue }
            let path = port.path ?? ""
            ports.append(
                PublishedPort(
                    number: number, spoken: spoken, path: path.isEmpty || path.hasPrefix("/") ? path : "/" + path))
        }
        return ports
    }

    /// `nil` when no port is published.
    var service: Document? {
        let ports = published
        guard !ports.isEmpty, let kind = settings.ports, kind != PortService.none else { return nil }
        return [
            "apiVersion": "v1", "kind": "Service", "metadata": metadata(ObjectNames.job(session)),
            "spec": [
                "type": kind == .nodePort ? "NodePort" : "ClusterIP",
                "selector": [ObjectNames.sessionLabel: .text(session.description)],
                "ports": .list(
                    ports.map { port in
                        [
                            "name": .text("p\(port.number)-\(port.spoken.transport)"),
                            "port": .integer(port.number), "protocol": .text(port.spoken.transport.uppercased()),
                        ]
                    }),
            ],
        ]
    }
}

extension Int64 {
    /// The sum; stops at the largest number instead of overflowing.
    func plus(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
