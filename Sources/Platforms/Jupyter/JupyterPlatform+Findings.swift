import BerthHost
import BerthModel
package import BerthPlatform
import BerthTasks

extension JupyterPlatform: SelfChecking {
    package func findings() async -> [Finding] {
        var findings: [Finding] = []
        do throws(PlatformError) {
            let kernels = try await installation.kernels()
            findings.append(
                Finding(
                    "kernels",
                    kernels.isEmpty ? "none" : kernels.map { "\($0.name) (\($0.language))" }.joined(separator: ", "),
                    remedy: kernels.isEmpty ? "install one for \(settings.python): pip install ipykernel" : nil))
        } catch {
            findings.append(
                Finding(
                    "Jupyter", error.fullDescription,
                    remedy: "name the Python that has it with python, or install it: pip install jupyter_server"))
        }
        if let packages = try? await installation.packages(of: settings.python) {
            for name in settings.isInteractive ? ["jupyter-server"] : NodePrograms.executors {
                findings.append(
                    Finding(
                        name, packages[name] ?? "missing",
                        remedy: packages[name] == nil ? "install it: \(settings.python) -m pip install \(name)" : nil))
            }
        }
        findings.append(
            .stateDirectory(host.folders.state, storage: (settings.storage ?? 0).gibibytesInBytes))
        return findings
    }
}
