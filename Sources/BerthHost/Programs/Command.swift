import BerthData
package import BerthPlatform

/// A program of this machine that is waited for: it is asked something, answers, and ends.
package struct Command: Sendable {
    /// The program, a path or a name that is looked for in the `PATH` of its environment, and its arguments.
    package var words: [String]
    /// All of the environment that the program has; nothing of the broker's own is handed on.
    package var environment: [String: String]
    /// What the program reads; it finds the end at once when this is empty.
    package var input: [UInt8] = []
    /// Where it runs; where the broker does unless set.
    package var directory: String?
    /// How long it may take.
    package var seconds: Int64 = 30
    /// Most bytes that are taken of each of its outputs.
    package var outputBytes = 16 << 20

    package init(_ words: [String], environment: [String: String] = Command.plainEnvironment) {
        self.words = words
        self.environment = environment
    }

    /// What a program finds where nobody says more.
    package static let plainEnvironment = [
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/",
    ]

    /// Whether there is such a program on this machine.
    package var isThere: Bool { Spawn.found(words.first ?? "", environment["PATH"] ?? "") != nil }

    /// What a program said.
    package struct Output: Sendable, Hashable {
        /// Its exit code; 128 and the number of the signal that ended it.
        package var code: Int32
        package var output: [UInt8]
        package var error: [UInt8]

        package var text: String { String(decoding: output, as: UTF8.self) }
        package var errorText: String { String(decoding: error, as: UTF8.self) }
    }

    /// Runs the program to its end. It is killed, with all that it started, when it takes too long or the task is
    /// cancelled.
    ///
    /// - Throws: `notFound` when there is no such program, `overLimit` when it takes too long or says too much,
    ///   `cancelled`, `broken`. An exit code that says no is not an error here.
    package func run() async throws(PlatformError) -> Output {
        let run = try CommandRun(self)
        let result: Result<Output, PlatformError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let code = DetachedThread.start(stackBytes: 1 << 18) { continuation.resume(returning: run.result()) }
                if let code {
                    continuation.resume(
                        returning: .failure(
                            PlatformError(.broken, "No thread could be made for a program.", cause: "error \(code)")))
                }
            }
        } onCancel: {
            run.cancel()
        }
        return try result.get()
    }
}
