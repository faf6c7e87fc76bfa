import BerthDocument
import BerthModel

/// Problems of a file as compilers write them: `file:line:column: message`, in the order of the file.
enum ProblemLines {
    static func lines(_ problems: [Problem], in name: String, _ places: SourceMap) -> [String] {
        let placed = problems.enumerated().map { (place: places.position(of: $1.path), order: $0, problem: $1) }
        let sorted = placed.sorted {
            ($0.place?.line ?? 0, $0.place?.column ?? 0, $0.order) < (
                $1.place?.line ?? 0, $1.place?.column ?? 0, $1.order
            )
        }
        return sorted.map { place, _, problem in
            let place = place.map { ":\($0.line):\($0.column)" } ?? ""
            return "\(name)\(place): \(problem.message)".printable
        }
    }
}
