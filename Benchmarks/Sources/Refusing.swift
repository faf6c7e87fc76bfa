import BerthBroker
import BerthModel
import BerthPlatform
import BerthScripted

/// `bench refusal REQUEST REPETITIONS`: a broker in this process, with everything in memory, says YES and NO in turns;
/// each NO with the smallest changes that make it a yes.
enum Refusing {
    private static let asks = 400

    private struct Case {
        var name: String
        var request: ExecutionRequest
        /// How many changes together make it a yes.
        var changes = 0
        var isBooked = false
    }

    static func run(_ request: ExecutionRequest, repetitions: Int) async throws {
        let huge: Int64 = 4_000_000
        let cases = [
            Case(name: "yes", request: request),
            Case(name: "one", request: request.asking(cores: huge), changes: 1),
            Case(name: "two", request: request.asking(cores: huge, memory: 2 * huge), changes: 2),
            Case(name: "booked", request: request, changes: 1, isBooked: true),
        ]
        var taken: [String: [Double]] = [:]
        // The first turn warms up, and is not counted.
        for repetition in 0...repetitions {
            for one in cases {
                let seconds = try await time(one)
                if repetition > 0 { taken[one.name, default: []].append(seconds) }
            }
        }
        for one in cases { Measuring.say(one.name, Measuring.median(taken[one.name] ?? [])) }
    }

    private static func time(_ one: Case) async throws -> Double {
        let broker = try await broker(isBooked: one.isBooked, one.request)
        var told = 0
        var last = OfferSetResponse()
        let seconds = try await Measuring.seconds {
            for _ in 0..<asks {
                let answer = try await broker.ask(one.request, as: .anonymous)
                expect(answer.result == (one.name == "yes" ? .yes : .no), "\(one.name): \(answer)")
                last = answer
                if one.changes > 0 {
                    told +=
                        (answer.meta?.messages ?? []).contains {
                            ChangeSet(reading: $0)?.changes.count == one.changes
                        } ? 1 : 0
                }
            }
        }
        expect(
            one.changes == 0 || told == asks,
            "\(one.name): what would do is told in \(told) of \(asks) answers, not in \(last)")
        await broker.stop()
        return seconds / Double(asks)
    }

    /// One site, that either holds everything that is asked, or has one place that is taken for longer than that.
    private static func broker(isBooked: Bool, _ request: ExecutionRequest) async throws -> Broker {
        var script = ScriptedSettings()
        script.name = "site"
        script.cores = isBooked ? 4 : 1_000_000
        script.memory = isBooked ? 8 : 4_000_000
        script.storage = isBooked ? 8 : 4_000_000
        let broker = try Serving.broker([script], store: MemoryStore())
        if isBooked {
            var long = request
            long.schedule?.requested?.duration = TimeSpan(seconds: 48 * 3600)
            let answer = try await broker.ask(long, as: .anonymous)
            expect(answer.result == .yes, "the site is taken already: \(answer)")
            try await Serving.accept(answer, of: broker)
        }
        return broker
    }
}

extension ExecutionRequest {
    /// The same with other least amounts.
    fileprivate func asking(cores: Int64, memory: Int64? = nil) -> ExecutionRequest {
        var request = self
        guard case .simple(var simple)? = request.compute else { fail("a request without cores") }
        simple.cores = IntegerRange(min: cores, max: cores * 2)
        if let memory { simple.memory = IntegerRange(min: memory, max: memory * 2) }
        request.compute = .simple(simple)
        return request
    }
}
