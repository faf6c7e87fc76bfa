import Glibc

/// What a plugin prints: the end of it in memory, and a file that takes so much and then begins anew, with the one
/// before kept beside it. For one thread at a time.
struct WorkerLog: ~Copyable {
    /// Bytes that are remembered.
    static let rememberedBytes = 2000

    private let path: String
    private let limit: Int
    private var file: Int32
    private var size = 0
    private(set) var tail: [UInt8] = []

    init(_ path: String, limit: Int) {
        self.path = path
        self.limit = limit
        file = Self.opened(path)
        size = Int(max(0, lseek(file, 0, SEEK_END)))
    }

    deinit { if file >= 0 { close(file) } }

    private static func opened(_ path: String) -> Int32 {
        open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    }

    mutating func take(_ bytes: ArraySlice<UInt8>) {
        tail = Array((tail + bytes.suffix(Self.rememberedBytes)).suffix(Self.rememberedBytes))
        if size + bytes.count > limit {
            if file >= 0 { close(file) }
            rename(path, path + ".1")
            file = Self.opened(path)
            size = 0
        }
        // A plugin is not stopped because a disk is full.
        let kept = bytes.suffix(limit)
        let written = kept.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        size += max(0, written)
    }

    /// The last lines, as a sentence can hold them.
    var words: String { Self.words(tail) }

    static func words(_ bytes: [UInt8]) -> String {
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        let text = lines.suffix(3).joined(separator: " / ")
        return String(text.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }.map(Character.init).suffix(300))
    }
}
