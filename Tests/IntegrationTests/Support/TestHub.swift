import BerthHTTP
import BerthJupyterHub
import BerthPlatform
import Foundation
import Testing

/// A JupyterHub of its own in a directory of its own, with a proxy, and users whose servers are programs of this
/// machine.
///
/// A shell starts it and ends it, with all that it runs, when its own input does: that is also when the tests are
/// killed.
final class TestHub: Sendable {
    let directory: String
    let url: String
    let notebooks: NotebookServer
    private let shell: Process
    private let input = Pipe()
    private let client = HTTPClient()

    /// The one that all tests share.
    static let shared: Result<TestHub, any Error> = Result {
        let hub = try TestHub()
        atexit { if let hub = try? TestHub.shared.get() { hub.stop() } }
        return hub
    }

    /// Where `scripts/setup test` installs it.
    private static let programs =
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path + "/.build/jupyterhub/bin"

    /// Who has it may do what the platform has to; `weak` may only look at users.
    static let token = "berth-0123456789abcdef0123456789abcdef"
    static let weakToken = "weak-0123456789abcdef0123456789abcdef"

    private init() throws {
        directory = NSTemporaryDirectory() + "berth-hub-\(getpid())"
        try FileManager.default.createDirectory(atPath: directory + "/homes", withIntermediateDirectories: true)
        notebooks = try NotebookServer()
        let ports = TestCluster.freePorts(3)
        url = "http://127.0.0.1:\(ports[0])"
        for (name, token) in [("token", TestHub.token), ("weak", TestHub.weakToken), ("wrong", "wrong")] {
            let file = directory + "/" + name
            try token.write(toFile: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        }
        try TestHub.configuration(directory, ports).write(
            toFile: directory + "/config.py", atomically: true, encoding: .utf8)
        shell = Process()
        // Threads of Swift block signals, and programs that they start would as well: also those that end a server.
        shell.executableURL = URL(fileURLWithPath: TestHub.programs + "/python3")
        shell.arguments = ["-c", TestHub.unblocked, "-c", TestHub.program, "sh", directory, TestHub.programs]
        shell.standardInput = input
        try shell.run()
        let deadline = Date().addingTimeInterval(60)
        while Date() < deadline, !isUp { usleep(100_000) }
        try #require(isUp, "The hub does not come up; see \(directory)/log")
    }

    deinit { stop() }

    private var isUp: Bool {
        let program = Process()
        program.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        program.arguments = ["curl", "-sf", "-m", "2", "-o", "/dev/null", url + "/hub/api/"]
        guard (try? program.run()) != nil else { return false }
        program.waitUntilExit()
        return program.terminationStatus == 0
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

    /// `$1`: the directory, `$2`: where the programs are. The hub ends its servers when it is asked to end.
    private static let program = """
        cd "$1" || exit 1
        export HOME="$1" PATH="$2:$PATH"
        setsid jupyterhub -f config.py >log 2>&1 </dev/null &
        hub=$!
        cat >/dev/null
        kill -TERM "$hub"
        wait "$hub"
        kill -KILL "-$hub" 2>/dev/null
        """

    private static func configuration(_ directory: String, _ ports: [UInt16]) -> String {
        """
        import os, sys
        programs = os.path.dirname(sys.executable)
        c = get_config()
        c.JupyterHub.bind_url = "http://127.0.0.1:\(ports[0])"
        c.JupyterHub.hub_bind_url = "http://127.0.0.1:\(ports[1])"
        c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:\(ports[2])"
        c.ConfigurableHTTPProxy.command = [programs + "/configurable-http-proxy"]
        c.JupyterHub.authenticator_class = "dummy"
        c.Authenticator.allow_all = True
        c.Authenticator.admin_users = {"renewing"}
        c.JupyterHub.spawner_class = "simple"
        c.SimpleLocalProcessSpawner.home_dir_template = "\(directory)/homes/{username}"
        c.Spawner.cmd = [programs + "/jupyterhub-singleuser"]
        c.Spawner.args = ["--allow-root"]
        c.Spawner.start_timeout = c.Spawner.http_timeout = 180
        c.Spawner.environment = {"JUPYTERHUB_ALLOW_TOKEN_IN_URL": "1"}
        c.JupyterHub.allow_named_servers = True
        c.JupyterHub.db_url = "sqlite:///\(directory)/hub.sqlite"
        c.JupyterHub.cookie_secret_file = "\(directory)/cookie"
        c.JupyterHub.services = [
            {"name": "berth", "api_token": "\(token)"}, {"name": "weak", "api_token": "\(weakToken)"},
        ]
        c.JupyterHub.load_roles = [
            {"name": "berth", "services": ["berth"],
             "scopes": ["admin:users", "admin:servers", "access:servers", "tokens", "list:users"]},
            {"name": "weak", "services": ["weak"], "scopes": ["list:users"]},
        ]
        def refuse(spawner):
            if spawner.user.name == "refused":
                raise RuntimeError("no room for \(directory)")
        c.Spawner.pre_spawn_hook = refuse
        """
    }

    // MARK: platforms and what they leave

    func platform(
        _ instance: String, _ change: (inout JupyterHubSettings) -> Void = { _ in }
    ) throws -> JupyterHubPlatform {
        var settings = JupyterHubSettings()
        settings.url = url
        settings.tokenFile = directory + "/token"
        settings.user = instance
        settings.instance = instance
        settings.stateDirectory = directory + "/sessions"
        settings.dataAddresses = ["127.0.0.0/8"]
        settings.pollSeconds = 1
        change(&settings)
        return try JupyterHubPlatform(settings)
    }

    /// What the hub answers to the token of the service, as text.
    func get(_ path: String) async throws -> String {
        var request = HTTPClientRequest(.get, url + "/hub/api" + path)
        request.headers["Authorization"] = "token \(TestHub.token)"
        return String(decoding: try await client.send(request).body, as: UTF8.self)
    }

    /// What there is of the sessions of an instance, here and at the hub.
    func leftovers(_ instance: String, user: String? = nil) async throws -> [String] {
        var names: [String] = []
        for folder in ["sessions", "logs"] {
            let path = "\(directory)/sessions/\(instance)/\(folder)"
            names += ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).map { folder + "/" + $0 }
        }
        for path in ["?include_stopped_servers", "/tokens"] {
            let said = try await get("/users/\(user ?? instance)\(path)")
            if said.contains("berth-\(instance)-") || said.contains("\"name\": \"b") {
                names.append("\(path): \(said)")
            }
        }
        return names
    }
}
