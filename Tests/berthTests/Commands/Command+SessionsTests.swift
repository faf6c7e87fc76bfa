import BerthDocument
import Testing

@testable import berth

struct CommandSessionsTests {
    @Test func listedWithoutOffers() async throws {
        try await Desk.during { desk in
            #expect(await desk.berth("sessions").output == "No sessions.\n")
            _ = await desk.berth("ask", try desk.task("exit", "0"))
            #expect(await desk.berth("sessions").output == "No sessions.\n")
            #expect(await desk.berth("sessions", "--all").output.contains("OFFERED"))
            _ = await desk.berth("run", try desk.task("exit", "0"), "-q")
            let run = await desk.berth("sessions")
            let lines = run.output.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines[0].split(separator: " ") == ["identifier", "name", "phase", "created", "changed", "runs"])
            #expect(lines[1].contains("  COMPLETED  "))
            #expect(lines[1].hasSuffix("  a/b:1 exit 0"))
        }
    }

    @Test func pages() async throws {
        try await Desk.during { desk in
            for _ in 0..<3 { _ = await desk.berth("run", try desk.task("exit", "0"), "-q") }
            let first = await desk.berth("sessions", "--limit", "2")
            #expect(first.output.split(separator: "\n").count == 3)
            let next = try #require(first.error.split(separator: " ").last?.dropLast(2))
            #expect(first.error == "There are more: berth sessions --after \(next).\n")
            let second = await desk.berth("sessions", "--after", String(next))
            #expect(second.output.split(separator: "\n").count == 2)
            #expect(second.error.isEmpty)
        }
    }

    @Test func shown() async throws {
        try await Desk.during { desk in
            let id = try await desk.accepted("wait")
            let run = await desk.berth("show", id)
            #expect(run.code == .success)
            #expect(run.output.hasPrefix("session    \(id)\n"))
            #expect(run.output.contains("\nyou may    berth cancel \(id.prefix(8))\n"))
            #expect(run.output.contains("\non         1 core, 1 GiB\n"))
            // The offer that it was has its number still.
            #expect(await desk.berth("show", "1").output.hasPrefix("session    \(id)\n"))
            #expect(await desk.berth("show", "2").code == .gone)
            let yaml = await desk.berth("show", String(id.prefix(6)), "--yaml")
            #expect(try Document.read(Array(yaml.output.utf8), as: .yaml).value(at: ["meta", "uuid"])?.text == id)
            _ = await desk.berth("cancel", id)
        }
    }

    @Test func whatIsNotThere() async throws {
        try await Desk.during { desk in
            let run = await desk.berth("show", "abcd")
            #expect(run.code == .gone)
            #expect(run.error == "berth: There is no session that begins with abcd; berth sessions --all lists them.\n")
            let short = await desk.berth("show", "abc")
            #expect(
                short.error == """
                    berth: "abc" does not name a session; write its identifier, or at least 4 characters of its \
                    beginning.

                    """)
            #expect(await desk.berth("show", "00000000-0000-4000-8000-000000000000").code == .gone)
        }
    }

    @Test func watchedToItsEnd() async throws {
        try await Desk.during { desk in
            let id = try await desk.accepted("exit", "1")
            let run = await desk.berth("watch", id)
            #expect(run.code == .notWell)
            let phases = run.output.split(separator: "\n").compactMap { $0.split(separator: " ").dropFirst().first }
            #expect(phases.first == "OFFERED")
            #expect(phases.last == "FAILED")
            let json = await desk.berth("watch", id, "--json")
            #expect(try Document.read(Array(json.output.utf8), as: .json)["phase"]?.text == "FAILED")
        }
    }

    @Test func ctrlCStopsWatching() async throws {
        try await Desk.during { desk in
            let id = try await desk.accepted("wait")
            for command in ["watch", "logs"] {
                let signals = Signals()
                async let watching =
                    command == "watch"
                    ? desk.berth("watch", id, signals: signals) : desk.berth("logs", "-f", id, signals: signals)
                while !signals.raise(.interrupt) { await Task.yield() }
                let run = await watching
                #expect(run.code == .interrupted)
                #expect(run.error.hasPrefix("berth: No longer watched; the session goes on."))
            }
            _ = await desk.berth("cancel", id)
        }
    }

    @Test func output() async throws {
        try await Desk.during { desk in
            let id = try await desk.accepted("out", "one", "out", "two", "err", "three", "kept", "four", "exit", "0")
            _ = await desk.berth("watch", id)
            #expect(await desk.berth("logs", id).output == "one\ntwo\n")
            #expect(await desk.berth("logs", id, "--stderr").output == "three\n")
            #expect(await desk.berth("logs", id, "--result").output == "four\n")
            #expect(await desk.berth("logs", "-f", id).output == "one\ntwo\n")
            #expect(await desk.berth("logs", "1").output == "one\ntwo\n")
            #expect(await desk.berth("sessions", "--phase", "completed").output.contains(id.prefix(8)))
        }
    }
}
