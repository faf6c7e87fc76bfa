import BerthPlatform
import Testing

@testable import BerthHost

@Suite struct FindingHostTests {
    @Test func aDirectoryWithRoomIsWell() throws {
        let scratch = try Scratch()
        let finding = Finding.stateDirectory(scratch.path + "/state", storage: 0, note: "; shared")
        #expect(finding.isWell)
        #expect(finding.found.hasSuffix("GiB free; shared"))
    }

    @Test func moreThanThereIsHasARemedy() throws {
        let scratch = try Scratch()
        let finding = Finding.stateDirectory(scratch.path, storage: 1 << 62)
        #expect(finding.remedy == "4294967296 GiB are offered: set storage, or another stateDirectory")
    }

    @Test func whereNothingCanBeWrittenHasARemedy() {
        let finding = Finding.stateDirectory("/proc/nothing", storage: 0)
        #expect(finding.remedy == "let the broker write there, or set another")
    }
}
