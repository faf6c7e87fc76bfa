extension Document { public func resolved() -> Document { self } }
extension DocumentPath: CustomStringConvertible { public var description: String { "" } }
public enum Syntax: Sendable { case json, yaml, xml }
