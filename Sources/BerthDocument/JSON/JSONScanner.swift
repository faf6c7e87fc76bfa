/// Finds places in a JSON text: where it stops being JSON, where a member stands. Only for messages; never on the way of a
/// document that is well.
struct JSONScanner {
    private let bytes: [UInt8]
    private let depthLimit: Int
    private var offset = 0
    private var path = DocumentPath.root
    /// Called with the path and the offset of every value; answers `true` to stop there.
    private let visit: (DocumentPath, Int) -> Bool

    private struct Stop: Error {
        var isFound: Bool
    }

    static func firstError(in bytes: [UInt8], depth: Int) -> Int? {
        var scanner = JSONScanner(bytes: bytes, depthLimit: depth) { _, _ in false }
        do throws(Stop) {
            try scanner.value(depth: 0)
            scanner.skipSpace()
            return scanner.offset < bytes.count ? scanner.offset : nil
        } catch {
            return scanner.offset
        }
    }

    static func position(of path: DocumentPath, in bytes: [UInt8], depth: Int) -> DocumentError.Position? {
        var scanner = JSONScanner(bytes: bytes, depthLimit: depth) { place, _ in place == path }
        // A member that stands twice is meant where it stands the second time; its first place is close enough.
        do throws(Stop) {
            try scanner.value(depth: 0)
            return nil
        } catch {
            return error.isFound ? DocumentError.Position(offset: scanner.offset, in: bytes) : nil
        }
    }

    private init(bytes: [UInt8], depthLimit: Int, visit: @escaping (DocumentPath, Int) -> Bool) {
        self.bytes = bytes
        self.depthLimit = depthLimit
        self.visit = visit
    }

    private mutating func value(depth: Int) throws(Stop) {
        skipSpace()
        if visit(path, offset) { throw Stop(isFound: true) }
        switch peek {
        case UInt8(ascii: "{"): try map(depth + 1)
        case UInt8(ascii: "["): try list(depth + 1)
        case UInt8(ascii: "\""): try string()
        default: try word()
        }
    }

    private mutating func map(_ depth: Int) throws(Stop) {
        if depth > depthLimit { throw Stop(isFound: false) }
        offset += 1
        skipSpace()
        if take("}") { return }
        repeat {
            skipSpace()
            let start = offset
            try string()
            path.append(.member(name(start + 1, offset - 1)))
            skipSpace()
            guard take(":") else { throw Stop(isFound: false) }
            try value(depth: depth)
            path.removeLast()
            skipSpace()
        } while take(",")
        guard take("}") else { throw Stop(isFound: false) }
    }

    private mutating func list(_ depth: Int) throws(Stop) {
        if depth > depthLimit { throw Stop(isFound: false) }
        offset += 1
        skipSpace()
        if take("]") { return }
        var index = 0
        repeat {
            path.append(.index(index))
            try value(depth: depth)
            path.removeLast()
            index += 1
            skipSpace()
        } while take(",")
        guard take("]") else { throw Stop(isFound: false) }
    }

    private mutating func string() throws(Stop) {
        guard take("\"") else { throw Stop(isFound: false) }
        while let byte = peek {
            if byte < 0x20 { throw Stop(isFound: false) }
            offset += 1
            if byte == UInt8(ascii: "\"") { return }
            if byte == UInt8(ascii: "\\") {
                guard let escape = peek, "\"\\/bfnrtu".utf8.contains(escape) else { throw Stop(isFound: false) }
                offset += 1
            }
        }
        throw Stop(isFound: false)
    }

    private mutating func word() throws(Stop) {
        let start = offset
        while let byte = peek, byte > 0x20, !",]}:[{\"".utf8.contains(byte) { offset += 1 }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        let isNumber = text.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) } && Double(text) != nil
        let isWide = !text.utf8.contains { ".eE".utf8.contains($0) } && Int64(text) == nil
        if text == "true" || text == "false" || text == "null" || (isNumber && !isWide) { return }
        offset = start
        throw Stop(isFound: false)
    }

    /// Escapes stay as they are written: good enough to name a place.
    private func name(_ start: Int, _ end: Int) -> String {
        String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }
}
