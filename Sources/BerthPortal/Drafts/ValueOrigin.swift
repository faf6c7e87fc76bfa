/// Where a value of a draft came from, as its page says it.
package enum ValueOrigin: Sendable, Hashable {
    /// The authors of the software say so.
    case declared(String)
    /// It was made from something that they wrote for people; from what.
    case guessed(String)
    /// The visitor wrote it.
    case visitor
    /// The portal wrote it when something was added, so that there is something to begin with.
    case preset
    /// A change that a platform had told, made by the visitor.
    case change

    /// In the store: one text.
    var text: String {
        switch self {
        case .declared(let from): "declared:\(from)"
        case .guessed(let from): "guessed:\(from)"
        case .visitor: "you"
        case .preset: "preset"
        case .change: "change"
        }
    }

    init?(text: String) {
        switch text {
        case "you": self = .visitor
        case "preset": self = .preset
        case "change": self = .change
        case _ where text.hasPrefix("declared:"): self = .declared(String(text.dropFirst("declared:".count)))
        case _ where text.hasPrefix("guessed:"): self = .guessed(String(text.dropFirst("guessed:".count)))
        default: return nil
        }
    }
}
