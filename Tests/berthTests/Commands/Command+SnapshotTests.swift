import BerthBroker
import BerthDocument
import Testing

@testable import berth

struct CommandSnapshotTests {
    @Test func anAnswerIsKeptAndGivenAgain() async throws {
        try await Desk.during { desk in
            let task = try desk.task(cores: 64)
            let file = "\(desk.folder.path)/s.yaml"
            let run = await desk.berth("snapshot", task, "-o", file)
            #expect(run.code == .success)
            #expect(run.error == "Kept in \(file); show it with berth ask --from \(file).\n")
            let asked = await desk.berth("ask", task)
            let again = await desk.berth("ask", "--from", file)
            #expect(again.code == .no)
            #expect(again.output == asked.output)
            #expect(again.error.hasPrefix("This is the answer of ") && again.error.hasSuffix("; nothing is held.\n"))
            let json = await desk.berth("ask", "--from", file, "--json")
            #expect(json.output == (await desk.berth("ask", "--from", file, "--json")).output)
        }
    }

    @Test func itIsPrintedInEitherSyntaxAndHoldsNothing() async throws {
        try await Desk.during { desk in
            let task = try desk.task("exit", "0", cores: 4)
            let yaml = await desk.berth("snapshot", task)
            let json = await desk.berth("snapshot", task, "--json")
            #expect(yaml.output.hasPrefix("format: 1\n"))
            #expect(json.output.hasPrefix("{"))
            for text in [yaml.output, json.output] {
                let kept = try KeptSnapshot(Array(text.utf8), name: "s")
                #expect(kept.snapshot.platforms.map(\.held.count) == [0])
            }
            #expect(await desk.berth("snapshot", task, "--platform", "nobody").code != .success)
        }
    }

    @Test func theAnswerToAVariationIsKept() async throws {
        try await Desk.during { desk in
            let task = try desk.task("exit", "0", cores: 64)
            let run = await desk.berth("snapshot", task, "--set", "compute.cores.min=2", "--json")
            let kept = try KeptSnapshot(Array(run.output.utf8), name: "s")
            #expect(
                try Document.read(Array(kept.snapshot.request.utf8), as: .json).value(
                    at: ["compute", "cores", "min"]) == 2)
            #expect(kept.snapshot.answer?["result"]?.text == "YES")
        }
    }

    @Test func anAnswerThatIsAnotherNowIsTold() async throws {
        try await Desk.during { desk in
            let file = "\(desk.folder.path)/s.json"
            _ = await desk.berth("snapshot", try desk.task(cores: 64), "-o", file)
            let text = String(decoding: try LocalFile.read(file), as: UTF8.self)
            #expect(text.hasPrefix("{"))
            let other = text.replacing("\"result\": \"NO\"", with: "\"result\": \"YES\"")
            try #require(other != text)
            try LocalFile.write(Array(other.utf8), to: file, mode: 0o600)
            let run = await desk.berth("ask", "--from", file)
            #expect(run.code == .no)
            #expect(run.error.contains("It is another answer than the one that was kept by "))
        }
    }

    @Test func nothingStandsBesideFrom() async throws {
        try await Desk.during { desk in
            let task = try desk.task("exit", "0")
            #expect(await desk.berth("ask", task, "--from", task).code == .usage)
            #expect(await desk.berth("ask", "--from", task, "--apply", "1").code == .usage)
            #expect(await desk.berth("ask").code == .usage)
            #expect(await desk.berth("ask", "--from", task).error.contains("is no snapshot"))
        }
    }
}
