import BerthDocument

@testable import BerthModel

/// Every type that stands on the wire, found by walking from the documents that are sent, through families and lists.
struct ShapedTypes {
    /// What is sent and received as a whole.
    static let roots: [any ModelValue.Type] = [
        ExecutionRequest.self, OfferSetResponse.self, Session.self, Update.self, ProblemDocument.self,
        SessionList.self, PlatformList.self, PlatformAnswer.self, Health.self,
    ]

    private(set) var shaped: [ObjectIdentifier: any Shaped.Type] = [:]
    private(set) var families: [ObjectIdentifier: any Family.Type] = [:]
    private(set) var names: Set<String> = []

    /// All of them.
    init() {
        for root in Self.roots { visit(root) }
    }

    private mutating func visit(_ type: Any.Type) {
        if let list = type as? any Holding.Type {
            visit(list.held)
        } else if let shaped = type as? any Shaped.Type {
            if self.shaped.updateValue(shaped, forKey: ObjectIdentifier(shaped)) == nil { visitProperties(shaped) }
        } else if let family = type as? any Family.Type {
            if families.updateValue(family, forKey: ObjectIdentifier(family)) == nil { visitKinds(family) }
        }
    }

    private mutating func visitProperties<T: Shaped>(_ type: T.Type) {
        names.insert(T.shape.name)
        for property in Mirror(reflecting: T()).children { visit(Swift.type(of: property.value)) }
    }

    private mutating func visitKinds<T: Family>(_ type: T.Type) {
        for member in T.members {
            var reader = ModelReader(syntax: .json)
            for kind in Mirror(reflecting: member.read([], &reader)).children { visit(Swift.type(of: kind.value)) }
        }
    }
}

/// A type that holds values of another.
private protocol Holding {
    static var held: Any.Type { get }
}

extension Optional: Holding { static var held: Any.Type { Wrapped.self } }
extension Array: Holding { static var held: Any.Type { Element.self } }
