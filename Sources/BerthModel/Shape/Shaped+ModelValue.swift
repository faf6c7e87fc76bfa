public import BerthDocument

extension Shaped {
    public static var type: ValueType { .shape(shape.outline) }

    public static func read(_ document: Document, _ reader: inout ModelReader) -> Self? {
        guard let members = reader.members(of: document) else {
            reader.wrongType(document, expected: "a map")
            return nil
        }
        var value = Self()
        value.read(members, skipping: nil, &reader)
        return value
    }

    /// Reads every member; names that are not in the shape are told to the reader.
    mutating func read(
        _ members: [DocumentMembers.Member], skipping discriminator: String?, _ reader: inout ModelReader
    ) {
        let fields = Self.shape.fields
        // Documents are mostly written in the order of the shape: the next field is the first guess.
        var guess = 0
        for member in members {
            if member.name == discriminator { continue }
            reader.enter(.member(member.name))
            var index = guess
            var found = false
            for _ in 0..<fields.count {
                if index >= fields.count { index = 0 }
                if fields[index].outline.name == member.name {
                    found = true
                    break
                }
                index += 1
            }
            if found {
                fields[index].read(member.value, &self, &reader)
                guess = index + 1
            } else {
                reader.unknownMember()
            }
            reader.leave()
        }
    }

    public func write(_ writer: borrowing ModelWriter) -> Document? {
        var members: [DocumentMembers.Member] = []
        write(into: &members, writer)
        return .map(DocumentMembers(uniqueMembers: members))
    }

    func write(into members: inout [DocumentMembers.Member], _ writer: borrowing ModelWriter) {
        for field in Self.shape.fields {
            if let document = field.write(self, writer) {
                members.append(.init(name: writer.name(field.outline.name, field.outline.xml), value: document))
            }
        }
    }

    public func isLeftOut(_ writer: ModelWriter) -> Bool { false }

    public func write(_ writer: ModelWriter, to stream: inout JSONStream) {
        stream.map { writeMembers(writer, to: &$0) }
    }

    func writeMembers(_ writer: ModelWriter, to stream: inout JSONStream) {
        withUnsafePointer(to: self) { place in
            for field in Self.shape.fields { field.stream(place, writer, &stream) }
        }
    }

    /// This value as JSON.
    ///
    /// - Parameter leavingOutStrangers: as in `document(for:leavingOutStrangers:)`.
    /// - Throws: `notWritable` for a number that is not finite.
    public func json(leavingOutStrangers: Bool = false) throws(DocumentError) -> [UInt8] {
        var stream = JSONStream()
        write(ModelWriter(syntax: .json, leavingOutStrangers: leavingOutStrangers), to: &stream)
        return try stream.bytes()
    }

    /// Reads a whole document and everything that is wrong with it.
    public static func reading(_ document: Document, from syntax: Syntax) -> (value: Self, problems: [Problem]) {
        var reader = ModelReader(syntax: syntax)
        let value = read(document, &reader) ?? Self()
        return (value, reader.problems)
    }

    /// The document of this value as a syntax wants it.
    ///
    /// - Parameter leavingOutStrangers: without values whose kind is not known here, for readers with a closed schema.
    public func document(for syntax: Syntax, leavingOutStrangers: Bool = false) -> Document {
        write(ModelWriter(syntax: syntax, leavingOutStrangers: leavingOutStrangers)) ?? .map([:])
    }
}
