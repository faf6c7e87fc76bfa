/// Where a value of a draft came from, as its page says it.
package enum ValueOrigin: Sendable, Hashable {
    /// The authors of the software say so.
    case declared(String)
    /// It was made from something that they wrote for people; from what.
    case guessed(String)
    /// The visitor wrote it.
    case visitor
    /// A change that a platform had told, made by the visitor.
    case change

    /// In the store: one text.
    var text: String {
        switch self {
        case .declared(let from): "declared:\(from)"
        case .guessed(let from): "guessed:\(from)"
        case .visitor: "you"
        case .change: "change"
        }
    }

    init?(text: String) {
        switch text {
        case "you": self = .visitor
        case "change": self = .change
        case _ where text.hasPrefix("declared:"): self = .declared(String(text.dropFirst("declared:".count)))
        case _ where text.hasPrefix("guessed:"): self = .guessed(String(text.dropFirst("guessed:".count)))
        default: return nil
        }
    }
}
