import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthPython

@Suite struct WorkerAnswerTests {
    private static func read(_ json: String) throws -> WorkerAnswer {
        let document = try Document.read(Array(json.utf8), as: .json)
        let (answer, problems) = WorkerAnswer.reading(document, from: .json)
        #expect(problems.filter { $0.gravity != .unused }.isEmpty, "\(problems)")
        return answer
    }

    private static func plan(_ rest: String) -> String {
        #"{"executable":{"kind":"batch-script","script":"x"},"compute":{"kind":"simple-compute-resource"},\#(rest)}"#
    }

    private static func demand(_ amounts: String) -> String { #""demand":{"amounts":[\#(amounts)]}"# }

    private static func told(_ json: String) throws -> (answer: Answer?, problem: String) {
        try read(json).told("lab", waited: TimeSpan(seconds: 2))
    }

    @Test func `a yes has plans of the platform's name`() throws {
        let plan = Self.plan(
            #""platform":"x","place":"node","heldUntil":"2026-01-01T00:00:00Z","details":{"a":[1]},"#
                + Self.demand(#"{"name":"cores","amount":2}"#))
        guard case .yes(let plans)? = try Self.told(#"{"answer":"yes","plans":[\#(plan)]}"#).answer else {
            throw PlatformError(.broken, "no yes")
        }
        #expect((plans[0].platform, plans[0].place, plans[0].heldUntil) == ("lab", nil, nil))
        #expect(plans[0].demand[.cores] == 2)
        #expect(plans[0].details == ["a": [1]])
    }

    @Test(arguments: [
        (#"{}"#, "its answer is neither yes, no nor silence"),
        (#"{"answer":"maybe"}"#, "its answer is neither yes, no nor silence"),
        (#"{"answer":"yes"}"#, "it says yes without a plan"),
        (#"{"answer":"no"}"#, "it says no without a reason"),
        (#"{"answer":"silence"}"#, "it is silent without a reason"),
        (#"{"answer":"yes","plans":[{}]}"#, "plan 1 has no executable or compute"),
        (
            #"{"answer":"yes","plans":[\#(plan(#""preparing":"PT1S""#)),"#
                + plan(demand(#"{"name":"cores","amount":-1}"#)) + "]}",
            "plan 2 demands less than nothing"
        ),
        (
            #"{"answer":"yes","plans":["#
                + plan(demand(#"{"name":"cores","amount":1},{"name":"cores","amount":2}"#)) + "]}",
            "plan 1 demands the same resource twice"
        ),
        (
            #"{"answer":"yes","plans":[\#(plan(#""releasing":"P9000W""#))]}"#,
            "plan 1 takes less than no time, or more than ten years, to prepare or release"
        ),
        (
            #"{"answer":"no","obstacles":[{"path":"executable"}]}"#,
            "it has an obstacle without a rung, a path or a sentence"
        ),
    ])
    func `what is no answer is said`(_ json: String, _ problem: String) throws {
        let told = try Self.told(json)
        #expect(told.answer == nil)
        #expect(told.problem == problem)
    }

    @Test func `a flood of plans is none`() throws {
        let plans = Array(repeating: Self.plan(#""place":"x""#), count: 101).joined(separator: ",")
        #expect(try Self.told(#"{"answer":"yes","plans":[\#(plans)]}"#).problem == "it has more than 100 plans")
    }

    @Test func `reasons come by the ladder`() throws {
        let json = """
            {"answer":"no","obstacles":[
            {"rung":"never","path":"compute","template":"{path} is {a}.","values":{"a":"big"}},
            {"rung":"notNow","path":"","template":"Closed."}]}
            """
        guard case .no(let obstacles)? = try Self.told(json).answer else { throw PlatformError(.broken, "no no") }
        #expect(obstacles.map(\.rung) == [.notNow, .never])
        #expect(obstacles[1].message(at: Instant(seconds: 0), from: nil).message == "compute is big.")
    }

    @Test func `silence says how long was waited`() throws {
        let told = try Self.told(#"{"answer":"silence","reason":"tooSlow","message":"Asleep.","detail":"d"}"#).answer
        guard case .silence(let silence)? = told else { throw PlatformError(.broken, "no silence") }
        #expect(silence == Silence(.tooSlow, "Asleep.", waited: TimeSpan(seconds: 2), detail: "d"))
    }
}
