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
        findings.append(
            .stateDirectory(host.folders.state, storage: (settings.storage ?? 0).gibibytesInBytes))
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
