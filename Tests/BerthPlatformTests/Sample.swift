import BerthDocument
import BerthModel
import BerthPlatform
import Testing

/// Questions from requests in YAML; identifiers are counted from 1.
enum Sample {
    static let now = Instant(seconds: 1_800_000_000)

    static func request(_ yaml: String) throws -> ExecutionRequest {
        let (request, problems) = ExecutionRequest.reading(
            try Document.read(Array(yaml.utf8), as: .yaml), from: .yaml)
        #expect(problems.map(\.message) == [])
        return request
    }

    static func question(_ yaml: String, defaults: Question.Defaults = .init()) throws -> Question {
        var number: UInt64 = 0
        return Question(
            try request(yaml), asker: Identity(subject: "ada", groups: ["b", "a", "b"]), now: now, defaults: defaults,
            nextID: {
                number += 1
                return id(number)
            })
    }

    /// A question about a container, with the rest of the request.
    static func container(_ rest: String = "") throws -> Question { try question(executable + "\n" + rest) }

    static let executable = "executable: {kind: docker-container, image: {locations: [x]}}"

    static func id(_ number: UInt64) -> UUID { UUID(high: 0, low: number) }
}
