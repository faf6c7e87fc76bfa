import BerthHTTP
import BerthRegistry
import Synchronization

/// A server of this machine that answers what a test lets it, and remembers what it was asked.
final class StubRegistry: Sendable {
    private struct State {
        var answer: @Sendable (HTTPRequest) -> HTTPResponse
        var asked: [HTTPRequest] = []
    }

    private final class Inside: Sendable {
        let state: Mutex<State>
        init(_ answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse) { state = Mutex(State(answer: answer)) }
    }

    private let inside: Inside
    let server: HTTPServer

    var url: String { "http://127.0.0.1:\(server.port)" }
    var asked: [HTTPRequest] { inside.state.withLock { $0.asked } }

    init(_ answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse) throws {
        inside = Inside(answer)
        server = try HTTPServer(HTTPServerSettings()) { [inside] request in
            let answer = inside.state.withLock { state in
                state.asked.append(request)
                return state.answer
            }
            return answer(request)
        }
    }

    /// Answers something else from now on.
    func answer(_ answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse) {
        inside.state.withLock { $0.answer = answer }
    }

    static func xml(_ text: String, _ headers: HTTPHeaders = [:]) -> HTTPResponse {
        HTTPResponse(.ok, headers: headers, contentType: "text/xml", body: Array(text.utf8))
    }

    /// A table with a row for each service: identifier and URL.
    static func table(_ services: [(ivoid: String, url: String)]) -> String {
        let names = ["ivoid", "res_title", "standard_id", "access_url", "authenticated_only", "security_method"]
        let rows = services.map { service in
            "<TR><TD>\(service.ivoid)</TD><TD>T</TD><TD>ivo://ivoa.net/std/executionbroker#v1.0</TD>"
                + "<TD>\(service.url)</TD><TD>0</TD><TD></TD></TR>"
        }
        return "<VOTABLE><RESOURCE type=\"results\"><INFO name=\"QUERY_STATUS\" value=\"OK\"/><TABLE>"
            + names.map { "<FIELD name=\"\($0)\"/>" }.joined()
            + "<DATA><TABLEDATA>\(rows.joined())</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>"
    }

    /// Settings of a registry of this machine, whose services may be of it, too.
    func settings(_ kind: RegistryKind = .regtap, _ path: String = "/tap") -> RegistrySettings {
        var settings = RegistrySettings()
        settings.kind = kind
        settings.url = url + path
        settings.addresses = ["127.0.0.0/8"]
        settings.registrySeconds = 10
        return settings
    }
}
