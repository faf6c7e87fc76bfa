import BerthHTTP
import Foundation
import Synchronization

/// A broker that somebody else wrote: as much of the standard as has to be there, older kinds, and nothing of ours. It
/// has no events, no outputs, no health and no keys, and answers 200 in place of 303.
final class OtherBroker: Sendable {
    private struct State {
        /// Phases of sessions, and how often each was read.
        var phases: [String: String] = [:]
        var reads: [String: Int] = [:]
        var requests: [[String: any Sendable]] = []
        var forgets = false
        var clockAhead: Double = 0
    }

    private let server: HTTPServer
    private let state: Shared
    var url: String { "http://127.0.0.1:\(server.port)" }

    private final class Shared: Sendable {
        let value = Mutex(State())
    }

    /// - Parameters:
    ///   - forgets: what was accepted.
    ///   - clockAhead: seconds by which its clock is wrong.
    init(forgets: Bool = false, clockAhead: Double = 0) throws {
        let shared = Shared()
        shared.value.withLock {
            $0.forgets = forgets
            $0.clockAhead = clockAhead
        }
        state = shared
        server = try HTTPServer(HTTPServerSettings()) { request in Self.answer(request, shared) }
    }

    var phases: [String] { state.value.withLock { $0.phases.values.sorted() } }
    var count: Int { state.value.withLock { $0.requests.count } }

    func stop() async { await server.stop(deadlineSeconds: 1) }

    private static let kinds = "https://www.purl.org/ivoa.net/EB/schema/v1.0/types/"

    private static func text(_ date: Date) -> String { ISO8601DateFormatter().string(from: date) }

    private static func json(_ value: Any, _ status: HTTPStatus = .ok, _ date: Date) -> HTTPResponse {
        let bytes = (try? JSONSerialization.data(withJSONObject: value)) ?? Data()
        var response = HTTPResponse(status, contentType: "application/json", body: Array(bytes))
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        response.headers["Date"] = format.string(from: date)
        return response
    }

    private static func answer(_ request: HTTPRequest, _ shared: Shared) -> HTTPResponse {
        let now = Date().addingTimeInterval(shared.value.withLock { $0.clockAhead })
        let parts = request.path.split(separator: "/").map(String.init)
        let body = (try? JSONSerialization.jsonObject(with: Data(request.body))) as? [String: Any] ?? [:]
        switch (request.method, parts.first, parts.count) {
        case (.post, "requests", 1): return offers(body, shared, now)
        case (.get, "sessions", 2):
            let id = parts[1]
            let phase = shared.value.withLock { state -> String? in
                guard let phase = state.phases[id], !(state.forgets && phase != "OFFERED") else { return nil }
                state.reads[id, default: 0] += 1
                // It goes on each time that somebody looks.
                let next = ["ACCEPTED": "PREPARING", "PREPARING": "RUNNING", "RUNNING": "COMPLETED"]
                if let next = next[phase], (state.reads[id] ?? 0) % 2 == 0 { state.phases[id] = next }
                return state.phases[id]
            }
            guard let phase else { return json(["error": "no such session"], .notFound, now) }
            return json(session(id, phase, now), now)
        case (.post, "sessions", 2):
            let id = parts[1]
            guard body["path"] as? String == "phase", let value = body["value"] as? String else {
                return json(["error": "what?"], .badRequest, now)
            }
            let isThere = shared.value.withLock { state in
                guard state.phases[id] != nil else { return false }
                state.phases[id] = value
                return true
            }
            return isThere ? json(session(id, value, now), now) : json([:], .notFound, now)
        default: return json(["error": "not here"], .notFound, now)
        }
    }

    private static func json(_ value: Any, _ date: Date) -> HTTPResponse { json(value, .ok, date) }

    private static func offers(_ body: [String: Any], _ shared: Shared, _ now: Date) -> HTTPResponse {
        // Closed: it does not know any other member.
        let known: Set<String> = [
            "kind", "meta", "executable", "compute", "storage", "data", "schedule", "costs", "metrics",
        ]
        guard Set(body.keys).isSubset(of: known), let compute = body["compute"] as? [String: Any],
            let cores = (compute["cores"] as? [String: Any])?["min"] as? Int
        else { return json(["error": "unknown member"], .badRequest, now) }
        if cores > 4 { return json(["result": "NO", "kind": kinds + "offerset/execution-offerset"], now) }
        let id = UUID().uuidString.lowercased()
        shared.value.withLock {
            $0.phases[id] = "OFFERED"
            $0.requests.append([:])
        }
        var offer = session(id, "OFFERED", now)
        offer["expires"] = text(now.addingTimeInterval(120))
        offer["compute"] = [
            "kind": kinds + "computer/simple-compute-resource", "cores": ["min": cores, "max": cores],
            "memory": ["min": 8, "max": 8],
        ]
        offer["executable"] = ["kind": kinds + "executable/docker-container", "image": ["locations": ["x"]]]
        return json(
            [
                "kind": kinds + "offerset/execution-offerset", "result": "YES", "offers": [offer],
                "meta": ["messages": []],
            ],
            now)
    }

    private static func session(_ id: String, _ phase: String, _ now: Date) -> [String: Any] {
        [
            "kind": kinds + "session/scheduled-execution-session", "phase": phase,
            "meta": ["uuid": id, "messages": []],
            "schedule": [
                "available": [
                    "start": "\(text(now))/\(text(now.addingTimeInterval(120)))", "duration": "PT2H",
                ]
            ],
        ]
    }
}
