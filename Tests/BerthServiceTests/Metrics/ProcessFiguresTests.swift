import Glibc
import Testing

@testable import BerthService

@Suite struct ProcessFiguresTests {
    @Test func theSystemSaysWhatTheProcessTakes() throws {
        let before = ProcessFigures.now()
        #expect(try #require(before.residentBytes) > 1 << 20)
        #expect(try #require(before.openFiles) >= 3)
        #expect(try #require(before.openFilesLimit) >= before.openFiles ?? 0)
        #expect(before.processorMicroseconds > 0)
    }
}
