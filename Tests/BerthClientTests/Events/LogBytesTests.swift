import BerthHTTP
import BerthModel
import Testing

@testable import BerthClient

struct LogBytesTests {
    static let id = UUID(random: 1, 2)

    func text(_ broker: CannedBroker, _ output: TaskOutput = .stdout, follow: Bool = false) async throws -> String {
        var bytes: [UInt8] = []
        for try await piece in broker.client.log(output, of: Self.id, follow: follow) { bytes += piece }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func whole() async throws {
        try await CannedBroker.answering { request, _ in
            HTTPResponse(
                .ok, contentType: "text/plain", body: Array("\(request.path) \(request.query("follow") ?? "")".utf8))
        } _: { (broker: CannedBroker) async throws in
            #expect(try await text(broker) == "/sessions/\(Self.id)/log/stdout ")
            #expect(try await text(broker, .stderr, follow: true) == "/sessions/\(Self.id)/log/stderr true")
        }
    }

    @Test func nothingAtAll() async throws {
        let found = try await CannedBroker.answering({ _, _ in HTTPResponse(.ok, contentType: "text/plain", body: []) })
        {
            try await text($0)
        }
        #expect(found.isEmpty)
    }

    private struct Cut: Error {}

    /// The second connection begins again, and what was seen is not shown twice.
    @Test func aBrokenStreamIsTakenUpWhereItBroke() async throws {
        let found = try await CannedBroker.answering { _, count in
            HTTPResponse(
                .ok, contentType: "text/plain",
                stream: HTTPStream { writer in
                    try await writer.write(Array("one\ntw".utf8))
                    if count == 0 { throw Cut() }
                    try await writer.write(Array("o\nthree\n".utf8))
                })
        } _: { (broker: CannedBroker) async throws in
            let found = try await text(broker, follow: true)
            #expect(broker.requests.count == 2)
            return found
        }
        #expect(found == "one\ntwo\nthree\n")
    }

    @Test func refusals() async throws {
        let error = try await CannedBroker.answering({ _, _ in .problem(.notFound, "There is no such session.") }) {
            broker in
            await #expect(throws: ClientError.self) { try await text(broker) }
        }
        #expect(error?.code == .notFound)
        #expect(error?.message == "There is no such session.")
    }
}
