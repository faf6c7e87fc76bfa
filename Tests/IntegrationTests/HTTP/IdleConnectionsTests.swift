import BerthHTTP
import Glibc
import Testing

/// Ten thousand clients that asked once and stay connected.
@Suite(.serialized) struct IdleConnectionsTests {
    private static let clients = 10_000
    /// The memory that libmicrohttpd gives a connection is 32 KiB, of which an idle one has touched a part.
    private static let bytesPerConnection = 40 << 10

    @Test(.timeLimit(.minutes(2))) func tenThousandAreHeldAndTheNextIsAnswered() async throws {
        let server = try HTTPServer(HTTPServerSettings()) { request in
            HTTPResponse(.ok, body: Array(request.path.dropFirst().utf8))
        }
        let client = HTTPClient()
        let request = HTTPClientRequest(.get, "http://127.0.0.1:\(server.port)/next")
        #expect(try await client.send(request).body == Array("next".utf8))
        let before = try residentBytes()
        let holder = try Holder(port: server.port, count: Self.clients)
        try await holder.waitUntilHeld()
        let each = (try residentBytes() - before) / Self.clients
        print("\(Self.clients) idle connections: \(each) bytes of resident memory each")
        #expect(each < Self.bytesPerConnection)
        #expect(try await client.send(request).body == Array("next".utf8))
        // A connection that is new, too: the one of the client was kept.
        #expect(try await HTTPClient().send(request).body == Array("next".utf8))
        // None of them keeps the server from stopping.
        await server.stop()
        #expect(holder.end() == 0)
    }

    /// Resident memory of this process. Source: proc(5), statm.
    private func residentBytes() throws -> Int {
        let file = try #require(fopen("/proc/self/statm", "r"))
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        _ = try #require(fgets(&line, 256, file))
        let words = String(decoding: line.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(separator: " ")
        return try #require(Int(words[1])) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}

/// The process with the other ends of the connections: this one has no files left for them.
private final class Holder: Sendable {
    private let process: pid_t
    private let input: Int32
    private let output: Int32

    init(port: UInt16, count: Int) throws {
        var toChild: [Int32] = [0, 0]
        var fromChild: [Int32] = [0, 0]
        try #require(pipe(&toChild) == 0 && pipe(&fromChild) == 0)
        for end in toChild + fromChild { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, toChild[0], 0)
        posix_spawn_file_actions_adddup2(&actions, fromChild[1], 1)
        let tests = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
        let arguments = ["python3", tests + "/Connections/hold_connections.py", "\(port)", "\(count)"]
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        try #require(posix_spawnp(&child, "python3", &actions, nil, &words, environ) == 0)
        close(toChild[0])
        close(fromChild[1])
        process = child
        input = toChild[1]
        output = fromChild[0]
    }

    /// Returns when every connection is there; the script says why it ends before.
    func waitUntilHeld() async throws {
        let output = output
        let said = await withCheckedContinuation { continuation in
            var thread = pthread_t()
            let body = Unmanaged.passRetained(Waiting(output: output, continuation: continuation)).toOpaque()
            pthread_create(
                &thread, nil,
                { context in
                    let waiting = Unmanaged<Waiting>.fromOpaque(context!).takeRetainedValue()
                    var bytes = [UInt8](repeating: 0, count: 64)
                    let count = read(waiting.output, &bytes, bytes.count)
                    let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
                    waiting.continuation.resume(returning: text)
                    return nil
                }, body)
            pthread_detach(thread)
        }
        try #require(said == "held\n")
    }

    /// Lets go of the connections; the exit code of the script.
    func end() -> Int32 {
        close(input)
        close(output)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        return status
    }

    private final class Waiting: Sendable {
        let output: Int32
        let continuation: CheckedContinuation<String, Never>
        init(output: Int32, continuation: CheckedContinuation<String, Never>) {
            self.output = output
            self.continuation = continuation
        }
    }
}
