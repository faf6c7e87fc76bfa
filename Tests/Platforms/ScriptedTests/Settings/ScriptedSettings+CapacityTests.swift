import BerthModel
import BerthPlatform
import Testing

@testable import BerthScripted

@Suite struct ScriptedSettingsCapacityTests {
    private static let nodes = """
        storage: 50
        nodes:
        - {name: wide, cores: 64, memory: 128}
        - {name: deep, cores: 16, memory: 512}
        - {name: gpus, cores: 8, memory: 64, extras: [{name: gpu-a100, count: 4}]}
        extras: [{name: licence-casa, count: 2}]
        maintenance: [{during: 2027-02-01T06:00:00Z/PT4H, reason: new cooling, nodes: [wide]}]
        """

    private static func asking(_ name: String, _ least: Int) -> String {
        "metrics: [{kind: simple-minmax-float-metric, type: '\(Kind.countablePrefix)\(name)', min: \(least)}]\n"
    }

    private static func answer(_ settings: String, _ rest: String) async throws -> Answer {
        await (try Script.platform(settings)).canIDoThis(try Script.question(Script.request + "\n" + rest))
    }

    @Test("nodes, what they share, and when they are closed")
    func capacity() throws {
        let settings = try Script.settings(Self.nodes)
        try settings.check()
        let capacity = try #require(settings.capacity)
        guard case .nodes(let nodes, let shared) = capacity.form else { return }
        #expect(nodes.map(\.name) == ["deep", "wide", "gpus"])
        #expect(nodes[2].resources[named: "gpu-a100"] == 4)
        #expect(shared[.storage] == 50 << 30)
        #expect(shared[named: "licence-casa"] == 2)
        #expect(capacity.closures.map(\.places) == [["wide"]])
    }

    @Test("flavors within a quota, and a pool with extras")
    func others() throws {
        let large = try Script.settings("{flavors: [{name: big, cores: 32}], quota: {cores: 16}}")
        let error = #expect(throws: PlatformError.self) { try large.check() }
        #expect(error?.message == "The setting flavors[0] is larger than the quota, so nobody could have it.")
        let flavors = try Script.settings(
            "{flavors: [{name: m1.small, cores: 2, memory: 4, count: 3}], quota: {cores: 16}}")
        try flavors.check()
        guard case .flavors(let sizes, let quota)? = flavors.capacity?.form else { return }
        #expect(sizes.map(\.name) == ["m1.small"])
        #expect(sizes[0].count == 3)
        #expect(quota[.cores] == 16)
        #expect(quota[.storage] == 1000 << 30)
        let pool = try Script.settings("extras: [{name: gpu-a100, count: 2}]")
        #expect(pool.capacity?.largest[named: "gpu-a100"] == 2)
    }

    @Test("a GPU is promised as it was asked for")
    func promise() async throws {
        guard case .yes(let plans) = try await Self.answer(Self.nodes, Self.asking("gpu-a100", 2)) else {
            Issue.record("no")
            return
        }
        #expect(plans.map { $0.demand[named: "gpu-a100"] } == [2])
        guard case .simple(let quote)? = plans[0].metrics.first else { return }
        #expect(quote.type == Kind.countablePrefix + "gpu-a100")
        #expect(quote.min == 2)
    }

    @Test("what no node has is refused")
    func refusal() async throws {
        guard case .no(let obstacles) = try await Self.answer(Self.nodes, Self.asking("gpu-a100", 5)) else {
            Issue.record("yes")
            return
        }
        #expect(
            obstacles.map { $0.message(at: Instant(seconds: 0), from: nil).message } == [
                "metrics[0].min: 5 gpu-a100 are wanted, the largest node has 4."
            ])
        guard case .no(let unknown) = try await Self.answer("cores: 4", Self.asking("gpu-a100", 1)) else {
            Issue.record("yes")
            return
        }
        #expect(unknown.map(\.change?.range) == [.absent])
        guard case .yes(let plans) = try await Self.answer("unlimited: true", Self.asking("gpu-a100", 1)) else {
            Issue.record("no")
            return
        }
        #expect(plans[0].metrics.count == 1)
    }

    @Test(
        "settings that cannot be meant name their key",
        arguments: [
            ("{nodes: [{}]}", "The setting nodes[0].name is missing."),
            ("{nodes: [{name: a}, {name: a}]}", "The setting nodes[1].name is a, which stands twice."),
            ("{nodes: [{name: a, cores: -1}]}", "The setting nodes[0].cores is -1; it must be at least 0."),
            (
                "{nodes: [{name: a}], flavors: [{name: b}]}",
                "The setting flavors stands beside nodes; a platform has one or the other."
            ),
            ("{quota: {cores: 1}}", "The setting quota is for flavors, and there are none."),
            (
                "{flavors: [{name: b}], quota: {memory: -1}}",
                "The setting quota.memory is -1; it must be at least 0."
            ),
            ("{flavors: [{name: b, count: -1}]}", "The setting flavors[0].count is -1; it must be at least 0."),
            (
                "{extras: [{name: memory}]}",
                "The setting extras[0].name is memory; it takes 1 to 64 letters, digits, - and _, and is not cores,"
                    + " memory or storage."
            ),
            (
                "{nodes: [{name: a, extras: [{name: g}]}], extras: [{name: g}]}",
                "The setting extras[0].name is g, which nodes have for themselves."
            ),
            (
                "{nodes: [{name: a}], maintenance: [{during: 2027-01-01, reason: r, nodes: [b]}]}",
                "The setting maintenance[0].nodes[0] is b, which is no node or flavor of this platform."
            ),
            (
                "{unlimited: true, nodes: [{name: a}]}",
                "The setting nodes bounds what is unlimited; leave out one of the two."
            ),
        ])
    func refused(_ yaml: String, _ message: String) throws {
        let settings = try Script.settings(yaml)
        let error = #expect(throws: PlatformError.self) { try settings.check() }
        #expect(error?.message == message)
    }

    @Test("thirteen things can be counted, wherever they are")
    func most() throws {
        func settings(_ count: Int) throws -> ScriptedSettings {
            let items = (0..<count - 1).map { "{name: t\($0)}" }.joined(separator: ", ")
            return try Script.settings("{nodes: [{name: a, extras: [{name: own}]}], extras: [\(items)]}")
        }
        try settings(13).check()
        let error = #expect(throws: PlatformError.self) { try settings(14).check() }
        #expect(error?.message == "The setting extras are 14 different things; 13 can be counted.")
    }
}
