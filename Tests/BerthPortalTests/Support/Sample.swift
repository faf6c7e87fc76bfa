import BerthBroker
import BerthClient
import BerthDocument
import BerthModel
import BerthPlatform
import Synchronization

@testable import BerthPortal

/// Answers of brokers for tests, all seen at the same noon.
enum Sample {
    static let noon = Instant("2030-01-31T12:00:00Z") ?? Instant(seconds: 0)

    static func after(_ seconds: Int64) -> Instant { noon + TimeSpan(seconds: seconds) }

    static func id(_ number: UInt64) -> UUID { UUID(high: 0, low: number) }

    static func quote(_ type: String, _ min: Double, _ max: Double? = nil) -> Cost {
        var quote = Quote()
        quote.type = type
        quote.min = min
        quote.max = max ?? min
        return .simple(quote)
    }

    /// An offer that stages from `staging` to `start`, in seconds from noon, and runs for an hour.
    static func offer(
        _ number: UInt64, on platform: String = "desk", staging: Int64 = 0, start: Int64 = 10, cores: Int64 = 2,
        memory: Int64 = 4, costs: [Cost] = [], phase: SessionPhase = .offered, expires: Int64? = 300
    ) -> Session {
        var session = Session()
        var meta = Metadata(uuid: id(number), name: "task")
        meta.messages = [Message(.info, time: noon, "Offered by {platform}.", ["platform": platform])]
        session.component.meta = meta
        session.component.costs = costs
        session.phase = phase
        session.expires = expires.map(after)
        var compute = SimpleCompute()
        compute.cores = IntegerRange(min: cores, max: cores)
        compute.memory = IntegerRange(min: memory, max: memory)
        session.compute = .simple(compute)
        var schedule = Schedule()
        schedule.preparing = TimedStart(start: after(staging), duration: TimeSpan(seconds: start - staging))
        schedule.available = TimedWindow(
            start: Interval(start: after(start), end: after(start)), duration: TimeSpan(seconds: 3600))
        schedule.releasing = TimedStart(start: after(start + 3600), duration: TimeSpan(seconds: 5))
        session.schedule = schedule
        return session
    }

    static func answer(
        _ offers: [Session], _ messages: [Message] = [], set: UInt64 = 99
    ) -> Received<OfferSetResponse> {
        var answer = OfferSetResponse()
        answer.result = offers.isEmpty ? .no : .yes
        answer.offers = offers
        var meta = Metadata(uuid: id(set))
        meta.messages = messages
        answer.meta = meta
        return Received(answer, .null)
    }

    static func obstacle(
        _ rung: Obstacle.Rung = .never, on platform: String = "desk", available: String = "4"
    ) -> Message {
        Obstacle(
            rung, ["compute", "cores", "min"], "{path}: {wanted} {unit} are wanted, there are {available}.",
            ["wanted": "64", "available": available, "unit": "cores"]
        ).message(at: noon, from: platform)
    }

    static let silence = Message(
        .warn, time: noon, "{platform} gave no answer: {problem}",
        ["platform": "west", "problem": "It is away.", "waited": "PT1S"])

    /// A change of the cores that was tried.
    static func change(_ number: Int = 1, to cores: Int64 = 4, on platform: String = "desk") -> Message {
        let change = Change(path: ["compute", "cores", "min"], to: .integer(cores), range: .text(pattern: nil))
        return ChangeSet([change]).message(number, on: [platform], of: ExecutionRequest(), at: noon)
    }

    static func heard(_ platform: String, _ answer: String, ways: Int64? = nil) -> AskedState.Heard {
        AskedState.Heard(
            broker: "here", answer: PlatformAnswer(platform: platform, answer: answer, ways: ways, messages: []))
    }

    static func state(_ answers: Received<OfferSetResponse>?...) -> AskedState {
        var state = AskedState(
            brokers: answers.indices.map { index in
                index == 0
                    ? BrokerAnswer(name: "here", title: "This broker")
                    : BrokerAnswer(name: "east\(index)", title: "East \(index)")
            })
        for (index, answer) in answers.enumerated() {
            if let answer { state.renew(state.brokers[index].name, answer) }
        }
        return state
    }

    static func asking(_ state: AskedState, request: Document = ["executable": ["kind": "docker-container"]])
        -> LiveAsking
    {
        LiveAsking(
            id: id(7), owner: "ada", draft: "d", revision: 3, title: "A <task>", request: request, at: noon, state)
    }
}

/// A world whose time stands still, until somebody sets it.
final class StillWorld: World {
    private let clock = Bulletin(Sample.noon)
    private let last = Mutex<UInt64>(1000)

    func now() -> Instant { clock.value }
    func nextID() -> UUID {
        last.withLock {
            $0 += 1
            return Sample.id($0)
        }
    }

    func set(_ instant: Instant) { clock.change { $0 = instant } }

    func sleep(until instant: Instant) async {
        while !Task.isCancelled {
            let issue = clock.issue
            if issue.value >= instant { return }
            _ = await clock.issue(after: issue.number, until: .latest, Never.self)
        }
    }
}

extension Bulletin {
    /// Waits without a clock.
    fileprivate func issue(after number: Int64, until: Instant, _: Never.Type) async -> Issue? {
        await issue(after: number, until: until, EndlessWorld())
    }
}

/// Nothing is ever due.
struct EndlessWorld: World {
    func now() -> Instant { Sample.noon }
    func nextID() -> UUID { Sample.id(1) }
    func sleep(until instant: Instant) async {
        let (stream, end) = AsyncStream<Never>.makeStream()
        await withTaskCancellationHandler {
            for await _ in stream {}
        } onCancel: {
            end.finish()
        }
    }
}
