import BerthPlatform
import CSpawn
import Glibc

/// Starts programs of this machine, each in a session of the kernel of its own, so that it can be stopped with all that
/// it started, and a signal to the broker is none to it.
enum Spawn {
    /// - Parameters:
    ///   - words: the program, an absolute path or a name that is looked for in the `PATH` of its environment, and its
    ///     arguments.
    ///   - environment: all of it; nothing of the broker's own environment is handed on.
    ///   - descriptors: what the program has as its descriptors 0, 1 and 2.
    /// - Returns: the number of the process, which leads its session and its group.
    /// - Throws: `notFound` when there is no such program, `broken`.
    static func start(
        _ words: [String], environment: [String: String], directory: String? = nil,
        descriptors: (input: Int32, output: Int32, error: Int32)
    ) throws(PlatformError) -> pid_t {
        guard let name = words.first, let path = found(name, environment["PATH"] ?? "") else {
            let name = words.first ?? "nothing"
            throw PlatformError(.notFound, "There is no program \(name) on this machine.", subject: name)
        }
        var arguments = words.map { strdup($0) } + [nil]
        var variables = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var started: Int32 = 0
        let code = berth_spawn(
            &started, path, &arguments, &variables, directory, descriptors.input, descriptors.output, descriptors.error)
        if code == 0 { return started }
        throw PlatformError(
            .broken, "The program \(name) could not be started.", subject: name,
            detail: "\(path): \(String(cString: strerror(code)))")
    }

    /// Where a program is; `nil` when it is nowhere.
    static func found(_ name: String, _ path: String) -> String? {
        if name.contains("/") { return access(name, X_OK) == 0 ? name : nil }
        return path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }
}
