import BerthPlatform
import Glibc
import Testing

@testable import BerthHost

@Suite struct LogWriterTests {
    private static let note = "\n[The engine kept only the end of this output; some of it may be missing here.]\n"

    /// What is kept when an engine hands out these logs, one reading after the other, the last of them whole.
    private func kept(_ readings: [String], limit: Int64 = 1000) throws -> String {
        var template = Array("/tmp/berth-log-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { Files.remove(folder) }
        for (index, text) in readings.enumerated() {
            let writer = try LogWriter(folder: folder, limitBytes: limit) {}
            // Cut anywhere.
            for start in stride(from: 0, to: text.utf8.count, by: 3) {
                Array(Array(text.utf8)[start...].prefix(3)).withUnsafeBytes { writer.append(.stdout, $0) }
            }
            if index == readings.count - 1 { writer.complete() }
        }
        return String(decoding: try Files.read(folder + "/stdout", from: 0, limit: 100_000), as: UTF8.self)
    }

    @Test(
        "what comes again is kept once", arguments: [["abcdefgh"], ["abcd", "abcdefgh"], ["a", "ab", "abcdefgh"]])
    func again(_ readings: [String]) throws {
        #expect(try kept(readings) == "abcdefgh")
    }

    @Test(
        "the end of a log that the engine began anew is kept, once, and with a note",
        arguments: [
            (["abcdef", "efgh"], "abcdefgh" + note), (["abcdef", "xyz"], "abcdef" + note + "xyz"),
            (["abcdef", "ef"], "abcdef" + note), (["abcabd", "abd!"], "abcabd!" + note),
            (["ababab", "abab"], "ababab" + note), (["abcdef", ""], "abcdef" + note),
        ])
    func anew(_ readings: [String], _ all: String) throws {
        #expect(try kept(readings) == all)
    }

    @Test("the limit, and one byte more")
    func limit() throws {
        #expect(try kept(["12345678"], limit: 8) == "12345678")
        let cut = "12345678\n[Only the first 8 bytes of this output are kept.]\n"
        #expect(try kept(["123456789"], limit: 8) == cut)
        #expect(try kept(["123456789", "89"], limit: 8) == cut)
    }

    @Test("an output that is cut tells that the other one was begun anew")
    func beside() throws {
        var template = Array("/tmp/berth-log-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { Files.remove(folder) }
        let output = (0..<60).map { "\($0)" }.joined()
        for (text, isLast) in [(output, false), (String(output.dropFirst(50)), true)] {
            let writer = try LogWriter(folder: folder, limitBytes: 100) {}
            Array(text.utf8).withUnsafeBytes { writer.append(.stdout, $0) }
            if !isLast { continue }
            Array("end".utf8).withUnsafeBytes { writer.append(.stderr, $0) }
            writer.complete()
        }
        let kept = String(decoding: try Files.read(folder + "/stderr", from: 0, limit: 1000), as: UTF8.self)
        #expect(kept == "end" + Self.note)
    }

    @Test("how much of an end is a begin")
    func overlap() {
        for (first, second, count) in [
            ("", "a", 0), ("a", "", 0), ("abc", "bcd", 2), ("abc", "abc", 3), ("aab", "aabaab", 3), ("xaaa", "aaab", 3),
            ("ababc", "abcab", 3), ("abcd", "xyz", 0), ("zzabcabx", "abcabx1", 6), ("abc", "bc", 2), ("bcbc", "bc", 2),
        ] {
            #expect(LogWriter.overlap(Array(first.utf8), Array(second.utf8)) == count)
        }
    }
}
