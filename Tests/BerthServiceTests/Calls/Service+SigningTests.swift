import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel
import BerthPlatform
import BerthSignatures
import Testing

@testable import BerthService

@Suite struct ServiceSigningTests {
    private static let instance = "b1"
    private static let signedType = [("Content-Type", "application/jose+json")]

    private static func during(
        users: [Identification.User] = [], broker change: @escaping (inout BrokerSettings) -> Void = { _ in },
        _ body: (RunningService) async throws -> Void
    ) async throws {
        var settings = ServiceSettings()
        settings.keys = KeyRing.made(at: Instant(seconds: 0))
        try await RunningService.during(
            settings, users: users,
            broker: {
                $0.instance = instance
                change(&$0)
            }, body)
    }

    private static func signed(_ service: RunningService, _ id: UUID) async throws -> [UInt8] {
        let reply = try await service.client.get("/sessions/\(id)/signed")
        #expect((reply.status, reply.headers["Content-Type"]) == (200, "application/jose+json"), "\(reply.text)")
        return reply.body
    }

    private static func present(
        _ signed: [UInt8], _ service: RunningService, _ id: UUID
    ) async throws -> LoopbackClient.Reply {
        try await service.client.post("/sessions/\(id)", String(decoding: signed, as: UTF8.self), signedType)
    }

    @Test func `an offer is signed for its question, and checked with the key that everybody may read`() async throws {
        try await Self.during { service in
            let id = try await service.offer()
            let signed = try SignedOffer(reading: try await Self.signed(service, id))
            let keys = try await service.client.get("/keys")
            #expect(keys.headers["Content-Type"] == "application/jwk-set+json")
            #expect(try keys.text(["broker"]) == Self.instance)
            try signed.check(by: try PublicKey.keys(in: try Document.read(keys.body, as: .json)))
            let statement = signed.statement
            #expect((statement.broker, statement.session) == (Self.instance, id))
            #expect(statement.url == "\(RunningService.publicURL)/sessions/\(id)")
            #expect(statement.platform == service.platform.profile.name)
            let request = try Document.read(Array(Requests.yes.utf8), as: .json)
            #expect(
                statement.question
                    == (try OfferStatement.digest(of: ExecutionRequest.reading(request, from: .json).value)))
            let offer = try Document.read(try await service.client.get("/sessions/\(id)").body, as: .json)
            #expect(statement.offer?["compute"]?["cores"] == offer["compute"]?["cores"])
            #expect(statement.offer?["compute"]?["memory"] == offer["compute"]?["memory"])
            #expect(statement.offer?["expires"] == offer["expires"])
            #expect(statement.expires.map { .text($0.description) } == offer["expires"])
            #expect(statement.offer?["meta"]?["options"] == nil)
        }
    }

    @Test func `an offer that is presented as it was signed is accepted, also twice`() async throws {
        try await Self.during { service in
            let id = try await service.offer()
            let signed = try await Self.signed(service, id)
            for _ in 0..<2 {
                let reply = try await Self.present(signed, service, id)
                #expect(reply.status == 200, "\(reply.text)")
                #expect(reply.headers["ETag"] != nil)
            }
            try await service.wait(for: id) { $0 == .running }
            // What runs is no offer any more.
            #expect(try await Self.present(signed, service, id).status == 409)
            #expect(try await service.client.get("/sessions/\(id)/signed").status == 409)
        }
    }

    @Test func `what is not the offer of this broker is refused`() async throws {
        try await Self.during { service in
            let id = try await service.offer()
            let signed = try await Self.signed(service, id)
            let text = String(decoding: signed, as: UTF8.self)
            let statement = try SignedOffer(reading: signed).statement
            let stranger = KeyRing.made(at: Instant(seconds: 0))
            func by(_ keys: KeyRing, _ change: (inout OfferStatement) -> Void) throws -> [UInt8] {
                var changed = statement
                change(&changed)
                return Array(try SignedOffer(changed, by: keys).document.asJSON.utf8)
            }
            let other = try await service.offer()
            let payload = try #require(try Document.read(signed, as: .json)["payload"]?.text)
            let altered = try #require(
                try Document.read(try by(stranger) { $0.platform = "x" }, as: .json)["payload"]?.text)
            let faults: [([UInt8], Int, String)] = [
                (Array("hello".utf8), 400, "This is no signed offer"),
                (Array(text.replacing(payload, with: altered).utf8), 403, "The signature does not hold"),
                (try by(stranger) { _ in }, 403, "The key \(stranger.current.name) that signed it is not known."),
                (
                    try by(stranger) { $0.broker = "b2" }, 403,
                    "The offer was made by another broker, b2; accept it there."
                ),
                (try await Self.signed(service, other), 403, "The signed offer is that of \(other), and not of \(id)."),
            ]
            for (body, status, detail) in faults {
                let reply = try await Self.present(body, service, id)
                #expect(reply.status == status, "\(reply.text)")
                #expect(try reply.text(["detail"])?.hasPrefix(detail) == true, "\(reply.text)")
            }
            #expect(try await service.client.get("/sessions/\(id)").text(["phase"]) == "OFFERED")
        }
    }

    @Test func `one that has expired is gone`() async throws {
        try await Self.during { service in
            let id = try await service.offer()
            let signed = try await Self.signed(service, id)
            try await service.update(id, "REJECTED")
            #expect(try await Self.present(signed, service, id).status == 409)
        }
        try await Self.during(broker: { $0.offerLife = TimeSpan(milliseconds: 1) }) { service in
            let id = try await service.offer()
            try await service.wait(for: id) { $0 == .expired }
            #expect(try await service.client.get("/sessions/\(id)/signed").status == 410)
            var statement = OfferStatement()
            (statement.format, statement.broker) = (1, Self.instance)
            (statement.issued, statement.expires) = (Instant(seconds: 0), Instant(seconds: 1))
            statement.offer = ["meta": ["uuid": .text("\(id)")]]
            let ring = try #require(service.service.keys)
            let signed = Array(try SignedOffer(statement, by: ring).document.asJSON.utf8)
            let reply = try await Self.present(signed, service, id)
            #expect(reply.status == 410)
            #expect(try reply.text(["type"]) == ProblemKind.expired.uri)
        }
    }

    @Test func `one that has changed is told`() async throws {
        try await Self.during { service in
            let id = try await service.offer()
            var statement = try SignedOffer(reading: try await Self.signed(service, id)).statement
            guard case .map(var offer)? = statement.offer else { return }
            offer["description"] = "another"
            statement.offer = .map(offer)
            let ring = try #require(service.service.keys)
            let signed = Array(try SignedOffer(statement, by: ring).document.asJSON.utf8)
            let reply = try await Self.present(signed, service, id)
            #expect(reply.status == 412)
            #expect(
                try reply.text(["detail"])
                    == "The offer is no longer as it was signed; read it again before you accept it.")
            #expect(try await service.client.get("/sessions/\(id)").text(["phase"]) == "OFFERED")
        }
    }

    @Test func `what an older key signed is still accepted`() async throws {
        try await Self.during { service in
            let id = try await service.offer()
            let signed = try await Self.signed(service, id)
            let ring = try #require(service.service.keys)
            service.service.takeUp(ring.rotated(at: Instant(seconds: 9)))
            #expect(try SignedOffer(reading: try await Self.signed(service, id)).key != ring.current.name)
            #expect(try await Self.present(signed, service, id).status == 200)
        }
    }

    @Test func `nobody reads or presents what belongs to others`() async throws {
        try await Self.during(users: Tokens.users) { service in
            let ada = ("Authorization", "Bearer test")
            let grace = ("Authorization", "Bearer secret")
            let id = try await service.offer([ada])
            let signed = try await service.client.get("/sessions/\(id)/signed", [ada])
            #expect(signed.status == 200)
            #expect(try await service.client.get("/sessions/\(id)/signed", [grace]).status == 403)
            let reply = try await service.client.post("/sessions/\(id)", signed.text, Self.signedType + [grace])
            #expect(reply.status == 403)
            #expect(try await service.client.get("/keys").status == 200)
        }
    }

    @Test func `a service without keys signs nothing`() async throws {
        try await RunningService.during { service in
            let id = try await service.offer()
            for path in ["/keys", "/sessions/\(id)/signed"] {
                let reply = try await service.client.get(path)
                #expect(try (reply.status, reply.text(["detail"])) == (404, "This service does not sign offers."))
            }
        }
    }
}
