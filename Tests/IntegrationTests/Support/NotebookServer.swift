import BerthHTTP
import Synchronization

/// A server on loopback whose files a test writes, and may change.
final class NotebookServer: Sendable {
    private final class Files: Sendable {
        let all = Mutex<[String: String]>([:])
        let asked = Mutex<[String: Int]>([:])
    }

    let server: HTTPServer
    private let files = Files()
    var origin: String { "http://127.0.0.1:\(server.port)" }

    init() throws {
        server = try HTTPServer(HTTPServerSettings()) { [files] request in
            // Who asks for the size first and who fetches are told apart.
            files.asked.withLock { $0["\(request.method) \(request.path)", default: 0] += 1 }
            guard let text = files.all.withLock({ $0[request.path] }) else { return HTTPResponse(.notFound) }
            let type = request.path.hasSuffix(".ipynb") ? "application/json" : "text/plain"
            return HTTPResponse(.ok, contentType: type, body: Array(text.utf8))
        }
    }

    /// - Returns: where the text is to be had.
    @discardableResult
    func put(_ path: String, _ text: String) -> String {
        files.all.withLock { $0[path] = text }
        return origin + path
    }

    /// A notebook whose cells have these sources.
    @discardableResult
    func put(_ path: String, cells: [String], kernel: String = "python3") -> String {
        let written = cells.enumerated().map { index, source in
            let escaped = source.unicodeScalars.map { scalar in
                switch scalar {
                case "\"": "\\\""
                case "\\": "\\\\"
                case "\n": "\\n"
                default: String(scalar)
                }
            }
            return
                #"{"cell_type": "code", "id": "c\#(index)", "metadata": {}, "execution_count": null, "outputs": [], "#
                + #""source": "\#(escaped.joined())"}"#
        }
        return put(
            path,
            #"{"nbformat": 4, "nbformat_minor": 5, "cells": [\#(written.joined(separator: ", "))], "metadata": "#
                + #"{"kernelspec": {"name": "\#(kernel)", "language": "python", "display_name": "x"}}}"#)
    }

    /// How often a file was fetched.
    func fetches(_ path: String) -> Int { files.asked.withLock { $0["GET \(path)"] ?? 0 } }
}
