import Testing

@testable import BerthPortal

struct LogTailTests {
    @Test func piecesAsTheyCome() {
        var tail = LogTail()
        tail.append(Array("one\n".utf8))
        #expect(tail.piece(after: 0) == .init(text: "one\n", isCut: false, end: 4))
        tail.append(Array("two\n".utf8))
        #expect(tail.piece(after: 4) == .init(text: "two\n", isCut: false, end: 8))
        #expect(tail.piece(after: 8) == .init(text: "", isCut: false, end: 8))
    }

    /// The connection may cut anywhere.
    @Test(arguments: ["é", "€", "😀"])
    func aCharacterWaitsForItsRest(_ character: String) {
        let bytes = Array(character.utf8)
        var tail = LogTail()
        tail.append(Array("a".utf8) + bytes.dropLast())
        #expect(tail.piece(after: 0) == .init(text: "a", isCut: false, end: 1))
        tail.append([bytes[bytes.count - 1]])
        #expect(tail.piece(after: 1) == .init(text: character, isCut: false, end: 1 + bytes.count))
        // What never becomes whole is shown at the end.
        var broken = LogTail()
        broken.append(Array(bytes.dropLast()))
        broken.isEnd = true
        #expect(broken.piece(after: 0).text == "\u{FFFD}")
        #expect(broken.piece(after: 0).end == bytes.count - 1)
    }

    @Test func onlyTheEndIsKept() {
        var tail = LogTail()
        for _ in 0..<40 { tail.append([UInt8](repeating: 97, count: 10_000)) }
        let whole = tail.piece(after: 0)
        #expect(whole.isCut)
        #expect(whole.text.utf8.count == LogTail.limitBytes)
        #expect(whole.end == 400_000)
        #expect(tail.piece(after: 399_999) == .init(text: "a", isCut: false, end: 400_000))
        // The first byte after the cut is no half of a character.
        tail.append(Array(String(repeating: "é", count: LogTail.limitBytes).utf8) + [98])
        let cut = tail.piece(after: 0)
        #expect(cut.isCut)
        #expect(!cut.text.contains("\u{FFFD}"))
        #expect(cut.text.hasSuffix("éb"))
    }
}
