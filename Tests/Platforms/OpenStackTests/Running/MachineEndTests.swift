import BerthModel
import BerthPlatform
import Testing

@testable import BerthOpenStack

struct MachineEndTests {
    @Test(arguments: [
        MachineEnd.exited(3, isOverTime: false, outBytes: 6, errorBytes: 0),
        .exited(143, isOverTime: true, outBytes: 0, errorBytes: 9), .failed("no engine: docker"), .failed(""),
    ])
    func linesOfFiles(end: MachineEnd) {
        #expect(MachineEnd(line: end.line + "\n") == end)
    }

    @Test(arguments: ["", "exited", "exited 1 done 2", "exited x done 1 1", "failed !", "gone"])
    func whatIsNoLine(line: String) {
        #expect(MachineEnd(line: line) == nil)
    }

    @Test func outcomes() {
        func texts(_ end: MachineEnd) -> [String] {
            end.outcome(seconds: 90).notes.map { $0.message(at: Instant(seconds: 0)).message ?? "" }
        }
        let well = MachineEnd.exited(0, isOverTime: false, outBytes: 0, errorBytes: 0).outcome(seconds: 1)
        #expect(well.isSuccess && well.exitCode == 0 && well.notes == [])
        #expect(
            texts(.exited(3, isOverTime: false, outBytes: 0, errorBytes: 0)) == ["The program ended with exit code 3."])
        let late = MachineEnd.exited(143, isOverTime: true, outBytes: 0, errorBytes: 0)
        #expect(texts(late) == ["The machine ended the program after PT1M30S, the time that was offered."])
        #expect(!late.outcome(seconds: 1).isSuccess)
        #expect(MachineEnd.exited(0, isOverTime: true, outBytes: 0, errorBytes: 0).outcome(seconds: 1).exitCode == nil)
        #expect(texts(.failed("no engine")) == ["The machine could not begin the program: no engine."])
    }
}
