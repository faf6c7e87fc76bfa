import BerthDocument
import BerthModel

/// A document of the interface, in the syntax that somebody wants it in.
struct WireDocument: Sendable {
    /// Which document it is.
    enum Form: Sendable, CaseIterable {
        case request, answer, session, sessions, update

        /// The root element in XML.
        var root: String {
            switch self {
            case .request: XMLRoots.executionRequest
            case .answer: XMLRoots.offerSetResponse
            case .session: XMLRoots.session
            case .sessions: XMLRoots.sessionList
            case .update: XMLRoots.update
            }
        }

        var noun: String {
            switch self {
            case .request: "a task"
            case .answer: "an answer of a broker"
            case .session: "a session"
            case .sessions: "a list of sessions"
            case .update: "an update"
            }
        }

        /// What a document seems to be, by its root element, its kind and its members.
        init(of input: InputDocument) {
            let kind = input.document["kind"]?.text.flatMap { Kind(uri: $0) }
            if let root = input.root, let form = Form.allCases.first(where: { $0.root == root }) {
                self = form
            } else if kind == .offerSet || input.document["result"] != nil || input.document["offers"] != nil {
                self = .answer
            } else if kind == .simpleSession || kind == .scheduledSession || input.document["phase"] != nil {
                self = .session
            } else if input.document["sessions"] != nil {
                self = .sessions
            } else if kind?.family == "update" || input.document["path"] != nil {
                self = .update
            } else {
                self = .request
            }
        }
    }

    var form: Form
    /// As the syntax wants it.
    private var bytes: [UInt8]
    /// Members that the model does not know and that could not be kept.
    private(set) var dropped: [DocumentPath] = []

    var text: [UInt8] { bytes.last == UInt8(ascii: "\n") ? bytes : bytes + [UInt8(ascii: "\n")] }

    /// Converts a document.
    ///
    /// - Parameter wanted: the form that it must have; any when nil.
    /// - Throws: `badInput` for a document that is of no form of the interface, or of another one.
    init(_ input: InputDocument, of wanted: Form? = nil, as syntax: Syntax) throws(ProgramError) {
        let seeming = Form(of: input)
        if let wanted, wanted != seeming {
            throw ProgramError(
                .badInput, "\(input.name): this is \(seeming.noun), and \(wanted.noun) is needed.", subject: input.name)
        }
        form = seeming
        switch form {
        case .request: (bytes, dropped) = try Self.convert(ExecutionRequest.self, input, syntax, form.root)
        case .answer: (bytes, dropped) = try Self.convert(OfferSetResponse.self, input, syntax, form.root)
        case .session: (bytes, dropped) = try Self.convert(Session.self, input, syntax, form.root)
        case .sessions: (bytes, dropped) = try Self.convert(SessionList.self, input, syntax, form.root)
        case .update: (bytes, dropped) = try Self.convert(Update.self, input, syntax, form.root)
        }
    }

    private static func convert<Value: ModelValue>(
        _: Value.Type, _ input: InputDocument, _ syntax: Syntax, _ root: String
    ) throws(ProgramError) -> ([UInt8], [DocumentPath]) {
        var reader = ModelReader(syntax: input.syntax)
        let value = Value.read(input.document, &reader)
        let wrong = reader.problems.filter { $0.gravity != .unused }
        guard let value, wrong.isEmpty, let written = value.write(ModelWriter(syntax: syntax)) else {
            let lines = ProblemLines.lines(wrong, in: input.name, SourceMap(input.bytes, input.syntax))
            throw ProgramError(.badInput, lines.joined(separator: "\n"), subject: input.name)
        }
        var document = written
        var dropped: [DocumentPath] = []
        for problem in reader.problems where problem.gravity == .unused {
            // The paths of XML are not those of the others: lists stand in elements of their own.
            let isKept =
                syntax != .xml && input.syntax != .xml
                && input.document.value(at: problem.path).map { document.set($0.resolvedTree(), at: problem.path) }
                    ?? false
            if !isKept { dropped.append(problem.path) }
        }
        do throws(DocumentError) {
            return (
                try document.written(as: syntax, root: root, namespace: XMLRoots.namespace, pretty: true), dropped
            )
        } catch {
            throw ProgramError(.badInput, "\(input.name): \(error.message)", subject: input.name, cause: error.cause)
        }
    }
}
