/// The answer to a request: offers, or the reasons why there are none.
public struct OfferSetResponse: Shaped {
    public var kind: String?
    public var meta: Metadata?
    public var result: OfferSetResult?
    public var offers: [Session] = []

    public init() {
        kind = Kind.offerSet.uri
    }

    public static let shape = Shape<OfferSetResponse>(
        "OfferSetResponse", "The answer to a request: offers, or the reasons why there are none.",
        [
            Field("kind", \.kind, "Kind of the answer.", xml: .attribute),
            Field("meta", \.meta, "Identifier, messages, and on a NO the options that would make it a YES."),
            Field("result", \.result, "YES with offers, or NO with at least one message."),
            Field("offers", \.offers, "Sessions in phase OFFERED.", xml: .wrapped(item: "execution")),
        ])
}

/// Whether there are offers.
public enum OfferSetResult: String, ModelEnumeration {
    case yes = "YES"
    case no = "NO"

    public static let name = "OfferSetResult"
    public static let summary = "Whether there are offers."
}
