import BerthDocument
import BerthModel
import BerthPlatform
import BerthScripted
import Testing

@testable import BerthBroker

/// Every reason of a refusal on nodes and of flavors, beside an oracle that tries each place at each hour by itself and
/// knows nothing of the rooms.
struct OracleOfPlacesTests {
    /// So much, of what is counted here.
    private struct Amounts: Sendable {
        var cores: Int64 = 0
        var memory: Int64 = 0
        var gpus: Int64 = 0
        /// Had beside a place: by all nodes together, or by the project.
        var storage: Int64 = 0
        var licences: Int64 = 0
    }

    /// A node, or a flavor.
    private struct Place: Sendable {
        var name: String
        var has: Amounts
        /// Pieces of a flavor; any number when nil.
        var count: Int64?

        func holds(_ wanted: Amounts) -> Bool {
            wanted.cores <= has.cores && wanted.memory <= has.memory && wanted.gpus <= has.gpus
        }
    }

    /// What was drawn: of a platform, of what is held there, and of a request.
    private struct Case: Sendable {
        var areFlavors = false
        var places: [Place] = []
        var (storage, licences) = (Int64(0), Int64(0))
        var (quotaOfCores, quotaOfMemory): (Int64?, Int64?) = (nil, nil)
        /// In hours from now; the end no longer belongs to it.
        var held: [(place: Int, amounts: Amounts, hours: Range<Int64>)] = []

        var wanted = Amounts()
        var (mostCores, mostMemory): (Int64?, Int64?) = (nil, nil)
        var hours: Int64 = 1
        /// The last hour in which it may begin.
        var last: Int64 = 0
        var isMember = true

        init(_ dice: Dice) {
            areFlavors = dice.roll(1) == 0
            for index in 0...dice.roll(3) {
                let has = Amounts(
                    cores: 1 + dice.roll(11), memory: 1 + dice.roll(23), gpus: max(0, dice.roll(5) - 3))
                let count = areFlavors && dice.roll(3) > 0 ? dice.roll(2) : nil
                places.append(Place(name: "p\(index)", has: has, count: count))
            }
            (storage, licences) = (5 + dice.roll(25), dice.roll(3))
            if areFlavors, dice.roll(1) == 0 { quotaOfCores = most(\.cores, of: places) + dice.roll(9) }
            if areFlavors, dice.roll(2) == 0 { quotaOfMemory = most(\.memory, of: places) + dice.roll(19) }
            wanted = Amounts(
                cores: 1 + dice.roll(9), memory: 1 + dice.roll(19), gpus: max(0, dice.roll(7) - 5),
                storage: dice.roll(2) == 0 ? 1 + dice.roll(19) : 0, licences: max(0, dice.roll(6) - 4))
            if dice.roll(3) == 0 { mostCores = max(0, wanted.cores - 1) + dice.roll(3) }
            if dice.roll(4) == 0 { mostMemory = wanted.memory + dice.roll(5) }
            hours = 1 + dice.roll(3)
            last = max(0, dice.roll(9) - 3)
            isMember = dice.roll(9) > 0
            for _ in 0..<dice.roll(7) {
                let (place, start) = (Int(dice.roll(UInt64(places.count - 1))), dice.roll(5))
                var amounts = places[place].has
                if !areFlavors {
                    amounts.cores = max(1, amounts.cores - dice.roll(5))
                    amounts.memory = max(1, amounts.memory - dice.roll(9))
                    amounts.gpus = dice.roll(UInt64(amounts.gpus))
                }
                (amounts.storage, amounts.licences) = (dice.roll(9), dice.roll(1))
                held.append((place, amounts, start..<(start + 1 + dice.roll(9))))
            }
        }

        // MARK: the oracle

        /// A flavor of which there are no pieces is none.
        var real: [Place] { places.filter { $0.count != 0 } }

        func most(_ member: KeyPath<Amounts, Int64>, of places: [Place]) -> Int64 {
            places.map { $0.has[keyPath: member] }.max() ?? 0
        }

        func isTooLarge(_ place: Place) -> Bool {
            areFlavors && (place.has.cores > mostCores ?? .max || place.has.memory > mostMemory ?? .max)
        }

        /// What is in the way whatever is held.
        var reasonsOfSize: Set<String> {
            if let mostCores, mostCores < wanted.cores { return ["contradictory compute.cores"] }
            var reasons: Set<String> = []
            let item = wanted.gpus > 0 ? 1 : 0
            if wanted.storage > storage { reasons.insert("never storage[0].size.min") }
            if wanted.licences > licences { reasons.insert("never metrics[\(item)].min") }
            // What is had nowhere is in no place.
            let isNowhere = wanted.licences > 0 && licences == 0
            let enough = isNowhere ? [] : real.filter { $0.holds(wanted) }
            if !enough.isEmpty {
                if enough.allSatisfy(isTooLarge) { reasons.insert("never compute.max") }
            } else {
                let before = reasons.count - (isNowhere ? 1 : 0)
                if wanted.cores > most(\.cores, of: real) { reasons.insert("never compute.cores.min") }
                if wanted.memory > most(\.memory, of: real) { reasons.insert("never compute.memory.min") }
                if wanted.gpus > most(\.gpus, of: real) { reasons.insert("never metrics[0].min") }
                if reasons.count == before { reasons.insert("never compute") }
            }
            if !isMember { reasons.insert("notYou executable") }
            return reasons
        }

        /// Whether so much more fits into a place in each of some hours.
        func fits(_ amounts: Amounts, _ place: Int, _ hours: Range<Int64>, _ held: [Int]) -> Bool {
            hours.allSatisfy { hour in
                let now = held.map { self.held[$0] }.filter { $0.hours.contains(hour) }
                func sum(_ member: KeyPath<Amounts, Int64>, here: Bool) -> Int64 {
                    now.reduce(amounts[keyPath: member]) { sum, one in
                        !here || one.place == place ? sum + one.amounts[keyPath: member] : sum
                    }
                }
                if sum(\.storage, here: false) > storage || sum(\.licences, here: false) > licences { return false }
                if areFlavors {
                    return now.count { $0.place == place } < places[place].count ?? .max
                        && sum(\.cores, here: false) <= quotaOfCores ?? .max
                        && sum(\.memory, here: false) <= quotaOfMemory ?? .max
                }
                let has = places[place].has
                return sum(\.cores, here: true) <= has.cores && sum(\.memory, here: true) <= has.memory
                    && sum(\.gpus, here: true) <= has.gpus
            }
        }

        /// What the task would take there.
        func taken(_ place: Int) -> Amounts {
            guard areFlavors else { return wanted }
            var taken = places[place].has
            (taken.storage, taken.licences) = (wanted.storage, wanted.licences)
            return taken
        }

        /// The first hour in which it may begin somewhere, beside what is held. What begins at once, and need not, has
        /// to leave some seconds to decide.
        func earliest(_ held: [Int], decides: Bool) -> Int64? {
            (0...20).first { start in
                let end = start + hours + (start == 0 && decides ? 1 : 0)
                return places.indices.contains { index in
                    places[index].count != 0 && places[index].holds(wanted) && !isTooLarge(places[index])
                        && fits(taken(index), index, start..<end, held)
                }
            }
        }

        // MARK: the same for the broker

        func settings() throws -> ScriptedSettings {
            let list = places.map { place in
                let gpus = place.has.gpus > 0 ? ", extras: [{name: gpu, count: \(place.has.gpus)}]" : ""
                let count = place.count.map { ", count: \($0)" } ?? ""
                return "{name: \(place.name), cores: \(place.has.cores), memory: \(place.has.memory)\(gpus)\(count)}"
            }
            let quota = [("cores", quotaOfCores), ("memory", quotaOfMemory)].compactMap { key, value in
                value.map { "\(key): \($0)" }
            }
            let text = """
                \(areFlavors ? "flavors" : "nodes"): [\(list.joined(separator: ", "))]
                storage: \(storage)
                extras: \(licences > 0 ? "[{name: licence, count: \(licences)}]" : "[]")
                \(quota.isEmpty ? "" : "quota: {\(quota.joined(separator: ", "))}")
                answer:
                  refusals:
                  - {when: [{path: asker.groups, lacks: members}], rung: notYou, path: executable}
                """
            return ScriptedSettings.reading(try Document.read(Array(text.utf8), as: .yaml), from: .yaml).value
        }

        func request(at now: Instant) -> ExecutionRequest {
            var request = ExecutionRequest.cores(
                wanted.cores, memory: wanted.memory, from: now, to: now + .seconds(last * 3600), for: hours * 3600)
            if case .simple(var compute)? = request.compute {
                compute.cores?.max = mostCores
                compute.memory?.max = mostMemory
                request.compute = .simple(compute)
            }
            if wanted.storage > 0 {
                var one = SimpleStorage()
                one.size = IntegerRange(min: wanted.storage)
                request.storage = [.simple(one)]
            }
            for (name, least) in [("gpu", wanted.gpus), ("licence", wanted.licences)] where least > 0 {
                var quote = Quote()
                (quote.type, quote.min) = (Kind.countablePrefix + name, Double(least))
                request.component.metrics.append(.simple(quote))
            }
            return request
        }

        /// What is held under a number, as a plan.
        func plan(_ number: Int) -> Plan {
            let (place, amounts, _) = held[number]
            var plan = Plan()
            (plan.platform, plan.place) = ("scripted", places[place].name)
            plan.demand[.cores] = amounts.cores
            plan.demand[.memory] = amounts.memory.gibibytesInBytes
            plan.demand[.storage] = amounts.storage.gibibytesInBytes
            if amounts.gpus > 0 { plan.demand[named: "gpu"] = amounts.gpus }
            if amounts.licences > 0 { plan.demand[named: "licence"] = amounts.licences }
            return plan
        }
    }

    @Test func `On nodes and of flavors each reason is told, and nothing else`() async throws {
        let dice = Dice(seed: 23)
        var seen: [String: Int] = [:]
        for number in 0..<4000 {
            let drawn = Case(dice)
            let (broker, held) = try Self.broker(drawn, seed: Int64(number))
            let asker = Identity(subject: "ada", groups: drawn.isMember ? ["members"] : [])
            let answer = try await broker.ask(drawn.request(at: Self.now), as: asker)
            var reasons = drawn.reasonsOfSize
            if reasons.isEmpty, drawn.earliest(held, decides: drawn.last > 0) ?? .max > drawn.last {
                reasons.insert("notNow schedule.requested.start")
            }
            let told = (answer.meta?.messages ?? []).compactMap { message -> String? in
                guard let reason = message.values["reason"], let path = message.values["path"] else { return nil }
                // Which of two maximums is told is a choice.
                let isMost = reason == "never" && path.hasSuffix(".max")
                return "\(reason) \(isMost ? "compute.max" : path)"
            }
            #expect(Set(told) == (reasons.isEmpty ? Set(told) : reasons), "case \(number): \(drawn), held \(held)")
            #expect((answer.result == .yes) == reasons.isEmpty, "case \(number): \(drawn), held \(held)")
            if answer.result == .yes {
                Self.check(answer, of: broker, drawn, held, number)
            } else if reasons == ["notNow schedule.requested.start"], let earliest = drawn.earliest(held, decides: true)
            {
                let first = (answer.meta?.messages ?? []).compactMap { $0.values["earliest"].flatMap { Instant($0) } }
                #expect(first.min() == Self.now + .seconds(earliest * 3600), "case \(number): \(drawn), held \(held)")
            } else {
                #expect(told.count == reasons.count, "case \(number): nothing is told twice")
            }
            for reason in reasons.isEmpty ? ["yes"] : reasons {
                seen["\(drawn.areFlavors ? "flavors" : "nodes") \(reason)", default: 0] += 1
            }
        }
        for form in ["nodes", "flavors"] {
            for reason in Self.reasons where !(form == "nodes" && reason == "never compute.max") {
                #expect(seen["\(form) \(reason)", default: 0] > 9, "\(form) \(reason): \(seen)")
            }
        }
    }

    private static let now = Instant(seconds: 1_800_000_000)
    /// Each has to be drawn, of nodes and of flavors.
    private static let reasons = [
        "yes", "notNow schedule.requested.start", "notYou executable", "never compute", "never compute.max",
        "never compute.cores.min", "never compute.memory.min", "never storage[0].size.min", "never metrics[0].min",
        "never metrics[1].min", "contradictory compute.cores",
    ]

    /// A broker in which everything is held for which the oracle finds room, and nothing else.
    private static func broker(_ drawn: Case, seed: Int64) throws -> (Broker, held: [Int]) {
        let clock = ScriptedClock(now: { now }, sleep: { _ in })
        var settings = BrokerSettings()
        // Whether changes are a yes is tried elsewhere.
        settings.changesPerAnswer = 0
        let broker = try Broker(
            platforms: [try ScriptedPlatform(try drawn.settings(), clock: clock)], store: MemoryStore(),
            settings: settings, world: SnapshotWorld(at: now, seed: seed))
        var held: [Int] = []
        for (index, one) in drawn.held.enumerated() {
            let slot = HeldSlot(
                start: now.seconds + one.hours.lowerBound * 3600, preparing: 0,
                available: Int64(one.hours.count) * 3600, releasing: 0, slack: 0)
            let isHeld = broker.memory.withLock {
                $0.ledger.hold(UUID(random: 3, UInt64(index)), drawn.plan(index), slot, group: nil)
            }
            let isReal = drawn.places[one.place].count != 0
            #expect(
                isHeld == (isReal && drawn.fits(one.amounts, one.place, one.hours, held)),
                "case \(seed): \(index) of \(drawn), held \(held)")
            if isHeld { held.append(index) }
        }
        return (broker, held)
    }

    /// Each offer is on a place that has room for it then, beside what is held.
    private static func check(
        _ answer: OfferSetResponse, of broker: Broker, _ drawn: Case, _ held: [Int], _ number: Int
    ) {
        for offer in answer.offers {
            guard let id = offer.component.meta?.uuid,
                let name = broker.memory.withLock({ $0.ledger.place(of: id, on: "scripted") }),
                let index = drawn.places.firstIndex(where: { $0.name == name }),
                let start = offer.schedule?.available?.start?.start
            else {
                Issue.record("case \(number): an offer has no place")
                continue
            }
            let hour = (start.seconds - now.seconds) / 3600
            #expect(hour <= drawn.last && drawn.places[index].holds(drawn.wanted), "case \(number): \(drawn)")
            #expect(!drawn.isTooLarge(drawn.places[index]), "case \(number): \(drawn)")
            #expect(
                drawn.fits(drawn.taken(index), index, hour..<(hour + drawn.hours), held),
                "case \(number): \(drawn), held \(held)")
        }
    }
}
