import BerthDocument
import BerthHost
package import BerthPlatform

extension ContainerPlatform: SelfChecking {
    package func findings() async -> [Finding] {
        var findings = [await engineFinding()]
        findings.append(
            .stateDirectory(folders.state, storage: (settings.storage ?? 0).gibibytesInBytes))
        for (name, offered, there) in [
            ("cores", profile.capacity?.largest[.cores] ?? 0, Machine.cores),
            (
                "memory", (profile.capacity?.largest[.memory] ?? 0) / bytesPerGibibyte,
                Machine.memoryBytes / bytesPerGibibyte
            ),
        ] {
            findings.append(
                Finding(
                    name, "\(offered) offered, this machine has \(there)",
                    remedy: offered <= there ? nil : "set \(name) to at most \(there)"))
        }
        return findings
    }

    private func engineFinding() async -> Finding {
        do throws(PlatformError) {
            let reply = try await engine.call("GET", "/version", seconds: 5)
            guard reply.status == 200, let version = reply.body["Version"]?.text else {
                return Finding(
                    "engine", "\(engine.socket) answers with status \(reply.status)",
                    remedy: "name the socket of Podman or Docker with engine")
            }
            let name = reply.body["Components"]?.items.first?["Name"]?.text ?? "engine"
            return Finding("engine", "\(name) \(version) at \(engine.socket)")
        } catch {
            return Finding(
                "engine", "nobody answers at \(engine.socket)",
                remedy: "start it (podman system service --time=0 unix://\(engine.socket)), and let the broker use it")
        }
    }
}
