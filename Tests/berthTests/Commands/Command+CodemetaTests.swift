import BerthDocument
import BerthModel
import Foundation
import Testing

@testable import berth

struct CommandCodemetaTests {
    private static let catalogue = CommandCheckTests.root + "/examples/catalogue"

    @Test(arguments: ["hello", "light-curves", "word-count"])
    func theSampleCatalogueIsFine(_ name: String) async {
        let file = "\(Self.catalogue)/\(name).codemeta.json"
        let run = await CapturedRun.berth(["codemeta", "check", file])
        #expect(run.code == .success)
        #expect(run.output == "\(file): fine, with \(name == "word-count" ? "1 executable" : "2 executables").\n")
        #expect(run.error.isEmpty)
    }

    @Test func whatIsWrongHasItsLine() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "codemeta.json", "{\"name\": \"x\",\n \"targetProduct\": {\"@id\": \"#a\",\n  \"kind\": \"cauldron\"}}")
        let run = await CapturedRun.berth(["codemeta", "check", file])
        #expect(run.code == .badInput)
        #expect(run.output.hasPrefix("\(file):3:11: cauldron is not a kind of executable that is known; known are "))
        let broken = try folder.write("broken.json", "{\"name\":\n nope}")
        let second = await CapturedRun.berth(["codemeta", "check", broken])
        #expect(second.code == .badInput)
        #expect(second.error.hasPrefix("berth: \(broken):2:2: "))
        let other = await CapturedRun.berth(["codemeta", "check", try folder.write("other.json", "{}")])
        #expect(other.code == .badInput)
    }

    @Test func aFolderIsExtendedAndItsTasksCanBeAsked() async throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("a.ipynb", "{}")
        _ = try folder.write("codemeta.json", "{\"name\": \"Stars\", \"memoryRequirements\": \"3 GiB\"}")
        let file = folder.path + "/codemeta.json"
        let run = await CapturedRun.berth(["codemeta", "init", folder.path, "-o", file])
        #expect(run.code == .success)
        #expect(
            run.error
                == "a.ipynb is guessed: The folder holds a.ipynb.\nWritten to \(file); check it with berth codemeta "
                + "check \(file).\n")
        let task = folder.path + "/task.yaml"
        let converted = await CapturedRun.berth(["codemeta", "convert", file, "-o", task])
        #expect(converted.code == .success, "\(converted.error)")
        #expect(try folder.read("task.yaml").hasPrefix("# a.ipynb, from \(file).\n"))
        #expect(try folder.read("task.yaml").contains("location: file://\(folder.path)/a.ipynb\n"))
        #expect(await CapturedRun.berth(["check", task]).output == "\(task): fine.\n")
        // And back.
        let back = await CapturedRun.berth(["codemeta", "convert", task])
        #expect(back.code == .success)
        let part = try Document.read(Array(back.output.utf8), as: .json)
        #expect(part["kind"] == "jupyter-notebook")
        #expect(part["resources"]?["memory"] == ["min": 3, "unit": "GiB"])
    }

    @Test(
        arguments: [
            (
                [], ExitCode.usage,
                "berth: FILE has several executables; choose one by --executable: make, period.\n"
            ),
            (["--executable", "x"], .gone, "berth: FILE has no executable x; it has make, period.\n"),
        ] as [([String], ExitCode, String)])
    func oneHasToBeChosen(_ words: [String], _ code: ExitCode, _ message: String) async {
        let file = Self.catalogue + "/light-curves.codemeta.json"
        let run = await CapturedRun.berth(["codemeta", "convert", file] + words)
        #expect(run.code == code)
        #expect(run.error == message.replacingOccurrences(of: "FILE", with: file))
    }

    @Test func nothingToConvert() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("codemeta.json", "{\"name\": \"x\"}")
        let run = await CapturedRun.berth(["codemeta", "convert", file])
        #expect(run.code == .badInput)
        #expect(
            run.error
                == "berth: \(file) declares nothing that can be run; berth codemeta init writes what can be guessed.\n")
        let task = try folder.write("task.yaml", "executable: {kind: docker-container}")
        #expect(await CapturedRun.berth(["codemeta", "convert", task]).code == .badInput)
    }
}
