import BerthClient
import BerthDocument
import BerthModel
import BerthPlatform
import BerthRemote
import Testing

/// What one broker says another one says again.
@Suite(.serialized) struct RemoteAskingTests {
    private static func question(_ yaml: String, via: [String] = []) throws -> Question {
        var question = Question(
            try BrokerOnEngine.request(yaml), asker: .anonymous, now: RemoteSite.now(), defaults: .init(),
            nextID: ContainerRun.newID)
        question.via = via
        return question
    }

    private static func platform(
        _ broker: ServedBroker, _ change: (inout RemoteSettings) -> Void = { _ in }
    ) throws -> RemotePlatform {
        var settings = RemoteSettings()
        settings.name = "site"
        settings.url = broker.url
        change(&settings)
        return try RemotePlatform(settings, now: RemoteSite.now)
    }

    private static func counted(_ gpus: Int, most: Double) throws -> Question {
        try question(
            """
            executable: {kind: docker-container, image: {locations: [x]}}
            compute: {kind: simple-compute-resource, cores: {min: 2, max: 2}}
            costs: [{kind: simple-minmax-float-cost, type: EUR, max: \(most)}]
            metrics:
            - {kind: simple-minmax-float-metric, type: "\(Kind.countablePrefix)gpu-a100", min: \(gpus)}
            schedule: {requested: {duration: PT2H}}
            """)
    }

    @Test func pricesAndWhatIsCountedGoThrough() async throws {
        let site = try ServedBroker(
            "counted",
            """
            platforms:
            - kind: scripted
              name: lab
              nodes: [{name: n1, cores: 8, memory: 64, extras: [{name: gpu-a100, count: 2}]}]
              prices: [{type: EUR, coreHour: 0.5}]
            """)
        let platform = try Self.platform(site)
        let answer = await platform.canIDoThis(try Self.counted(2, most: 10))
        guard case .yes(let plans) = answer, let plan = plans.first else {
            Issue.record("\(answer)")
            return
        }
        let costs = plan.costs.compactMap { if case .simple(let quote) = $0 { quote.max } else { nil } }
        #expect(costs.first == 2)
        guard case .no(let tooMany) = await platform.canIDoThis(try Self.counted(3, most: 10)) else {
            Issue.record("three are offered")
            return
        }
        #expect(tooMany.first?.path == ["metrics", .index(0), "min"])
        #expect(tooMany.first?.change?.to == .integer(2))
        guard case .no(let tooDear) = await platform.canIDoThis(try Self.counted(1, most: 1)) else {
            Issue.record("what is too dear is offered")
            return
        }
        #expect(tooDear.map(\.rung) == [.tooDear])
        await platform.giveBack(plans)
        #expect(try await site.offers().isEmpty)
    }

    /// One slow platform behind a broker does not cost the answers of its others.
    @Test func whatASiteHasHeardInTimeComesBack() async throws {
        let site = try ServedBroker(
            "late",
            """
            platforms:
            - {kind: scripted, name: quick}
            - {kind: scripted, name: lab, answer: {delay: PT3S}}
            """)
        let platform = try Self.platform(site) { $0.askSeconds = 2 }
        let question = try Self.question("executable: {kind: docker-container, image: {locations: [x]}}")
        guard case .yes(let plans) = await platform.canIDoThis(question) else {
            Issue.record("the quick one is not offered")
            return
        }
        #expect(!plans.isEmpty)
        await platform.giveBack(plans)
        #expect(try await site.eventually { try await site.offers().isEmpty })
    }

    @Test func aQuestionThatIsPutTwiceHoldsOnce() async throws {
        let site = try ServedBroker("twice", RemoteSite.configuration)
        let platform = try Self.platform(site)
        let question = try Self.question(RemoteSite.request("x"))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { _ = await platform.canIDoThis(question) } }
        }
        guard case .yes(let plans) = await platform.canIDoThis(question) else {
            Issue.record("it is not offered")
            return
        }
        #expect(try await site.offers().count == plans.count)
    }

    @Test func whatWasFoundOutIsToldToAdministrators() async throws {
        let site = try ServedBroker("checked", RemoteSite.configuration)
        let findings = await (try Self.platform(site)).findings()
        #expect(findings.map(\.subject) == ["broker", "clock", "identity"])
        #expect(findings.map(\.found) == ["\(site.url) answers, a Berth", "the same as here", "may ask lab"])
        let areWell = findings.allSatisfy(\.isWell)
        #expect(areWell)
        let astray = await (try Self.platform(site) { $0.url += "/berth" }).findings()
        #expect(astray.map(\.found) == ["\(site.url)/berth answers, and is no ExecutionBroker"])
        #expect(astray.first?.remedy == "set url to where the broker is: to what /requests is added, without it")
        let other = try OtherBroker()
        let strange = await (try Self.platform(site) { $0.url = other.url }).findings()
        #expect(strange.first == Finding("broker", "\(other.url) answers, a broker of another kind"))
        #expect(other.count == 0)
        await other.stop()
        site.kill()
        let down = await (try Self.platform(site)).findings()
        #expect(down.map(\.subject) == ["broker"])
        #expect(down.first?.isWell == false)
    }

    @Test func whatIsFarAwayIsNotAsked() async throws {
        let site = try ServedBroker("far", RemoteSite.configuration)
        let platform = try Self.platform(site) { $0.brokers = 1 }
        let answer = await platform.canIDoThis(try Self.question(RemoteSite.request("x"), via: ["a", "b"]))
        guard case .no(let obstacles) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(obstacles.map(\.rung) == [.notAllowed])
        #expect(try await site.offers().isEmpty)
    }
}
