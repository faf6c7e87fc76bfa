import BerthDocument
import BerthModel
import BerthSignatures
import Testing

@testable import berth

struct KnownKeysTests {
    private static func ring() -> KeyRing { KeyRing.made(at: Instant(seconds: 0)) }

    @Test func `keys are remembered`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/deep/known_keys"
        var known = try KnownKeys(at: path)
        #expect(known == KnownKeys())
        let ring = Self.ring()
        #expect(try known.learn(ring.publicDocument(of: "b"), from: "http://h", replacing: false) == .new(ring.keys))
        #expect(try known.learn(ring.publicDocument(of: "b"), from: "http://h", replacing: false) == .nothing)
        try known.write(to: path)
        let again = try KnownKeys(at: path)
        #expect(again == known)
        #expect(again.keys(of: "b") == ring.keys)
        #expect(again.keys(of: "c") == [])
        #expect(try folder.read("deep/known_keys").hasSuffix("\nb \(ring.current.text) http://h\n"))
    }

    @Test func `a broker that has a key more is the same, one that has none of them may not be`() throws {
        var known = KnownKeys()
        let ring = Self.ring()
        _ = try known.learn(ring.publicDocument(of: "b"), from: "http://h", replacing: false)
        let next = ring.rotated(at: Instant(seconds: 1))
        #expect(
            try known.learn(next.publicDocument(of: "b"), from: "http://h", replacing: false) == .new([next.current]))
        let stranger = Self.ring()
        let error = #expect(throws: ProgramError.self) {
            try known.learn(stranger.publicDocument(of: "b"), from: "http://h", replacing: false)
        }
        #expect((error?.code, error?.subject) == (.strangeKey, "b"))
        #expect(Failure.code(of: try #require(error)) == .notYours)
        _ = try known.learn(stranger.publicDocument(of: "b"), from: "http://h", replacing: true)
        #expect(known.keys(of: "b") == stranger.keys)
    }

    @Test func `what holds no keys is named`() {
        var known = KnownKeys()
        let error = #expect(throws: ProgramError.self) { try known.learn([:], from: "http://h", replacing: false) }
        #expect(error?.message.hasPrefix("The keys of http://h cannot be read: ") == true)
        let nobody = #expect(throws: ProgramError.self) {
            try known.learn(["keys": [Self.ring().current.document]], from: "http://h", replacing: false)
        }
        #expect(nobody?.message == "The keys of http://h do not say whose they are.")
    }

    @Test func `a line that cannot be read is named`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("known_keys", "# mine\n\nb AAAA http://h\n")
        let error = #expect(throws: ProgramError.self) { try KnownKeys(at: path) }
        #expect(
            error?.message == "\(path):3: this is no broker, key and URL; mend the line or take it out.")
    }
}
