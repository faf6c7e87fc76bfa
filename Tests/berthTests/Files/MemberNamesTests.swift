import BerthDocument
import BerthModel
import Testing

@testable import berth

struct MemberNamesTests {
    static let task: Document = [
        "executable": ["kind": "docker-container", "image": ["locations": ["a"]], "imag": 1],
        "data": [["kind": "nobody's"], ["kind": "simple-data-resource"]],
    ]
    let names = MemberNames(ExecutionRequest.type, in: task)

    @Test func namesAtAPlace() throws {
        #expect(names.names(at: []).contains("executable"))
        #expect(names.names(at: ["executable", "image"]) == ["locations", "digest", "platform"])
        #expect(names.names(at: ["data", .index(1)]).contains("location"))
        // Of a stranger nothing is known.
        #expect(names.names(at: ["data", .index(0)]).isEmpty)
        #expect(names.names(at: ["nothing", "here"]).isEmpty)
        #expect(names.names(at: ["executable", .index(0)]).isEmpty)
    }

    @Test func guesses() {
        let (_, problems) = ExecutionRequest.reading(Self.task, from: .json)
        #expect(
            problems.map { names.withGuess($0, noun: "member").message } == [
                "executable.imag: this member is not known. Did you mean image?"
            ])
        let other = Problem(gravity: .refused, code: .negative, path: ["a"], message: "a: below zero.")
        #expect(names.withGuess(other, noun: "key") == other)
    }

    @Test func whatABrokerIgnored() {
        func said(_ path: String, _ level: MessageLevel = .info) -> Message {
            let problem = "\(path): this member is not known here and was ignored."
            return Message(level, time: CapturedRun.now, "{problem}", ["problem": problem, "path": path])
        }
        var meta = Metadata()
        meta.messages = [
            said("executable.imag"), said("executable.imag", .warn), said("executable.image"), said("data[0].x"),
            Message(.info, time: CapturedRun.now, "Other."),
        ]
        let texts = MemberNames.withGuesses(meta, for: Self.task)?.messages.map(\.message)
        #expect(texts?[0] == "executable.imag: this member is not known here and was ignored. Did you mean image?")
        #expect(texts?.dropFirst() == meta.messages.dropFirst().map(\.message)[...])
        #expect(MemberNames.withGuesses(nil, for: Self.task) == nil)
    }

    @Test func kindsThatShapesDoNotKnow() {
        let document: Document = ["platforms": [["kind": "containers"]]]
        let names = MemberNames(Configuration.type, in: document) { PlatformKind[$0]?.outline }
        #expect(names.names(at: ["platforms", .index(0)]).contains("registries"))
    }
}
