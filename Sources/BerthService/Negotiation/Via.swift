import BerthHTTP
import BerthPlatform

/// The brokers that a question came through, so that one that comes back is known (docs/decisions/0010).
enum Via {
    static let field = "Berth-Via"
    /// No chain of brokers that is meant is so long.
    static let longest = 32

    /// The identifiers in their order; none when the question comes from a person.
    ///
    /// - Throws: `wrongParameter`.
    static func read(_ headers: HTTPHeaders) throws(Refusal) -> [String] {
        let names = headers.list(field)
        // Nothing between two commas is nobody.
        let isWhole = (headers[field] ?? "x").split(separator: ",", omittingEmptySubsequences: false)
            .allSatisfy { $0.contains { $0 != " " && $0 != "\t" } }
        guard isWhole, names.count <= longest, names.allSatisfy({ $0.isWord(with: "-_") && $0.utf8.count <= 64 }) else {
            throw Refusal(
                .wrongParameter,
                "\(field) must have at most \(longest) identifiers of brokers, with commas between them, each of at "
                    + "most 64 letters, digits, - and _.")
        }
        return names
    }
}
