/// Where in a text the members of its document stand: a second reading, for messages to people.
public struct SourceMap: Sendable {
    private let bytes: [UInt8]
    private let syntax: Syntax
    private let limits: DocumentLimits
    private let places: [DocumentPath: DocumentError.Position]

    public init(_ bytes: [UInt8], _ syntax: Syntax, limits: DocumentLimits = .standard) {
        self.bytes = bytes
        self.syntax = syntax
        self.limits = limits
        places =
            switch syntax {
            case .json: [:]
            case .yaml: YAMLReader.places(bytes, limits: limits)
            case .xml: XMLReader.places(bytes, limits: limits)
            }
    }

    /// The place of a member, or of the nearest one around it; `nil` for a text that cannot be read.
    public func position(of path: DocumentPath) -> DocumentError.Position? {
        var path = path
        while true {
            let found =
                syntax == .json ? JSONScanner.position(of: path, in: bytes, depth: limits.depth) : places[path]
            if found != nil || path.isRoot { return found }
            path.removeLast()
        }
    }
}
