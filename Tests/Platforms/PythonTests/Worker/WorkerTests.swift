import BerthDocument
import BerthModel
import BerthPlatform
import Glibc
import Synchronization
import Testing

@testable import BerthPython

/// Real processes: shell scripts that say what a worker would, or would not.
@Suite struct WorkerTests {
    private static let hello = #"echo '{"berth":"worker","protocol":1,"python":"3.11"}'"#
    /// Answers every request with the profile of a lab.
    private static let lab = #"""
        while read -r line; do
          id=${line#'{"id":'}; id=${id%%,*}
          echo "{\"id\":$id,\"result\":{\"name\":\"x\",\"summary\":\"A lab.\",\"capacity\":{\"cores\":4}}}"
        done
        """#

    private final class Clock: Sendable {
        let time = Mutex(Instant(seconds: 1_800_000_000))
        var now: Instant { time.withLock { $0 } }
        func pass(_ seconds: Int64) { time.withLock { $0 = $0 + TimeSpan(seconds: seconds) } }
    }

    private static func worker(
        _ folder: borrowing Scratch, _ script: String, _ clock: Clock = Clock(),
        _ change: (inout PythonSettings) -> Void = { _ in }
    ) throws -> Worker {
        var settings = PythonSettings()
        settings.plugin = "lab:Lab"
        settings.python = try folder.program(script)
        settings.callSeconds = 20
        change(&settings)
        return Worker(
            "lab", WorkerLaunch(settings, state: folder.path), limits: WorkerLimits(settings), now: { clock.now })
    }

    private static func fault<Value>(_ reply: WorkerReply<Value>) -> WorkerFault? {
        if case .fault(let fault) = reply { fault } else { nil }
    }

    @Test func `it is started once and asked again`() async throws {
        let folder = try Scratch()
        let worker = try Self.worker(folder, "echo started >>\(folder.path)/starts\n\(Self.hello)\n\(Self.lab)")
        for _ in 0..<3 {
            guard case .result(let profile) = await worker.profile() else { throw PlatformError(.broken, "no profile") }
            #expect((profile.summary, profile.capacity?.cores) == ("A lab.", 4))
        }
        #expect(worker.hello?.python == "3.11")
        #expect(folder.text("starts") == "started\n")
        #expect(worker.outage == nil)
        worker.close()
    }

    @Test(arguments: [
        ("exit 3", "it did not start: it ended with code 3"),
        ("echo out of paper >&2; kill -9 $$", "it did not start: it was ended by signal 9; it said last: out of paper"),
        ("echo hello; exec sleep 1000", "it did not start: it wrote a line that is no answer"),
        (#"echo '{"berth":"goat"}'; exec sleep 1000"#, "its first line is not that of a worker"),
        (
            #"echo '{"berth":"worker","protocol":2}'; exec sleep 1000"#,
            "it speaks protocol 2, and 1 is known here; use the package of this release"
        ),
    ])
    func `one that does not start says why`(_ script: String, _ said: String) async throws {
        let folder = try Scratch()
        let worker = try Self.worker(folder, script)
        #expect(Self.fault(await worker.profile()) == WorkerFault(.ended, said))
        #expect(worker.outage == "The plugin does not load; its log says why.")
        #expect(Self.fault(await worker.profile())?.detail == said + "; it is started again in PT1S")
    }

    @Test func `an interpreter that is nowhere is named`() async throws {
        let folder = try Scratch()
        let worker = try Self.worker(folder, "") { $0.python = "no-such-python" }
        #expect(Self.fault(await worker.profile())?.detail == "There is no program no-such-python on this machine.")
    }

    @Test func `one that takes too long to start is killed`() async throws {
        let folder = try Scratch()
        let worker = try Self.worker(folder, "exec sleep 1000") { $0.startSeconds = 1 }
        #expect(Self.fault(await worker.profile())?.detail == "it did not start: it did not answer within PT1S")
    }

    @Test func `one that ends is started again when its time has come`() async throws {
        let folder = try Scratch()
        let clock = Clock()
        let worker = try Self.worker(
            folder, "\(Self.hello)\n[ -e \(folder.path)/mended ] || { read line; echo bye >&2; exit 4; }\n\(Self.lab)",
            clock)
        #expect(Self.fault(await worker.profile())?.detail == "it ended with code 4; it said last: bye")
        #expect(
            Self.fault(await worker.profile())?.detail
                == "it ended with code 4; it said last: bye; it is started again in PT1S")
        try Files.touch(folder.path + "/mended")
        clock.pass(1)
        #expect(Self.fault(await worker.profile()) == nil)
        #expect(folder.text("plugin.log") == "bye\n")
        worker.close()
    }

    @Test(arguments: [
        "echo nonsense", "echo '[1]'", #"echo '{"id":"x","result":{}}'"#, "head -c 17000000 /dev/zero",
    ])
    func `one that answers nonsense is ended`(_ script: String) async throws {
        let folder = try Scratch()
        let worker = try Self.worker(folder, "\(Self.hello)\nread line\n\(script)\nexec sleep 1000")
        let fault = Self.fault(await worker.profile())
        #expect(fault?.cause == .ended)
        #expect(fault?.detail.hasPrefix("it wrote a") == true, "\(fault?.detail ?? "")")
    }

    @Test func `answers come in any order, late ones and errors about nothing do no harm`() async throws {
        let folder = try Scratch()
        let worker = try Self.worker(
            folder,
            """
            \(Self.hello)
            read one; read two
            echo '{"id":99,"result":{}}'
            echo '{"id":null,"error":{"code":"badRequest","message":"what?"}}'
            echo '{"id":2,"error":{"code":"lost","message":"It is gone.","cause":"a flood"}}'
            echo '{"id":1,"result":null}'
            \(Self.lab)
            """)
        async let first = worker.call("prepare", [:], within: nil, as: WorkerProgress.self)
        async let second = worker.call("prepare", [:], within: nil, as: WorkerProgress.self)
        let faults = [Self.fault(await first), Self.fault(await second)].compactMap { $0 }
        #expect(faults.map(\.detail) == ["It is gone.; a flood"])
        #expect(Self.fault(await worker.profile()) == nil)
        worker.close()
    }

    @Test func `an answer of another form is nonsense and the worker goes on`() async throws {
        let folder = try Scratch()
        let worker = try Self.worker(
            folder, #"\#(Self.hello); read one; echo '{"id":1,"result":{"notes":7}}'"# + "\n" + Self.lab)
        let reply = await worker.call("start", [:], within: nil, as: WorkerProgress.self)
        #expect(
            Self.fault(reply)
                == WorkerFault(
                    .nonsense, "its answer to start cannot be read: notes: expected a list, got 7."))
        #expect(Self.fault(await worker.profile()) == nil)
        worker.close()
    }

    @Test func `a call that takes too long is dropped, and one that does not answer any more is killed`() async throws {
        let folder = try Scratch()
        let worker = try Self.worker(
            folder, "\(Self.hello)\nwhile read -r line; do echo \"$line\" >>\(folder.path)/heard; done", Clock()
        ) { $0.callSeconds = 1 }
        let reply = await worker.call("observe", [:], within: .milliseconds(200), as: WorkerState.self)
        #expect(Self.fault(reply)?.cause == .tooSlow)
        // What looks whether it is alive gets no answer either.
        let last = await worker.call("observe", [:], within: nil, as: WorkerState.self)
        #expect(Self.fault(last)?.detail == "it was killed, because it did not answer")
        #expect(folder.text("heard").contains(#"{"id":2,"method":"drop","params":{"id":1}}"#))
    }

    @Test func `a task that is cancelled waits no longer`() async throws {
        let folder = try Scratch()
        let worker = try Self.worker(
            folder, "\(Self.hello)\nwhile read -r line; do echo \"$line\" >>\(folder.path)/heard; done")
        let heard = folder.path + "/heard"
        let task = Task { await worker.call("observe", [:], within: nil, as: WorkerState.self) }
        await Scratch.until { Scratch.text(at: heard).contains("observe") }
        task.cancel()
        #expect(Self.fault(await task.value)?.cause == .dropped)
        await Scratch.until { Scratch.text(at: heard).contains("drop") }
        worker.close()
    }

    @Test func `what it started ends with it`() async throws {
        let folder = try Scratch()
        do {
            let worker = try Self.worker(
                folder,
                "\(Self.hello)\nsleep 1000 & echo $! >\(folder.path)/child\n\(Self.lab)")
            #expect(Self.fault(await worker.profile()) == nil)
        }
        // Nobody has the worker any more: its pipe is closed.
        let child = try #require(pid_t(folder.text("child").split(separator: "\n").first ?? ""))
        await Scratch.until { kill(child, 0) != 0 }
        #expect(kill(child, 0) != 0)
    }

    @Test func `a step that a worker died of is begun again a few times`() async throws {
        let folder = try Scratch()
        let clock = Clock()
        let worker = try Self.worker(
            folder, "echo x >>\(folder.path)/starts\n\(Self.hello)\nread line; exit 1", clock)
        let time = Task {
            while !Task.isCancelled {
                clock.pass(1)
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
        await #expect(throws: PlatformError.self) {
            try await worker.step("start", [:], as: WorkerProgress.self)
        }
        time.cancel()
        #expect(folder.text("starts") == "x\nx\nx\n")
    }
}
