import BerthBroker

/// What happened in a simulation, in order: two runs of the same seed write the same lines.
package final class Trace: Sendable {
    private let content = Locked<[String]>([])

    package init() {}

    package func add(_ line: String) { content.withLock { $0.append(line) } }

    package var lines: [String] { content.withLock { $0 } }
}
