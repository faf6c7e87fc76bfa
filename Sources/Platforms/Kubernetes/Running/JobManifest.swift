import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform
import BerthTasks

/// What the cluster is told about a session. Source: *Job v1 batch*, *Pod v1 core*.
struct JobManifest {
    var session: UUID
    var plan: Plan
    var details: KubernetesPlan
    var container: DockerContainer
    var settings: KubernetesSettings
    /// What is in the container where a notebook runs.
    var notebook: NotebookPod?
    /// How many Secrets bring the notebook.
    var pieces = 1

    /// - Throws: `broken` for a plan of another platform.
    init(_ work: Work, _ settings: KubernetesSettings) throws(PlatformError) {
        session = work.session
        plan = work.plan
        details = try work.plan.details(as: KubernetesPlan.self)
        self.settings = settings
        if case .dockerContainer(let container)? = work.plan.executable {
            self.container = container
        } else if let notebooks = settings.notebooks, let notebook = details.notebook {
            container = DockerContainer()
            self.notebook = NotebookPod(
                session: session, notebook: notebook, settings: notebooks, storageNames: plan.storageNames)
        } else {
            throw PlatformError(
                .broken, "The plan of the session has no container, and no notebook that this site runs.")
        }
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
                    JobManifest.preparingSeconds.addingOrMost(settings.queueSeconds).addingOrMost(podSeconds)),
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
        details.seconds.addingOrMost(settings.imageSeconds).addingOrMost(plan.preparing.secondsRoundedUp)
            .addingOrMost(JobManifest.slackSeconds)
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
        settings.place(&members, labels: details.nodeLabels)
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
        if let notebook {
            members["command"] = .list(notebook.words.map { .text(JobManifest.literal($0)) })
            members["env"] = .list(notebook.environment)
            if notebook.settings.isInteractive {
                members["readinessProbe"] = [
                    "httpGet": ["path": "/api", "port": .integer(NotebookPod.port)], "periodSeconds": 1,
                    "timeoutSeconds": 5,
                ]
            }
        }
        let ports = published
        if !ports.isEmpty {
            members["ports"] = .list(
                ports.map {
                    ["containerPort": .integer($0.number), "protocol": .text($0.spoken.transport.uppercased())]
                })
        }
        return members
    }

    /// The same for all: what is promised is set aside, and no more is had.
    private var amounts: Document {
        let storage = details.storageClass == nil ? plan.demand[.storage] : 0
        var members: DocumentMembers = [
            "cpu": .text("\(max(1, plan.demand[.cores]))"), "memory": .text("\(plan.demand[.memory])"),
            "ephemeral-storage": .text("\(storage.addingOrMost(settings.beside))"),
        ]
        for extended in details.extended { members[extended.name] = .text("\(extended.count)") }
        return .map(members)
    }

    private func security(isPrivileged: Bool) -> Document {
        isPrivileged && settings.privileged ? ["privileged": true] : JobManifest.security(settings)
    }

    /// What a container may do at most that needs no privileges.
    static func security(_ settings: KubernetesSettings) -> Document {
        [
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
        if notebook != nil {
            let secrets = (0..<pieces).map { ObjectNames.secret(session, $0) }
            volumes.append([
                "name": "notebook",
                "projected": ["sources": .list(secrets.map { ["secret": ["name": .text($0)]] })],
            ])
        }
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
        if notebook != nil {
            mounts.append(["name": "notebook", "mountPath": .text(NotebookPod.folder), "readOnly": true])
            for index in plan.storage.indices {
                mounts.append([
                    "name": .text(ObjectNames.volume(index)), "mountPath": .text(NotebookPod.storage(index)),
                ])
            }
        }
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

    /// A Secret that brings a part of the notebook.
    func secret(_ index: Int, _ content: Document) -> Document {
        [
            "apiVersion": "v1", "kind": "Secret", "type": "Opaque",
            "metadata": metadata(ObjectNames.secret(session, index)), "data": content,
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
        if let notebook {
            let server = PublishedPort(number: NotebookPod.port, spoken: .http, path: "")
            return notebook.settings.isInteractive ? [server] : []
        }
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
