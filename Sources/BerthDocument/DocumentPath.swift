/// Where in a document something is: `compute.cores.min`, `data[0].location`. The root is the empty path.
///
/// A name that would not read back (one with a dot, a bracket or a quote, or an empty one) is written as
/// `environment["my.name"]`.
public struct DocumentPath: Sendable, Hashable {
    public enum Step: Sendable, Hashable {
        case member(String)
        case index(Int)
    }

    public private(set) var steps: [Step]

    public init(_ steps: [Step] = []) {
        self.steps = steps
    }

    public static let root = DocumentPath()

    public func appending(_ name: String) -> DocumentPath { DocumentPath(steps + [.member(name)]) }
    public func appending(_ index: Int) -> DocumentPath { DocumentPath(steps + [.index(index)]) }

    public mutating func append(_ step: Step) { steps.append(step) }
    public mutating func removeLast() { steps.removeLast() }

    public var isRoot: Bool { steps.isEmpty }
}

extension DocumentPath.Step: ExpressibleByStringLiteral {
    public init(stringLiteral name: String) { self = .member(name) }
}

extension DocumentPath: ExpressibleByArrayLiteral {
    public init(arrayLiteral steps: Step...) { self.init(steps) }
}
