import BerthDocument
import BerthModel

/// A request that somebody pastes: YAML or JSON, as `berth ask` takes it.
enum RequestText {
    struct Fault: Error, Sendable, Hashable {
        /// One sentence with the line.
        var message: String
    }

    static func read(_ text: String) throws(Fault) -> Document {
        let bytes = Array(text.utf8)
        let syntax: Syntax = bytes.first { $0 > 0x20 } == UInt8(ascii: "{") ? .json : .yaml
        let document: Document
        do throws(DocumentError) {
            document = try Document.read(bytes, as: syntax)
        } catch {
            let place = error.position.map { "Line \($0.line), column \($0.column): " } ?? ""
            throw Fault(message: place + error.message)
        }
        guard case .map = document else {
            throw Fault(
                message: "This is no request; it begins with a member such as executable: or {\"executable\": …}.")
        }
        let (request, problems) = ExecutionRequest.reading(document, from: syntax)
        if let problem = problems.first(where: { $0.gravity == .malformed }) { throw Fault(message: problem.message) }
        guard request.executable != nil else {
            throw Fault(message: "This request has no executable, which says what is to run.")
        }
        // The shapes know what is a text and what is a number where YAML leaves it open; the rest stays as it is.
        return overlaid(document.resolvedTree(), request.document(for: .json))
    }

    private static func overlaid(_ whole: Document, _ known: Document) -> Document {
        switch (whole, known) {
        case (.map(var members), .map(let others)):
            for other in others.members {
                members[other.name] = members[other.name].map { overlaid($0, other.value) } ?? other.value
            }
            return .map(members)
        case (.list(let items), .list(let others)) where items.count == others.count:
            return .list(zip(items, others).map(overlaid))
        default: return known
        }
    }
}
