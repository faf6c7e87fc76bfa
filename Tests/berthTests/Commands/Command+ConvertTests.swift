import BerthDocument
import Foundation
import Testing

@testable import berth

struct CommandConvertTests {
    /// Each example in each syntax becomes the same bytes that stand beside it.
    @Test(arguments: ["hello-container", "staged-data", "offerset-yes", "offerset-no", "session", "accept"])
    func examplesBecomeOneAnother(_ name: String) async throws {
        let base = CommandCheckTests.root + "/examples/\(name)."
        for target in Syntax.allCases {
            var outputs: Set<String> = []
            for source in Syntax.allCases {
                let run = await CapturedRun.berth(["convert", base + source.rawValue, "--to", target.rawValue])
                #expect(run.code == .success)
                #expect(run.error.isEmpty)
                outputs.insert(run.output)
            }
            #expect(outputs.count == 1, "\(name) to \(target)")
            if target != .yaml {
                let file = try String(contentsOfFile: base + target.rawValue, encoding: .utf8)
                #expect(outputs.first == file)
            }
        }
    }

    @Test func theSyntaxMustBeSaid() async {
        let run = await CapturedRun.berth(["convert", "x.yaml"])
        #expect(run.code == .usage)
        #expect(
            run.error
                == "berth: --to is missing; write --to yaml, --to json or --to xml. See berth convert --help.\n")
    }

    @Test func whatIsLeftOutIsSaid() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("t.yaml", "extra: 1")
        let run = await CapturedRun.berth(["convert", file, "--to", "xml"])
        #expect(run.error == "extra: this member is not known, and was left out.\n")
    }
}
