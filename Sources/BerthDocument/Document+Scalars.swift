extension Document {
    /// A scalar as people write it, `nil` for lists, maps and nothing.
    public var scalarText: String? {
        switch self {
        case .text(let text), .plain(let text): text
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .bool(let value): "\(value)"
        case .null, .list, .map: nil
        }
    }

    /// A number, whole or not.
    public var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    /// The document as JSON on one line; what JSON cannot write, a number that is not finite, is null.
    public var asJSON: String {
        (try? written(as: .json)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
}
