import BerthBroker
import Testing

@testable import berth

struct KeptSnapshotTests {
    private func failure(_ text: String, name: String = "s.yaml") -> ProgramError? {
        #expect(throws: ProgramError.self) { try KeptSnapshot(Array(text.utf8), name: name) }
    }

    @Test func bothSyntaxesAreRead() throws {
        for text in [
            #"{"format": 1, "request": "{}", "platforms": [], "whole": true}"#,
            "format: 1\nrequest: '{}'\nplatforms: []\nwhole: true\n",
        ] {
            #expect(try KeptSnapshot(Array(text.utf8), name: "s").snapshot.request == "{}")
        }
    }

    @Test func whatIsNoneIsTold() {
        #expect(failure("a: 1")?.message == "s.yaml is no snapshot; berth snapshot writes one.")
        #expect(failure("- 1")?.message == "s.yaml is no snapshot; berth snapshot writes one.")
        #expect(
            failure("format: 1\nrequest: ''\nplatforms: []")?.message
                == "s.yaml ends too early; a part of the snapshot is missing.")
        #expect(failure("{", name: "s.json")?.message.hasPrefix("s.json:1:") == true)
        #expect(
            failure("format: 2\nprogram: '9.9'\nrequest: ''\nplatforms: []")?.message
                == "s.yaml was written by a later program, 9.9; read it with that one.")
        #expect(failure("format: x\nrequest: ''\nplatforms: []")?.message.hasPrefix("s.yaml: ") == true)
        let held = (0..<101).map { _ in #"{"siblings": 1}"# }.joined(separator: ",")
        #expect(
            failure(#"{"request": "", "platforms": [{"held": [\#(held)]}], "whole": true}"#, name: "s.json")?.message
                == "s.json has more siblings or closures than a broker ever has.")
        #expect(throws: ProgramError.self) { try KeptSnapshot("/nowhere/at/all") }
    }
}
