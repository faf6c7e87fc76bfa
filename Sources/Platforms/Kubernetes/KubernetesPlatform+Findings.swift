import BerthDocument
import BerthHTTP
import BerthHost
package import BerthPlatform
import BerthTasks

extension KubernetesPlatform: SelfChecking {
    package func findings() async -> [Finding] {
        var findings: [Finding] = []
        do throws(PlatformError) {
            let reply = try await api.call(.get, "/version")
            let version = reply.body["gitVersion"]?.text ?? "status \(reply.status)"
            findings.append(
                Finding("cluster", "\(version) at \(try api.server()), namespace \(try api.namespace())"))
            findings += try await Permission.needed(settings).findings(api)
            findings += nodeFindings(try await ClusterFacts.ask(api))
        } catch {
            findings.append(
                Finding(
                    "cluster", error.fullDescription,
                    remedy: "see that kubectl works with the kubeconfig; the settings kubeconfig, context and namespace"
                        + " name where"))
        }
        if let room = notebooks { findings.append(await finding(room)) }
        do throws(PlatformError) {
            try Files.makeDirectory(settings.stateDirectory ?? "")
            let free = Machine.freeBytes(at: settings.stateDirectory ?? "") / bytesPerGibibyte
            findings.append(
                Finding(
                    "state directory", "\(settings.stateDirectory ?? ""), \(free) GiB free",
                    remedy: free > 0 ? nil : "make room for the output of sessions, or name another stateDirectory"))
        } catch {
            findings.append(
                Finding("state directory", error.fullDescription, remedy: "let the broker write there, or set another"))
        }
        return findings
    }

    private func finding(_ room: NotebookRoom) async -> Finding {
        do throws(PlatformError) {
            let found = try await room.programs.facts()
            let kernels = found.kernels.map { "\($0.name) (\($0.language))" }.joined(separator: ", ")
            let missing = fault(found, room)
            return Finding(
                "notebooks",
                missing.map { "\(room.settings.image) does not have \($0)" }
                    ?? "\(room.settings.image) has \(kernels)",
                remedy: missing == nil ? nil : "name an image that has Jupyter in notebooks.image")
        } catch {
            return Finding(
                "notebooks", error.fullDescription,
                remedy: "see that the cluster can fetch and start the image of notebooks.image")
        }
    }

    private func nodeFindings(_ facts: ClusterFacts) -> [Finding] {
        guard let nodes = facts.nodes else { return [] }
        let open = facts.open(settings)
        let cores = facts.sizes(settings).reduce(0) { $0 + $1.resources[.cores] }
        var findings = [
            Finding(
                "nodes", "\(open.count) of \(nodes.count) take sessions, with \(cores) cores",
                remedy: open.isEmpty ? "see nodeSelector and tolerations, and that nodes are ready" : nil)
        ]
        for bound in facts.bounds(settings) where !bound.isLeast && bound.most < 1 {
            findings.append(
                Finding(
                    "namespace", "\(bound.object) leaves no \(bound.resource)",
                    remedy: "ask who set it, or name another namespace"))
        }
        return findings
    }
}
