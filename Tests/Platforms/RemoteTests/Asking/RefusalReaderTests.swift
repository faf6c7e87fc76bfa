import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthRemote

@Suite struct RefusalReaderTests {
    private static func obstacles(_ answer: OfferSetResponse) -> [Obstacle] {
        let question = Sample.question()
        return RefusalReader(question: question, request: question.request(shift: .zero), name: "far").obstacles(answer)
    }

    private static func texts(_ obstacles: [Obstacle]) -> [String?] {
        obstacles.map { $0.message(at: Sample.now, from: "far").message }
    }

    /// What one broker says another one says again: to the value.
    @Test func `reasons survive the hop`() throws {
        let original = Obstacle(
            .never, ["compute", "cores", "min"], "{path}: {wanted} cores are wanted, this platform has {available}.",
            ["wanted": "2", "available": "1", "unit": "core"], couldChange: "the site",
            change: .atMost(1, ["compute", "cores", "min"], .core))
        let dear = Obstacle(.tooDear, ["costs"], "{path}: too dear.", ["wanted": "3"])
        var answer = OfferSetResponse()
        answer.result = .no
        answer.meta = Metadata()
        answer.meta?.messages = [dear, original].map { $0.message(at: Sample.now, from: "slurm") }
        answer.meta?.options = [original.change?.option].compactMap(\.self)
        let found = Self.obstacles(answer)
        #expect(found.map(\.rung) == [.tooDear, .never])
        #expect(found.map(\.path) == [dear.path, original.path])
        #expect(found[1].values["wanted"] == "2")
        #expect(found[1].values["available"] == "1")
        #expect(found[1].values["unit"] == "core")
        #expect(found[1].values["origin"] == "far/slurm")
        #expect(found[1].couldChange == "the site")
        #expect(found[1].change == original.change)
        #expect(found[1].otherWays == [])
        let message = found[1].message(at: Sample.now, from: "far")
        #expect(message.message == original.message(at: Sample.now, from: nil).message)
        #expect(Set(message.values.entries.map(\.name)).count == message.values.entries.count)
    }

    @Test func `sets of changes that were tried there are whole ways here`() {
        let cores = Change.atMost(1, ["compute", "cores", "min"], .core)
        let memory = Change.atMost(2, ["compute", "memory", "min"], .gibibyte)
        let set = ChangeSet([cores, memory])
        var answer = OfferSetResponse()
        answer.result = .no
        answer.meta = Metadata()
        answer.meta?.messages = [
            Obstacle(.never, cores.path, "{path}: cores.").message(at: Sample.now, from: nil),
            Obstacle(.never, memory.path, "{path}: memory.").message(at: Sample.now, from: nil),
            set.message(1, on: ["slurm"], of: Sample.request(), at: Sample.now),
        ]
        answer.meta?.options = [cores, memory].compactMap(\.option)
        let found = Self.obstacles(answer)
        #expect(found.map(\.change) == [cores, memory])
        #expect(found.flatMap(\.otherWays) == [[cores, memory]])
    }

    @Test(arguments: [
        ("{result: 'NO'}", ["far says no, and does not say why."]),
        ("{result: 'NO', meta: {messages: []}}", ["far says no, and does not say why."]),
        ("{result: 'NO', meta: {messages: [{level: INFO, message: Only this.}]}}", ["Only this."]),
        (
            "{result: 'NO', meta: {messages: [{level: INFO, message: A hint.}, {level: ERROR, message: No room.}]}}",
            ["No room."]
        ),
        (
            "{result: 'NO', meta: {messages: [{message: 'Set {this} {right}', template: 'Set {this} {that}'}]}}",
            ["Set {this} {right}"]
        ),
    ])
    func `other brokers say why in their own way, or not at all`(_ answer: String, _ texts: [String]) {
        let found = Self.obstacles(Sample.answer(answer))
        #expect(Self.texts(found) == texts)
        #expect(found.allSatisfy { $0.rung == .never && $0.path == ["executable"] && $0.change == nil })
    }

    @Test func `who was silent there may answer later`() {
        let found = Self.obstacles(
            Sample.answer(
                """
                {result: 'NO', meta: {messages: [{level: WARN, template: '{platform} gave no answer: {problem}',
                  values: {platform: slurm, problem: away, reason: unreachable, waited: PT8S}}]}}
                """))
        #expect(found.map(\.rung) == [.notNow])
        #expect(Self.texts(found) == ["far/slurm gave no answer: away"])
    }

    @Test func `an option becomes the nearest change that it allows`() {
        let found = Self.obstacles(
            Sample.answer(
                """
                result: 'NO'
                meta:
                  messages: [{level: WARN, message: Too large.}, {level: WARN, message: Too long.}]
                  options:
                  - {kind: "uri:integer-value-option", path: compute.cores.min, min: 1, max: 1, units: core}
                  - {kind: "uri:integer-value-option", path: executable.size, min: 5}
                  - {kind: "uri:integer-value-option", path: executable.other, min: 5, max: 4}
                  - {kind: "uri:string-value-option", path: executable.name, pattern: "^x$"}
                  - {kind: "uri:something-else", path: executable}
                """))
        // It is about neither reason, and is told with the first that has none.
        #expect(found.compactMap(\.change) == [.atLeast(5, ["executable", "size"], nil)])
    }

    @Test func `there are not more of them than anybody reads`() {
        var answer = OfferSetResponse()
        answer.result = .no
        answer.meta = Metadata()
        answer.meta?.messages = (0..<10_000).map { Message(.warn, time: Sample.now, "No \($0).") }
        #expect(Self.obstacles(answer).count == 200)
    }
}
