import BerthPlatform
import Glibc

/// A directory of a test, and programs in it that stand for an interpreter.
struct Scratch: ~Copyable {
    let path: String

    init() throws {
        var template = Array("/tmp/berth-python-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw PlatformError(.broken, "There is no directory.") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Files.remove(path) }

    func text(_ name: String) -> String { Self.text(at: path + "/" + name) }

    static func text(at path: String) -> String {
        (try? Files.read(path, from: 0, limit: 1 << 20)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Waits until it is so; no event tells what another process has done.
    static func until(_ isSo: () -> Bool) async {
        let end = ContinuousClock.now + .seconds(20)
        while !isSo(), ContinuousClock.now < end { try? await Task.sleep(for: .milliseconds(20)) }
    }

    /// A shell script that is started as the interpreter is.
    func program(_ script: String) throws -> String {
        let file = path + "/interpreter"
        try Files.write(Array("#!/bin/sh\n\(script)\n".utf8), to: file)
        chmod(file, 0o755)
        return file
    }
}
