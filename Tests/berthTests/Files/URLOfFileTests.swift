import Testing

@testable import berth

struct URLOfFileTests {
    @Test func filesBecomeURLs() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("my notebook.ipynb", "{}")
        #expect(try URLOfFile.text(file).hasSuffix("/my%20notebook.ipynb"))
        #expect(try URLOfFile.text(file).hasPrefix("file:///"))
        #expect(try URLOfFile.text("https://example.org/a b") == "https://example.org/a b")
    }

    @Test func whatIsNotThere() {
        let error = #expect(throws: ProgramError.self) { try URLOfFile.text("none.ipynb") }
        #expect(error?.code == .cannotRead)
        #expect(error?.message == "There is no file none.ipynb; name a file or a URL.")
    }

    @Test func bytesThatURLsDoNotHold() {
        #expect(URLOfFile.escaped("/a%é?#") == "/a%25%C3%A9%3F%23")
    }
}
