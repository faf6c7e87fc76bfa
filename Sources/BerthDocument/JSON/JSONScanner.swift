/// Goes over JSON byte by byte: says where and why it is refused, and where each value stands.
///
/// Slower than simdjson and exact about places; used after a refusal and for source maps only. It keeps its own stack.
struct JSONScanner {
    private enum Frame {
        case list(next: Int)
        case map(names: Set<String>)
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let limits: DocumentLimits
    private var offset = 0
    private var path = DocumentPath.root
    private var frames: [Frame] = []
    private var valuesLeft: Int
    /// Filled when places are wanted.
    private(set) var recorder: PlaceRecorder?

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: DocumentLimits, recordsPlaces: Bool = false) {
        self.bytes = bytes
        self.limits = limits
        valuesLeft = limits.valueCount
        recorder = recordsPlaces ? PlaceRecorder() : nil
    }

    /// Where every value stands, as far as the document can be read.
    static func places(_ bytes: UnsafeRawBufferPointer, _ limits: DocumentLimits) -> [Place] {
        guard let content = try? DocumentInput.checked(bytes, limits) else { return [] }
        var scanner = JSONScanner(content, limits, recordsPlaces: true)
        try? scanner.run()
        return scanner.recorder?.all ?? []
    }

    mutating func run() throws(DocumentError) {
        skipSpace()
        if offset == bytes.count { throw .empty }
        repeat {
            if try !opened() {
                recorder?.end()
                while try closed() { recorder?.end() }
            }
        } while !frames.isEmpty
        skipSpace()
        if offset < bytes.count {
            throw error(
                DocumentError(.trailingContent, "Something follows after the end of the document; remove it."))
        }
    }

    /// Takes the beginning of a value.
    ///
    /// - Returns: whether it is a list or map that has content, which comes next.
    private mutating func opened() throws(DocumentError) -> Bool {
        skipSpace()
        guard let byte = next else { throw endsTooEarly() }
        recorder?.begin(path.steps.last, .offset(offset))
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            if frames.count == limits.depthLevels { throw error(.tooDeep(limits)) }
            offset += 1
            skipSpace()
            let isMap = byte == UInt8(ascii: "{")
            if next == (isMap ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                offset += 1
                return false
            }
            frames.append(isMap ? .map(names: []) : .list(next: 0))
            try enterNext()
            return true
        case UInt8(ascii: "\""):
            _ = try string(.textTooLong(limits), limit: limits.textBytes)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try number()
        default:
            try word()
        }
        return false
    }

    /// Takes what follows a value.
    ///
    /// - Returns: whether it is the end of the list or map around it.
    private mutating func closed() throws(DocumentError) -> Bool {
        guard let frame = frames.last else { return false }
        path.removeLast()
        skipSpace()
        guard let byte = next else { throw endsTooEarly() }
        let closing: UInt8
        let name: String
        switch frame {
        case .list: (closing, name) = (UInt8(ascii: "]"), "list")
        case .map: (closing, name) = (UInt8(ascii: "}"), "map")
        }
        if byte == closing {
            offset += 1
            frames.removeLast()
            return true
        }
        guard byte == UInt8(ascii: ",") else {
            let mark = Character(Unicode.Scalar(closing))
            throw error(.malformed("Found \(found) inside a \(name); write a comma or \(mark)."))
        }
        offset += 1
        try enterNext()
        return false
    }

    /// Takes the name of the next member, or counts the next item.
    private mutating func enterNext() throws(DocumentError) {
        valuesLeft -= 1
        if valuesLeft < 0 { throw error(.tooManyValues(limits)) }
        switch frames[frames.count - 1] {
        case .list(let index):
            frames[frames.count - 1] = .list(next: index + 1)
            path.append(.index(index))
        case .map(var names):
            skipSpace()
            guard next != nil else { throw endsTooEarly() }
            guard next == UInt8(ascii: "\"") else {
                throw error(.malformed("Found \(found) where a member begins; write its name in double quotes."))
            }
            let start = offset
            let name = try string(.nameTooLong(limits), limit: limits.nameBytes)
            // Not two owners of the set at once: it would be copied.
            frames[frames.count - 1] = .list(next: 0)
            if !names.insert(name).inserted {
                throw error(.duplicateMember(name), at: start, path.appending(name))
            }
            if names.count > limits.memberCount { throw error(.tooManyMembers(limits), at: start) }
            frames[frames.count - 1] = .map(names: names)
            skipSpace()
            guard next != nil else { throw endsTooEarly() }
            guard next == UInt8(ascii: ":") else {
                throw error(.malformed("Found \(found) after the name of a member; write a colon."))
            }
            offset += 1
            path.append(.member(name))
        }
    }

    private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 9 || byte == 10 || byte == 13 { offset += 1 }
    }

    private mutating func word() throws(DocumentError) {
        for word in ["true", "false", "null"] as [StaticString] {
            let count = word.utf8CodeUnitCount
            if offset + count <= bytes.count, (0..<count).allSatisfy({ bytes[offset + $0] == word.utf8Start[$0] }) {
                offset += count
                return
            }
        }
        throw error(.malformed("Found \(found) where a value should be; texts stand in double quotes."))
    }

    private mutating func number() throws(DocumentError) {
        let start = offset
        if next == UInt8(ascii: "-") { offset += 1 }
        let whole = takeDigits()
        var isWhole = true
        var isGood = whole == 1 || (whole > 1 && bytes[offset - whole] != UInt8(ascii: "0"))
        if next == UInt8(ascii: ".") {
            offset += 1
            isWhole = false
            if takeDigits() == 0 { isGood = false }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            offset += 1
            isWhole = false
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { offset += 1 }
            if takeDigits() == 0 { isGood = false }
        }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        guard isGood else {
            throw error(
                .malformed("\(DocumentError.excerpt(text)) is not a number of JSON; write one such as 10, 0.5 or 1e3."),
                at: start)
        }
        let fits = isWhole ? Int64(text) != nil : Double(text)?.isFinite == true
        if !fits { throw error(.numberOutOfRange(text), at: start) }
    }

    private mutating func takeDigits() -> Int {
        let start = offset
        while let byte = next, (48...57).contains(byte) { offset += 1 }
        return offset - start
    }

    private func endsTooEarly() -> DocumentError {
        error(.malformed("The document ends too early; close its texts, lists and maps."))
    }

    /// The character at this place, for a message.
    private var found: String {
        let rest = bytes[offset..<min(offset + 4, bytes.count)]
        guard let first = String(decoding: rest, as: UTF8.self).unicodeScalars.first else { return "nothing" }
        // A quote between quotes would be read as anything but that.
        return first == "\"" ? "a double quote" : DocumentError.quoted(String(Character(first)))
    }

    private func error(_ error: DocumentError, at place: Int? = nil, _ path: DocumentPath? = nil) -> DocumentError {
        error.at(LineIndex(bytes).position(of: place ?? offset), path ?? self.path)
    }
}

extension JSONScanner {
    /// Takes a string and answers its text.
    private mutating func string(_ tooLong: DocumentError, limit: Int) throws(DocumentError) -> String {
        let start = offset
        offset += 1
        var text: [UInt8] = []
        while true {
            guard let byte = next else { throw endsTooEarly() }
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                if text.count > limit { throw error(tooLong, at: start) }
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                text.append(contentsOf: try escaped())
            case 0..<0x20:
                throw error(.malformed("A control character or line break inside a text; escape it."))
            default:
                text.append(byte)
                offset += 1
            }
        }
    }

    /// Takes an escape and answers its character in UTF-8.
    private mutating func escaped() throws(DocumentError) -> [UInt8] {
        let start = offset
        offset += 1
        guard let byte = next else { throw endsTooEarly() }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"):
            guard let unit = hexadecimal() else { break }
            if unit == 0 { throw error(.nulCharacter, at: start) }
            var units = [unit]
            if UTF16.isLeadSurrogate(unit), next == UInt8(ascii: "\\"), offset + 1 < bytes.count,
                bytes[offset + 1] == UInt8(ascii: "u")
            {
                offset += 2
                units.append(hexadecimal() ?? 0)
            }
            guard let character = String(validating: units, as: UTF16.self) else {
                throw error(.malformed("An escaped half of a surrogate pair; write both halves."), at: start)
            }
            return Array(character.utf8)
        default: break
        }
        throw error(.malformed("A backslash that begins no escape of JSON; write \\\\ for a backslash."), at: start)
    }

    private mutating func hexadecimal() -> UInt16? {
        guard offset + 4 <= bytes.count, bytes[offset..<offset + 4].allSatisfy({ Self.isHexadecimal($0) }) else {
            return nil
        }
        offset += 4
        return UInt16(String(decoding: bytes[offset - 4..<offset], as: UTF8.self), radix: 16)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }
}
