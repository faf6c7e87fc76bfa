import BerthHost
import BerthModel
import BerthPlatform
import Glibc
import Testing

@testable import BerthOpenStack

struct ConsoleShelfTests {
    private static let state = "/tmp/berth-console-\(getpid())"

    private struct Kept {
        let shelf: ConsoleShelf
        let logs: LogShelf
        let session: UUID

        init(_ number: UInt64, limit: Int64 = 1000) throws {
            session = UUID(random: 7, number)
            let folders = SessionFolders(state: state, instance: "a")
            logs = LogShelf(directory: folders.logs, limitBytes: limit)
            shelf = ConsoleShelf(folders, logs, limitBytes: limit)
            try Files.makeDirectory(folders.directory(session))
        }

        func keep(_ frames: ConsoleFrame...) throws { try shelf.keep(frames, of: session) }

        func text(_ stream: String = "stdout") throws -> String {
            String(
                decoding: try Files.read(logs.folder(session) + "/" + stream, from: 0, limit: 10_000), as: UTF8.self)
        }

        func done() {
            Files.remove(logs.folder(session))
            Files.remove(SessionFolders(state: state, instance: "a").directory(session))
        }
    }

    private static func piece(_ offset: Int64, _ text: String, _ stream: LogStream = .stdout) -> ConsoleFrame {
        .piece(stream, offset, Array(text.utf8))
    }

    @Test func whatIsKeptIsNotKeptTwice() throws {
        let kept = try Kept(1)
        defer { kept.done() }
        try kept.keep(Self.piece(0, "one\n"), Self.piece(0, "err", .stderr))
        try kept.keep(Self.piece(0, "one\n"), Self.piece(4, "two\n"))
        try kept.keep(Self.piece(2, "e\ntwo\nthree\n"))
        #expect(try kept.text() == "one\ntwo\nthree\n")
        #expect(try kept.text("stderr") == "err")
        #expect(kept.shelf.end(of: kept.session) == nil)
    }

    @Test func whatTheConsoleHasLostIsTold() throws {
        let kept = try Kept(2)
        defer { kept.done() }
        let end = MachineEnd.exited(0, isOverTime: false, outBytes: 20, errorBytes: 0)
        try kept.keep(Self.piece(0, "one\n"), Self.piece(10, "two\n"))
        try kept.keep(Self.piece(10, "two\n"), .end(end))
        try kept.keep(.end(.failed("another")))
        let lost: (Int) -> String = {
            "\n[\($0) bytes of this output are lost: they came faster than the console was read.]\n"
        }
        #expect(try kept.text() == "one\n\(lost(6))two\n\(lost(6))")
        // How it ended first is how it ended.
        #expect(kept.shelf.end(of: kept.session) == end)
    }

    @Test func aMachineDoesNotFillTheDisk() throws {
        let kept = try Kept(3, limit: 10)
        defer { kept.done() }
        try kept.keep(Self.piece(0, String(repeating: "x", count: 20_000)), Self.piece(20_000, "more"))
        #expect(Files.size(kept.logs.folder(kept.session) + "/stdout") == 4106)
        try kept.keep(Self.piece(.max, "overflow"))
    }

    @Test func wordsOfTheBrokerStandOnce() throws {
        let kept = try Kept(4)
        defer { kept.done() }
        try kept.keep(Self.piece(0, "err\n", .stderr))
        for _ in 0..<2 { try kept.shelf.add("[said]\n", to: kept.session) }
        #expect(try kept.text("stderr") == "err\n[said]\n")
    }
}
