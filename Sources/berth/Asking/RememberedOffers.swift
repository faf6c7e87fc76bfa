import BerthDocument
import BerthModel

/// The offers of the last answer, so that `berth accept 1` knows what 1 is.
struct RememberedOffers: Shaped, Equatable {
    /// The broker that made them.
    var url: String?
    var offers: [UUID] = []
    /// The answer that they are of, also where it has none.
    var answer: UUID?
    /// The file, or the draft, that was asked about.
    var task: String?

    static let shape = Shape<RememberedOffers>(
        "RememberedOffers", "The offers of the last answer.",
        [
            Field("url", \.url, "The broker."),
            Field("offers", \.offers, "The offers, in the order of the answer."),
            Field("answer", \.answer, "The offer set."),
            Field("task", \.task, "The file, or the draft, that was asked about."),
        ])

    /// - Returns: nil when nothing is remembered, or nothing that can be read.
    static func read(from path: String) -> RememberedOffers? {
        guard LocalFile.exists(path), let bytes = try? LocalFile.read(path),
            let document = try? Document.read(bytes, as: .json)
        else { return nil }
        return RememberedOffers.reading(document, from: .json).value
    }

    /// - Throws: `cannotWrite`.
    func write(to path: String) throws(ProgramError) {
        guard let bytes = try? document(for: .json).written(as: .json, pretty: true) else { return }
        if let slash = path.lastIndex(of: "/") { try LocalFile.makeFolder(String(path[..<slash])) }
        try LocalFile.write(bytes, to: path)
    }
}
