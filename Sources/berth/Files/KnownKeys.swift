import BerthDocument
import BerthSignatures

/// Keys of brokers that this person has met, so that what they signed can be checked without asking anybody. A file of
/// lines, each the identifier of a broker, a key, and where the broker was; people may edit it.
struct KnownKeys: Equatable {
    struct Entry: Equatable {
        var broker: String
        var key: PublicKey
        var url: String

        var line: String { "\(broker) \(key.text) \(url)" }
    }

    private(set) var entries: [Entry] = []

    /// Entries that are kept; the oldest go first.
    static let most = 1000

    /// What has been learned of a broker.
    enum News: Equatable { case nothing, new([PublicKey]) }

    init() {}

    /// - Throws: `cannotRead`, `badInput` with the line.
    init(at path: String) throws(ProgramError) {
        if LocalFile.isMissing(path) { return }
        let text = String(decoding: try LocalFile.read(path), as: UTF8.self)
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(separator: " ")
            if words.isEmpty || line.hasPrefix("#") { continue }
            guard words.count == 3, let key = PublicKey(text: words[1]) else {
                throw ProgramError(
                    .badInput, "\(path):\(index + 1): this is no broker, key and URL; mend the line or take it out.",
                    subject: path)
            }
            entries.append(Entry(broker: String(words[0]), key: key, url: String(words[2])))
        }
    }

    /// Those of a broker.
    func keys(of broker: String) -> [PublicKey] { entries.filter { $0.broker == broker }.map(\.key) }

    /// Remembers the keys of a broker.
    ///
    /// - Parameter replacing: also where it has none of those that are known: it may be somebody else.
    /// - Throws: `badInput` for a document that holds none; `strangeKey`.
    mutating func learn(_ document: Document, from url: String, replacing: Bool) throws(ProgramError) -> News {
        let found: [PublicKey]
        do throws(SignatureError) { found = try PublicKey.keys(in: document) } catch {
            throw ProgramError(.badInput, "The keys of \(url) cannot be read: \(error.message)", subject: url)
        }
        guard let broker = document["broker"]?.text, !broker.isEmpty, !broker.contains(where: \.isWhitespace) else {
            throw ProgramError(.badInput, "The keys of \(url) do not say whose they are.", subject: url)
        }
        let known = keys(of: broker)
        if !known.isEmpty, !found.contains(where: known.contains) {
            guard replacing else {
                throw ProgramError(
                    .strangeKey,
                    "\(url) has other keys than the ones that are remembered of the broker \(broker): somebody may "
                        + "stand in its place. Ask whoever runs it for its key; if it is \(found[0].name), remember it "
                        + "in place of the old ones: berth key --replace.", subject: broker)
            }
            entries.removeAll { $0.broker == broker }
        }
        let new = found.filter { !keys(of: broker).contains($0) }
        entries += new.map { Entry(broker: broker, key: $0, url: url) }
        if entries.count > Self.most { entries.removeFirst(entries.count - Self.most) }
        return new.isEmpty ? .nothing : .new(new)
    }

    /// - Throws: `cannotWrite`.
    func write(to path: String) throws(ProgramError) {
        let text = entries.map { $0.line + "\n" }.joined()
        if let slash = path.lastIndex(of: "/") { try LocalFile.makeFolder(String(path[..<slash])) }
        try LocalFile.write(Array("# Keys of brokers, see berth help key.\n\(text)".utf8), to: path)
    }
}
