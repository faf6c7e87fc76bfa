import BerthDocument
import BerthModel
import BerthPlatform
import BerthScripted
import Testing

@testable import BerthBroker

/// Every reason of a refusal, beside an oracle that looks at each requirement by itself and knows nothing of the rooms.
struct OracleTests {
    /// What was drawn: of a platform, and of a request.
    private struct Case: Sendable {
        var (cores, memory, storage) = (Int64(0), Int64(0), Int64(0))
        var price: Int64 = 0
        var takesDocker = true
        var isBooked = false

        var (wantedCores, wantedMemory) = (Int64(1), Int64(1))
        var mostCores: Int64?
        var stored: Int64?
        var hours: Int64 = 1
        var limit: (type: String, max: Int64)?
        var metric: String?
        var isPrivileged = false
        var isMember = true
        var location: String?
        var startIsFixed = false

        init(_ dice: Dice) {
            (cores, memory, storage) = (1 + dice.roll(15), 1 + dice.roll(31), 1 + dice.roll(49))
            price = dice.roll(2)
            takesDocker = dice.roll(9) > 0
            isBooked = dice.roll(3) == 0
            (wantedCores, wantedMemory) = (1 + dice.roll(17), 1 + dice.roll(35))
            if dice.roll(7) == 0 { mostCores = dice.roll(19) }
            if dice.roll(2) == 0 { stored = 1 + dice.roll(55) }
            hours = 1 + dice.roll(9)
            if dice.roll(3) == 0 { limit = (dice.roll(3) > 0 ? "EUR" : "USD", dice.roll(40)) }
            if dice.roll(9) == 0 { metric = "https://example.org/metrics/joy" }
            isPrivileged = dice.roll(9) == 0
            isMember = dice.roll(9) > 0
            if dice.roll(5) == 0 { location = "https://example.org/\(dice.roll(2) == 0 ? "lost" : "there")" }
            startIsFixed = dice.roll(1) == 0
        }

        // MARK: the oracle

        /// `reason path` of everything that stands in the way.
        var reasons: Set<String> {
            if let mostCores, mostCores < wantedCores { return ["contradictory compute.cores"] }
            var reasons: Set<String> = []
            if !takesDocker { reasons.insert("never executable.kind") }
            if wantedCores > cores { reasons.insert("never compute.cores.min") }
            if wantedMemory > memory { reasons.insert("never compute.memory.min") }
            if let stored, stored > storage { reasons.insert("never storage[0].size.min") }
            if let (type, max) = limit {
                if price > 0 && type != "EUR" { reasons.insert("notKnown costs[0]") }
                if type == "EUR" && price * wantedCores * hours > max { reasons.insert("tooDear costs[0].max") }
            }
            if metric != nil { reasons.insert("notKnown metrics[0]") }
            if isPrivileged { reasons.insert("notAllowed executable.privileged") }
            if !isMember { reasons.insert("notYou executable") }
            if location?.hasSuffix("lost") ?? false { reasons.insert("dataUnreachable data[0].location") }
            // When it fits at all, there may be no room at that time.
            if reasons.isEmpty && isBooked && startIsFixed { reasons.insert("notNow schedule.requested.start") }
            return reasons
        }

        // MARK: the same for the broker

        func settings() throws -> ScriptedSettings {
            let text = """
                cores: \(cores)
                memory: \(memory)
                storage: \(storage)
                executables: [\(takesDocker ? "docker-container" : "jupyter-notebook")]
                prices: \(price > 0 ? "[{type: EUR, coreHour: \(price)}]" : "[]")
                answer:
                  refusals:
                  - {when: [{path: asker.groups, lacks: members}], rung: notYou, path: executable}
                  - {when: [{path: "data[0].location", contains: lost}], rung: dataUnreachable,
                     path: "data[0].location"}
                  - {when: [{path: executable.privileged, contains: "true"}], rung: notAllowed,
                     path: executable.privileged}
                """
            return ScriptedSettings.reading(try Document.read(Array(text.utf8), as: .yaml), from: .yaml).value
        }

        func request(at now: Instant) -> ExecutionRequest {
            var request = ExecutionRequest.cores(
                wantedCores, memory: wantedMemory, from: now, to: startIsFixed ? now : now + .seconds(30 * 86_400),
                for: hours * 3600)
            if case .simple(var compute)? = request.compute {
                compute.cores?.max = mostCores
                request.compute = .simple(compute)
            }
            if case .dockerContainer(var container)? = request.executable {
                container.privileged = isPrivileged
                request.executable = .dockerContainer(container)
            }
            if let stored {
                var one = SimpleStorage()
                one.component.meta = Metadata(name: "room")
                one.size = IntegerRange(min: stored)
                request.storage = [.simple(one)]
            }
            if let location {
                var data = SimpleData()
                data.location = location
                data.storage = stored == nil ? nil : "room"
                request.data = [.simple(data)]
            }
            func quote(_ type: String, max: Double?) -> Quote {
                var quote = Quote()
                (quote.type, quote.max) = (type, max)
                return quote
            }
            if let limit { request.component.costs = [.simple(quote(limit.type, max: Double(limit.max)))] }
            if let metric { request.component.metrics = [.simple(quote(metric, max: 1))] }
            return request
        }
    }

    @Test func `Each requirement that is not met is told, and nothing else`() async throws {
        let now = Instant(seconds: 1_800_000_000)
        let dice = Dice(seed: 11)
        var seen: Set<Substring> = []
        for number in 0..<3000 {
            let drawn = Case(dice)
            let world = SnapshotWorld(at: now, seed: Int64(number))
            let clock = ScriptedClock(now: { now }, sleep: { _ in })
            let platform = try ScriptedPlatform(try drawn.settings(), clock: clock)
            let broker = try Broker(
                platforms: [platform], store: MemoryStore(), settings: BrokerSettings(), world: world)
            if drawn.isBooked { broker.book(drawn.cores, now) }
            let asker = Identity(subject: "ada", groups: drawn.isMember ? ["members"] : [])
            let answer = try await broker.ask(drawn.request(at: now), as: asker)
            let told = (answer.meta?.messages ?? []).compactMap { message -> String? in
                guard let reason = message.values["reason"], let path = message.values["path"] else { return nil }
                return "\(reason) \(path)"
            }
            let reasons = drawn.reasons
            #expect(Set(told) == reasons, "case \(number): \(drawn)")
            #expect(told.count == reasons.count, "case \(number): nothing is told twice")
            #expect((answer.result == .yes) == reasons.isEmpty, "case \(number): \(drawn)")
            for reason in reasons { seen.insert(reason.prefix { $0 != " " }) }
        }
        #expect(seen == Set(Obstacle.Rung.allCases.map { Substring($0.name) }), "every rung is drawn")
    }
}

extension Broker {
    /// All cores for a day.
    fileprivate func book(_ cores: Int64, _ now: Instant) {
        var plan = Plan()
        plan.platform = "scripted"
        plan.demand[.cores] = cores
        let slot = HeldSlot(start: now.seconds, preparing: 0, available: 86_400, releasing: 0, slack: 0)
        let isHeld = memory.withLock { $0.ledger.hold(UUID(random: 3, 3), plan, slot, group: nil) }
        #expect(isHeld)
    }
}
