import BerthData
import BerthDocument
import BerthHTTP
import BerthPlatform

/// One running server of a hub, as the session's token opens it. Source: Jupyter Server REST API.
struct NotebookServer: Sendable {
    /// Ends with a slash.
    let address: String
    let token: String
    let hub: HubService

    /// - Parameter url: as the hub tells it: a path on its own host, or an address.
    init(_ url: String, token: String, hub: HubService) {
        let whole = url.hasPrefix("/") ? NotebookServer.origin(hub.address) + url : url
        address = whole.hasSuffix("/") ? whole : whole + "/"
        self.token = token
        self.hub = hub
    }

    private static func origin(_ url: String) -> String {
        guard let scheme = DataURL.scheme(of: url) else { return url }
        return String(url.prefix(scheme.count + 3)) + url.dropFirst(scheme.count + 3).prefix { $0 != "/" }
    }

    /// Puts a file into a directory of the user's, unless there is one of that name.
    func put(_ bytes: [UInt8], as file: String, in directory: String) async throws(PlatformError) {
        let place = contents(directory + "/" + file)
        do throws(PlatformError) {
            _ = try await hub.call(.get, place + "?content=0", token: token, "look at the notebook")
            return
        } catch {
            if error.code != .notFound { throw error }
        }
        _ = try await hub.call(
            .put, contents(directory), token: token, "make a directory for the notebook", ["type": "directory"])
        // As it is, to the last byte: what is read as a notebook is written anew.
        _ = try await hub.call(
            .put, place, token: token, "put the notebook on the server",
            ["type": "file", "format": "text", "content": .text(String(decoding: bytes, as: UTF8.self))])
    }

    /// The file as it was saved last.
    func file(_ file: String, in directory: String, maximumBytes: Int64) async throws(PlatformError) -> [UInt8] {
        let answer = try await hub.call(
            .get, contents(directory + "/" + file) + "?type=file&format=text", token: token, "hand out the notebook",
            maximumBytes: Int(clamping: maximumBytes.multipliedReportingOverflow(by: 2).partialValue) + 1 << 16)
        return Array((answer["content"]?.text ?? "").utf8)
    }

    /// The page that shows a file: that of JupyterLab where there is one.
    func page(of file: String, in directory: String) async -> String {
        let isLab = await status("lab", isNamed: true) == 200
        return (isLab ? "lab/tree/" : "notebooks/") + DataURL.encoded(directory + "/" + file)
    }

    /// Whether an address with the token opens it, which the hub's administrator allows or not.
    func takesTokenInAddress() async -> Bool { await status("api/status?token=\(token)", isNamed: false) == 200 }

    /// - Parameter isNamed: whether the token is shown as such.
    private func status(_ path: String, isNamed: Bool) async -> Int? {
        var request = HTTPClientRequest(.get, address + path)
        request.totalSeconds = hub.seconds
        if isNamed { request.headers["Authorization"] = "token \(token)" }
        return try? await hub.http.send(request).status.code
    }

    private func contents(_ path: String) -> String { address + "api/contents/" + DataURL.encoded(path) }
}
