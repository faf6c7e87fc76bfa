import BerthData
import BerthDocument

/// What the files of a record say of it.
extension ZenodoCatalogue {
    struct Description: Sendable, Hashable {
        var codemeta: [UInt8]?
        /// What the codemeta.json is called in messages.
        var name = "codemeta.json"
        var files: [String] = []
        /// What holds the files.
        var holder = "The record"
        var findings: [String] = []
    }

    /// Archives of one record that are looked into.
    static let mostArchives = 3

    /// Looked for once for each revision of a record; what only failed now is looked for again.
    func description(of record: ZenodoRecord) async -> Description {
        let key = "zenodo|files|\(settings.url)|\(record.id)|\(record.revision)"
        if let kept = await shelf.get(key),
            let document = try? ZenodoAnswer.read(kept.bytes, name: settings.name)
        {
            return Description(document)
        }
        var description = Description()
        description.files = record.files.map(\.name)
        var isWhole = true
        if record.files.isEmpty {
            description.findings.append(
                record.isOpen ? "The record has no files." : "The files of the record are not open to everybody.")
        } else {
            isWhole = await look(into: record, &description)
        }
        // Bytes that are no text would come back as others.
        if let codemeta = description.codemeta, String(validating: codemeta, as: UTF8.self) == nil { isWhole = false }
        if isWhole, let bytes = try? description.document.written(as: .json) {
            await shelf.put(key, bytes, at: now())
        }
        return description
    }

    /// Returns whether it would find the same again.
    private func look(into record: ZenodoRecord, _ description: inout Description) async -> Bool {
        func isDescription(_ name: String) -> Bool {
            name == "codemeta.json" || name.hasSuffix("/codemeta.json") || name.hasSuffix(".codemeta.json")
        }
        if let file = record.files.first(where: { isDescription($0.name) }), let url = address(of: file, record) {
            do throws(SoftwareError) {
                description.codemeta = try await fetcher.get(
                    url, name: "\(file.name) of record \(record.id)", maximumBytes: fetcher.limits.descriptionBytes)
                return true
            } catch {
                description.findings.append(error.message)
                return !Self.passes(error)
            }
        }
        var isWhole = true
        let archives = record.files.filter { $0.name.lowercased().hasSuffix(".zip") }
        for file in archives.prefix(Self.mostArchives) {
            guard let url = address(of: file, record) else { continue }
            do throws(SoftwareError) {
                let name = file.name.split(separator: "/").last.map(String.init) ?? file.name
                let archive = try await RemoteArchive(url, name: name, fetcher)
                description.files = archive.names
                description.holder = "The archive \(name)"
                guard let member = archive.member(called: "codemeta.json") else { continue }
                description.name = "codemeta.json in \(name)"
                description.codemeta = try await archive.bytes(of: member)
                return true
            } catch {
                description.findings.append(error.message)
                if Self.passes(error) { isWhole = false }
            }
        }
        // An archive that could not be read has said why there is none.
        if description.findings.isEmpty {
            description.findings.append("No codemeta.json is among its files.")
        }
        return isWhole
    }

    func address(of file: ZenodoRecord.File, _ record: ZenodoRecord) -> String? {
        let name = DataURL.encoded(file.name)
        guard let url = file.url else { return "\(settings.url)/records/\(record.id)/files/\(name)/content" }
        // Names stand in addresses as they are: what has a meaning there is none in a name.
        for tail in ["/content", ""] where url.hasSuffix("/" + file.name + tail) {
            return url.dropLast(file.name.count + tail.count) + name + tail
        }
        return url.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "%20")
    }

    /// Whether it may be otherwise in a while.
    private static func passes(_ error: SoftwareError) -> Bool {
        [.unreachable, .tooSlow, .tooBusy].contains(error.code)
    }
}

extension ZenodoCatalogue.Description {
    /// As it is kept on a shelf.
    var document: Document {
        var document: Document = ["name": .text(name), "holder": .text(holder)]
        if let codemeta { document.set(.list([.text(String(decoding: codemeta, as: UTF8.self))]), at: ["codemeta"]) }
        document.set(.list(files.map { .text($0) }), at: ["files"])
        document.set(.list(findings.map { .text($0) }), at: ["findings"])
        return document
    }

    init(_ document: Document) {
        func texts(_ name: String) -> [String] { Codemeta.items(document[name]).compactMap(\.value.text) }
        codemeta = texts("codemeta").first.map { Array($0.utf8) }
        name = document["name"]?.text ?? "codemeta.json"
        files = texts("files")
        holder = document["holder"]?.text ?? "The record"
        findings = texts("findings")
    }
}
