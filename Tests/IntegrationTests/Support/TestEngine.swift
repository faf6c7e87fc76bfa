import BerthContainers
import Foundation
import Synchronization
import Testing

/// A Podman service of its own in a directory of its own, with one image made of busybox.
///
/// The settings are those under which Podman runs on plain machines, also inside containers: no hard limit is raised,
/// and no control group layout is asked for that may not be there.
final class TestEngine: Sendable {
    let directory: String
    var socket: String { directory + "/podman.sock" }
    static let image = "localhost/berth-test:1"

    /// The engine that all tests share which do not stop it.
    static let shared: Result<TestEngine, any Error> = Result {
        let engine = try TestEngine("shared")
        atexit {
            guard let engine = try? TestEngine.shared.get() else { return }
            engine.stop()
            TestEngine.delete(engine.directory)
        }
        return engine
    }

    private let process = ProcessBox()
    /// After which it ends by itself. Until then it may hold open what others wait for the end of.
    private static let idleSeconds = 180

    init(_ name: String) throws {
        directory = NSTemporaryDirectory() + "berth-engine-\(name)-\(getpid())"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try write(
            "containers.conf",
            """
            [containers]
            default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
            netns = "none"
            log_driver = "k8s-file"
            [engine]
            runtime = "runc"
            cgroup_manager = "cgroupfs"
            events_logger = "file"
            """)
        try write(
            "storage.conf",
            """
            [storage]
            driver = "vfs"
            graphroot = "\(directory)/graph"
            runroot = "\(directory)/run"
            """)
        try write(
            "registries.conf",
            """
            unqualified-search-registries = []
            [[registry]]
            location = "127.0.0.1"
            insecure = true
            """)
        try write("policy.json", #"{"default": [{"type": "insecureAcceptAnything"}]}"#)
        try start()
        try makeImage()
    }

    deinit {
        stop()
        TestEngine.delete(directory)
    }

    private static func delete(_ directory: String) {
        try? FileManager.default.removeItem(atPath: directory)
    }

    private func write(_ name: String, _ text: String) throws {
        try text.write(toFile: directory + "/" + name, atomically: true, encoding: .utf8)
    }

    private var environment: [String: String] {
        var environment = ProcessInfo.processInfo.environment
        environment["CONTAINERS_CONF"] = directory + "/containers.conf"
        environment["CONTAINERS_STORAGE_CONF"] = directory + "/storage.conf"
        environment["CONTAINERS_REGISTRIES_CONF"] = directory + "/registries.conf"
        return environment
    }

    /// Starts the service; ends by itself some time after the last call, so nothing outlives a test run that is killed.
    func start() throws {
        let log = directory + "/service.log"
        try process.start(
            // It leaves a file where it runs when a container takes too much memory.
            ["env", "-C", directory, "podman", "system", "service", "--time=\(Self.idleSeconds)", "unix://" + socket],
            environment: environment, log: log)
        let deadline = Date().addingTimeInterval(30)
        while Date() < deadline, !answers() { usleep(50_000) }
        try #require(answers(), "podman does not answer at \(socket); see \(log)")
    }

    func stop() {
        process.stop()
        try? FileManager.default.removeItem(atPath: socket)
    }

    private func answers() -> Bool {
        (try? run(["curl", "-s", "-m", "2", "--unix-socket", socket, "http://d/_ping"])) == "OK"
    }

    private func makeImage() throws {
        let root = directory + "/root"
        let script = """
            set -e
            mkdir -p \(root)/bin \(root)/etc \(root)/tmp
            cp "$(command -v busybox)" \(root)/bin/busybox
            for name in sh echo cat sleep sha256sum ls yes head mkdir httpd true false tail touch mount; do
              ln -sf busybox \(root)/bin/$name
            done
            tar -C \(root) -c . | podman import -q - \(TestEngine.image)
            """
        _ = try run(["sh", "-c", script])
    }

    /// Runs a program to its end and returns what it wrote.
    @discardableResult
    func run(_ arguments: [String]) throws -> String {
        let program = Process()
        let output = Pipe()
        program.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        program.arguments = arguments
        program.environment = environment
        program.standardOutput = output
        program.standardInput = FileHandle.nullDevice
        program.standardError = FileHandle.nullDevice
        try program.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        program.waitUntilExit()
        let text = String(decoding: bytes, as: UTF8.self)
        if program.terminationStatus != 0 { throw ProgramFailed(arguments: arguments, output: text) }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// A file that runs Podman with these settings on a machine of the tests' cloud, which is given none and has a
    /// folder of its own in place of `/var/lib/berth` (`Tests/OpenStack/machines.py`).
    func commandOfMachines() throws -> String {
        let file = directory + "/podman"
        let settings = ["CONTAINERS_CONF", "CONTAINERS_STORAGE_CONF", "CONTAINERS_REGISTRIES_CONF"]
        let words = settings.map { "\($0)='\(environment[$0] ?? "")'" }.joined(separator: " ")
        try write(
            "podman",
            """
            #!/bin/sh
            for word do
                shift
                case "$word" in
                /var/lib/berth/*) word=${PWD%/work}/${word#/var/lib/berth/} ;;
                esac
                set -- "$@" "$word"
            done
            exec env \(words) podman "$@"

            """)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file)
        return file
    }

    /// The names in a directory below the engine's own; none when there is no such directory.
    func files(_ path: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: directory + "/" + path)) ?? []
    }

    struct ProgramFailed: Error {
        var arguments: [String]
        var output: String
    }

    /// A platform on this engine with a state directory of its own.
    func platform(_ instance: String, _ change: (inout ContainerSettings) -> Void = { _ in }) throws
        -> ContainerPlatform
    {
        var settings = ContainerSettings()
        settings.engine = socket
        settings.instance = instance
        settings.stateDirectory = directory + "/state"
        settings.cores = 2
        settings.memory = 2
        settings.storage = 4
        settings.dataAddresses = ["127.0.0.0/8"]
        change(&settings)
        return try ContainerPlatform(settings)
    }
}

/// The one program that is started and stopped again.
private final class ProcessBox: Sendable {
    private let pid = Mutex<pid_t?>(nil)

    func start(_ arguments: [String], environment: [String: String], log: String) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var words = arguments.map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0.key + "=" + $0.value) } + [nil]
        defer { for text in words + variables { free(text) } }
        var started = pid_t()
        let code = posix_spawnp(&started, arguments[0], &actions, nil, &words, &variables)
        if code != 0 { throw TestEngine.ProgramFailed(arguments: arguments, output: String(cString: strerror(code))) }
        pid.withLock { $0 = started }
    }

    func stop() {
        guard
            let started = pid.withLock({ pid in
                defer { pid = nil }
                return pid
            })
        else { return }
        // A friendly signal waits for the calls that are open, and some stay open as long as a container runs.
        kill(started, SIGKILL)
        var status: Int32 = 0
        waitpid(started, &status, 0)
    }
}
