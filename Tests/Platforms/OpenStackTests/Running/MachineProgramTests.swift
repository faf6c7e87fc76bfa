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
    ///
    /// - Parameter storages: how many of its storages are there already.
    private func frames(_ task: MachineTask, times: Int = 1, storages: Int = 0) async throws -> [ConsoleFrame] {
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
        for index in 0..<storages { try Files.makeDirectory("\(folder)/berth/storage-\(index)") }
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
                $0.data = [Self.data(["http://127.0.0.1:1/f"])]
            })
        guard case .end(.failed(let reason))? = noData.last else {
            Issue.record("it ended with \(noData)")
            return
        }
        #expect(reason.hasPrefix("data[0] cannot be fetched: "))
    }

    private static func data(_ urls: [String], bytes: Int64 = 1 << 20) -> MachineTask.Data {
        MachineTask.Data(urls: urls, storage: 0, name: "f", bytes: bytes, algorithm: nil, digest: nil)
    }

    /// Runs a program that shows the data, on a machine whose storage is a folder.
    private func fetching(
        _ data: MachineTask.Data, seconds: Int64 = 60
    ) async throws -> [ConsoleFrame] {
        try await frames(
            task("cat ../storage-0/f") {
                $0.data = [data]
                $0.fetchSeconds = seconds
            }, storages: 1)
    }

    @Test("data is fetched within its bytes and its time, also from a server that sends a byte now and then")
    func fetching() async throws {
        let server = try HTTPServer(HTTPServerSettings()) { request in
            let type = "text/plain"
            if request.path == "/f" { return HTTPResponse(.ok, contentType: type, body: Array("12345678".utf8)) }
            let stream = HTTPStream { writer in
                while true {
                    try await writer.write([65])
                    try await Task.sleep(for: .milliseconds(100))
                }
            }
            return HTTPResponse(.ok, contentType: type, stream: stream)
        }
        let (whole, slow) = ("http://127.0.0.1:\(server.port)/f", "http://127.0.0.1:\(server.port)/slow")
        #expect(output(try await fetching(Self.data([whole], bytes: 8))) == "12345678")
        #expect(
            try await fetching(Self.data([whole], bytes: 7)).last
                == .end(.failed("data[0] cannot be fetched: it has more than 7 bytes")))
        #expect(
            try await fetching(Self.data([slow]), seconds: 1).last
                == .end(.failed("data[0] cannot be fetched: it takes longer than 1 s")))
        // The next address has its own time.
        #expect(output(try await fetching(Self.data([slow, whole]), seconds: 1)) == "12345678")
        await server.stop(deadlineSeconds: 1)
    }

    @Test func theFirstContainerImageThatCanBeHadIsRun() async throws {
        // What runs containers is a shell here: one image can be fetched, one is there and can not.
        let engine = "/tmp/berth-engine-\(getpid())"
        let program = """
            #!/bin/sh
            case "$1 $2 $3" in
            'image inspect there' | 'pull good '*) exit 0 ;;
            run*) echo "$@" ;;
            *) exit 1 ;;
            esac

            """
        try Files.write(Array(program.utf8), to: engine)
        defer { unlink(engine) }
        chmod(engine, 0o700)
        for images in [["bad", "good"], ["bad", "there"]] {
            let frames = try await frames(
                task {
                    $0.container = .init(
                        command: engine, images: images, before: [engine, "run", "--rm"], after: ["a b"])
                })
            #expect(output(frames) == "run --rm \(images[1]) a b\n")
        }
    }

    @Test func whatIsTooLongForAMachine() {
        let most = task { $0.script = Array(repeating: 120, count: MachineProgram.mostTaskBytes / 2) }
        #expect(MachineProgram.userData(most).utf8.count <= MachineProgram.mostLetters)
        #expect(MachineProgram.mostTaskBytes > 24 << 10)
    }
}
