import Testing

@testable import BerthHTTP

@Suite struct GzipTests {
    @Test(arguments: [0, 1, 100, 65_536, 200_000]) func whatIsCompressedComesBack(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let packed = try #require(Gzip.compress(bytes))
        #expect(try Gzip.decompress(packed, limitBytes: count) == bytes)
    }

    @Test func theLimitIsExact() throws {
        let packed = try #require(Gzip.compress([UInt8](repeating: 1, count: 1_000)))
        #expect(try Gzip.decompress(packed, limitBytes: 1_000).count == 1_000)
        #expect(throws: Gzip.Fault.tooLarge) { try Gzip.decompress(packed, limitBytes: 999) }
    }

    @Test func aBombIsNotMade() throws {
        let packed = try #require(Gzip.compress([UInt8](repeating: 0, count: 64 << 20)))
        #expect(packed.count < 1 << 20)
        #expect(throws: Gzip.Fault.tooLarge) { try Gzip.decompress(packed, limitBytes: 1 << 20) }
    }

    @Test func membersFollowEachOther() throws {
        let packed = try #require(Gzip.compress(Array("ab".utf8))) + (try #require(Gzip.compress(Array("cd".utf8))))
        #expect(try Gzip.decompress(packed, limitBytes: 4) == Array("abcd".utf8))
        #expect(throws: Gzip.Fault.tooLarge) { try Gzip.decompress(packed, limitBytes: 3) }
    }

    @Test func whatIsDamagedIsRefused() throws {
        let packed = try #require(Gzip.compress(Array("hello".utf8)))
        var changed = packed
        changed[changed.count - 5] ^= 1
        let broken: [[UInt8]] = [
            [], [0x1f], Array("plain".utf8), Array(packed.dropLast()), packed + [0], packed + packed.dropLast(),
            changed,
        ]
        for bytes in broken { #expect(throws: Gzip.Fault.damaged) { try Gzip.decompress(bytes, limitBytes: 100) } }
    }
}
