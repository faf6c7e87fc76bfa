import BerthModel
import Testing

@testable import berth

/// Asking about one file again and again.
struct CallerGivingBackTests {
    private static let gaveBack = "Gave back the offer of the question before; --keep keeps what it holds.\n"

    private static func open(_ desk: Desk) async -> Int {
        let run = await desk.berth("sessions", "--phase", "OFFERED", "--quiet")
        return run.output.split(separator: "\n").filter { $0.contains("OFFERED") }.count
    }

    @Test func whoAsksTwiceIsNotInTheirOwnWay() async throws {
        try await Desk.during { desk in
            let task = try desk.task("exit", "0", cores: 4)
            let first = await desk.berth("ask", task)
            #expect(!first.error.contains("Gave back"))
            #expect(await Self.open(desk) == 1)
            let again = await desk.berth("ask", task)
            #expect(again.code == .success)
            #expect(again.error.hasPrefix(Self.gaveBack))
            #expect(await Self.open(desk) == 1)
            // A run of it asks, too.
            let run = await desk.berth("run", task)
            #expect(run.code == .success)
            #expect(run.error.hasPrefix(Self.gaveBack))
            #expect(await Self.open(desk) == 0)
        }
    }

    @Test func whatIsToBeKeptIsKept() async throws {
        try await Desk.during { desk in
            let task = try desk.task("exit", "0")
            _ = await desk.berth("ask", task)
            let kept = await desk.berth("ask", task, "--keep")
            #expect(!kept.error.contains("Gave back"))
            #expect(await Self.open(desk) == 2)
            // Another file is another question, and programs know what they hold.
            let other = try desk.folder.write(
                "other.yaml", String(decoding: try InputDocument(task).bytes, as: UTF8.self))
            #expect(!(await desk.berth("ask", other)).error.contains("Gave back"))
            _ = await desk.berth("ask", other, "--json")
            #expect(await Self.open(desk) == 4)
        }
    }

    @Test func whatWasAcceptedStays() async throws {
        try await Desk.during { desk in
            let task = try desk.task("wait")
            _ = await desk.berth("ask", task)
            let accepted = await desk.berth("accept", "1")
            #expect(accepted.code == .success)
            #expect(!(await desk.berth("ask", task)).error.contains("Gave back"))
            let id = try #require(accepted.output.split(separator: " ").last?.prefix(8))
            #expect((await desk.berth("cancel", String(id))).code == .success)
        }
    }

    @Test func aFileIsTheSameWhereverItIsNamedFrom() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("task.yaml", "a: 1")
        #expect(Caller.place(of: path) != nil)
        #expect(Caller.place(of: path) == Caller.place(of: folder.path + "/./task.yaml"))
        #expect(Caller.place(of: "draft:x") == "draft:x")
        #expect(Caller.place(of: "-") == nil)
    }
}
