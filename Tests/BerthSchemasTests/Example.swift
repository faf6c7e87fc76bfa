import BerthDocument
import BerthModel
import BerthSchemas

/// One of the files of `examples/`: written by hand in YAML, and from that in JSON and XML.
struct Example: Sendable, CustomStringConvertible {
    /// What kind of document it is.
    enum Root: Sendable {
        case request, update, offerSet, session
    }

    /// The name without its ending.
    var name: String
    var description: String { name }

    static let all: [Example] = {
        let names = (try? RepositoryFiles.names(in: "examples")) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.map { Example(name: String($0.dropLast(5))) }
    }()

    var root: Root {
        if name.hasPrefix("offerset") { return .offerSet }
        if name.hasPrefix("session") { return .session }
        return name == "accept" ? .update : .request
    }

    /// The name of the root element in XML.
    var element: String {
        switch root {
        case .request: XMLRoots.executionRequest
        case .update: XMLRoots.update
        case .offerSet: XMLRoots.offerSetResponse
        case .session: XMLRoots.session
        }
    }

    func path(_ syntax: Syntax) -> String { "examples/\(name).\(syntax.rawValue)" }

    func document(_ syntax: Syntax) throws -> Document {
        try Document.read(try RepositoryFiles.read(path(syntax)), as: syntax)
    }

    /// The value in the form that another syntax wants, with everything that is wrong with it.
    func converted(from syntax: Syntax, to other: Syntax) throws -> (document: Document, problems: [Problem]) {
        let document = try document(syntax)
        switch root {
        case .request: return Self.converted(ExecutionRequest.self, document, syntax, other)
        case .offerSet: return Self.converted(OfferSetResponse.self, document, syntax, other)
        case .session: return Self.converted(Session.self, document, syntax, other)
        case .update:
            var reader = ModelReader(syntax: syntax)
            let update = Update.read(document, &reader)
            return (update?.write(ModelWriter(syntax: other)) ?? .null, reader.problems)
        }
    }

    private static func converted<Value: Shaped>(
        _: Value.Type, _ document: Document, _ syntax: Syntax, _ other: Syntax
    ) -> (document: Document, problems: [Problem]) {
        let (value, problems) = Value.reading(document, from: syntax)
        return (value.document(for: other), problems)
    }

    /// The bytes that the file of a syntax should have.
    func bytes(_ syntax: Syntax) throws -> [UInt8] {
        let bytes = try converted(from: .yaml, to: syntax).document.written(
            as: syntax, root: element, namespace: XMLRoots.namespace, pretty: true)
        return bytes.last == 10 ? bytes : bytes + [10]
    }
}
