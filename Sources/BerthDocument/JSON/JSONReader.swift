import CSimdJSON
import Synchronization

/// Reads JSON with simdjson. Source: RFC 8259.
struct JSONReader {
    let limits: DocumentLimits

    func read(_ bytes: [UInt8]) throws(DocumentError) -> Document {
        let parser = ParserPool.shared.take()
        defer { ParserPool.shared.giveBack(parser) }
        var tape = berth_json_tape()
        let result = bytes.withUnsafeBufferPointer { buffer in
            // simdjson counts the root as a level of its own.
            berth_json_parse(parser.pointer, buffer.baseAddress, buffer.count, limits.depth + 1, &tape)
        }
        guard result == BERTH_JSON_OK, let words = tape.words, let strings = tape.strings else {
            throw explain(result, bytes)
        }
        var walk = TapeWalk(words: words, strings: strings, limits: limits)
        do throws(TapeWalk.Failure) {
            return try walk.document()
        } catch {
            throw DocumentError(
                error.code, error.message, JSONScanner.position(of: error.path, in: bytes, depth: limits.depth))
        }
    }

    /// simdjson says what is wrong and not where: a slower second reading finds the place.
    private func explain(_ result: berth_json_result, _ bytes: [UInt8]) -> DocumentError {
        let place = JSONScanner.firstError(in: bytes, depth: limits.depth)
        let position = place.map { DocumentError.Position(offset: $0, in: bytes) }
        switch result {
        case BERTH_JSON_EMPTY: return DocumentError(.empty, "The document is empty.", nil)
        case BERTH_JSON_TOO_DEEP:
            return DocumentError(.tooDeep, "Lists and maps stand more than \(limits.depth) deep.", position)
        case BERTH_JSON_NUMBER:
            return DocumentError(
                .numberOutOfRange, "A number is not written as JSON does, or is beyond 64 bits.", position)
        case BERTH_JSON_UTF8:
            return DocumentError(.notUTF8, "The document is not UTF-8.", Self.firstBrokenByte(bytes))
        case BERTH_JSON_MEMORY: return DocumentError(.tooLarge, "There is no memory to read the document.", nil)
        default: return DocumentError(.syntax, "This is not JSON.", position)
        }
    }

    static func firstBrokenByte(_ bytes: [UInt8]) -> DocumentError.Position? {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var good = 0
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): good += UTF8.width(scalar)
            case .emptyInput: return nil
            case .error: return DocumentError.Position(offset: good, in: bytes)
            }
        }
    }
}

/// Turns the tape of simdjson into a document.
private struct TapeWalk {
    struct Failure: Error {
        var code: DocumentError.Code
        var message: String
        var path: DocumentPath
    }

    let words: UnsafePointer<UInt64>
    let strings: UnsafePointer<UInt8>
    let limits: DocumentLimits
    var index = 1
    var nodes = 0
    /// Filled only on the way out of a failure.
    var steps: [DocumentPath.Step] = []

    init(words: UnsafePointer<UInt64>, strings: UnsafePointer<UInt8>, limits: DocumentLimits) {
        self.words = words
        self.strings = strings
        self.limits = limits
    }

    mutating func document() throws(Failure) -> Document {
        nodes += 1
        if nodes > limits.nodes {
            throw Failure(
                code: .tooManyNodes, message: "The document has more than \(limits.nodes) members and items.",
                path: .root)
        }
        let word = words[index]
        let payload = word & 0x00FF_FFFF_FFFF_FFFF
        switch UInt8(word >> 56) {
        case UInt8(ascii: "\""):
            index += 1
            return .text(try text(Int(payload)))
        case UInt8(ascii: "l"):
            index += 2
            return .integer(Int64(bitPattern: words[index - 1]))
        case UInt8(ascii: "u"):
            throw Failure(
                code: .numberOutOfRange, message: "The number \(words[index + 1]) is beyond 64 bits with a sign.",
                path: .root)
        case UInt8(ascii: "d"):
            index += 2
            return .number(Double(bitPattern: words[index - 1]))
        case UInt8(ascii: "t"):
            index += 1
            return .bool(true)
        case UInt8(ascii: "f"):
            index += 1
            return .bool(false)
        case UInt8(ascii: "{"): return try map(count: Int(payload >> 32))
        case UInt8(ascii: "["): return try list(count: Int(payload >> 32))
        default:
            index += 1
            return .null
        }
    }

    private mutating func list(count: Int) throws(Failure) -> Document {
        index += 1
        var items: [Document] = []
        items.reserveCapacity(count)
        while UInt8(words[index] >> 56) != UInt8(ascii: "]") {
            do throws(Failure) {
                items.append(try document())
            } catch {
                throw error.within(.index(items.count))
            }
        }
        index += 1
        return .list(items)
    }

    private mutating func map(count: Int) throws(Failure) -> Document {
        index += 1
        var members: [DocumentMembers.Member] = []
        members.reserveCapacity(count)
        // Few members are compared one by one, many through a set.
        var seen: Set<String>? = count > 16 ? [] : nil
        while UInt8(words[index] >> 56) != UInt8(ascii: "}") {
            let name = try text(Int(words[index] & 0x00FF_FFFF_FFFF_FFFF))
            index += 1
            let isNew = seen?.insert(name).inserted ?? !members.contains { $0.name == name }
            if !isNew {
                throw Failure(
                    code: .duplicateMember, message: "The member \(name) stands twice.",
                    path: DocumentPath([.member(name)]))
            }
            do throws(Failure) {
                members.append(.init(name: name, value: try document()))
            } catch {
                throw error.within(.member(name))
            }
        }
        index += 1
        return .map(DocumentMembers(uniqueMembers: members))
    }

    private func text(_ offset: Int) throws(Failure) -> String {
        let start = strings + offset
        let length = start.withMemoryRebound(to: UInt8.self, capacity: 4) {
            Int($0[0]) | Int($0[1]) << 8 | Int($0[2]) << 16 | Int($0[3]) << 24
        }
        if length > limits.textBytes {
            throw Failure(
                code: .textTooLong, message: "A text has \(length) bytes; at most \(limits.textBytes) are read.",
                path: .root)
        }
        let bytes = UnsafeBufferPointer(start: start + 4, count: length)
        if bytes.contains(0) {
            throw Failure(
                code: .controlCharacter, message: "A text holds the character U+0000, which nothing can use.",
                path: .root)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension TapeWalk.Failure {
    fileprivate func within(_ step: DocumentPath.Step) -> Self {
        var failure = self
        failure.path = DocumentPath([step] + path.steps)
        return failure
    }
}

/// Parsers keep their buffers: as many as were ever used at the same time.
private final class ParserPool: Sendable {
    /// - Note: unchecked, because a parser is with one thread at a time: in the pool or taken.
    struct Parser: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    static let shared = ParserPool()
    /// More idle parsers than this are freed.
    private static let idleLimit = 16
    private let idle = Mutex<[Parser]>([])

    func take() -> Parser {
        if let parser = idle.withLock({ $0.popLast() }) { return parser }
        guard let pointer = berth_json_parser_create() else { fatalError("out of memory") }
        return Parser(pointer: pointer)
    }

    func giveBack(_ parser: Parser) {
        let isFull = idle.withLock { idle in
            if idle.count >= Self.idleLimit { return true }
            idle.append(parser)
            return false
        }
        if isFull { berth_json_parser_destroy(parser.pointer) }
    }
}
