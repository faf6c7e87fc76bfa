import BerthData
import BerthDocument
import BerthHTTP
import BerthHost
import BerthPlatform
import Glibc

/// A client of slurmrestd, for the jobs of one user. Source: Slurm REST API v0.0.38.
///
/// What that API does not have commands do: estimates of starts, reservations, what the cluster consists of, books.
struct SlurmService: Sendable {
    /// The broker's user on the cluster: the service lists the jobs of all.
    let user: String
    private let address: String
    private let socket: String?
    private let http: HTTPClient
    private let tokenFile: TokenFile?
    private let seconds: Double

    /// What it is in messages.
    static let name = "slurmrestd"
    /// Bytes of the largest answer that is read: a job takes about 4 kB in the list of all.
    private static let answerBytes = 256 << 20
    private static let answerValues = 1 << 24

    /// - Parameter seconds: how long a call may take.
    init(_ settings: SlurmREST, seconds: Int64) {
        socket = settings.socket
        let origin = socket == nil ? String(settings.url.reversed().drop { $0 == "/" }.reversed()) : "http://localhost"
        address = origin + "/slurm/v0.0.38"
        var client = HTTPClientSettings()
        client.authorityPath = settings.authorityFile
        http = HTTPClient(client)
        tokenFile = settings.tokenFile.map { TokenFile($0, of: Self.name) }
        user = settings.user ?? Self.userOfThisProgram
        self.seconds = Double(seconds)
    }

    private static var userOfThisProgram: String {
        guard let entry = getpwuid(geteuid()) else { return "\(geteuid())" }
        return String(cString: entry.pointee.pw_name)
    }

    // MARK: calls

    /// - Throws: `unreachable` and `refused`, as all calls.
    func ping() async throws(PlatformError) { _ = try await call(.get, "/ping") }

    /// Hands a job over.
    ///
    /// - Parameter order: as `JobScript.order` makes it.
    /// - Returns: its number.
    func submit(_ order: Document) async throws(PlatformError) -> Int64 {
        let reply = try await exchange(.post, "/job/submit", order)
        // What is only warned of is in the queue all the same.
        if let number = reply.answer?["job_id"]?.whole, number > 0 { return number }
        throw reply.error ?? reply.unreadable
    }

    /// Every job of the user that Slurm still remembers.
    func jobs() async throws(PlatformError) -> [SlurmJob] {
        guard case .list(let all)? = try await call(.get, "/jobs")["jobs"] else {
            throw PlatformError(.broken, "The list of jobs cannot be read.", subject: Self.name)
        }
        return all.filter { $0["user_name"]?.text == user }.compactMap { SlurmJob($0) }
    }

    /// How a job stands or ended; `nil` when Slurm has forgotten it.
    func end(of job: Int64) async throws(PlatformError) -> JobEnd? {
        do throws(PlatformError) {
            guard case .list(let all)? = try await call(.get, "/job/\(job)")["jobs"] else { return nil }
            return all.first.flatMap { JobEnd($0) }
        } catch {
            if error.code == .lost { return nil }
            throw error
        }
    }

    /// Asks a job to end, and Slurm kills it when it does not; done when there is none.
    ///
    /// - Parameter isKilled: whether it is given no time.
    func cancel(_ job: Int64, isKilled: Bool) async throws(PlatformError) {
        do throws(PlatformError) {
            _ = try await call(.delete, "/job/\(job)" + (isKilled ? "?signal=KILL" : ""))
        } catch {
            if error.code != .lost { throw error }
        }
    }

    // MARK: -

    private func call(_ method: HTTPMethod, _ path: String) async throws(PlatformError) -> Document {
        let reply = try await exchange(method, path)
        if let error = reply.error { throw error }
        guard let answer = reply.answer else { throw reply.unreadable }
        return answer
    }

    private func exchange(
        _ method: HTTPMethod, _ path: String, _ body: Document? = nil
    ) async throws(PlatformError) -> SlurmReply {
        var request = HTTPClientRequest(method, address + path, headers: ["Accept": "application/json"])
        request.unixSocket = socket
        request.connectSeconds = min(5, seconds)
        request.totalSeconds = seconds
        request.maximumBytes = Self.answerBytes
        if let token = try tokenFile?.token() {
            // `scontrol token` writes it as the value of a variable.
            let mark = "SLURM_JWT="
            request.headers["X-SLURM-USER-NAME"] = user
            request.headers["X-SLURM-USER-TOKEN"] = token.hasPrefix(mark) ? String(token.dropFirst(mark.count)) : token
        }
        if let body {
            request.headers["Content-Type"] = "application/json"
            request.body = Array(body.asJSON.utf8)
        }
        let reply: HTTPReply
        do throws(HTTPError) { reply = try await http.send(request) } catch { throw .call(of: Self.name, error) }
        let limits = DocumentLimits(
            sizeBytes: Self.answerBytes, valueCount: Self.answerValues, memberCount: Self.answerValues)
        return SlurmReply(
            status: reply.status.code, answer: try? Document.read(reply.body, as: .json, limits: limits),
            begin: String(decoding: reply.body.prefix(500), as: UTF8.self))
    }
}
