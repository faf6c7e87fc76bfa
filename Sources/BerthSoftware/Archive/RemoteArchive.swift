import BerthDocument
import BerthHTTP

/// A zip archive behind an address: its list and single members are fetched, never all of it.
struct RemoteArchive: Sendable {
    /// As messages call it.
    let name: String
    let url: String
    private let fetcher: Fetcher
    private let size: Int
    let members: [ZipDirectory.Member]

    /// Bytes of a member that is read, compressed and not.
    static let mostMemberBytes = Codemeta.limits.sizeBytes

    /// - Throws: `badArchive`, and as `Fetcher.get`.
    init(_ url: String, name: String, _ fetcher: Fetcher) async throws(SoftwareError) {
        let tail = try await fetcher.part(url, name: name, .last(ZipDirectory.tailBytes))
        do throws(ZipDirectory.Fault) {
            let place = try ZipDirectory.place(inTail: tail.bytes, size: tail.size)
            let first = tail.size - tail.bytes.count
            let list: [UInt8]
            if place.offset >= first {
                list = Array(tail.bytes[(place.offset - first)..<(place.offset - first + place.bytes)])
            } else {
                list = try await Self.bytes(place, url, name, fetcher)
            }
            members = try ZipDirectory(list, count: place.members).members
        } catch {
            throw Self.fault(error.message, name)
        }
        self.name = name
        self.url = url
        self.fetcher = fetcher
        size = tail.size
    }

    private static func bytes(
        _ place: ZipDirectory.Place, _ url: String, _ name: String, _ fetcher: Fetcher
    ) async throws(ZipDirectory.Fault) -> [UInt8] {
        do throws(SoftwareError) {
            return try await fetcher.part(url, name: name, .from(place.offset, bytes: place.bytes)).bytes
        } catch {
            throw ZipDirectory.Fault(message: "its list of members cannot be fetched: \(error.message)")
        }
    }

    /// Names below the folder that holds everything, as archives of repositories have one.
    var names: [String] {
        let files = members.map(\.name).filter { !$0.hasSuffix("/") }
        guard let root = commonRoot else { return files }
        return files.map { String($0.dropFirst(root.count)) }
    }

    private var commonRoot: String? {
        guard let first = members.first?.name, let slash = first.firstIndex(of: "/") else { return nil }
        let root = String(first[...slash])
        return members.allSatisfy { $0.name.hasPrefix(root) } ? root : nil
    }

    /// The member of that name that lies highest.
    func member(called name: String) -> ZipDirectory.Member? {
        members.filter { $0.name == name || $0.name.hasSuffix("/" + name) }
            .min { ($0.name.split(separator: "/").count, $0.name) < ($1.name.split(separator: "/").count, $1.name) }
    }

    /// Its bytes, with their checksum looked at.
    ///
    /// - Throws: `badArchive`, `tooLarge`, and as `Fetcher.get`.
    func bytes(of member: ZipDirectory.Member) async throws(SoftwareError) -> [UInt8] {
        let limit = Self.mostMemberBytes
        guard member.bytes <= limit, member.compressedBytes <= limit else {
            throw SoftwareError(
                .tooLarge, "\(member.name) in \(name) has more than \(limit >> 20) MiB; a description is shorter.",
                subject: name)
        }
        if member.isEncrypted { throw Self.fault("\(member.name) in it is encrypted", name) }
        guard member.method == 0 || member.method == 8 else {
            throw Self.fault("\(member.name) in it is compressed in a way that is not read here; deflate is", name)
        }
        // An archive may say of a member that it lies anywhere, also where no number is behind.
        guard size >= 30, member.offset <= size - 30 else { throw Self.fault("it is damaged", name) }
        // The header of the member has a name and extra fields of its own, which are as long as it says.
        let head = try await fetcher.part(url, name: name, .from(member.offset, bytes: 30)).bytes
        guard head.count == 30, ZipDirectory.marked(head, 0, 0x0403_4b50) else {
            throw Self.fault("it is damaged", name)
        }
        let start =
            member.offset + 30 + Int(ZipDirectory.number16(head, 26)) + Int(ZipDirectory.number16(head, 28))
        guard start <= size - member.compressedBytes else { throw Self.fault("it is damaged", name) }
        if member.compressedBytes == 0 { return [] }
        let raw = try await fetcher.part(url, name: name, .from(start, bytes: member.compressedBytes)).bytes
        guard raw.count == member.compressedBytes else { throw Self.fault("it is damaged", name) }
        return try Self.unpacked(raw, member, name)
    }

    static func unpacked(
        _ raw: [UInt8], _ member: ZipDirectory.Member, _ name: String
    ) throws(SoftwareError) -> [UInt8] {
        var bytes = raw
        if member.method == 8 {
            do throws(RawInflate.Fault) {
                // One byte more than is said shows a member that says too little of itself.
                bytes = try RawInflate.decompress(raw, limitBytes: member.bytes)
            } catch {
                throw fault(
                    error == .tooLarge ? "\(member.name) in it is larger than it says" : "it is damaged", name)
            }
        }
        guard bytes.count == member.bytes, RawInflate.checksum(bytes) == member.checksum else {
            throw fault("\(member.name) in it does not match its checksum", name)
        }
        return bytes
    }

    private static func fault(_ message: String, _ name: String) -> SoftwareError {
        SoftwareError(.badArchive, "The archive \(name) cannot be read: \(message).", subject: name)
    }
}
