import BerthDocument
import BerthModel
import Testing

@testable import BerthSignatures

@Suite struct SignedOfferTests {
    private static let ring = KeyRingTests.ring(1)

    private static var statement: OfferStatement {
        var statement = OfferStatement()
        (statement.format, statement.broker, statement.platform) = (1, "b", "lab")
        statement.issued = Instant(seconds: 1_800_000_000)
        statement.expires = Instant(seconds: 1_800_000_300)
        statement.offer = ["meta": ["uuid": "4f6b1f0e-0000-4000-8000-000000000001"], "phase": "OFFERED"]
        return statement
    }

    private static func written(_ document: Document) -> [UInt8] { Array(document.asJSON.utf8) }

    @Test func `what was signed is read and holds`() throws {
        let made = try SignedOffer(Self.statement, by: Self.ring)
        let read = try SignedOffer(reading: Self.written(made.document))
        #expect(read == made)
        #expect(read.statement == Self.statement)
        #expect(read.key == Self.ring.current.name)
        try read.check(by: Self.ring.keys)
        // An older key still checks what it signed.
        try read.check(by: Self.ring.rotated(at: Instant(seconds: 0)).keys)
    }

    @Test func `the key has to be known`() throws {
        let made = try SignedOffer(Self.statement, by: Self.ring)
        let name = Self.ring.current.name
        #expect(throws: SignatureError(.unknownKey, "The key \(name) that signed it is not known.")) {
            try made.check(by: KeyRingTests.ring(2).keys)
        }
    }

    @Test(arguments: ["payload", "signature"]) func `whatever is altered is seen`(_ member: String) throws {
        let made = try SignedOffer(Self.statement, by: Self.ring)
        guard case .map(var members) = made.document else { return }
        if member == "payload" {
            var other = Self.statement
            other.platform = "lap"
            members[member] = .text(
                Base64URL.encoded(try CanonicalJSON.bytes(other.document(for: .json))))
        } else {
            var other = Self.statement
            other.platform = "lap"
            members[member] = try SignedOffer(other, by: Self.ring).document["signature"]
        }
        let read = try SignedOffer(reading: Self.written(.map(members)))
        #expect(
            throws: SignatureError(
                .altered, "The signature does not hold: this is not what the broker signed, something was altered.")
        ) {
            try read.check(by: Self.ring.keys)
        }
    }

    private static func other(_ header: Document, _ payload: Document) throws -> Document {
        [
            "protected": .text(Base64URL.encoded(try CanonicalJSON.bytes(header))),
            "payload": .text(Base64URL.encoded(try CanonicalJSON.bytes(payload))), "signature": "AAAA",
        ]
    }

    @Test func `what is no signed offer is refused with the reason`() throws {
        let header: Document = ["alg": "EdDSA", "kid": "k", "typ": "berth-offer+json"]
        let payload = Self.statement.document(for: .json)
        guard case .map(let said) = payload, case .map(let named) = header else { return }
        func with(_ name: String, _ value: Document?, of members: DocumentMembers) -> Document {
            var members = members
            members[name] = value
            return .map(members)
        }
        let way = "it is signed in a way that is not known here"
        var open = try Self.other(header, payload)
        if case .map(var members) = open {
            members["header"] = ["kid": "x"]
            open = .map(members)
        }
        let faults: [([UInt8], String)] = [
            (Array("hello".utf8), "it has not the members payload, protected and signature"),
            (Self.written([:]), "it has not the members payload, protected and signature"),
            (Self.written(["protected": "!", "payload": "", "signature": ""]), "its header cannot be read"),
            (Self.written(try Self.other(with("alg", "none", of: named), payload)), way),
            (Self.written(try Self.other(with("alg", "HS256", of: named), payload)), way),
            (Self.written(try Self.other(with("typ", "JWT", of: named), payload)), way),
            (Self.written(try Self.other(with("crit", ["b64"], of: named), payload)), way),
            (Self.written(open), way),
            (
                Self.written(try Self.other(header, with("format", 2, of: said))),
                "it has the form 2, and 1 is known here"
            ),
            (
                Self.written(try Self.other(header, with("expires", nil, of: said))),
                "its payload is none: issued, expires or the offer is missing"
            ),
            (
                Self.written(try Self.other(header, with("offer", [:], of: said))),
                "its payload is none: issued, expires or the offer is missing"
            ),
            (
                Self.written(try Self.other(header, with("broker", [], of: said))),
                "its payload is none: broker: expected a text, got a list."
            ),
            (
                Self.written([
                    "protected": .text(Base64URL.encoded(try CanonicalJSON.bytes(header))), "payload": "!",
                    "signature": "AAAA",
                ]), "its payload or its signature cannot be read"
            ),
        ]
        for (bytes, why) in faults {
            #expect(throws: SignatureError(.notSigned, "This is no signed offer: \(why).")) {
                try SignedOffer(reading: bytes)
            }
        }
    }
}
