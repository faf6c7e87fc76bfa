import BerthModel
import BerthPlatform
import SimulationKit
import Testing

@testable import BerthBroker

/// Requests that nobody can mean: an obstacle with its path, never a trap, and nothing is booked.
struct BadInputTests {
    private static let now = Instant(seconds: 1_800_000_000)

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        /// Of the first obstacle.
        var path: String
        var request: ExecutionRequest
        var testDescription: String { name }

        init(_ name: String, _ path: String, _ change: (inout ExecutionRequest) -> Void) {
            self.name = name
            self.path = path
            request = .cores(1, from: now, to: now + .seconds(3600), for: 600)
            change(&request)
        }
    }

    static let cases: [Case] = [
        Case("cores without end", "compute.cores.min") { $0 = .cores(.max) },
        Case("memory without end", "compute.memory.min") { $0 = .cores(1, memory: .max) },
        Case("fewer cores than none", "compute.cores.min") { $0 = .cores(.min) },
        Case("storages whose sum overflows", "storage[0].size.min") { request in
            request.storage = [.size(.max), .size(.max), .size(.max)]
        },
        Case("no duration", "schedule.requested.duration") { $0 = .cores(1, for: 0) },
        Case("a negative duration", "schedule.requested.duration") { $0 = .cores(1, for: -60) },
        Case("a duration beyond the last instant", "schedule.requested.duration") { request in
            request = .cores(1, for: Instant.latest.seconds)
        },
        Case("an interval that ends before it begins", "schedule.requested.start") { request in
            request = .cores(1, from: now + .seconds(60), to: now, for: 60)
        },
        Case("an interval that is over", "schedule.requested.start") { request in
            request = .cores(1, from: now - .seconds(7200), to: now - .seconds(3600), for: 60)
        },
        Case("more at least than at most", "compute.cores") { request in
            var compute = SimpleCompute()
            compute.cores = IntegerRange(min: 4, max: 2)
            request.compute = .simple(compute)
        },
        Case("ten thousand volumes", "compute.volumes") { request in
            var compute = SimpleCompute()
            compute.volumes = Array(repeating: .simple(SimpleVolume()), count: 10_000)
            request.compute = .simple(compute)
        },
        Case("two components of one name", "storage[0].meta.name") { request in
            var storage = SimpleStorage()
            storage.component.meta = Metadata(name: "work")
            request.storage = [.simple(storage)]
        },
    ]

    @Test(arguments: cases)
    func `An obstacle with its path, and nothing is booked`(bad: Case) throws {
        try Stage().play { stage async throws in
            let answer = try await stage.broker.ask(bad.request, as: .ada)
            #expect(answer.result == .no)
            #expect(answer.meta?.messages.first?.values["path"] == bad.path)
            #expect(answer.meta?.messages.first?.values["reason"] != nil)
            let failed = try await stage.broker.direct(bad.request, as: .ada)
            #expect(failed.phase == .failed)
            #expect(failed.component.meta?.messages.first?.values["path"] == bad.path)
            #expect(stage.held() == 0)
            #expect(stage.broker.figures.unfinished.values.allSatisfy { $0 == 0 })
            #expect(!stage.store.events.contains(.written))
        }
    }
}

extension StorageResource {
    fileprivate static func size(_ gibibytes: Int64) -> StorageResource {
        var storage = SimpleStorage()
        storage.size = IntegerRange(min: gibibytes)
        return .simple(storage)
    }
}
