import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

/// Asks cwltool whether documents are valid, on local copies and without a network.
struct CWLCheck: Sendable {
    let program: String
    let seconds: Int64

    /// An address that nobody answers at: what an engine would fetch by itself goes there.
    static let nowhere = ["http_proxy", "https_proxy", "ftp_proxy"].reduce(into: [String: String]()) {
        $0[$1] = "http://127.0.0.1:9"
        $0[$1.uppercased()] = "http://127.0.0.1:9"
    }

    /// - Parameter directory: with the documents in `documents`.
    /// - Returns: what is wrong with them; `nil` when nothing is.
    func verdict(on address: WorkflowAddress, in directory: String) async -> Result<Obstacle?, PlatformError> {
        var environment = Command.plainEnvironment
        environment["HOME"] = directory
        environment["TMPDIR"] = directory
        for (name, value) in Self.nowhere { environment[name] = value }
        let document = address.name + (address.fragment.map { "#" + $0 } ?? "")
        var command = Command(
            [
                program, "--validate", "--disable-color", "--skip-schemas", "--disable-js-validation", "--no-doc-cache",
                "./" + document,
            ], environment: environment)
        command.directory = directory + "/documents"
        command.seconds = seconds
        do throws(PlatformError) {
            let said = try await command.run()
            if said.code == 0 { return .success(nil) }
            let (reason, line) = Self.reason(said.errorText + "\n" + said.text, without: directory + "/documents")
            return .success(
                Obstacle(
                    .contradictory, DocumentFetcher.path, "{path}: cwltool does not take {document}: {problem}",
                    ["document": document, "problem": reason, "line": line.map { "\($0)" } ?? ""]))
        } catch {
            return .failure(error)
        }
    }

    /// Most lines of a reason.
    private static let maximumLines = 12

    /// The words of the engine on one line, without paths of the host, and the innermost line of a document that they
    /// name first.
    static func reason(_ text: String, without directory: String) -> (text: String, line: Int?) {
        var words: [Substring] = []
        var lineNumber: Int?
        var count = 0
        for line in text.split(separator: "\n") {
            if line.hasPrefix("INFO ") || line.hasPrefix("WARNING ") || line.hasPrefix("Traceback") { continue }
            count += 1
            if count > maximumLines {
                words.append("…")
                break
            }
            let own = line.hasPrefix("ERROR ") ? line.dropFirst("ERROR ".count) : line
            let first = own.split(separator: " ").first ?? ""
            let place = first.split(separator: ":", omittingEmptySubsequences: false)
            // `name:line:column:`, the last of which before a sentence is the innermost.
            if place.count == 4, let number = Int(place[1]), Int(place[2]) != nil { lineNumber = number }
            words += own.split(separator: " ")
        }
        let joined = words.joined(separator: " ")
        return (Self.without(directory, in: joined), lineNumber)
    }

    private static func without(_ directory: String, in text: String) -> String {
        var result = ""
        var rest = text[...]
        let marks = ["file://" + directory + "/", directory + "/", directory]
        while !rest.isEmpty {
            if let mark = marks.first(where: { rest.hasPrefix($0) }) {
                rest = rest.dropFirst(mark.count)
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result
    }
}
