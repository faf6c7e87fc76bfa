import BerthHost
import BerthModel
import Glibc

/// How a worker is started.
struct WorkerLaunch: Sendable, Hashable {
    /// The interpreter as the settings name it.
    var python: String
    /// Where it is; nil when it is nowhere.
    var program: String?
    var words: [String]
    var environment: [String: String]
    var directory: String

    /// - Parameter state: directory of its own, which is there.
    init(_ settings: PythonSettings, state: String) {
        python = settings.python
        program = settings.interpreter
        words = [settings.python, "-m", "berth", "worker", settings.plugin, "--state", state + "/sessions"]
        for entry in settings.arguments.entries { words += ["--argument", "\(entry.name)=\(entry.text)"] }
        environment = settings.variables
        // What it prints is to be read when it is printed, and its files are no programs.
        environment["PYTHONUNBUFFERED"] = "1"
        environment["PYTHONDONTWRITEBYTECODE"] = environment["PYTHONDONTWRITEBYTECODE"] ?? "1"
        if !settings.path.isEmpty { environment["PYTHONPATH"] = settings.path.joined(separator: ":") }
        directory = state
    }
}

extension PythonSettings {
    fileprivate var variables: [String: String] {
        var variables = Command.plainEnvironment
        for entry in environment.entries { variables[entry.name] = entry.text }
        return variables
    }

    /// The path of the interpreter; nil when there is none.
    var interpreter: String? {
        if python.contains("/") { return access(python, X_OK) == 0 ? python : nil }
        return (variables["PATH"] ?? "").split(separator: ":").map { "\($0)/\(python)" }.first { access($0, X_OK) == 0 }
    }
}
