import Testing

@testable import BerthPython

@Suite struct LineBufferTests {
    private static func lines(_ pieces: [String], limit: Int = 5) -> [[String]?] {
        var buffer = LineBuffer(limit: limit)
        return pieces.map { buffer.take(Array($0.utf8))?.map { String(decoding: $0, as: UTF8.self) } }
    }

    @Test func `lines come when they are whole`() {
        #expect(Self.lines(["a", "b\nc", "\n\nde", "\n"]) == [[], ["ab"], ["c", ""], ["de"]])
    }

    @Test func `a line may be as long as the limit and no longer`() {
        #expect(Self.lines(["12345\n", "12345", "\n"]) == [["12345"], [], ["12345"]])
        #expect(Self.lines(["123456\n"]) == [nil])
        #expect(Self.lines(["12345", "6"]) == [[], nil])
        #expect(Self.lines(["1\n123456\n"]) == [nil])
    }
}
