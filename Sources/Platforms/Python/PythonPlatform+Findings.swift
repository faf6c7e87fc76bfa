import BerthModel
package import BerthPlatform

extension PythonPlatform: CodeLoading {
    package func findings() async -> [Finding] {
        guard let program = settings.interpreter else {
            return [
                Finding(
                    "interpreter", "there is no \(settings.python) on this machine",
                    remedy: "set python to the interpreter that has the package berth")
            ]
        }
        let found = Finding("interpreter", program)
        switch await worker.profile() {
        case .result(let profile):
            let outage = profile.outage.map {
                Finding("platform", "it says: \($0)", remedy: "look at what the plugin needs")
            }
            let hello = worker.hello.map { " on Python \($0.python)" } ?? ""
            return [
                found, Finding("plugin", "\(settings.plugin) answers\(hello)"),
                outage ?? Finding("platform", profile.summary),
            ]
        case .fault(let fault):
            let words = worker.lastWords
            return [
                found,
                Finding(
                    "plugin", fault.detail + (words.isEmpty ? "" : "; it said last: \(words)"),
                    remedy: "mend the plugin, or set plugin, path and arguments; its log is \(worker.logPath)"),
            ]
        }
    }
}
