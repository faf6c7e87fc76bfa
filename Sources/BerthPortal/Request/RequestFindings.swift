import BerthDocument
import BerthModel

/// What is wrong with a request, for the fields of its form.
struct RequestFindings: Sendable {
    /// Sentences by path, and in the order of their finding.
    var problems: [(path: DocumentPath, sentence: String)] = []

    init(_ request: Document) {
        let (value, problems) = ExecutionRequest.reading(request, from: .json)
        let all = problems.filter { $0.gravity != .unused } + (problems.isEmpty ? value.validated() : [])
        self.problems = all.map { ($0.path, Self.sentence($0)) }
    }

    /// Without the path before it: the field is its place.
    private static func sentence(_ problem: Problem) -> String {
        let head = "\(problem.path): "
        let text = problem.message.hasPrefix(head) ? String(problem.message.dropFirst(head.count)) : problem.message
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    /// Sentences for a field: those of its value, and of parts of it that have no field.
    func sentences(at path: DocumentPath) -> [String] {
        problems.filter { $0.path.steps.starts(with: path.steps) }.map(\.sentence)
    }
}
