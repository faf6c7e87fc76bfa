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

    /// A reply from a byte on that may break off; one from the first byte on is the whole.
    private static func reply(_ text: String, from start: Int, isCut: Bool = false) -> HTTPResponse {
        var response = HTTPResponse(
            start == 0 ? .ok : .partialContent, contentType: "text/plain",
            stream: HTTPStream { writer in
                try await writer.write(Array(text.utf8.dropFirst(start)))
                if isCut { throw Cut() }
            })
        if start > 0 { response.headers["Content-Range"] = "bytes \(start)-9007199254740991/*" }
        return response
    }

    /// Where the second reply begins: where it is asked to, before that, or at the first byte for a broker that does
    /// not know ranges. What was seen is not shown twice.
    @Test(arguments: [6, 4, 0], [true, false])
    func aBrokenStreamIsTakenUpWhereItBroke(_ start: Int, _ follows: Bool) async throws {
        let found = try await CannedBroker.answering { _, count in
            count == 0
                ? Self.reply("one\ntw", from: 0, isCut: true) : Self.reply("one\ntwo\nthree\n", from: start)
        } _: { (broker: CannedBroker) async throws in
            let found = try await text(broker, follow: follows)
            #expect(broker.requests.map { $0.headers["Range"] } == [nil, "bytes=6-"])
            return found
        }
        #expect(found == "one\ntwo\nthree\n")
    }

    @Test func aPartThatLeavesSomethingOutIsNotTaken() async throws {
        let error = try await CannedBroker.answering { _, count in
            if count > 1 { return .problem(.notFound, "Gone.") }
            return count == 0 ? Self.reply("one\ntw", from: 0, isCut: true) : Self.reply("one\ntwo\n", from: 7)
        } _: { broker in
            await #expect(throws: ClientError.self) { try await text(broker, follow: true) }
        }
        #expect(error?.message == "Gone.")
    }

    /// It broke off after the last byte: nothing is missing.
    @Test func anOutputWithoutMoreIsOver() async throws {
        let found = try await CannedBroker.answering { _, count in
            count == 0 ? Self.reply("one\n", from: 0, isCut: true) : .problem(.rangeNotSatisfiable, "No more.")
        } _: {
            try await text($0)
        }
        #expect(found == "one\n")
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
