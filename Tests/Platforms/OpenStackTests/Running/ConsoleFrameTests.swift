import BerthModel
import BerthPlatform
import Testing

@testable import BerthOpenStack

struct ConsoleFrameTests {
    static let session = UUID(random: 1, 2)

    /// A line as `MachineProgram` writes it.
    static func line(_ words: String) -> String {
        let line = "BERTH \(session) \(words)"
        let digits = String(ConsoleFrame.checksum(line.utf8), radix: 16)
        return line + " " + String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// A console as libvirt keeps it: with what the kernel and cloud-init say, and carriage returns.
    @Test func amongTheLinesOfOthers() {
        let console =
            "[    0.000000] Linux version 6.1.0-18-cloud-amd64\r\n[    9.2] cloud-init[552]: running\r\n"
            + "\r\n\(Self.line("begin 1"))\r\n[   12.9] audit: type=1400\r\nlogin: \(Self.line("o 0 aGVsbG8K"))\r\n"
            + "\(Self.line("e 0 ZXJyCg=="))\r\n\(Self.line("end 3 done 6 4"))\r\n[  20.1] reboot: Power down\r\n"
        #expect(
            ConsoleFrame.all(in: console, of: Self.session) == [
                .begin, .piece(.stdout, 0, Array("hello\n".utf8)), .piece(.stderr, 0, Array("err\n".utf8)),
                .end(.exited(3, isOverTime: false, outBytes: 6, errorBytes: 4)),
            ])
    }

    @Test func whatNovaSaysOfAMachineThatSaysNothing() {
        #expect(ConsoleFrame.all(in: "FAKE CONSOLE OUTPUT\nANOTHER\nLAST LINE", of: Self.session) == [])
        #expect(ConsoleFrame.all(in: "", of: Self.session) == [])
    }

    @Test func whatIsCutOrMixedOrOfOthers() {
        let whole = Self.line("o 0 aGVsbG8K")
        let other = whole.replacing("\(Self.session)", with: "\(UUID(random: 3, 4))")
        let mixed = whole.prefix(50) + "[   12.9] audit" + whole.dropFirst(50)
        for line in [
            String(whole.dropFirst()), String(whole.dropLast()), other, String(mixed), "BERTH \(Self.session) ",
        ] {
            #expect(ConsoleFrame.all(in: line + "\n", of: Self.session) == [], "\(line)")
        }
    }

    @Test(arguments: ["o 0", "o -1 aGVsbG8K", "o x aGVsbG8K", "o 0 a", "end 0 done 1", "end x done 1 1", "later 1"])
    func whatIsNoFrame(words: String) {
        #expect(ConsoleFrame.all(in: Self.line(words), of: Self.session) == [])
    }

    @Test func aTaskThatNeverBegan() {
        #expect(ConsoleFrame.all(in: Self.line("fail bm8="), of: Self.session) == [.end(.failed("no"))])
    }
}
