import BerthPlatform
import Testing

@testable import BerthPython

@Suite struct WorkerLogTests {
    @Test func `the file is bounded and the last of it is kept`() throws {
        let folder = try Scratch()
        let path = folder.path + "/plugin.log"
        var log = WorkerLog(path, limit: 10)
        for text in ["12345\n", "678\n", "next\n", String(repeating: "x", count: 50)] {
            log.take(Array(text.utf8)[...])
        }
        #expect(folder.text("plugin.log") == String(repeating: "x", count: 10))
        #expect(folder.text("plugin.log.1") == "next\n")
        #expect(log.tail.count == 65)
    }

    @Test func `a log goes on where the last one ended`() throws {
        let folder = try Scratch()
        do {
            var log = WorkerLog(folder.path + "/plugin.log", limit: 10)
            log.take(Array("12345678".utf8)[...])
        }
        var log = WorkerLog(folder.path + "/plugin.log", limit: 10)
        log.take(Array("abc".utf8)[...])
        #expect(folder.text("plugin.log") == "abc")
    }

    @Test func `a file that cannot be is no reason to end`() {
        var log = WorkerLog("/nowhere/plugin.log", limit: 10)
        log.take(Array("said".utf8)[...])
        #expect(log.words == "said")
    }

    @Test func `words are the last lines, and nothing that moves a cursor`() {
        #expect(WorkerLog.words(Array("one\ntwo\n\u{1b}[2Jthree\nfour\n\n".utf8)) == "two / [2Jthree / four")
        #expect(WorkerLog.words([0xff, 0x61]) == "\u{fffd}a")
        #expect(WorkerLog.words(Array(String(repeating: "y", count: 900).utf8)).count == 300)
    }

    @Test func `of a flood the end is remembered`() {
        var log = WorkerLog("/dev/null", limit: 1 << 20)
        for _ in 0..<100 { log.take(Array(String(repeating: "z", count: 1000).utf8)[...]) }
        #expect(log.tail.count == WorkerLog.rememberedBytes)
    }
}
