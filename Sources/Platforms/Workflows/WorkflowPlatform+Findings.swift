import BerthHost
import BerthModel
package import BerthPlatform

extension WorkflowPlatform: SelfChecking {
    package func findings() async -> [Finding] {
        var findings: [Finding] = []
        let hasOne = !engines.kinds.isEmpty
        for (name, program) in [("cwltool", engines.cwltool), ("snakemake", engines.snakemake)] {
            findings.append(await finding(name, program, isNeeded: !hasOne))
        }
        do throws(PlatformError) {
            try Files.makeDirectory(host.folders.state)
            let free = Machine.freeBytes(at: host.folders.state)
            let offered = profile.capacity?.largest[.storage] ?? 0
            findings.append(
                Finding(
                    "state directory", "\(host.folders.state), \(free / bytesPerGibibyte) GiB free",
                    remedy: free >= offered
                        ? nil : "\(offered / bytesPerGibibyte) GiB are offered: set storage, or another stateDirectory")
            )
        } catch {
            findings.append(
                Finding("state directory", error.fullDescription, remedy: "let the broker write there, or set another"))
        }
        return findings
    }

    /// - Parameter isNeeded: whether nothing can be run without it.
    private func finding(_ name: String, _ program: String, isNeeded: Bool) async -> Finding {
        do throws(PlatformError) {
            let said = try await Command([program, "--version"]).run()
            if said.code == 0 {
                let words = (said.text.isEmpty ? said.errorText : said.text).split { $0 == " " || $0 == "\n" }
                return Finding(name, "\(words.last ?? "of a version that it does not say") at \(program)")
            }
            return Finding(
                name, "\(program) ends with \(said.code)",
                remedy: "run \(program) --version by hand, and mend what it says")
        } catch {
            return Finding(
                name, "not at \(program)",
                remedy: isNeeded ? "install it in a venv of its own, and name it with programs.\(name)" : nil)
        }
    }
}
