/// Why a document cannot be read or written.
public struct DocumentError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, Hashable, CaseIterable {
        case empty, syntax, notUTF8, tooLarge, tooDeep, tooManyNodes, textTooLong, numberOutOfRange, duplicateMember
        case controlCharacter, notSupported, notWritable
    }

    public var code: Code
    /// One sentence that says what is wrong and, where it helps, what would be right; without the place.
    public var message: String
    public var position: Position?

    /// Line and column, from 1; a column counts bytes.
    public struct Position: Sendable, Hashable, CustomStringConvertible {
        public var line: Int
        public var column: Int

        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }

        public var description: String { "line \(line), column \(column)" }
    }

    public init(_ code: Code, _ message: String, _ position: Position?) {
        self.code = code
        self.message = message
        self.position = position
    }

    public var description: String {
        position.map { "\($0): \(message)" } ?? message
    }
}

extension DocumentError.Position {
    init(offset: Int, in bytes: [UInt8]) {
        line = 1
        column = 1
        for byte in bytes.prefix(offset) {
            if byte == 0x0A {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
    }
}
