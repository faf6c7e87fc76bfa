import BerthDocument
import BerthModel

/// The members that a document could have at a place, for guesses at what was meant by one that is not known.
struct MemberNames: Sendable {
    private let type: ValueType
    private let document: Document
    /// The members of a value of a kind that the shapes do not know.
    private let outline: @Sendable (String) -> Outline?

    init(
        _ type: ValueType, in document: Document, kind outline: @escaping @Sendable (String) -> Outline? = { _ in nil }
    ) {
        self.type = type
        self.document = document
        self.outline = outline
    }

    /// The names at a place; empty where any may stand.
    func names(at path: DocumentPath) -> [String] {
        var type = type
        var value: Document? = document
        for step in path.steps {
            switch (step, type) {
            case (.index(let index), .list(let element)):
                type = element
                if case .list(let items)? = value, items.indices.contains(index) { value = items[index] }
            case (.member(let name), _):
                // XML writes a list of one as the one.
                if case .list(let element) = type { type = element }
                guard let field = fields(of: type, value).first(where: { $0.name == name }) else { return [] }
                type = field.type()
                value = value?[name]
            default: return []
            }
        }
        return fields(of: type, value).map(\.name)
    }

    private func fields(of type: ValueType, _ value: Document?) -> [FieldOutline] {
        switch type {
        case .shape(let outline): return outline.fields
        case .family(let family):
            guard let kind = value?["kind"]?.text.flatMap({ Kind(uri: $0) }) else { return [] }
            return family.members.first { $0.kind == kind }?.outline().fields ?? []
        case .any: return value?["kind"]?.text.flatMap { outline($0) }?.fields ?? []
        default: return []
        }
    }

    /// A problem about a member that is not known, with a guess at what was meant.
    ///
    /// - Parameter noun: `member` or `key`.
    func withGuess(_ problem: Problem, noun: String) -> Problem {
        guard problem.code == .unknownMember, case .member(let name)? = problem.path.steps.last else { return problem }
        let around = DocumentPath(Array(problem.path.steps.dropLast()))
        var problem = problem
        problem.message =
            "\(problem.path): this \(noun) is not known."
            + Suggestion.sentence(for: name, among: names(at: around), quoting: false)
        return problem
    }

    /// What a broker said to a task, with a guess at what was meant by each member that it ignored.
    static func withGuesses(_ meta: Metadata?, for task: Document) -> Metadata? {
        guard var meta else { return nil }
        let names = MemberNames(ExecutionRequest.type, in: task)
        for (index, message) in meta.messages.enumerated() {
            guard message.level == .info, let text = message.message, text == message.values["problem"],
                let path = message.values["path"].flatMap({ DocumentPath($0) }),
                case .member(let name)? = path.steps.last
            else { continue }
            let known = names.names(at: DocumentPath(Array(path.steps.dropLast())))
            if known.contains(name) { continue }
            meta.messages[index].message = text + Suggestion.sentence(for: name, among: known, quoting: false)
        }
        return meta
    }
}
