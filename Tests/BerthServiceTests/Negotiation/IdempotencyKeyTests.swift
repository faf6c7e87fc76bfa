import BerthBroker
import BerthHTTP
import BerthModel
import BerthPlatform
import BerthSchemas
import Testing

@testable import BerthService

@Suite struct IdempotencyKeyTests {
    private func read(_ values: String...) throws -> String? {
        var headers: HTTPHeaders = [:]
        for value in values { headers.add("idempotency-key", value) }
        return try IdempotencyKey(headers)?.text
    }

    @Test func withoutTheFieldThereIsNone() throws {
        #expect(try read() == nil)
    }

    @Test(arguments: [
        ("a", "a"), ("\"a\"", "a"), ("8e03978e-40d5", "8e03978e-40d5"), ("two words", "two words"),
        ("\"two words\"", "two words"), (#""a\"b\\c""#, #"a"b\c"#), (#"a\b"#, #"a\b"#), ("a\"b", "a\"b"),
        ("a, b", "a, b"), ("~", "~"),
        (String(repeating: "k", count: 255), String(repeating: "k", count: 255)),
        ("\"" + String(repeating: "k", count: 255) + "\"", String(repeating: "k", count: 255)),
    ])
    func quotedAndBareMeanTheSame(_ value: String, _ text: String) throws {
        #expect(try read(value) == text)
    }

    @Test(arguments: [
        "", "\"\"", "\"", "\"a", "\"a\"b", "\"a\";b", "\"a\\\"", #""a\b""#, "ä", "\"ä\"", "a\tb", "a\u{7F}",
        String(repeating: "k", count: 256), "\"" + String(repeating: "k", count: 256) + "\"",
    ])
    func whatIsNoKey(_ value: String) throws {
        let refusal = Refusal(
            .wrongParameter,
            "Idempotency-Key must have from 1 to 255 printable ASCII characters, in double quotes or without any.")
        #expect(throws: refusal) { try read(value) }
    }

    @Test func oneIsEnough() {
        #expect(throws: Refusal(.wrongParameter, "Idempotency-Key can stand there once.")) { try read("a", "a") }
    }

    // MARK: what it stands for

    private func question(
        _ key: String = "k", _ body: String = "{}", target: String = "/requests", type: String = "application/json",
        operation: BerthSchemas.Operation = .offerSetPost, subject: String = "ada"
    ) throws -> QuestionKey {
        let headers: HTTPHeaders = ["Idempotency-Key": key, "Content-Type": type]
        let target = try RequestTarget(reading: Array(target.utf8))
        let request = HTTPRequest(method: .post, target: target, headers: headers, body: Array(body.utf8))
        let read = try #require(try IdempotencyKey(headers))
        return try read.of(request, to: operation, as: Identity(subject: subject))
    }

    @Test func itFollowsFromWhoAsksTheCallAndTheKey() throws {
        let first = try question()
        #expect(first.id.version == 8)
        #expect(first.digest.utf8.count == 64)
        #expect(try question("\"k\"") == first)
        // It must never change: the store remembers by it.
        #expect(first.id.description == "c240af01-9405-8710-94b7-27524d3e0f64")
        let others = [try question("l"), try question(operation: .directPost), try question(subject: "grace")]
        #expect(Set(others.map(\.id) + [first.id]).count == 4)
    }

    @Test func anotherQuestionHasAnotherDigest() throws {
        let first = try question()
        let others = [
            try question("k", "{ }"), try question(type: "application/yaml"),
            try question(target: "/requests?platform=a"), try question(target: "/requests?without=a"),
        ]
        #expect(Set(others.map(\.digest) + [first.digest]).count == 5)
        #expect(Set(others.map(\.id) + [first.id]).count == 1)
        #expect(try question(type: "application/json; charset=utf-8") == first)
    }
}
