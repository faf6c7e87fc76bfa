import BerthBroker
import BerthHTTP
import Synchronization

/// Counts calls: how many by route and status, and how long they took by route.
final class Meter: Sendable {
    struct Call: Hashable, Comparable {
        var route: String
        var method: String
        var status: String

        static func < (left: Call, right: Call) -> Bool {
            (left.route, left.method, left.status) < (right.route, right.method, right.status)
        }
    }

    /// How long the calls of a route took.
    struct Durations: Sendable {
        /// Upper bounds of the buckets in microseconds, and as they are written, in seconds.
        static let bounds: [(microseconds: UInt64, text: String)] = [
            (100, "0.0001"), (250, "0.00025"), (500, "0.0005"), (1_000, "0.001"), (2_500, "0.0025"),
            (5_000, "0.005"), (10_000, "0.01"), (25_000, "0.025"), (50_000, "0.05"), (100_000, "0.1"),
            (250_000, "0.25"), (500_000, "0.5"), (1_000_000, "1"), (2_500_000, "2.5"), (5_000_000, "5"),
            (10_000_000, "10"),
        ]

        /// Calls in each bucket alone, the last for those beyond the last bound.
        private(set) var counts = [Int64](repeating: 0, count: bounds.count + 1)
        private(set) var microseconds: UInt64 = 0

        mutating func add(_ duration: UInt64) {
            counts[Self.bounds.firstIndex { duration <= $0.microseconds } ?? Self.bounds.count] += 1
            microseconds &+= duration
        }

        var count: Int64 { counts.reduce(0, +) }
    }

    struct Figures: Sendable {
        var calls: [Call: Int64] = [:]
        var durations: [String: Durations] = [:]
    }

    private let state = Locked(Figures())
    private let streams = Atomic<Int>(0)

    /// Methods by their names; what a client made up is not repeated, or it could make as many figures as it likes.
    private static let methods: Set<HTTPMethod> = [.get, .head, .post, .put, .patch, .delete, .options]

    func count(_ access: HTTPAccess) {
        let route = access.route ?? "none"
        let call = Call(
            route: route, method: Self.methods.contains(access.method) ? access.method.name : "other",
            status: access.status.code == 0 ? "aborted" : "\(access.status.code)")
        state.withLock { state in
            state.calls[call, default: 0] += 1
            state.durations[route, default: Durations()].add(access.durationMicroseconds)
        }
    }

    var figures: Figures { state.withLock { $0 } }

    // MARK: streams of events

    func streamOpened() { streams.add(1, ordering: .relaxed) }
    func streamClosed() { streams.subtract(1, ordering: .relaxed) }
    var openStreams: Int { streams.load(ordering: .relaxed) }
}
