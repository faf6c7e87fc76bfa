import BerthPlatform
import Glibc
import Testing

@testable import BerthHost

@Suite struct TokenFileTests {
    private func file(_ text: String, _ scratch: Scratch) throws -> TokenFile {
        let path = scratch.path + "/token"
        try Files.write(Array(text.utf8), to: path)
        chmod(path, 0o600)
        return TokenFile(path, of: "hub")
    }

    @Test("the word of the file is the token, without what stands around it")
    func token() throws {
        let scratch = try Scratch()
        #expect(try file("abc\n", scratch).token() == "abc")
        #expect(try file("  x.y-z ", scratch).token() == "x.y-z")
    }

    @Test("it is read for each call", arguments: ["", "two words", "schl\u{fc}ssel", "a\u{0}b"])
    func none(_ text: String) throws {
        let scratch = try Scratch()
        let file = try file("abc", scratch)
        #expect(try file.token() == "abc")
        try Files.write(Array(text.utf8), to: file.path)
        let error = #expect(throws: PlatformError.self) { try file.token() }
        #expect(error?.code == .refused && error?.subject == "access")
        #expect(error?.message == "The hub cannot be called as this site has set it up.")
        #expect(error?.detail == "\(file.path) holds no token: one word of printable ASCII characters")
    }

    @Test("what is missing, and a file that others can read, are told with what mends them")
    func finding() throws {
        let scratch = try Scratch()
        let file = try file("abc", scratch)
        #expect(file.finding == Finding("token", "in \(file.path)"))
        chmod(file.path, 0o644)
        #expect(
            file.finding
                == Finding("token", "in \(file.path), which others may read", remedy: "chmod 600 \(file.path)"))
        let missing = TokenFile(scratch.path + "/none", of: "hub")
        #expect(
            missing.finding
                == Finding(
                    "token", "\(missing.path) holds no token: one word of printable ASCII characters",
                    remedy: "put the token into \(missing.path), and nothing else"))
    }
}
