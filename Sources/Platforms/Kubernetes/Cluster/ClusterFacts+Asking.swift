import BerthDocument
import BerthPlatform

extension ClusterFacts {
    /// What the cluster says about itself now; `nil` stands for what the broker may not see.
    ///
    /// - Throws: `unreachable`, `refused` for credentials.
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
