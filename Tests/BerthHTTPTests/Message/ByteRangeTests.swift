import Testing

@testable import BerthHTTP

@Suite struct ByteRangeTests {
    @Test(
        arguments: [
            ("bytes=0-0", .part(0..<1)), ("bytes=0-9", .part(0..<10)), ("bytes=0-10", .part(0..<10)),
            ("bytes=9-", .part(9..<10)),
            ("bytes=10-", .none), ("bytes=10-20", .none), ("bytes=-1", .part(9..<10)), ("bytes=-10", .part(0..<10)),
            ("bytes=-11", .part(0..<10)), ("bytes=-0", .none), ("Bytes= 1 - 2 ", .part(1..<3)),
            ("bytes=0-99999999999999999999", .part(0..<10)), ("bytes=99999999999999999999-", .none),
            ("bytes=-99999999999999999999", .part(0..<10)), ("bytes=9223372036854775807-9223372036854775807", .none),
            ("", .whole), ("bytes", .whole), ("bytes=", .whole), ("bytes=-", .whole), ("bytes=2-1", .whole),
            ("bytes=a-b", .whole),
            ("bytes=0-1,3-4", .whole), ("items=0-1", .whole), ("bytes=--1", .whole), ("bytes=+1-2", .whole),
            ("bytes=0-1-2", .whole),
            ("bytes=0x1-2", .whole), ("bytes=\u{301}0-1", .whole), ("bytes=٠-١", .whole),
        ] as [(String, ByteRange)]) func ofTenBytes(text: String, range: ByteRange)
    {
        #expect(ByteRange(reading: text, length: 10) == range)
    }

    /// All of the last bytes of nothing are there. Source: RFC 9110 §14.1.2.
    @Test func theEndOfNothing() { #expect(ByteRange(reading: "bytes=-1", length: 0) == .whole) }

    @Test(arguments: ["bytes=0-", "bytes=0-0", "bytes=-0"]) func ofNothing(text: String) {
        #expect(ByteRange(reading: text, length: 0) == .none)
    }
}
