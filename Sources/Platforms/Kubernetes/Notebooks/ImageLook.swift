import BerthDocument
import BerthHTTP
import BerthHost
import BerthPlatform
import BerthTasks
import Synchronization

/// Asks the site's image which kernels and packages it has: nobody but the image knows. A Job of its own does, which is
/// deleted when it has spoken.
struct ImageLook: Sendable {
    let api: KubernetesAPI
    let settings: KubernetesSettings
    let notebooks: KubernetesNotebooks
    private let turns = Turnstile(places: 1)
    /// Whether this program has asked, and what there is, is its own.
    private let hasBegun = Begun()

    private final class Begun: Sendable {
        let value = Atomic(false)
    }

    init(api: KubernetesAPI, settings: KubernetesSettings, notebooks: KubernetesNotebooks) {
        self.api = api
        self.settings = settings
        self.notebooks = notebooks
    }

    private static let memoryBytes: Int64 = 512 << 20
    /// Bytes that are read of what it says.
    private static let saidBytes = 4 << 20
    private static let gap = Duration.milliseconds(250)

    private var name: String { ObjectNames.look(settings.instance) }
    private func jobs() throws(PlatformError) -> String { "/apis/batch/v1/namespaces/\(try api.namespace())/jobs" }

    /// - Throws: `refused`, `notFound` or `overLimit` when no pod came to speak, and what calls throw.
    func programs() async throws(PlatformError) -> NodePrograms {
        hasBegun.value.store(true, ordering: .relaxed)
        return try await turns.carryOut { () async throws(PlatformError) in try await looked() }
    }

    /// Deletes what a broker that was killed has left.
    func removeLeftover() async throws(PlatformError) {
        if hasBegun.value.load(ordering: .relaxed) { return }
        try await turns.carryOut { () async throws(PlatformError) in try await remove() }
    }

    private func looked() async throws(PlatformError) -> NodePrograms {
        // One of a broker that was killed would speak of another image.
        try await remove()
        let reply = try await api.call(.post, try jobs(), job)
        if !reply.isSuccess { throw .api(reply, "ask the image for notebooks what it has", subject: notebooks.image) }
        let said: [UInt8]
        do throws(PlatformError) { said = try await spoken() } catch {
            try? await remove()
            throw error
        }
        try await remove()
        let lines = said.split(separator: 10)
        guard let programs = lines.reversed().lazy.compactMap({ NodePrograms(Array($0)) }).first else {
            throw PlatformError(
                .refused, "The image for notebooks has no Python \(notebooks.python) that says what it has.",
                subject: notebooks.image, detail: String(decoding: said.prefix(500), as: UTF8.self))
        }
        return programs
    }

    /// What a pod wrote, when it has ended.
    private func spoken() async throws(PlatformError) -> [UInt8] {
        let end = ContinuousClock.now + .seconds(notebooks.lookSeconds)
        let pods = "/api/v1/namespaces/\(try api.namespace())/pods"
        let selector = KubernetesAPI.encoded("job-name=" + name)
        var failingSince: ContinuousClock.Instant?
        while true {
            let pod = try await api.list("\(pods)?labelSelector=\(selector)").items.map(PodState.init).first
            if let pod, pod.hasEnded {
                if let error = pod.notStarted { throw error }
                return try await api.text("\(pods)/\(pod.name)/log?limitBytes=\(Self.saidBytes)", subject: pod.name)
            }
            try pod?.check(&failingSince, patienceSeconds: notebooks.lookSeconds)
            if ContinuousClock.now > end {
                throw PlatformError(
                    .overLimit,
                    "No pod told within \(notebooks.lookSeconds) s which kernels the image has: "
                        + (pod?.unschedulable.map(PodWords.waiting) ?? "the cluster has not made or started one") + ".",
                    subject: notebooks.image)
            }
            do { try await Task.sleep(for: ImageLook.gap) } catch {
                throw PlatformError(.cancelled, "Asking the image for notebooks was cancelled.")
            }
        }
    }

    /// Deletes the Job with its pod, and waits until it is gone.
    private func remove() async throws(PlatformError) {
        let path = try jobs() + "/" + name
        let end = ContinuousClock.now + .seconds(settings.releaseSeconds)
        let reply = try await api.call(.delete, path + "?propagationPolicy=Foreground")
        if reply.status == 404 { return }
        if !reply.isSuccess { throw .api(reply, "delete what asked the image for notebooks", subject: name) }
        while try await api.call(.get, path).status != 404, ContinuousClock.now < end {
            do { try await Task.sleep(for: ImageLook.gap) } catch { return }
        }
    }

    private var job: Document {
        let labels: Document = [
            "app.kubernetes.io/managed-by": "berth", ObjectNames.lookLabel: .text(settings.instance),
        ]
        return [
            "apiVersion": "batch/v1", "kind": "Job", "metadata": ["name": .text(name), "labels": labels],
            "spec": [
                "backoffLimit": 0, "completions": 1, "parallelism": 1,
                "activeDeadlineSeconds": .integer(notebooks.lookSeconds),
                "template": ["metadata": ["labels": labels], "spec": pod],
            ],
        ]
    }

    private var pod: Document {
        let amounts: Document = [
            "cpu": "500m", "memory": .text("\(Self.memoryBytes)"), "ephemeral-storage": .text("\(settings.beside)"),
        ]
        let words = [notebooks.python, "-I", "-c", NodePrograms.look, notebooks.python]
        var members: DocumentMembers = [
            "restartPolicy": "Never", "automountServiceAccountToken": false, "enableServiceLinks": false,
            "terminationGracePeriodSeconds": 1,
            "containers": [
                [
                    "name": .text(ObjectNames.container), "image": .text(notebooks.image),
                    "imagePullPolicy": .text((settings.pull ?? .missing).policy),
                    "command": .list(words.map { .text(JobManifest.literal($0)) }),
                    "resources": ["requests": amounts, "limits": amounts],
                    "securityContext": JobManifest.security(settings),
                    "volumeMounts": [["name": "tmp", "mountPath": "/tmp"]],
                    "env": [
                        ["name": "HOME", "value": "/tmp"],
                        ["name": "NODE_NAME", "valueFrom": ["fieldRef": ["fieldPath": "spec.nodeName"]]],
                    ],
                ]
            ],
            "volumes": [["name": "tmp", "emptyDir": ["sizeLimit": .text("\(settings.temporaryBytes)")]]],
        ]
        settings.place(&members)
        return .map(members)
    }
}
