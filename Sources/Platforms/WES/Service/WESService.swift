import BerthData
import BerthDocument
import BerthHTTP
import BerthHost
import BerthModel
import BerthPlatform

/// A client of a GA4GH Workflow Execution Service. Source: GA4GH WES 1.0 and 1.1.
struct WESService: Sendable {
    /// What all calls begin with, ending with `/ga4gh/wes/v1`.
    let address: String
    private let http: HTTPClient
    private let tokenFile: TokenFile?
    private let seconds: Double
    private let rule: AddressRule

    /// What it is in messages.
    static let name = "workflow service"
    /// Bytes of the largest answer that is read.
    static let answerBytes = 16 << 20
    /// Runs on a page of the list.
    private static let pageRuns = 100

    init(_ settings: WESSettings) {
        address = settings.address
        var client = HTTPClientSettings()
        client.authorityPath = settings.authorityFile
        http = HTTPClient(client)
        tokenFile = settings.tokenFile.map { TokenFile($0, of: Self.name) }
        seconds = Double(settings.requestSeconds)
        rule = AddressRule(settings: settings.dataAddresses)
    }

    // MARK: calls

    func facts() async throws(PlatformError) -> ServiceFacts {
        ServiceFacts(try await call(.get, "/service-info", "look at it"))
    }

    /// Hands a workflow over.
    ///
    /// - Returns: the name of the run.
    func start(_ plan: WESPlan, tags: NamedTexts, boundary: String) async throws(PlatformError) -> String {
        var form = MultipartForm(boundary: boundary)
        form.add("workflow_url", plan.location)
        form.add("workflow_type", plan.language)
        form.add("workflow_type_version", plan.version)
        form.add("workflow_params", plan.parameters)
        form.add("tags", WESService.json(tags))
        if !plan.engine.entries.isEmpty { form.add("workflow_engine_parameters", WESService.json(plan.engine)) }
        let answer = try await call(.post, "/runs", "take the workflow", form)
        guard let run = answer["run_id"]?.text, WESService.isName(run) else {
            throw PlatformError(
                .broken, "The workflow service took the workflow, and does not say as which run.",
                detail: String(answer.asJSON.prefix(500)))
        }
        return run
    }

    func state(of run: String) async throws(PlatformError) -> RunState {
        let answer = try await call(.get, "/runs/\(DataURL.encoded(run))/status", "look at the run")
        return RunState(rawValue: answer["state"]?.text ?? "UNKNOWN")
    }

    func record(of run: String) async throws(PlatformError) -> RunRecord {
        RunRecord(try await call(.get, "/runs/\(DataURL.encoded(run))", "look at the run"))
    }

    func cancel(_ run: String) async throws(PlatformError) {
        _ = try await call(.post, "/runs/\(DataURL.encoded(run))/cancel", "cancel the run")
    }

    /// - Parameter page: the name of the page; the first unless set.
    func runs(_ page: String? = nil) async throws(PlatformError) -> RunPage {
        let query = "?page_size=\(Self.pageRuns)" + (page.map { "&page_token=\(Self.inQuery($0))" } ?? "")
        return RunPage(try await call(.get, "/runs" + query, "list its runs"))
    }

    /// The next bytes of an output that is a text behind an address.
    ///
    /// - Parameters:
    ///   - offset: how many are known.
    ///   - limit: more are not read.
    /// - Returns: as many as there are now; `nil` when it is not handed out.
    func output(at url: String, of run: String, from offset: Int64, limit: Int64) async throws(PlatformError)
        -> [UInt8]?
    {
        if limit <= 0 { return [] }
        var request = HTTPClientRequest(.get, url)
        request.totalSeconds = seconds
        request.maximumRedirects = 3
        // Whoever pays no heed to the range sends all of it.
        request.maximumBytes = Int(clamping: offset + limit)
        // From the last byte that is known: a range that begins at the end of what there is fails, each service in its
        // own way.
        if offset > 0 { request.headers.add("Range", "bytes=\(offset - 1)-\(offset + limit - 1)") }
        if OutputPlace.origin(url) == OutputPlace.origin(address) {
            // What a workflow prints can be taken for an address: the token opens nothing but what is of the run.
            if OutputPlace.isOf(run, url) { try authorize(&request) }
        } else {
            let rule = rule
            request.allows = { NetworkAddress($0.host).map(rule.allows) ?? false }
        }
        let reply: HTTPReply
        do throws(HTTPError) { reply = try await http.send(request) } catch {
            if error.code == .tooLarge || error.code == .addressRefused { return nil }
            throw .call(of: Self.name, error)
        }
        switch reply.status.code {
        case 206: return Array(reply.body.dropFirst(offset > 0 ? 1 : 0).prefix(Int(clamping: limit)))
        case 200: return Array(reply.body.dropFirst(Int(clamping: offset)).prefix(Int(clamping: limit)))
        // There is less than what is known: the output was begun anew.
        case 416: return []
        case 429, 500...: throw .service(reply.status.code, "", "hand out an output")
        default: return nil
        }
    }

    // MARK: -

    private func call(
        _ method: HTTPMethod, _ path: String, _ doing: String, _ form: MultipartForm? = nil
    ) async throws(PlatformError) -> Document {
        var request = HTTPClientRequest(method, address + path, headers: ["Accept": "application/json"])
        request.connectSeconds = min(5, seconds)
        request.totalSeconds = seconds
        request.maximumBytes = Self.answerBytes
        request.maximumRedirects = method == .get ? 3 : 0
        try authorize(&request)
        if let form {
            request.headers.add("Content-Type", form.contentType)
            request.body = form.body
        } else if method == .post {
            request.body = []
        }
        let reply: HTTPReply
        do throws(HTTPError) { reply = try await http.send(request) } catch { throw .call(of: Self.name, error) }
        guard reply.status.isSuccess else {
            throw .service(reply.status.code, String(decoding: reply.body.prefix(2000), as: UTF8.self), doing)
        }
        do throws(DocumentError) {
            return try Document.read(
                reply.body, as: .json,
                limits: DocumentLimits(sizeBytes: Self.answerBytes, textBytes: Self.answerBytes))
        } catch {
            throw PlatformError(
                .broken, "The answer of the workflow service cannot be read.",
                detail: "\(path): \(error): \(String(decoding: reply.body.prefix(500), as: UTF8.self))")
        }
    }

    private func authorize(_ request: inout HTTPClientRequest) throws(PlatformError) {
        guard let token = try tokenFile?.token() else { return }
        request.headers["Authorization"] = "Bearer \(token)"
    }

    /// Names of runs stand in addresses and files.
    static func isName(_ run: String) -> Bool { !run.isEmpty && run.utf8.count <= 1024 && !run.utf8.contains(0) }

    private static func json(_ texts: NamedTexts) -> String {
        Document.map(
            DocumentMembers(uniqueMembers: texts.entries.map { .init(name: $0.name, value: .text($0.text)) })
        ).asJSON
    }

    /// Source: RFC 3986 §3.4.
    private static func inQuery(_ text: String) -> String {
        DataURL.encoded(text).split(separator: "/", omittingEmptySubsequences: false).joined(separator: "%2F")
    }
}
