/// The list of the members of a zip archive, which stands at its end. Source: APPNOTE.TXT 6.3.10, §4.3 and §4.4.
struct ZipDirectory: Sendable {
    struct Member: Sendable, Hashable {
        var name: String
        var isEncrypted: Bool
        /// 0 is stored, 8 is deflated.
        var method: UInt16
        var checksum: UInt32
        var compressedBytes: Int
        var bytes: Int
        /// Where its own header begins.
        var offset: Int
    }

    /// Where the list stands in the archive.
    struct Place: Sendable, Hashable {
        var offset: Int
        var bytes: Int
        var members: Int
    }

    /// Why an archive is not read; what is wrong and what would be right.
    struct Fault: Error, Sendable, Hashable { var message: String }

    /// The record at the end, with the longest comment, and what zip64 has before it.
    static let tailBytes = 22 + 65_535 + 20 + 56
    static let mostListBytes = 16 << 20
    static let mostMembers = 100_000

    /// Finds the list by the last bytes of an archive.
    ///
    /// - Parameters:
    ///   - tail: the last bytes, at most `tailBytes` of them.
    ///   - size: bytes of the whole archive.
    static func place(inTail tail: [UInt8], size: Int) throws(Fault) -> Place {
        let start = size - tail.count
        guard tail.count >= 22 else { throw damaged }
        for place in stride(from: tail.count - 22, through: 0, by: -1) where marked(tail, place, 0x0605_4b50) {
            guard place + 22 + Int(number16(tail, place + 20)) <= tail.count else { continue }
            if number16(tail, place + 4) != 0 && number16(tail, place + 4) != 0xFFFF {
                throw Fault(message: "it is one part of several; only whole archives are read")
            }
            var found = Place(
                offset: Int(number32(tail, place + 16)), bytes: Int(number32(tail, place + 12)),
                members: Int(number16(tail, place + 10)))
            if found.offset == 0xFFFF_FFFF || found.bytes == 0xFFFF_FFFF || found.members == 0xFFFF {
                found = try placeOf64(tail, before: place, start: start) ?? found
            }
            if found.bytes > mostListBytes || found.members > mostMembers {
                throw Fault(message: "it has more members than the \(mostMembers) that are read")
            }
            guard found.offset >= 0, found.bytes >= 0, found.offset <= size - found.bytes else { throw damaged }
            return found
        }
        throw Fault(message: "it does not end as a zip archive does")
    }

    private static func placeOf64(_ tail: [UInt8], before place: Int, start: Int) throws(Fault) -> Place? {
        guard place >= 20, marked(tail, place - 20, 0x0706_4b50) else { return nil }
        guard let offset = number64(tail, place - 12), offset >= start, offset - start <= tail.count - 56,
            marked(tail, offset - start, 0x0606_4b50), let members = number64(tail, offset - start + 32),
            let bytes = number64(tail, offset - start + 40), let first = number64(tail, offset - start + 48)
        else { throw damaged }
        return Place(offset: first, bytes: bytes, members: members)
    }

    let members: [Member]

    /// Reads the list.
    init(_ list: [UInt8], count: Int) throws(Fault) {
        var members: [Member] = []
        var place = 0
        while members.count < count {
            guard place + 46 <= list.count, Self.marked(list, place, 0x0201_4b50) else { throw Self.damaged }
            let lengths = [28, 30, 32].map { Int(Self.number16(list, place + $0)) }
            let next = place + 46 + lengths[0] + lengths[1] + lengths[2]
            guard next <= list.count else { throw Self.damaged }
            let name = list[(place + 46)..<(place + 46 + lengths[0])]
            var member = Member(
                name: String(decoding: name, as: UTF8.self), isEncrypted: Self.number16(list, place + 8) & 1 == 1,
                method: Self.number16(list, place + 10), checksum: Self.number32(list, place + 16),
                compressedBytes: Int(Self.number32(list, place + 20)), bytes: Int(Self.number32(list, place + 24)),
                offset: Int(Self.number32(list, place + 42)))
            let extra = Array(list[(place + 46 + lengths[0])..<(place + 46 + lengths[0] + lengths[1])])
            try Self.widen(&member, extra)
            members.append(member)
            place = next
        }
        self.members = members
    }

    /// What 32 bits do not hold stands in an extra field. Source: APPNOTE.TXT §4.5.3.
    private static func widen(_ member: inout Member, _ extra: [UInt8]) throws(Fault) {
        var place = 0
        while place + 4 <= extra.count {
            let length = Int(number16(extra, place + 2))
            guard place + 4 + length <= extra.count else { throw damaged }
            if number16(extra, place) == 1 {
                var next = place + 4
                func take() throws(Fault) -> Int {
                    guard next + 8 <= place + 4 + length, let value = number64(extra, next) else { throw damaged }
                    next += 8
                    return value
                }
                if member.bytes == 0xFFFF_FFFF { member.bytes = try take() }
                if member.compressedBytes == 0xFFFF_FFFF { member.compressedBytes = try take() }
                if member.offset == 0xFFFF_FFFF { member.offset = try take() }
            }
            place += 4 + length
        }
    }

    static let damaged = Fault(message: "it is damaged")

    static func marked(_ bytes: [UInt8], _ place: Int, _ mark: UInt32) -> Bool {
        place >= 0 && place + 4 <= bytes.count && number32(bytes, place) == mark
    }

    static func number16(_ bytes: [UInt8], _ place: Int) -> UInt16 {
        UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
    }

    static func number32(_ bytes: [UInt8], _ place: Int) -> UInt32 {
        UInt32(number16(bytes, place)) | UInt32(number16(bytes, place + 2)) << 16
    }

    /// Nil beyond what this machine can count.
    static func number64(_ bytes: [UInt8], _ place: Int) -> Int? {
        Int(exactly: UInt64(number32(bytes, place)) | UInt64(number32(bytes, place + 4)) << 32)
    }
}
