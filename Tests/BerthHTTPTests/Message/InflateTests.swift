import Testing

@testable import BerthHTTP

struct InflateTests {
    /// "hello" without a header, as zlib deflates it.
    private static let raw: [UInt8] = [0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]

    @Test func withoutAHeader() throws {
        #expect(try Inflate.decompress(Self.raw, as: .raw, limitBytes: 5) == Array("hello".utf8))
        // An archive goes on behind it.
        #expect(try Inflate.decompress(Self.raw + [1, 2, 3], as: .raw, limitBytes: 5) == Array("hello".utf8))
        #expect(throws: Inflate.Fault.tooLarge) { try Inflate.decompress(Self.raw, as: .raw, limitBytes: 4) }
        #expect(throws: Inflate.Fault.damaged) {
            try Inflate.decompress(Array(Self.raw.dropLast(3)), as: .raw, limitBytes: 5)
        }
    }

    @Test func withOne() throws {
        let packed = try #require(Gzip.compress(Array("hello".utf8)))
        #expect(try Inflate.decompress(packed + packed, as: .gzip, limitBytes: 10) == Array("hellohello".utf8))
        #expect(throws: Inflate.Fault.damaged) { try Inflate.decompress(packed + [1], as: .gzip, limitBytes: 10) }
        #expect(throws: Inflate.Fault.damaged) { try Inflate.decompress(Self.raw, as: .gzip, limitBytes: 10) }
    }
}
