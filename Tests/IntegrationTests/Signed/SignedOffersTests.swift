import BerthClient
import BerthDocument
import BerthHost
import BerthModel
import BerthSignatures
import Foundation
import Testing

/// Offers that a real `berth serve` has signed, judged by Python and the openssl command: none of our code.
@Suite("Signed offers hold for others", .serialized)
struct SignedOffersTests {
    private static let judge = TestPlugin.root + "/examples/verify_offer.py"

    private static func judged(_ offer: Document, _ keys: Document) async throws -> Command.Output {
        let folder = NSTemporaryDirectory() + "berth-signed-\(UInt32.random(in: 0...(.max)))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try offer.asJSON.write(toFile: folder + "/offer.json", atomically: true, encoding: .utf8)
        try keys.asJSON.write(toFile: folder + "/keys.json", atomically: true, encoding: .utf8)
        return try await Command([TestPlugin.python, judge, folder + "/offer.json", folder + "/keys.json"]).run()
    }

    @Test func `another program finds the same`() async throws {
        let broker = try ServedBroker("signed", RemoteSite.configuration)
        let request = RemoteSite.request("short")
        let offer = try #require(try await broker.ask(request).offers.first?.id)
        let signed = try await broker.client.signedOffer(offer)
        let keys = try await broker.client.keys()
        let verdict = try await Self.judged(signed, keys)
        #expect(verdict.code == 0, "\(verdict.errorText)")
        let digest = try OfferStatement.digest(
            of: ExecutionRequest.reading(try ServedBroker.request(request), from: .json).value)
        let instance = try String(contentsOfFile: broker.folder + "/state/instance", encoding: .utf8)
        #expect(verdict.text.contains("question: \(digest)\n"))
        #expect(verdict.text.contains("broker: \(instance.trimmingCharacters(in: .newlines))\n"))
        #expect(verdict.text.contains("platform: lab\n"))
        #expect(verdict.text.contains("url: \(broker.url)/sessions/\(offer)\n"))

        // What is altered is seen by it as well.
        guard case .map(var members) = signed, let payload = members["payload"]?.text,
            let said = Base64URL.decoded(payload)
        else { throw NotThere() }
        let better = String(decoding: said, as: UTF8.self)
            .replacing("\"platform\":\"lab\"", with: "\"platform\":\"lap\"")
        members["payload"] = .text(Base64URL.encoded(Array(better.utf8)))
        let altered = try await Self.judged(.map(members), keys)
        #expect(altered.code == 1)
        #expect(altered.errorText.hasSuffix("the signature does not hold\n"))
        let stranger = KeyRing.made(at: Instant(seconds: 0)).publicDocument(of: "x")
        #expect(try await Self.judged(signed, stranger).errorText.contains("is not among those of"))

        // The key outlives the broker, and one that was renewed still checks what it signed.
        broker.kill()
        let rotate = try await Command(
            [ServedBroker.program, "key", "rotate", "--state-dir", broker.folder + "/state"]
        ).run()
        #expect(rotate.code == 0, "\(rotate.errorText)")
        try broker.start()
        let later = try await broker.client.keys()
        #expect(later != keys)
        #expect(try await Self.judged(signed, later).code == 0)
        let session = try await broker.client.accept(offer, presenting: Array(signed.asJSON.utf8))
        #expect(session.value.phase == .accepted)
        #expect(try await broker.session(offer).phase == .completed)
    }

    private struct NotThere: Error {}
}
