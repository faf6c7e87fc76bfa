import BerthDocument
import BerthModel
import BerthPlatform

extension Problem {
    /// What would take a contradiction away: each by itself, none where only the asker knows what was meant.
    func ways(in request: ExecutionRequest) -> [[Change]] {
        func value(_ member: String) -> Document? {
            request.document(following: path.appending(member).steps[...])
        }
        switch code {
        case .emptyRange:
            if path == .requestedStart { return turned(request) }
            guard let min = value("min"), let max = value("max") else { return [] }
            return [[Self.change(path.appending("min"), to: max)], [Self.change(path.appending("max"), to: min)]]
        case .emptyDuration, .negative, .doubledName, .unknownReference:
            return [[Change(path: path, to: .null, range: .absent)]]
        case .doubledProgram:
            return ["location", "script"].map {
                [Change(path: ["executable", .member($0)], to: .null, range: .absent)]
            }
        case .doubledModel:
            return [[Change(path: DocumentPath(path.steps.dropLast()), to: .null, range: .absent)]]
        default: return []
        }
    }

    /// The earlier end first.
    private func turned(_ request: ExecutionRequest) -> [[Change]] {
        guard let start = request.schedule?.requested?.start, start.end < start.start else { return [] }
        let turned = Interval(start: start.end, end: start.start)
        return [[Change(path: .requestedStart, to: .text("\(turned)"), range: .text(pattern: nil))]]
    }

    private static func change(_ path: DocumentPath, to value: Document) -> Change {
        guard case .integer(let number) = value else {
            return Change(path: path, to: value, range: .text(pattern: nil))
        }
        return Change(path: path, to: value, range: .integers(min: number, max: number, unit: nil))
    }
}
