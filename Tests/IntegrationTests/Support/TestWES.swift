import BerthDocument
import BerthHTTP
import BerthHost
import BerthPlatform
import BerthWES
import Foundation
import Synchronization
import Testing

/// A workflow execution service of its own, Toil's, in a directory of its own, and a server with workflows for it.
///
/// A shell starts it and ends it, with all that it runs, when its own input does: that is also when the tests are
/// killed.
final class TestWES: Sendable {
    let directory: String
    let url: String
    private let documents = Documents()
    private let server: HTTPServer
    private let shell: Process
    private let input = Pipe()
    private let client = HTTPClient()

    private final class Documents: Sendable {
        let all = Mutex<[String: String]>([:])
    }

    /// The one that all tests share.
    static let shared: Result<TestWES, any Error> = Result {
        let service = try TestWES()
        atexit { if let service = try? TestWES.shared.get() { service.stop() } }
        return service
    }

    /// Where `scripts/setup test` installs it.
    private static let programs =
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path + "/.build/wes/bin"

    private init() throws {
        directory = NSTemporaryDirectory() + "berth-wes-\(getpid())"
        try FileManager.default.createDirectory(atPath: directory + "/home", withIntermediateDirectories: true)
        let port = TestCluster.freePort()
        url = "http://127.0.0.1:\(port)"
        server = try HTTPServer(HTTPServerSettings()) { [documents] request in
            guard let text = documents.all.withLock({ $0[request.path] }) else { return HTTPResponse(.notFound) }
            return HTTPResponse(.ok, contentType: "text/plain", body: Array(text.utf8))
        }
        shell = Process()
        // Threads of Swift block signals, and programs that they start would as well: also those that end a run.
        shell.executableURL = URL(fileURLWithPath: TestWES.programs + "/python3")
        shell.arguments = [
            "-c", TestWES.unblocked, "-c", TestWES.program, "sh", directory, TestWES.programs, "\(port)",
        ]
        shell.standardInput = input
        try shell.run()
        let deadline = Date().addingTimeInterval(60)
        while Date() < deadline, !isUp { usleep(100_000) }
        try #require(isUp, "The service does not come up; see \(directory)/log")
    }

    deinit { stop() }

    private var isUp: Bool {
        let program = Process()
        program.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        program.arguments = ["curl", "-sf", "-m", "2", "-o", "/dev/null", url + "/ga4gh/wes/v1/service-info"]
        guard (try? program.run()) != nil else { return false }
        program.waitUntilExit()
        return program.terminationStatus == 0
    }

    /// The group of processes of the service and of what it runs.
    var group: pid_t {
        let text = (try? String(contentsOfFile: directory + "/pid", encoding: .utf8)) ?? ""
        return pid_t(text.filter(\.isNumber)) ?? 0
    }

    /// Ends the service and starts it again; waits until it answers.
    func restart() throws {
        let before = group
        try input.fileHandleForWriting.write(contentsOf: Data("again\n".utf8))
        let deadline = Date().addingTimeInterval(120)
        while Date() < deadline, group == before || !isUp { usleep(100_000) }
        try #require(group != before && isUp, "The service does not come up again; see \(directory)/log")
    }

    func stop() {
        guard shell.isRunning else { return }
        try? input.fileHandleForWriting.close()
        shell.waitUntilExit()
        try? FileManager.default.removeItem(atPath: directory)
    }

    private static let unblocked = """
        import os, signal, sys
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        os.execv("/bin/sh", ["sh"] + sys.argv[1:])
        """

    /// `$1`: the directory, `$2`: where the programs are, `$3`: the port. A group of its own is ended as a whole.
    private static let program = """
        cd "$1" || exit 1
        export HOME="$1/home" PATH="$2:$PATH"
        begin() {
            setsid toil server --host 127.0.0.1 --port "$port" --bypass_celery --workers 1 --work_dir "$work" \\
                >>log 2>&1 </dev/null &
            service=$!
            services="$services -$service"
            echo "$service" >pid
        }
        port=$3 work=$1/work
        begin
        # A word is a wish that the service ends and comes again.
        while read -r word; do
            kill -TERM "$service"
            wait "$service"
            begin
        done
        kill -TERM $services
        sleep 1
        kill -KILL $services 2>/dev/null
        wait
        """

    /// One test at a time: its runner without Celery was seen to fail a run (SYSTEM_ERROR) that began beside others.
    static let turns = Turnstile(places: 1)

    // MARK: documents and requests

    /// - Returns: where the text is to be had.
    @discardableResult
    func put(_ name: String, _ text: String) -> String {
        documents.all.withLock { $0["/" + name] = text }
        return "http://127.0.0.1:\(server.port)/" + name
    }

    /// A request with a program in Python, which this service runs as it is.
    func python(_ program: String, _ rest: String = "") -> String {
        let url = put("\(UInt(bitPattern: program.hashValue)).py", program)
        return "executable: {kind: wes-workflow, language: py, location: \"\(url)\"}\n" + rest
    }

    func platform(_ instance: String, _ change: (inout WESSettings) -> Void = { _ in }) throws -> WESPlatform {
        var settings = WESSettings()
        settings.url = url
        settings.instance = instance
        settings.stateDirectory = directory + "/sessions"
        settings.dataAddresses = ["127.0.0.0/8"]
        settings.pollSeconds = 1
        settings.factsSeconds = 5
        change(&settings)
        return try WESPlatform(settings)
    }

    /// What there is of the sessions of an instance, here and at the service.
    func leftovers(_ instance: String) async throws -> [String] {
        var names: [String] = []
        for folder in ["sessions", "logs"] {
            let path = "\(directory)/sessions/\(instance)/\(folder)"
            names += ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).map { folder + "/" + $0 }
        }
        let ended = ["COMPLETE", "CANCELED", "EXECUTOR_ERROR", "SYSTEM_ERROR"]
        guard case .list(let runs)? = try await get("/runs")["workflows"] else { return names }
        for run in runs where !ended.contains(run["state"]?.text ?? "") {
            let name = run["run_id"]?.text ?? ""
            let record = try await get("/runs/" + name)
            if record["request"]?["tags"]?["berth-instance"]?.text == instance { names.append(name) }
        }
        return names
    }

    /// What the service answers.
    func get(_ path: String) async throws -> Document {
        let reply = try await client.send(HTTPClientRequest(.get, url + "/ga4gh/wes/v1" + path))
        return try Document.read(reply.body, as: .json)
    }
}
