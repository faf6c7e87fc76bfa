import BerthDocument
import BerthHost
package import BerthPlatform

extension ContainerPlatform: SelfChecking {
    package func findings() async -> [Finding] {
        var findings = [await engineFinding()]
        do throws(PlatformError) {
            try Files.makeDirectory(folders.state)
            let free = Machine.freeBytes(at: folders.state)
            let offered = profile.capacity?.largest[.storage] ?? 0
            findings.append(
                Finding(
                    "state directory", "\(folders.state), \(free / bytesPerGibibyte) GiB free",
                    remedy: free >= (settings.storage?.gibibytesInBytes ?? 0)
                        ? nil : "\(offered / bytesPerGibibyte) GiB are offered: set storage, or another stateDirectory")
            )
        } catch {
            findings.append(
                Finding("state directory", error.fullDescription, remedy: "let the broker write there, or set another"))
        }
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
