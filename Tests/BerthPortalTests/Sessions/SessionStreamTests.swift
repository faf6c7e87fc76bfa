import BerthClient
import BerthModel
import Testing

@testable import BerthPortal

struct SessionStreamTests {
    @Test func whatChangesIsSentAsItChanges() throws {
        var stream = SessionStream()
        var view = SessionNewsTests.view([SessionNewsTests.session(.preparing, at: 1)])
        view.outputs[.stdout] = LogTail()
        let first = stream.changes(try SessionPageTests.page(view))
        #expect(first.parts.count == 6)
        #expect(first.parts.last?.text.contains("id=\"log-stdout\"") == true)
        #expect(first.words == nil)
        // Whoever had lost the connection is told how it is now.
        var again = SessionStream(isBack: true)
        #expect(again.changes(try SessionPageTests.page(view)).words == "The session is preparing.")
        view.outputs[.stdout]?.append(Array("<one>\n".utf8))
        let second = stream.changes(try SessionPageTests.page(view))
        #expect(second.parts.map(\.text) == ["<span data-into=\"log-stdout\">&lt;one&gt;\n</span>"])
        view.take(SessionNewsTests.session(.running, at: 5), at: Sample.noon)
        let third = stream.changes(try SessionPageTests.page(view))
        #expect(third.words == "The session is running.")
        #expect(third.parts.contains { $0.text.hasPrefix("<div id=\"session-phases\">") })
        #expect(!third.parts.contains { $0.text.hasPrefix("<div id=\"session-messages\">") })
        let nothing = stream.changes(try SessionPageTests.page(view))
        #expect(nothing.parts.isEmpty)
        #expect(nothing.words == nil)
    }

    /// A slow reader misses the middle of a fast output, and is told so.
    @Test func whatWasMissedIsMarked() throws {
        var stream = SessionStream()
        var view = SessionNews()
        view.outputs[.stdout] = LogTail()
        _ = stream.changes(try SessionPageTests.page(view))
        view.outputs[.stdout]?.append([UInt8](repeating: 97, count: LogTail.limitBytes + 1))
        let parts = stream.changes(try SessionPageTests.page(view)).parts
        #expect(parts.count == 1)
        #expect(parts[0].text.hasPrefix("<span data-into=\"log-stdout\">\n…\naaa"))
    }
}
