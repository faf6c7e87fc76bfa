import Testing

@testable import BerthHTTP

@Suite struct ReplyHeadTests {
    private func read(_ lines: String...) -> ReplyHead {
        var head = ReplyHead()
        for line in lines { Array(line.utf8).withUnsafeBytes { head.add(line: $0) } }
        return head
    }

    @Test func readsStatusAndFields() {
        let head = read("HTTP/1.1 200 OK\r\n", "A: 1\r\n", "B:2 \r\n", "a:\t3\r\n", "Empty:\r\n", "\r\n")
        #expect(head.status == .ok)
        #expect(head.isComplete)
        #expect(head.headers == ["A": "1", "B": "2", "a": "3", "Empty": ""])
        #expect(head.headers.values("A") == ["1", "3"])
    }

    @Test(arguments: [
        ("HTTP/2 204 \r\n", 204), ("HTTP/1.0 404 Not Found\r\n", 404), ("HTTP/1.1 20\r\n", 0), ("HTTP/1.1\r\n", 0),
        ("HTTP/1.1 2000 X\r\n", 0), ("HTTP/1.1 99999999999999999999 X\r\n", 0), ("HTTP/1.1 abc\r\n", 0),
    ]) func readsTheStatus(line: String, status: Int) {
        #expect(read(line).status.code == status)
    }

    @Test func aStatusLineBeginsAnotherHead() {
        let head = read("HTTP/1.1 100 Continue\r\n", "X: 1\r\n", "\r\n", "HTTP/1.1 201 Created\r\n", "Y: 2\r\n")
        #expect(head.status == .created)
        #expect(!head.isComplete)
        #expect(head.headers == ["Y": "2"])
        #expect(head.bytes == 59)
    }

    @Test func anEmptyLineAloneCompletesNothing() { #expect(!read("\r\n").isComplete) }

    @Test func aLineThatBeginsWithABlankGoesOn() {
        #expect(read("HTTP/1.1 200 OK\r\n", "A: 1\r\n", "\t 2 \r\n").headers == ["A": "1 2"])
        #expect(read("HTTP/1.1 200 OK\r\n", " 2\r\n").headers.isEmpty)
    }

    @Test func whatIsNoFieldIsLeftOut() {
        #expect(read("HTTP/1.1 200 OK\r\n", "nothing\r\n", ": x\r\n", "A B: x\r\n", "C : x\r\n").headers.isEmpty)
    }

    @Test func bytesThatAreNotUTF8AreLatin1() {
        var head = ReplyHead()
        (Array("A: caf".utf8) + [0xe9]).withUnsafeBytes { head.add(line: $0) }
        #expect(head.headers["A"] == "café")
    }

    @Test(
        arguments: [
            ("5", 5), ("0", 0), ("", nil), ("-1", nil), ("+1", nil), ("1 ", 1), ("99999999999999999999", Int.max),
            ("1,1", nil),
        ] as [(String, Int?)]) func readsTheLength(text: String, length: Int?)
    {
        #expect(read("HTTP/1.1 200 OK\r\n", "Content-Length: \(text)\r\n").contentLength == length)
    }

    @Test(arguments: [
        (301, true), (302, true), (303, true), (307, true), (308, true), (300, false), (304, false), (200, false),
    ])
    func redirections(status: Int, isOne: Bool) {
        #expect(read("HTTP/1.1 \(status) X\r\n", "Location: /a\r\n").isRedirection == isOne)
        #expect(!read("HTTP/1.1 \(status) X\r\n", "Location:\r\n").isRedirection)
        #expect(!read("HTTP/1.1 \(status) X\r\n").isRedirection)
    }
}
