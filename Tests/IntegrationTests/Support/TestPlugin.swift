import BerthDocument
import BerthModel
import BerthPlatform
import BerthPython
import Glibc
import Testing

/// The Python that `scripts/setup test` installs, with the package of this repository and the plugins of its tests.
final class TestPlugin: Sendable {
    let state: String

    static let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    static let python = root + "/.build/python/bin/python"
    static let package = root + "/python/src"
    static let plugins = root + "/python/tests/platforms.py"

    init() throws {
        try #require(access(Self.python, X_OK) == 0, "There is no \(Self.python); run scripts/setup test.")
        var template = Array("/tmp/berth-plugin-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        state = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Files.remove(state) }

    func platform(_ name: String, _ change: (inout PythonSettings) -> Void = { _ in }) throws -> PythonPlatform {
        var settings = PythonSettings()
        settings.name = "lab"
        settings.plugin = "\(Self.plugins):\(name)"
        settings.python = Self.python
        settings.path = [Self.package]
        settings.stateDirectory = state
        change(&settings)
        return try PythonPlatform(settings, now: RemoteSite.now)
    }

    /// What there is of sessions.
    var leftovers: [String] {
        ["work", "logs"].flatMap { folder in
            Files.names(in: "\(state)/sessions/\(folder)").map { "\(folder)/\($0)" }
        }
    }

    /// An entry of a configuration.
    static func entry(_ name: String, _ plugin: String, _ more: String = "") -> String {
        """
        - kind: python
          name: \(name)
          plugin: \(plugin)
          python: \(python)
          path: [\(package)]

        """ + more.split(separator: "\n").map { "  \($0)\n" }.joined()
    }

    static func request(_ script: String, _ rest: String = "") -> String {
        "executable: {kind: batch-script, script: \"\(script)\"}\n" + rest
    }

    static func document(_ script: String, _ rest: String = "") throws -> Document {
        try Document.read(Array(request(script, rest).utf8), as: .yaml).resolvedTree()
    }
}
