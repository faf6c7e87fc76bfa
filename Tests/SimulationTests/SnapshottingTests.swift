import BerthDocument
import BerthModel
import BerthPlatform
import BerthScripted
import Testing

@testable import BerthBroker

/// An answer that is given again from a snapshot: to the byte, after it was written and read in another syntax, too.
struct SnapshottingTests {
    private static let clock = ScriptedClock(
        now: { SystemWorld().now() }, sleep: { await SystemWorld().sleep(until: $0) })

    private static func platforms() throws -> [any Platform] {
        try [
            "{name: pool, cores: 8, memory: 16, prices: [{type: 'uri:eur', unit: EUR, perCoreHour: 0.1}]}",
            """
            {name: nodes, nodes: [{name: n1, cores: 4, memory: 64}, {name: n2, cores: 32, memory: 8}],
             maintenance: [{during: 2027-01-15T00:00:00Z/P30D, reason: new cooling, nodes: [n1]}]}
            """,
            """
            {name: flavors, flavors: [
             {name: small, cores: 1, memory: 4}, {name: big, cores: 16, memory: 32, count: 1}]}
            """,
        ].map { text in
            let document = try Document.read(Array(text.utf8), as: .yaml)
            let read = ScriptedSettings.reading(document, from: .yaml)
            #expect(read.problems.filter { $0.gravity == .malformed } == [])
            return try ScriptedPlatform(read.value, clock: clock)
        }
    }

    private static func broker(
        _ platforms: [any Platform], _ change: (inout BrokerSettings) -> Void = { _ in }
    ) throws -> Broker {
        var settings = BrokerSettings()
        settings.publicURL = "https://broker.example.org"
        change(&settings)
        return try Broker(platforms: platforms, store: MemoryStore(), settings: settings, world: SystemWorld())
    }

    /// Takes a snapshot, writes and reads it in both syntaxes, and has it answered again.
    private static func again(
        _ request: ExecutionRequest, _ broker: Broker, ignored: [Problem] = [], as asker: Identity = .ada
    ) async throws -> (snapshot: Snapshot, answer: OfferSetResponse) {
        let body = String(decoding: try request.json(), as: UTF8.self)
        let snapshot = try await broker.snapshot(request, body: body, .json, ignored: ignored, as: asker)
        let answer = try #require(snapshot.answer)
        for syntax in [Syntax.json, .yaml] {
            let text = try snapshot.document(for: .json).written(as: syntax, pretty: true)
            let read = Snapshot.reading(try Document.read(text, as: syntax).resolvedTree(), from: .json).value
            let again = try await Broker.replay(read, request, ignored: ignored)
            #expect(try again.json(leavingOutStrangers: true) == answer.written(as: .json))
        }
        return (snapshot, OfferSetResponse.reading(answer, from: .json).value)
    }

    @Test func `What was drawn is answered the same, whatever is booked`() async throws {
        let dice = Dice(seed: 7)
        let broker = try Self.broker(try Self.platforms())
        var results: [OfferSetResult: Int] = [:]
        for _ in 0..<150 {
            var request = ExecutionRequest.cores(
                1 + dice.roll(40), memory: 1 + dice.roll(70), for: 60 * (1 + dice.roll(500)))
            if dice.roll(3) == 0 { request = request.withData() }
            if dice.roll(4) == 0, case .simple(var compute)? = request.compute {
                compute.cores?.max = 64
                request.compute = .simple(compute)
            }
            let (_, answer) = try await Self.again(request, broker)
            results[answer.result ?? .no, default: 0] += 1
            // What is booked grows.
            if dice.roll(3) == 0 { _ = try await broker.ask(request, as: .grace) }
        }
        #expect(results[.yes] ?? 0 > 20)
        #expect(results[.no] ?? 0 > 20)
    }

    @Test func `It is the answer that would have been given, and holds nothing`() async throws {
        let broker = try Self.broker(try Self.platforms())
        let request = ExecutionRequest.cores(12)
        let (snapshot, answer) = try await Self.again(request, broker)
        let real = try await broker.ask(request, as: .ada)
        #expect(answer.offers.count == real.offers.count)
        #expect(answer.meta?.messages.map(\.message) == real.meta?.messages.map(\.message))
        #expect(snapshot.platforms.map(\.name) == ["pool", "nodes", "flavors"])
        #expect(snapshot.platforms.map(\.held.count) == [0, 0, 0])
        let (next, _) = try await Self.again(request, broker)
        #expect(next.platforms.map(\.held.count) == [0, 1, 1])
        #expect(next.platforms.map(\.held.first?.place) == [nil, "n2", "big"])
        let told = String(decoding: try next.json(), as: UTF8.self)
        let isTold = ["\"ada\"", "\"details\""].filter { told.contains($0) }
        #expect(isTold == [])
    }

    @Test func `Siblings share what they hold again`() async throws {
        let broker = try Self.broker(try Self.platforms())
        var request = ExecutionRequest.cores(2)
        if case .simple(var compute)? = request.compute {
            compute.cores?.max = 8
            request.compute = .simple(compute)
        }
        _ = try await broker.ask(request, as: .grace)
        let (snapshot, _) = try await Self.again(.cores(8, for: 60), broker)
        let siblings = snapshot.platforms[0].held.map(\.siblings)
        #expect(siblings == [1, 1])
    }

    @Test func `Who said nothing in time says nothing again`() async throws {
        var slow = ScriptedSettings()
        slow.name = "slow"
        slow.answer.delay = .seconds(3600)
        let broker = try Self.broker(try Self.platforms() + [try ScriptedPlatform(slow, clock: Self.clock)]) {
            $0.answerTime = TimeSpan(milliseconds: 50)
        }
        for cores in [2, 64] as [Int64] {
            let (snapshot, answer) = try await Self.again(.cores(cores), broker)
            #expect(answer.texts.contains("slow gave no answer: slow has not answered within PT0.05S."))
            #expect(
                snapshot.platforms[3].said.allSatisfy { $0.plans.isEmpty && $0.obstacles.isEmpty && $0.silence == nil })
        }
    }

    @Test func `What one person holds is told as theirs, and counts again`() async throws {
        var share = PlatformShare()
        (share.platform, share.cores) = ("pool", 4)
        let broker = try Self.broker([try Self.platforms()[0]]) { [share] in $0.shares["pool"] = share }
        for asker in [Identity.ada, .grace] { _ = try await broker.ask(.cores(3), as: asker) }
        let start = SystemWorld().now()
        let (snapshot, answer) = try await Self.again(.cores(2, from: start, to: start + .seconds(60)), broker)
        let mine = snapshot.platforms[0].held.map { $0.isOfAsker ?? false }
        #expect(mine.contains(true) && mine.contains(false))
        #expect(answer.texts.contains { $0.contains("more than one person may hold;") }, "\(answer.texts)")
        let (_, never) = try await Self.again(.cores(6), broker)
        #expect(never.texts.first == "compute.cores.min: 6 cores are wanted, one person may hold at most 4.")
        #expect(never.texts.count == 2, "\(never.texts)")
    }

    @Test(arguments: [[], ["radio"]])
    func `Whether one may use a platform is a part of what was said`(_ groups: [String]) async throws {
        let broker = try Self.broker([try Self.platforms()[0]]) { $0.access["pool"] = ["radio", "optical"] }
        let asker = Identity(subject: "ada", groups: groups)
        for cores in [1, 64] as [Int64] {
            let (_, answer) = try await Self.again(.cores(cores), broker, as: asker)
            #expect(answer.result == (groups.isEmpty || cores > 8 ? .no : .yes))
            #expect(answer.texts.contains { $0.contains("is for members of radio or optical") } == groups.isEmpty)
        }
    }

    @Test func `What was full is full again`() async throws {
        let broker = try Self.broker(try Self.platforms()) { $0.unfinishedPerPerson = 2 }
        _ = try await broker.ask(.cores(1), as: .ada)
        let (snapshot, answer) = try await Self.again(.cores(1), broker)
        #expect((snapshot.unfinished, snapshot.unfinishedOfAsker) == (2, 2))
        #expect(answer.result == .no)
        #expect(answer.texts.first?.hasPrefix("You have 2 unfinished offers and sessions") == true)
    }

    @Test func `What was ignored is told again`() async throws {
        let ignored = Problem(
            gravity: .unused, code: .unknownMember, path: ["colour"], message: "colour is not known here.")
        let (_, answer) = try await Self.again(.cores(1), try Self.broker(try Self.platforms()), ignored: [ignored])
        #expect(answer.texts == ["colour is not known here."])
    }

    @Test func `A question that nobody was asked has no answer`() async throws {
        let broker = try Self.broker(try Self.platforms())
        let (snapshot, _) = try await Self.again(.cores(1), broker)
        let other = try await Broker.replay(snapshot, .cores(2), ignored: [])
        #expect(other.result == .no)
        #expect(
            other.texts.first
                == "pool gave no answer: The snapshot does not hold what pool says to this question.")
    }

    @Test func `A broker that stops takes none`() async throws {
        let broker = try Self.broker(try Self.platforms())
        await broker.stop()
        await #expect(throws: BrokerError.self) { try await broker.snapshot(.cores(1), body: "{}", .json, as: .ada) }
    }
}
