import BerthDocument
import Foundation
import Testing

@testable import berth

struct CommandCheckTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    @Test(arguments: ["yaml", "json", "xml"])
    func anExampleIsFine(_ syntax: String) async {
        let file = Self.root + "/examples/staged-data.\(syntax)"
        let run = await CapturedRun.berth(["check", file])
        #expect(run.code == .success)
        #expect(run.output == "\(file): fine.\n")
        #expect(run.error.isEmpty)
    }

    @Test func whatIsWrongHasItsLine() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "t.yaml",
            """
            executable:
              kind: docker-container
              imag: x
              image:
                locations: [a]
            compute:
              kind: simple-compute-resource
              cores: {min: 4, max: 2}
              memory: {min: lots}
            """)
        let run = await CapturedRun.berth(["check", file])
        #expect(run.code == .badInput)
        #expect(
            run.output == """
                \(file):8:10: compute.cores: min 4 is greater than max 2; write a min that is at most the max.
                \(file):9:17: compute.memory.min: expected a whole number of 64 bits, got "lots".

                """)
        #expect(run.error == "\(file):3:9: executable.imag: this member is not known. Did you mean image?\n")
    }

    /// It warned, and then said only that all is fine.
    @Test(arguments: [
        ("{executable: {kind: docker-container, image: {locations: [a]}, x: 1}}", "1 member is not known"),
        ("{executable: {kind: docker-container, image: {locations: [a]}, x: 1, y: 2}}", "2 members are not known"),
        ("{executable: {kind: other, x: 1}, z: 1}", "1 member is not known and 1 kind is not known"),
    ])
    func whatIsNotKnownIsCounted(_ text: String, _ doubts: String) async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("t.yaml", text)
        let run = await CapturedRun.berth(["check", file])
        #expect(run.code == .success)
        #expect(run.output == "\(file): fine, but \(doubts).\n")
    }

    @Test(arguments: [
        ("session.yaml", "2:1", "a session"), ("offerset-no.json", "1:1", "an answer of a broker"),
        ("accept.json", "1:1", "an update"),
    ])
    func whatIsNoTaskIsCalledByItsName(_ name: String, _ place: String, _ noun: String) async {
        let file = Self.root + "/examples/\(name)"
        let run = await CapturedRun.berth(["check", file])
        #expect(run.code == .badInput)
        #expect(run.output == "\(file):\(place): this is \(noun), and a task is needed.\n")
    }

    @Test func aKindThatIsNotKnownIsNoFault() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "t.json", #"{"executable": {"kind": "docker-contaner"}, "data": [{"kind": "x/y"}]}"#)
        let run = await CapturedRun.berth(["check", file])
        #expect(run.code == .success)
        #expect(
            run.error == """
                \(file):1:25: executable.kind: the kind docker-contaner is not known here; a platform may know it. \
                Did you mean docker-container?
                \(file):1:63: data[0].kind: the kind x/y is not known here; a platform may know it.

                """)
    }

    @Test func anotherDocumentIsNoTask() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("t.xml", "<execution/>")
        let run = await CapturedRun.berth(["check", file])
        #expect(run.code == .badInput)
        #expect(
            run.output == "\(file):1:1: the root element is execution; a task is in ExecutionRequest.\n")
    }

    @Test func whatIsNotThere() async {
        let run = await CapturedRun.berth(["check", "none.yaml"])
        #expect(run.code == .cannotRead)
        #expect(run.error == "berth: Cannot read none.yaml. (No such file or directory)\n")
    }
}
