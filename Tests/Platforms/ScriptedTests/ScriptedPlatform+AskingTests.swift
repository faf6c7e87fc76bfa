import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthScripted

@Suite struct ScriptedPlatformAskingTests {
    private func answer(_ script: String, _ request: String = Script.request) async throws -> Answer {
        let (settings, problems) = ScriptedSettings.reading(
            try Document.read(Array(script.utf8), as: .yaml), from: .yaml)
        #expect(problems.isEmpty, "\(problems)")
        let platform = try ScriptedPlatform(settings, clock: Hands().clock)
        return await platform.canIDoThis(try Script.question(request))
    }

    private func obstacles(_ script: String, _ request: String = Script.request) async throws -> [Obstacle] {
        guard case .no(let obstacles) = try await answer(script, request) else { return [] }
        return obstacles
    }

    @Test func `More than there is is refused`() async throws {
        let obstacles = try await obstacles(
            "{cores: 2}", Script.request + "\ncompute: {kind: simple-compute-resource, cores: {min: 3}}")
        #expect(obstacles.map(\.path.description) == ["compute.cores.min"])
    }

    @Test func `The most that is wanted is offered first, as much as there is, then the least`() async throws {
        guard
            case .yes(let plans) = try await answer(
                "{cores: 4}",
                Script.request + "\ncompute: {kind: simple-compute-resource, cores: {min: 2, max: 9}}")
        else {
            Issue.record("it says no")
            return
        }
        #expect(plans.map { $0.demand[.cores] } == [4, 2])
    }

    @Test func `A refusal stands for what matches`() async throws {
        let script = """
            answer:
              refusals:
              - {rung: notYou, path: executable, message: Not for you., image: secret, couldChange: the owner}
            """
        #expect(try await obstacles(script).isEmpty)
        let refused = try await obstacles(script, Script.request.replacing("any:1", with: "secret:1"))
        #expect(refused.map(\.rung) == [.notYou])
        #expect(refused.first?.message(at: Instant(seconds: 0), from: nil).message == "Not for you.")
    }

    @Test func `Silence has its reason`() async throws {
        guard case .silence(let silence) = try await answer("{answer: {silence: unreachable}}") else {
            Issue.record("it answers")
            return
        }
        #expect(silence.reason == .unreachable)
    }

    @Test func `Costs are quoted, and a limit below them is refused with the number`() async throws {
        let script = """
            answer: {costs: [{kind: simple-minmax-float-cost, type: 'https://example.org/euro', min: 2, max: 3}]}
            """
        let limit = "\ncosts: [{kind: simple-minmax-float-cost, type: 'https://example.org/euro', max: 2.5}]"
        let refused = try await obstacles(script, Script.request + limit)
        #expect(refused.map(\.rung) == [.tooDear])
        #expect(refused.first?.values["available"] == "3.0")
        guard case .yes(let plans) = try await answer(script) else {
            Issue.record("it says no")
            return
        }
        #expect(plans.first?.costs.count == 1)
    }
}
