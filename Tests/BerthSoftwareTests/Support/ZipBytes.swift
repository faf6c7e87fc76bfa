@testable import BerthSoftware

/// Archives as tests need them: stored members, and deflated ones whose bytes are given.
enum ZipBytes {
    struct Member {
        var name: String
        var bytes: [UInt8]
        /// What stands in the archive when it is deflated.
        var deflated: [UInt8]?
        /// What the archive says of its size; the truth unless set.
        var said: Int?
        /// Where the archive says that it lies, in 64 bits; the truth unless set.
        var place: Int?
    }

    static func archive(_ members: [Member], comment: String = "", zip64: Bool = false) -> [UInt8] {
        var archive: [UInt8] = []
        var list: [UInt8] = []
        for member in members {
            let raw = member.deflated ?? member.bytes
            let method = member.deflated == nil ? 0 : 8
            let sizes =
                number(Int(RawInflate.checksum(member.bytes)), 4) + number(raw.count, 4)
                + number(member.said ?? member.bytes.count, 4) + number(member.name.utf8.count, 2)
            let offset = archive.count
            archive += number(0x0403_4b50, 4) + number(20, 2) + number(0, 2) + number(method, 2) + number(0, 4)
            archive += sizes + number(0, 2) + Array(member.name.utf8) + raw
            list += number(0x0201_4b50, 4) + number(20, 2) + number(20, 2) + number(0, 2) + number(method, 2)
            let extra = member.place.map { number(1, 2) + number(8, 2) + number($0, 8) } ?? []
            list += number(0, 4) + sizes + number(extra.count, 2) + number(0, 2) + number(0, 4) + number(0, 4)
            list += number(member.place == nil ? offset : 0xFFFF_FFFF, 4) + Array(member.name.utf8) + extra
        }
        let offset = archive.count
        archive += list
        if zip64 {
            let place = archive.count
            archive += number(0x0606_4b50, 4) + number(44, 8) + number(45, 2) + number(45, 2) + number(0, 8)
            archive += number(members.count, 8) + number(members.count, 8) + number(list.count, 8) + number(offset, 8)
            archive += number(0x0706_4b50, 4) + number(0, 4) + number(place, 8) + number(1, 4)
        }
        let count = zip64 ? 0xFFFF : members.count
        archive += number(0x0605_4b50, 4) + number(0, 4) + number(count, 2) + number(count, 2)
        archive += number(zip64 ? 0xFFFF_FFFF : list.count, 4) + number(zip64 ? 0xFFFF_FFFF : offset, 4)
        return archive + number(comment.utf8.count, 2) + Array(comment.utf8)
    }

    static func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    /// "hello hello hello hello" as zlib deflates it.
    static let hello = Array("hello hello hello hello".utf8)
    static let deflatedHello: [UInt8] = [0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x57, 0xc8, 0x40, 0x27, 0x01]
}
