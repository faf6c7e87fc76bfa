import BerthDocument
import BerthModel
import BerthService
import BerthSignatures
import Testing

@testable import berth

struct CommandSignedTests {
    /// Asks, and keeps the first offer as a file.
    private static func file(_ desk: Desk) async throws -> String {
        _ = await desk.berth("ask", try desk.task("exit", "0"))
        let path = desk.folder.path + "/offer.json"
        let run = await desk.berth("offer", "export", "1", "-o", path)
        #expect(run.code == .success, "\(run.error)")
        #expect(run.output.hasPrefix("Written to \(path): an offer of desk, held until "), "\(run.output)")
        return path
    }

    @Test func `an offer is kept, checked without the broker, and accepted`() async throws {
        try await Desk.during { desk in
            let file = try await Self.file(desk)
            let task = try desk.task("exit", "0")
            let nobody = ["BERTH_URL": "http://127.0.0.1:1"]
            let run = await desk.berth("verify", file, "--request", task, environment: nobody)
            #expect(run.code == .success, "\(run.output) \(run.error)")
            let lines = run.output.split(separator: "\n")
            try #require(lines.count == 4)
            #expect(lines[0].hasPrefix("The signature holds: the broker "))
            #expect(lines[1].hasPrefix("It is an offer of desk, to be accepted at \(desk.url)/sessions/"))
            #expect(lines[2] == "It answers the task in \(task).")
            #expect(lines[3].hasPrefix("It is held until "))
            let other = await desk.berth("verify", file, "--request", try desk.task("exit", "1"), environment: nobody)
            #expect(other.code == .no)
            #expect(other.output.contains("It answers another question than the task in "))
            let accepted = await desk.berth("accept", file)
            #expect(accepted.code == .success, "\(accepted.error)")
            #expect(accepted.output.hasPrefix("ACCEPTED "))
        }
    }

    @Test func `what was altered does not hold, and is not accepted`() async throws {
        try await Desk.during { desk in
            let file = try await Self.file(desk)
            let document = try Document.read(Array(try desk.folder.read("offer.json").utf8), as: .json)
            let payload = try #require(Base64URL.decoded(document["payload"]?.text ?? ""))
            let said = String(decoding: payload, as: UTF8.self)
            guard case .map(var members) = document else { return }
            let better = said.replacing("\"platform\":\"desk\"", with: "\"platform\":\"best\"")
            #expect(better != said)
            members["payload"] = .text(Base64URL.encoded(Array(better.utf8)))
            let path = try desk.folder.write("altered.json", Document.map(members).asJSON)
            let run = await desk.berth("verify", path)
            #expect(run.code == .no)
            #expect(
                run.output
                    == "The signature does not hold: this is not what the broker signed, something was altered.\n")
            #expect(await desk.berth("accept", path).code == .notYours)
            #expect(await desk.berth("accept", file).code == .success)
        }
    }

    @Test func `one that has expired says when`() async throws {
        try await Desk.during { desk in
            let file = try await Self.file(desk)
            let late = await CapturedRun.berth(
                ["verify", file], environment: desk.environment, now: { Instant(seconds: 4_000_000_000) })
            #expect(late.code == .gone)
            #expect(late.output.contains("It expired at "))
        }
    }

    @Test func `keys come from the broker, from a file, or are remembered`() async throws {
        try await Desk.during { desk in
            let file = try await Self.file(desk)
            let shown = await desk.berth("key", "--json")
            #expect(shown.code == .success)
            let keys = try desk.folder.write("keys.json", shown.output)
            let empty = ["XDG_STATE_HOME": desk.folder.path + "/empty"]
            let unknown = await desk.berth("verify", file, environment: empty)
            #expect(unknown.code == .gone)
            #expect(
                unknown.error.contains(
                    "is not known. Remember the keys of the broker, berth key --url URL, or give one, --key FILE."))
            #expect(await desk.berth("verify", file, "--key", keys, environment: empty).code == .success)
            #expect(await desk.berth("verify", file, "--broker", desk.url, environment: empty).code == .success)
            #expect(await desk.berth("verify", file, "--broker", desk.url, "--key", keys).code == .usage)
            let first = await desk.berth("key", environment: empty)
            #expect(first.error == "Remembered in \(desk.folder.path)/empty/berth/known_keys.\n")
            #expect(await desk.berth("verify", file, environment: empty).code == .success)
        }
    }

    @Test func `a broker with other keys than before is not believed`() async throws {
        try await Desk.during { desk in
            #expect(await desk.berth("key").code == .success)
            let rotated = try #require(desk.service.keys).rotated(at: Instant(seconds: 1))
            desk.service.takeUp(rotated)
            #expect(await desk.berth("key").output.hasPrefix(rotated.current.name + "\n"))
            desk.service.takeUp(KeyRing.made(at: Instant(seconds: 2)))
            let strange = await desk.berth("key")
            #expect(strange.code == .notYours)
            #expect(strange.error.contains("somebody may stand in its place"))
            #expect(await desk.berth("key", "--replace").code == .success)
            #expect(await desk.berth("key").code == .success)
        }
    }

    @Test func `what is no signed offer is bad input`() async throws {
        try await Desk.during { desk in
            let task = try desk.task("exit", "0")
            let run = await desk.berth("verify", task)
            #expect(run.code == .badInput)
            #expect(run.error.contains("This is no signed offer"))
            #expect(await desk.berth("verify", "/nowhere.json").code == .cannotRead)
            #expect(await desk.berth("accept", "/nowhere.json").code == .cannotRead)
        }
    }

    @Test func `a key is renewed on the machine of the broker`() async throws {
        let folder = try TemporaryFolder()
        let none = await CapturedRun.berth(["key", "rotate", "--state-dir", folder.path])
        #expect(none.code == .gone)
        let first = try SigningKeys.kept(in: folder.path, now: Instant(seconds: 0))
        let run = await CapturedRun.berth(["key", "rotate", "--state-dir", folder.path])
        #expect(run.code == .success, "\(run.error)")
        let keys = try SigningKeys.kept(in: folder.path, now: Instant(seconds: 0)).keys
        #expect(run.output == keys[0].name + "\n")
        #expect(run.error.contains("SIGHUP"))
        #expect(keys.dropFirst() == first.keys[...])
    }
}
