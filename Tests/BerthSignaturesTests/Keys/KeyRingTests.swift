import BerthDocument
import BerthModel
import Testing

@testable import BerthSignatures

@Suite struct KeyRingTests {
    private static let begin = Instant(seconds: 1_800_000_000)

    static func ring(_ byte: UInt8) -> KeyRing {
        KeyRing.made(at: begin) { [UInt8](repeating: byte, count: 32) }
    }

    @Test func `a file holds the ring`() throws {
        let ring = Self.ring(1).rotated(at: Self.begin + TimeSpan(seconds: 60)) { [UInt8](repeating: 2, count: 32) }
        let again = try KeyRing(secret: ring.secretDocument)
        #expect(again.keys == ring.keys)
        #expect(again.secretDocument == ring.secretDocument)
        #expect(again.signature(of: [1]) == ring.signature(of: [1]))
    }

    @Test func `the secret of the first alone is kept, and none is told`() throws {
        let ring = Self.ring(1).rotated(at: Self.begin) { [UInt8](repeating: 2, count: 32) }
        #expect(ring.secretDocument.asJSON.components(separatedBy: "\"d\"") == 2)
        #expect(!ring.publicDocument(of: "b").asJSON.contains("\"d\""))
        #expect(ring.publicDocument(of: "b")["broker"] == "b")
        #expect(try PublicKey.keys(in: ring.publicDocument(of: "b")) == ring.keys)
    }

    @Test func `the oldest are forgotten`() {
        var ring = Self.ring(0)
        for byte in UInt8(1)...30 { ring = ring.rotated(at: Self.begin) { [UInt8](repeating: byte, count: 32) } }
        #expect(ring.keys.count == KeyRing.most)
        #expect(ring.current == Self.ring(30).current)
        #expect(ring.keys.last == Self.ring(11).current)
    }

    @Test func `a damaged file is named`() throws {
        guard case .map(let whole) = Self.ring(1).secretDocument, case .list(let keys)? = whole["keys"],
            case .map(let key) = keys[0]
        else { return }
        func changed(_ name: String, _ value: Document?) -> Document {
            var changed = key
            changed[name] = value
            return ["keys": [.map(changed)]]
        }
        let faults: [(Document, String)] = [
            ([:], "its first key has no secret"), (["keys": []], "its first key has no secret"),
            (changed("d", nil), "its first key has no secret"), (changed("d", "AAAA"), "its first key has no secret"),
            (changed("x", "AAAA"), "a key does not have the name that follows from it"),
            (changed("kid", "other"), "a key does not have the name that follows from it"),
            (changed("created", nil), "a key does not say when it was made"),
            (
                changed("d", .text(Base64URL.encoded([UInt8](repeating: 9, count: 32)))),
                "the secret of the first key is that of another one"
            ),
        ]
        for (document, what) in faults {
            #expect(throws: SignatureError(.badKeys, "It is no file of keys: \(what).")) {
                try KeyRing(secret: document)
            }
        }
    }
}

extension String {
    fileprivate func components(separatedBy word: String) -> Int {
        var (count, rest) = (1, self[...])
        while let found = rest.firstRange(of: word) {
            count += 1
            rest = rest[found.upperBound...]
        }
        return count
    }
}
