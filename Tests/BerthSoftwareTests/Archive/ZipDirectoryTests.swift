import Testing

@testable import BerthSoftware

struct ZipDirectoryTests {
    private func members(_ archive: [UInt8]) throws -> [ZipDirectory.Member] {
        let tail = Array(archive.suffix(ZipDirectory.tailBytes))
        let place = try ZipDirectory.place(inTail: tail, size: archive.count)
        return try ZipDirectory(
            Array(archive[place.offset..<(place.offset + place.bytes)]), count: place.members
        ).members
    }

    private static let two = [
        ZipBytes.Member(name: "a/b.txt", bytes: [1, 2, 3]), ZipBytes.Member(name: "c", bytes: []),
    ]

    @Test(arguments: [("", false), ("a comment PK\u{5}\u{6} of its own", false), ("", true)])
    func findsItsMembers(_ comment: String, _ zip64: Bool) throws {
        let found = try members(ZipBytes.archive(Self.two, comment: comment, zip64: zip64))
        #expect(found.map(\.name) == ["a/b.txt", "c"])
        #expect(found.map(\.bytes) == [3, 0])
        #expect(found[1].offset == 30 + 7 + 3)
    }

    @Test func everyByteCutOffIsRefusedOrRead() {
        let archive = ZipBytes.archive(Self.two, zip64: true)
        for count in 0..<archive.count {
            _ = try? members(Array(archive.prefix(count)))
            _ = try? members(Array(archive.suffix(count)))
        }
    }

    /// Whatever one byte says, nothing is read out of bounds.
    @Test func everyByteChanged() {
        let archive = ZipBytes.archive(Self.two, zip64: true)
        for place in archive.indices {
            for value in [0, 1, 0x7F, 0xFF] as [UInt8] {
                var changed = archive
                changed[place] = value
                _ = try? members(changed)
            }
        }
    }

    @Test(arguments: [
        ([], "it is damaged"), ([UInt8](repeating: 0, count: 100), "it does not end as a zip archive does"),
    ])
    func whatIsNoArchive(_ bytes: [UInt8], _ message: String) {
        #expect(throws: ZipDirectory.Fault(message: message)) {
            try ZipDirectory.place(inTail: bytes, size: bytes.count)
        }
    }

    @Test func tooManyMembers() {
        var end = ZipBytes.archive([], zip64: true)
        end.replaceSubrange(32..<40, with: ZipBytes.number(ZipDirectory.mostMembers + 1, 8))
        #expect(throws: ZipDirectory.Fault(message: "it has more members than the 100000 that are read")) {
            try ZipDirectory.place(inTail: end, size: end.count)
        }
    }
}
