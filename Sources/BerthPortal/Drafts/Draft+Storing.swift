import BerthDocument
import BerthModel

/// Drafts as records of the store.
extension Draft {
    /// The form in which drafts are written. Older ones are read: 0 is a request alone.
    static let version: Int64 = 1
    /// The largest draft, in bytes as it is stored.
    static let largestBytes = 512 << 10

    /// - Throws: `tooLarge`, and `badForm` for what JSON cannot hold.
    func record() throws(PortalError) -> PortalRecord {
        var members: DocumentMembers = [
            "version": .integer(Self.version), "title": .text(title), "created": .integer(created.milliseconds),
        ]
        if let software {
            members["software"] = [
                "entry": .text(software.entry), "title": .text(software.title),
                "executable": .text(software.executable),
            ]
        }
        members["origins"] = .map(
            DocumentMembers(
                uniqueMembers: origins.map { .init(name: $0.description, value: .text($1.text)) }
                    .sorted { $0.name < $1.name }))
        if !texts.isEmpty {
            members["texts"] = .map(
                DocumentMembers(
                    uniqueMembers: texts.map { .init(name: $0.description, value: .list($1.map { .text($0) })) }
                        .sorted { $0.name < $1.name }))
        }
        members["request"] = request
        let bytes: [UInt8]
        do throws(DocumentError) {
            bytes = try Document.map(members).written(as: .json)
        } catch {
            throw PortalError(.badForm, "The draft cannot be kept: \(error.message)", cause: error.cause)
        }
        guard bytes.count <= Self.largestBytes else {
            throw PortalError(
                .tooLarge,
                "The draft has \(bytes.count) bytes, and the portal keeps up to \(Self.largestBytes); put long "
                    + "programs and lists into files, and give their addresses.")
        }
        return PortalRecord(.draft, key: "\(id)", owner: owner, revision: revision, at: modified, body: bytes)
    }

    /// - Throws: `conflict` for a draft of a later portal, `gone` for one that cannot be read.
    init(_ record: PortalRecord) throws(PortalError) {
        guard let id = UUID(record.key), let document = try? Document.read(record.body, as: .json) else {
            throw Self.unreadable
        }
        if document["version"] == nil, document["executable"] != nil {
            self.init(
                id: id, owner: record.owner, title: Self.title(of: document), request: document, created: record.at)
            revision = record.revision
            return
        }
        guard case .integer(let version)? = document["version"] else { throw Self.unreadable }
        guard version <= Self.version else {
            throw PortalError(
                .conflict,
                "This draft was written by a later version of the portal (form \(version)); this one reads forms up to "
                    + "\(Self.version). Open it there, or export it there as YAML.")
        }
        guard let request = document["request"], case .map = request else { throw Self.unreadable }
        var created = record.at
        if case .integer(let milliseconds)? = document["created"] { created = Instant(milliseconds: milliseconds) }
        self.init(
            id: id, owner: record.owner, title: document["title"]?.text ?? Self.title(of: request), request: request,
            created: created)
        modified = record.at
        revision = record.revision
        if let software = document["software"], let entry = software["entry"]?.text {
            self.software = Software(
                entry: entry, title: software["title"]?.text ?? entry, executable: software["executable"]?.text ?? "")
        }
        if case .map(let members)? = document["origins"] {
            for member in members.members {
                if let path = DocumentPath(member.name),
                    let origin = member.value.text.flatMap(ValueOrigin.init(text:))
                {
                    origins[path] = origin
                }
            }
        }
        if case .map(let members)? = document["texts"] {
            for member in members.members {
                if let path = DocumentPath(member.name), case .list(let items) = member.value {
                    texts[path] = items.compactMap(\.text)
                }
            }
        }
    }

    private static let unreadable = PortalError(
        .gone, "This draft cannot be read any more; begin another one, from the catalogue or from a file.",
        way: PortalWay("/portal/ask", "Begin another"))

    /// What a request calls its own task, else its kind.
    static func title(of request: Document) -> String {
        let executable = request["executable"]
        if let name = executable?["meta"]?["name"]?.text?.trimmed, !name.isEmpty { return name }
        let kind = executable?["kind"]?.text.flatMap(Kind.init(uri:))
        return kind.map { TaskKind.title(of: $0) } ?? "A task"
    }
}
