package import BerthModel
import Glibc

/// A shelf in a folder: one file for each key, written whole or not at all.
package struct FolderShelf: SoftwareShelf {
    let folder: String

    static let mostBytes = 64 << 20

    package init(folder: String) {
        self.folder = folder
    }

    /// The first line of a file is its key and the instant: two keys may fall on one name.
    package func get(_ key: String) async -> (bytes: [UInt8], at: Instant)? {
        guard let whole = try? LocalFolder.read(path(key), most: Self.mostBytes), let end = whole.firstIndex(of: 10)
        else { return nil }
        let head = String(decoding: whole[..<end], as: UTF8.self)
        guard let blank = head.firstIndex(of: " "), let milliseconds = Int64(head[..<blank]),
            head[head.index(after: blank)...] == Self.line(key)[...]
        else { return nil }
        return (Array(whole[(end + 1)...]), Instant(milliseconds: milliseconds))
    }

    package func put(_ key: String, _ bytes: [UInt8], at: Instant) async {
        mkdir(folder, 0o700)
        let place = path(key)
        let draft = "\(place).\(getpid()).\(UInt64.random(in: 0...(.max)))"
        let whole = Array("\(at.milliseconds) \(Self.line(key))\n".utf8) + bytes
        guard let file = fopen(draft, "wxe") else { return }
        let isWritten = fwrite(whole, 1, whole.count, file) == whole.count
        if fclose(file) != 0 || !isWritten || rename(draft, place) != 0 { unlink(draft) }
    }

    private static func line(_ key: String) -> String {
        key.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// FNV-1a of the key: a name for a file and nothing more.
    private func path(_ key: String) -> String {
        let hash = key.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return "\(folder)/" + String(hash, radix: 16) + ".kept"
    }
}
