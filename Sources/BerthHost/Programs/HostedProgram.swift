package import BerthPlatform
import BerthData
import Glibc

/// A program of this machine that goes on when the broker ends, and is found again by its directory.
///
/// A shell starts it and stays beside it: it keeps the begin of both outputs up to a limit, writes how it ended, and
/// ends what the program left behind. What it writes tells the state, so that a broker that comes back knows it:
///
/// | file | meaning |
/// |---|---|
/// | `starting` | somebody is about to start it |
/// | `begun/` | made by the first shell: a second one ends at once, so that nothing runs twice |
/// | `pid` | number and begin of the shell |
/// | `exit` | the exit code, once all output is written |
package struct HostedProgram: Sendable {
    package var words: [String]
    /// All of the environment that the program has, but for the mark by which it is found.
    package var environment: [String: String]
    /// Where it runs.
    package var directory: String
    /// Most bytes that are kept of each output.
    package var logBytes: Int64

    package init(_ words: [String], environment: [String: String], directory: String, logBytes: Int64) {
        self.words = words
        self.environment = environment
        self.directory = directory
        self.logBytes = logBytes
    }

    /// `$1`: where its state is, `$2`: where the outputs are kept, `$3`: bytes of each; the rest is the program.
    private static let shell = """
        state=$1 logs=$2 limit=$3
        shift 3
        mkdir "$state/begun" 2>/dev/null || exit 0
        start=$(sed 's/.*) //' "/proc/$$/stat" | cut -d ' ' -f 20)
        echo "$$ $start" >"$state/pid.part" && mv "$state/pid.part" "$state/pid" || exit 1
        mkfifo "$state/out" "$state/err" || exit 1
        keep() {
            stdbuf -o0 head -c "$limit" >"$1"
            if [ "$(head -c 1 | wc -c)" -gt 0 ]; then
                printf '\\n[Only the first %s bytes of this output are kept.]\\n' "$limit" >>"$1"
                cat >/dev/null
            fi
        }
        keep "$logs/stdout" <"$state/out" &
        first=$!
        keep "$logs/stderr" <"$state/err" &
        second=$!
        setsid -w "$@" >"$state/out" 2>"$state/err" </dev/null &
        program=$!
        wait "$program"
        code=$?
        kill -KILL "-$program" 2>/dev/null
        wait "$first" "$second"
        echo "$code" >"$state/exit.part" && mv "$state/exit.part" "$state/exit"
        """

    /// Starts it, unless it was started before.
    ///
    /// - Parameters:
    ///   - state: an existing directory, for nothing else; a path without a blank at its end.
    ///   - logs: an existing directory for `stdout` and `stderr`.
    ///   - mark: what all its processes are found by.
    /// - Throws: `notFound` when there is no such program, `broken`.
    package func start(state: String, logs: String, mark: String) throws(PlatformError) {
        if Files.exists(state + "/begun") { return }
        guard let name = words.first, let path = Spawn.found(name, environment["PATH"] ?? "") else {
            let name = words.first ?? "nothing"
            throw PlatformError(.notFound, "There is no program \(name) on this machine.", subject: name)
        }
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        if null < 0 { throw .file("/dev/null", "read") }
        defer { close(null) }
        var environment = environment
        environment[ProgramMark.name] = nil
        try Files.write([], to: state + "/starting")
        let pid = try Spawn.start(
            ["/bin/sh", "-c", HostedProgram.shell, "berth", state, logs, "\(logBytes)"]
                + ["/usr/bin/env", "\(ProgramMark.name)=\(mark)", path] + words.dropFirst(),
            environment: environment, directory: directory, descriptors: (null, null, null))
        // Nobody waits for what it says, but it must not stay in the table of processes.
        let code = DetachedThread.start(stackBytes: 1 << 16) {
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        }
        if let code {
            throw PlatformError(.broken, "No thread could be made for a program.", cause: "error \(code)")
        }
    }

    package enum State: Sendable, Hashable {
        case absent
        case running
        /// With the exit code; 128 and the number of the signal that ended it.
        case ended(Int64)
        /// It was started, does not run, and nobody knows how it ended: the machine was off, or somebody killed the
        /// shell.
        case lost
    }

    /// How it stands with the program of a directory. One that was started milliseconds ago is running.
    package static func state(in state: String) -> State {
        if let code = number(state + "/exit") { return .ended(code) }
        if !Files.exists(state + "/begun") { return isRecent(state + "/starting") ? .running : .absent }
        if let shell = words(state + "/pid"), shell.count == 2, let pid = pid_t(shell[0]) {
            if ProgramMark.begin(of: pid) == shell[1] { return .running }
            // It may have written its last since.
            return number(state + "/exit").map { .ended($0) } ?? .lost
        }
        return isRecent(state + "/begun") ? .running : .lost
    }

    /// Whether what was done there can still be under way: a shell takes milliseconds for what a machine that does too
    /// much may make seconds.
    private static func isRecent(_ path: String) -> Bool { Files.secondsSinceChange(of: path) < 10 }

    /// Asks the program and all that it started to end, and ends after a while what has not. Returns when nothing runs
    /// any more and its last words are in the files.
    package static func stop(in state: String, mark: String, graceSeconds: Int64) async {
        let clock = ContinuousClock()
        let grace = clock.now + .seconds(graceSeconds)
        // A shell that has just begun has no program yet: it is looked for until the shell has ended.
        let patience = grace + .seconds(5)
        var asked: Set<pid_t> = []
        while HostedProgram.state(in: state) == .running, clock.now < patience {
            let isOver = clock.now >= grace
            for pid in ProgramMark.processes(mark) where isOver || asked.insert(pid).inserted {
                kill(pid, isOver ? SIGKILL : SIGTERM)
            }
            // There is no event for the end of somebody else's children.
            try? await Task.sleep(for: .milliseconds(20))
            if Task.isCancelled { await Task.yield() }
        }
        for pid in ProgramMark.processes(mark) { kill(pid, SIGKILL) }
        if HostedProgram.state(in: state) == .running, let shell = words(state + "/pid")?.first.flatMap({ pid_t($0) }) {
            kill(-shell, SIGKILL)
        }
    }

    private static func words(_ file: String) -> [String]? {
        guard let bytes = try? Files.read(file, from: 0, limit: 100), !bytes.isEmpty else { return nil }
        return String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }.map(String.init)
    }

    private static func number(_ file: String) -> Int64? { words(file)?.first.flatMap { Int64($0) } }
}
