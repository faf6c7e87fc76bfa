import BerthDocument
import BerthPlatform

/// What the cluster said about itself, remembered for a while; who asks while it is being asked waits for that answer.
actor KnownCluster {
    private typealias Asking = Task<Result<ClusterFacts, PlatformError>, Never>

    private let api: KubernetesAPI
    private let life: Duration
    private var known: (asking: Asking, begin: ContinuousClock.Instant)?

    init(_ api: KubernetesAPI) {
        self.api = api
        life = .seconds(api.settings.factsSeconds)
    }

    /// - Throws: `unreachable`, `refused` for credentials; the next who asks then asks anew.
    func facts() async throws(PlatformError) -> ClusterFacts {
        let asking = current()
        let result = await asking.value
        if case .failure = result, known?.asking == asking { known = nil }
        return try result.get()
    }

    private func current() -> Asking {
        if let known, ContinuousClock.now - known.begin < life { return known.asking }
        let asking = Asking { [api] in
            do throws(PlatformError) { return .success(try await KnownCluster.ask(api)) } catch {
                return .failure(error)
            }
        }
        known = (asking, ContinuousClock.now)
        return asking
    }

    static func ask(_ api: KubernetesAPI) async throws(PlatformError) -> ClusterFacts {
        let namespace = "/api/v1/namespaces/\(try api.namespace())"
        let lists = [
            "/api/v1/nodes", "/api/v1/pods?fieldSelector=status.phase!%3DSucceeded,status.phase!%3DFailed",
            namespace + "/resourcequotas", namespace + "/limitranges",
        ]
        let answers = await withTaskGroup(of: (Int, Result<[Document]?, PlatformError>).self) { group in
            for (index, list) in lists.enumerated() {
                group.addTask {
                    do throws(PlatformError) { return (index, .success(try await seen(api, list))) } catch {
                        return (index, .failure(error))
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        return ClusterFacts(
            nodes: try answers[0]?.get() ?? nil, pods: try answers[1]?.get() ?? nil,
            quotas: try answers[2]?.get() ?? nil, limits: try answers[3]?.get() ?? nil)
    }

    /// `nil` when the broker may not see it.
    private static func seen(_ api: KubernetesAPI, _ list: String) async throws(PlatformError) -> [Document]? {
        do throws(PlatformError) { return try await api.list(list).items } catch {
            // Wrong credentials are another thing: those no list is seen with.
            if error.code == .refused && error.subject == list { return nil }
            throw error
        }
    }
}
