/// The syntaxes in which a document can be written.
public enum Syntax: String, Sendable, Hashable, CaseIterable {
    case json, yaml, xml
}

extension Syntax: CustomStringConvertible {
    /// The name as people write it: `JSON`, `YAML`, `XML`.
    public var description: String {
        switch self {
        case .json: "JSON"
        case .yaml: "YAML"
        case .xml: "XML"
        }
    }
}
