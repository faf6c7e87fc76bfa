import BerthBroker
import BerthClient
import BerthDocument
import BerthModel

/// A snapshot in a file.
struct KeptSnapshot: Sendable {
    let name: String
    let snapshot: Snapshot

    /// - Throws: `cannotRead`, `badInput`.
    init(_ path: String) throws(ProgramError) {
        try self.init(
            try LocalFile.read(path, largest: DocumentLimits.ofSnapshots.sizeBytes),
            name: path == "-" ? "<input>" : path)
    }

    init(_ bytes: [UInt8], name: String) throws(ProgramError) {
        self.name = name
        let syntax = InputDocument.syntax(of: bytes, name)
        let document: Document
        do throws(DocumentError) {
            document = try Document.read(bytes, as: syntax, limits: .ofSnapshots).resolvedTree()
        } catch {
            let place = error.position.map { ":\($0.line):\($0.column)" } ?? ""
            throw ProgramError(.badInput, "\(name)\(place): \(error.message)", subject: name, cause: error.cause)
        }
        guard document["request"] != nil, document["platforms"] != nil else {
            throw ProgramError(.badInput, "\(name) is no snapshot; berth snapshot writes one.", subject: name)
        }
        var reader = ModelReader(syntax: .json)
        let snapshot = Snapshot.read(document, &reader)
        if let snapshot, snapshot.format > Snapshot.currentFormat {
            throw ProgramError(
                .badInput, "\(name) was written by a later program, \(snapshot.program); read it with that one.",
                subject: name)
        }
        let wrong = reader.problems.first { $0.gravity == .malformed }
        guard let snapshot, wrong == nil else {
            throw ProgramError(.badInput, "\(name): \(wrong?.message ?? "it is no snapshot")", subject: name)
        }
        if !snapshot.isWhole {
            throw ProgramError(.badInput, "\(name) ends too early; a part of the snapshot is missing.", subject: name)
        }
        for platform in snapshot.platforms {
            let families = Dictionary(grouping: platform.held.compactMap(\.siblings)) { $0 }
            let most = families.values.map(\.count).max() ?? 0
            if most > Self.mostSiblings || platform.capacity?.closures.count ?? 0 > Self.mostClosures {
                throw ProgramError(
                    .badInput, "\(name) has more siblings or closures than a broker ever has.", subject: name)
            }
        }
        self.snapshot = snapshot
    }

    /// Each more costs more than the one before.
    private static let mostSiblings = 100
    private static let mostClosures = 100
}
