import CSimdJSON
import Glibc

/// What every reader asks of the bytes before it looks at their syntax.
enum DocumentInput {
    /// The bytes without a byte order mark, known to be UTF-8 without U+0000.
    ///
    /// - Throws: `tooLarge`, `empty`, `notUTF8`, `nulCharacter`.
    static func checked(
        _ bytes: UnsafeRawBufferPointer, _ limits: DocumentLimits
    ) throws(DocumentError) -> UnsafeBufferPointer<UInt8> {
        if bytes.count > limits.sizeBytes { throw .tooLarge(limits) }
        let all = bytes.assumingMemoryBound(to: UInt8.self)
        if looksLikeUTF16(all) {
            throw DocumentError(.notUTF8, "The document is in UTF-16 or UTF-32; send it in UTF-8.")
        }
        let hasMark = all.count >= 3 && all[0] == 0xef && all[1] == 0xbb && all[2] == 0xbf
        let content = hasMark ? UnsafeBufferPointer(rebasing: all[3...]) : all
        guard let start = content.baseAddress, !content.isEmpty else { throw .empty }
        if !berth_is_utf8(start, content.count) {
            throw DocumentError(
                .notUTF8, "The byte at this place is not UTF-8; send the document in UTF-8.",
                position: LineIndex(content).position(of: firstBadByte(content)))
        }
        if let nul = firstZero(content) {
            throw DocumentError(
                .nulCharacter, "The document holds a zero byte; leave it out.",
                position: LineIndex(content).position(of: nul))
        }
        return content
    }

    /// A byte order mark of another encoding, or zero bytes where the first ASCII character should be.
    private static func looksLikeUTF16(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count >= 2 else { return false }
        switch (bytes[0], bytes[1]) {
        case (0xfe, 0xff), (0xff, 0xfe): return true
        case (0, 1...), (1..., 0): return true
        case (0, 0): return bytes.count >= 4 && (bytes[2] != 0 || bytes[3] != 0)
        default: return false
        }
    }

    /// Where the first zero byte is; the C library looks at many bytes at a time.
    static func firstZero(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let start = bytes.baseAddress, let found = memchr(start, 0, bytes.count) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(start)
    }

    private static func firstBadByte(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var decoder = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid(let scalar): offset += scalar.count
            case .error, .emptyInput: return min(offset, bytes.count - 1)
            }
        }
    }
}

/// Finds lines and columns in bytes.
struct LineIndex {
    private let bytes: UnsafeBufferPointer<UInt8>

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// - Complexity: linear in the offset.
    func position(of offset: Int) -> DocumentError.Position {
        var line = 1
        var column = 1
        for byte in bytes[..<Swift.min(offset, bytes.count)] {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xc0 != 0x80 {
                column += 1
            }
        }
        return .init(line: line, column: column)
    }
}
