import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthScripted

@Suite struct ScriptedPlatformAskingTests {
    private func obstacles(
        _ yaml: String, _ request: String = Script.request, asker: Identity = .anonymous
    ) async throws -> [Obstacle] {
        switch await (try Script.platform(yaml)).canIDoThis(try Script.question(request, asker: asker)) {
        case .no(let obstacles): return obstacles
        case .yes: return []
        case .silence(let silence): throw PlatformError(.broken, silence.message)
        }
    }

    @Test("a refusal has its place, sentence and change")
    func refusal() async throws {
        let script = """
            answer:
              refusals:
              - when: [{path: compute.memory.min, above: 4}, {path: executable.image.locations, contains: gpu}]
                rung: tooDear
                path: compute.memory.min
                message: "{path}: {wanted} GiB with {what} are too dear."
                values: {what: a GPU}
                couldChange: your group
                change: {max: 4, unit: GiB}
            """
        func request(_ memory: Int, _ image: String) -> String {
            """
            executable: {kind: docker-container, image: {locations: [x, \(image)]}}
            compute: {kind: simple-compute-resource, memory: {min: \(memory)}}
            """
        }
        let obstacles = try await obstacles(script, request(5, "h/gpu:1"))
        #expect(
            obstacles == [
                Obstacle(
                    .tooDear, ["compute", "memory", "min"], "{path}: {wanted} GiB with {what} are too dear.",
                    ["what": "a GPU", "wanted": "5"], couldChange: "your group",
                    change: Change(
                        path: ["compute", "memory", "min"], to: 4, range: .integers(min: nil, max: 4, unit: .gibibyte))
                )
            ])
        #expect(try await self.obstacles(script, request(4, "h/gpu:1")) == [])
        #expect(try await self.obstacles(script, request(5, "h/cpu:1")) == [])
    }

    @Test(
        "conditions look at any member, and at who asks",
        arguments: [
            ("{path: compute.cores.min, above: 0}", true), ("{path: compute.cores.min, above: 1}", false),
            ("{path: compute.cores.min, below: 2}", true), ("{path: compute.cores.min, below: 1}", false),
            ("{path: executable.kind, contains: docker}", true), ("{path: executable.kind, above: 0}", false),
            ("{path: asker.subject, contains: ada}", true), ("{path: asker.groups, lacks: ska}", false),
            ("{path: asker.groups, lacks: lofar}", true), ("{path: 'storage[3].size', contains: x}", false),
            ("{path: executable.privileged, contains: 'true'}", true), ("{path: data, lacks: x}", true),
        ])
    func conditions(_ condition: String, _ holds: Bool) async throws {
        let request = "executable: {kind: docker-container, privileged: true, image: {locations: [x]}}"
        let obstacles = try await obstacles(
            "answer: {refusals: [{when: [\(condition)]}]}", request,
            asker: Identity(subject: "ada", groups: ["ska", "x"]))
        #expect(obstacles.map(\.path.description) == (holds ? ["executable"] : []))
    }

    @Test(
        "each kind of change",
        arguments: [
            ("{words: [a, b]}", Change(path: ["executable"], to: "a", range: .words(["a", "b"]))),
            ("{words: [a, b], to: b}", Change(path: ["executable"], to: "b", range: .words(["a", "b"]))),
            ("{min: 2}", Change(path: ["executable"], to: 2, range: .integers(min: 2, max: nil, unit: nil))),
            ("{to: x, pattern: '^x'}", Change(path: ["executable"], to: "x", range: .text(pattern: "^x"))),
            ("{}", Change(path: ["executable"], to: .null, range: .absent)),
        ])
    func changes(_ yaml: String, _ change: Change) async throws {
        #expect(try await obstacles("answer: {refusals: [{change: \(yaml)}]}").map(\.change) == [change])
    }

    @Test("what does not fit, what is not known and what the script says come together, the worst last")
    func together() async throws {
        let obstacles = try await obstacles(
            "{cores: 2, executables: [jupyter-notebook], answer: {refusals: [{rung: notNow}]}}",
            Script.request + "\ncompute: {kind: simple-compute-resource, cores: {min: 3}}\ndata: [{kind: 'x:y'}]")
        #expect(
            obstacles.map { "\($0.rung.name) \($0.path)" } == [
                "notNow executable", "never executable.kind", "never compute.cores.min", "notKnown data[0].kind",
            ])
    }

    @Test("silence has a reason, a sentence and how long it took; it may depend on the request")
    func silence() async throws {
        let clock = TestClock()
        let begin = clock.now
        let platform = try Script.platform(
            "answer: {delay: PT3S, silence: {reason: tooSlow, message: Asleep., "
                + "when: [{path: executable.image.locations, contains: 'x:2'}]}}", clock)
        let asleep = "executable: {kind: docker-container, image: {locations: ['x:2']}}"
        guard case .silence(let silence) = await platform.canIDoThis(try Script.question(asleep)) else {
            Issue.record("it speaks")
            return
        }
        #expect(silence == Silence(.tooSlow, "Asleep.", waited: TimeSpan(seconds: 3)))
        #expect(clock.now == begin + TimeSpan(seconds: 3))
        guard case .yes = await platform.canIDoThis(try Script.question(Script.request)) else {
            Issue.record("it does not say yes")
            return
        }
    }

    @Test("the most that there is is offered first, then the least, with quotes and estimates")
    func plans() async throws {
        let platform = try Script.platform(
            """
            cores: 4
            memory: 8
            answer: {costs: [{kind: simple-minmax-float-cost, type: EUR, max: 2.0}]}
            steps:
            - {step: prepareStorage, delay: PT2S}
            - {step: prepareStorage, call: 2, delay: PT1H}
            - {step: start, delay: PT1S}
            - {step: releaseCompute, delay: PT5S}
            """)
        let question = try Script.question(
            Script.withStorage + "\ncompute: {kind: simple-compute-resource, cores: {min: 2, max: 9}}")
        guard case .yes(let plans) = await platform.canIDoThis(question) else {
            Issue.record("it does not say yes")
            return
        }
        #expect(
            plans.map(\.demand) == [
                Resources(cores: 4, memoryBytes: 1 << 30, storageBytes: 3 << 30),
                Resources(cores: 2, memoryBytes: 1 << 30, storageBytes: 3 << 30),
            ])
        // Both storages are made with the first line, which is about every call.
        #expect(plans.map(\.preparing) == [TimeSpan(seconds: 5), TimeSpan(seconds: 5)])
        #expect(plans.map(\.releasing) == [TimeSpan(seconds: 5), TimeSpan(seconds: 5)])
        #expect(plans.map(\.costs.count) == [1, 1])
        #expect(
            plans.map { $0.messages.map(\.message) } == [
                ["compute.cores.max is 4 cores, all that there is; 9 were asked for."], [],
            ])
    }

    @Test("without bounds there is as much as is asked for, and estimates may be set")
    func unlimited() async throws {
        let platform = try Script.platform("{unlimited: true, preparing: PT1M, releasing: PT2M}")
        let question = try Script.question(
            Script.request
                + "\ncompute: {kind: simple-compute-resource, cores: {min: 1000}, memory: {min: \(Int64.max)}}")
        guard case .yes(let plans) = await platform.canIDoThis(question) else {
            Issue.record("it does not say yes")
            return
        }
        #expect(plans.map(\.demand) == [Resources(cores: 1000, memoryBytes: .max, storageBytes: 0)])
        #expect(plans.map(\.preparing) == [TimeSpan(seconds: 60)])
        #expect(plans.map(\.releasing) == [TimeSpan(seconds: 120)])
    }

    @Test("what is charged goes with what is promised, and a plan that is too dear is not offered")
    func prices() async throws {
        let script = "prices: [{type: EUR, coreHour: 0.5, start: 1}]\nfootprint: [{type: kWh, coreHour: 0.02}]"
        func request(_ most: Double?) -> String {
            """
            executable: {kind: docker-container, image: {locations: [x]}}
            compute: {kind: simple-compute-resource, cores: {min: 2, max: 4}, memory: {min: 1, max: 1}}
            schedule: {requested: {duration: PT2H}}
            costs: [\(most.map { "{kind: simple-minmax-float-cost, type: EUR, max: \($0)}" } ?? "")]
            """
        }
        func quotes(_ most: Double?) async throws -> [[Double?]] {
            guard
                case .yes(let plans) = await (try Script.platform(script)).canIDoThis(
                    try Script.question(request(most)))
            else { return [] }
            #expect(plans.allSatisfy { $0.metrics.count == 2 })
            return plans.map { $0.costs.map { if case .simple(let quote) = $0 { quote.max } else { nil } } }
        }
        #expect(try await quotes(nil) == [[5, 2], [3, 1]], "four cores, then two; in all, then by the hour")
        #expect(try await quotes(4) == [[3, 1]])
        let obstacles = try await obstacles(script, request(2.5))
        #expect(obstacles.map(\.rung) == [.tooDear])
        #expect(obstacles.first?.change?.to == .number(3))
        await #expect(throws: PlatformError.self) { try await quotesOf("prices: [{type: EUR, start: -1}]") }
    }

    private func quotesOf(_ script: String) async throws { _ = try Script.platform(script) }
}
