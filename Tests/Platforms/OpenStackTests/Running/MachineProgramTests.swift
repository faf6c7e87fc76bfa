import BerthHTTP
import BerthHost
import BerthModel
import BerthPlatform
import Glibc
import Testing

@testable import BerthOpenStack

/// The program of machines, run by Python in a folder that stands for the machine.
struct MachineProgramTests {
    private static let session = UUID(random: 9, 9)

    private func task(_ script: String = "true", _ change: (inout MachineTask) -> Void = { _ in }) -> MachineTask {
        var task = MachineTask(mark: "\(Self.session)", seconds: 60, bytes: 10_000, lingerSeconds: 0)
        task.script = Array(script.utf8)
        task.interpreter = ["/bin/sh"]
        task.namesInterpreter = true
        change(&task)
        return task
    }

    /// What the machine tells.
    private func frames(_ task: MachineTask, times: Int = 1) async throws -> [ConsoleFrame] {
        var template = Array("/tmp/berth-machine-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { Files.remove(folder) }
        let data = try #require(Base64.decoded(MachineProgram.userData(task)))
        var text = String(decoding: data, as: UTF8.self)
        for (line, other) in [
            ("CONSOLE = \"/dev/console\"", "CONSOLE = \"\(folder)/console\""),
            ("FOLDER = \"/var/lib/berth\"", "FOLDER = \"\(folder)/berth\""),
            ("OFF = [[\"systemctl\", \"poweroff\"], [\"shutdown\", \"-h\", \"now\"], [\"poweroff\"]]", "OFF = []"),
        ] {
            try #require(text.contains(line + "\n"))
            text = text.replacing(line, with: other)
        }
        // This computer stays on.
        try #require(!text.contains("poweroff") && !text.contains("shutdown"))
        try Files.touch(folder + "/console")
        try Files.write(Array(text.utf8), to: folder + "/program")
        for _ in 0..<times {
            let run = try await Command(["python3", folder + "/program"]).run()
            #expect(run.code == 0, "\(run.errorText)")
        }
        let console = try Files.read(folder + "/console", from: 0, limit: 1 << 20)
        return ConsoleFrame.all(in: String(decoding: console, as: UTF8.self), of: Self.session)
    }

    private func output(_ frames: [ConsoleFrame], _ stream: LogStream = .stdout) -> String {
        var bytes: [UInt8] = []
        for case .piece(stream, let offset, let piece) in frames {
            #expect(offset == Int64(bytes.count))
            bytes += piece
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func outputAndExitCode() async throws {
        let frames = try await frames(
            task("#!/bin/sh\necho \"$1 $A\"; echo err >&2; pwd | tail -c 5; exit 3") {
                $0.arguments = ["it's"]
                $0.environment = [("A", "ü$b")]
            })
        #expect(frames.first == .begin)
        #expect(output(frames) == "it's ü$b\nwork\n")
        #expect(output(frames, .stderr) == "err\n")
        #expect(frames.last == .end(.exited(3, isOverTime: false, outBytes: 15, errorBytes: 4)))
    }

    @Test func aMachineThatBootsTwiceRunsItsTaskOnce() async throws {
        let frames = try await frames(task("echo once"), times: 2)
        #expect(output(frames) == "once\n")
        #expect(frames.filter { $0 == .begin }.count == 1)
    }

    @Test func anOutputOfAnyBytesUpToTheLimit() async throws {
        let frames = try await frames(task("head -c 5000 /dev/zero; echo too much") { $0.bytes = 5000 })
        let text = output(frames)
        #expect(text.prefix(5000).allSatisfy { $0 == "\0" })
        #expect(text.dropFirst(5000) == "\n[Only the first 5000 bytes of this output are kept.]\n")
    }

    @Test func timeIsOver() async throws {
        let frames = try await frames(task("sleep 600") { $0.seconds = 1 })
        guard case .end(.exited(let code, isOverTime: true, _, _))? = frames.last else {
            Issue.record("it ended with \(frames)")
            return
        }
        #expect(code == 143)
    }

    @Test func whatEndsByASignalHasItsNumber() async throws {
        #expect(
            try await frames(task("kill -9 $$")).last
                == .end(.exited(137, isOverTime: false, outBytes: 0, errorBytes: 0)))
    }

    @Test func whatCannotBegin() async throws {
        let missing = try await frames(task { $0.interpreter = ["/nowhere/python"] })
        guard case .end(.failed(let why))? = missing.last else {
            Issue.record("it ended with \(missing)")
            return
        }
        #expect(why.contains("/nowhere/python"))
        let noEngine = try await frames(
            task { $0.container = .init(command: "/nowhere/docker", images: ["a", "b"], before: [], after: []) })
        #expect(noEngine.last == .end(.failed("/nowhere/docker: No such file or directory")))
        let noData = try await frames(
            task {
                $0.data = [.init(urls: ["http://127.0.0.1:1/f"], storage: 0, name: "f", algorithm: nil, digest: nil)]
            })
        guard case .end(.failed(let reason))? = noData.last else {
            Issue.record("it ended with \(noData)")
            return
        }
        #expect(reason.hasPrefix("data[0] cannot be fetched: "))
    }

    @Test func theFirstContainerImageThatCanBeHadIsRun() async throws {
        // What runs containers is a shell here: `pull` of one that ends well and one that does not.
        let engine = "/tmp/berth-engine-\(getpid())"
        try Files.write(
            Array("#!/bin/sh\n[ \"$1 $2\" = 'pull bad' ] && exit 1\n[ \"$1\" = run ] && echo \"$@\"\nexit 0\n".utf8),
            to: engine)
        defer { unlink(engine) }
        chmod(engine, 0o700)
        let frames = try await frames(
            task {
                $0.container = .init(
                    command: engine, images: ["bad", "good"], before: [engine, "run", "--rm"], after: ["a b"])
            })
        #expect(output(frames) == "run --rm good a b\n")
    }

    @Test func whatIsTooLongForAMachine() {
        let most = task { $0.script = Array(repeating: 120, count: MachineProgram.mostTaskBytes / 2) }
        #expect(MachineProgram.userData(most).utf8.count <= MachineProgram.mostLetters)
        #expect(MachineProgram.mostTaskBytes > 24 << 10)
    }
}
