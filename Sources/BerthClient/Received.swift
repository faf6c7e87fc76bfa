public import BerthDocument
public import BerthModel

/// A document of a broker: what it means, and how it was written.
///
/// Reading is tolerant: words, members and kinds that are not known here are missing in the value, and are still in the
/// document.
public struct Received<Value: Sendable>: Sendable {
    public var value: Value
    public var document: Document
    /// Where the broker says that it can be read again.
    public var location: String?

    public init(_ value: Value, _ document: Document, location: String? = nil) {
        self.value = value
        self.document = document
        self.location = location
    }
}

extension Received: Equatable where Value: Equatable {}

extension Received where Value == OfferSetResponse {
    /// Whether there are offers: what the answer says, or what it has when it does not say.
    public var isYes: Bool { value.result.map { $0 == .yes } ?? !value.offers.isEmpty }
}
