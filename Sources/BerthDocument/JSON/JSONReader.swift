import CSimdJSON

/// Reads JSON with simdjson: one call parses, then the flat result is walked here.
///
/// The walk only says *that* something is refused; `JSONScanner` then goes over the bytes again and says where and why.
///
/// Source: RFC 8259, with the stricter choices of RFC 7493 (I-JSON): unique names, no surrogates, no U+0000.
struct JSONReader {
    private let limits: DocumentLimits
    private let tape: UnsafePointer<UInt64>
    private let strings: UnsafePointer<UInt8>
    private var index = 1
    private var valuesLeft: Int

    /// Something is refused; the scanner knows what.
    private struct Refusal: Error {}

    static func read(_ bytes: UnsafeRawBufferPointer, _ limits: DocumentLimits) throws(DocumentError) -> Document {
        let content = try DocumentInput.checked(bytes, limits)
        // One level more than the limit, so that the limit itself is ours; simdjson counts the root as one.
        let parsed = berth_json_parse(content.baseAddress, content.count, limits.depthLevels + 2)
        defer { berth_json_trim() }
        guard parsed.error == BERTH_JSON_OK, let tape = parsed.tape, let strings = parsed.strings else {
            throw explanation(content, limits, String(cString: parsed.message))
        }
        var reader = JSONReader(limits, tape, strings)
        do throws(Refusal) {
            return try reader.value(depth: 0)
        } catch {
            throw explanation(content, limits, nil)
        }
    }

    private static func explanation(
        _ content: UnsafeBufferPointer<UInt8>, _ limits: DocumentLimits, _ cause: String?
    ) -> DocumentError {
        var scanner = JSONScanner(content, limits)
        do throws(DocumentError) {
            try scanner.run()
        } catch {
            return error
        }
        return .malformed("The document is not JSON; check it with a JSON validator.", cause: cause)
    }

    private init(_ limits: DocumentLimits, _ tape: UnsafePointer<UInt64>, _ strings: UnsafePointer<UInt8>) {
        self.limits = limits
        self.tape = tape
        self.strings = strings
        valuesLeft = limits.valueCount
    }

    private mutating func value(depth: Int) throws(Refusal) -> Document {
        let word = tape[index]
        index += 1
        switch UInt8(truncatingIfNeeded: word >> 56) {
        case UInt8(ascii: "\""):
            return .text(try text(word, limit: limits.textBytes))
        case UInt8(ascii: "{"):
            return try map(word, depth: depth + 1)
        case UInt8(ascii: "["):
            return try list(word, depth: depth + 1)
        case UInt8(ascii: "l"):
            index += 1
            return .integer(Int64(bitPattern: tape[index - 1]))
        case UInt8(ascii: "d"):
            index += 1
            return .number(Double(bitPattern: tape[index - 1]))
        case UInt8(ascii: "t"): return .bool(true)
        case UInt8(ascii: "f"): return .bool(false)
        case UInt8(ascii: "n"): return .null
        default:
            // "u": a whole number of 64 bits without sign, beyond those with one.
            throw Refusal()
        }
    }

    /// The bytes of a string: four of length, then the text.
    private func bytes(_ word: UInt64) -> UnsafeBufferPointer<UInt8> {
        let start = strings + Int(word & 0x00ff_ffff_ffff_ffff)
        let count = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
        return UnsafeBufferPointer(start: start + 4, count: Int(count))
    }

    private func text(_ word: UInt64, limit: Int) throws(Refusal) -> String {
        let bytes = bytes(word)
        if bytes.count > limit || DocumentInput.firstZero(bytes) != nil { throw Refusal() }
        let text = String(decoding: bytes, as: UTF8.self)
        // An escaped half of a surrogate pair is no character, and comes out as replacement characters.
        if text.utf8.count != bytes.count { throw Refusal() }
        return text
    }

    private mutating func list(_ word: UInt64, depth: Int) throws(Refusal) -> Document {
        if depth > limits.depthLevels { throw Refusal() }
        var items: [Document] = []
        items.reserveCapacity(try children(word))
        while UInt8(truncatingIfNeeded: tape[index] >> 56) != UInt8(ascii: "]") {
            valuesLeft -= 1
            if valuesLeft < 0 { throw Refusal() }
            items.append(try value(depth: depth))
        }
        index += 1
        return .list(items)
    }

    private mutating func map(_ word: UInt64, depth: Int) throws(Refusal) -> Document {
        if depth > limits.depthLevels { throw Refusal() }
        let count = try children(word)
        if count > limits.memberCount { throw Refusal() }
        var members: [DocumentMembers.Member] = []
        members.reserveCapacity(count)
        while UInt8(truncatingIfNeeded: tape[index] >> 56) != UInt8(ascii: "}") {
            let name = try text(tape[index], limit: limits.nameBytes)
            index += 1
            valuesLeft -= 1
            if valuesLeft < 0 || members.count >= limits.memberCount { throw Refusal() }
            members.append(.init(name: name, value: try value(depth: depth)))
        }
        index += 1
        if !DocumentMembers.areUnique(members) { throw Refusal() }
        return .map(DocumentMembers(uniqueMembers: members))
    }

    /// The number of members or items, as far as the tape can count them.
    private func children(_ word: UInt64) throws(Refusal) -> Int {
        let count = Int(word >> 32 & 0x00ff_ffff)
        if count > limits.valueCount { throw Refusal() }
        return count
    }
}

extension DocumentMembers {
    /// Whether no two members share a name.
    ///
    /// - Complexity: quadratic for the few members of most maps, linear for many.
    static func areUnique(_ members: [Member]) -> Bool {
        if members.count > 16 {
            var names = Set<String>(minimumCapacity: members.count)
            return members.allSatisfy { names.insert($0.name).inserted }
        }
        for index in members.indices.dropFirst() {
            for earlier in 0..<index where members[earlier].name == members[index].name { return false }
        }
        return true
    }
}
