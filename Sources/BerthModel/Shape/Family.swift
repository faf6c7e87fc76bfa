public import BerthDocument

/// Values of several kinds, told apart by the member `kind`. A kind that is not known here is kept whole.
public protocol Family: ModelValue {
    static var familyName: String { get }
    static var summary: String { get }
    static var members: [FamilyMember<Self>] { get }
    /// A stranger's kind: the URI as written (empty when there was none), and the whole document.
    static func other(kind: String, _ document: Document) -> Self
    /// The kind and document of a stranger, `nil` for the kinds that are known.
    var stranger: (kind: String, document: Document)? { get }
}

/// One kind of a family.
public struct FamilyMember<Whole>: Sendable {
    public let kind: Kind
    public let outline: @Sendable () -> Outline
    let read: @Sendable ([DocumentMembers.Member], inout ModelReader) -> Whole
    let holds: @Sendable (Whole) -> Bool
    /// Appends the members when the value is of this kind, else answers `false`.
    let write: @Sendable (Whole, inout [DocumentMembers.Member], borrowing ModelWriter) -> Bool
    /// Writes the whole value when it is of this kind, else answers `false`.
    let stream: @Sendable (Whole, ModelWriter, inout JSONStream) -> Bool
    /// What a member of a value of this kind holds.
    let document: @Sendable (Whole, ArraySlice<DocumentPath.Step>) -> Document?
    /// Changes a member of a value of this kind.
    let change: @Sendable (inout Whole, ArraySlice<DocumentPath.Step>, Document?) -> Bool

    public init<Value: Shaped>(
        _ kind: Kind, wrap: @escaping @Sendable (Value) -> Whole, unwrap: @escaping @Sendable (Whole) -> Value?
    ) {
        self.kind = kind
        outline = { Value.shape.outline }
        read = { members, reader in
            var value = Value()
            value.read(members, skipping: "kind", &reader)
            return wrap(value)
        }
        holds = { unwrap($0) != nil }
        write = { whole, members, writer in
            guard let value = unwrap(whole) else { return false }
            value.write(into: &members, writer)
            return true
        }
        document = { whole, steps in unwrap(whole)?.document(following: steps) }
        change = { whole, steps, document in
            guard var value = unwrap(whole), value.change(at: steps, to: document) else { return false }
            whole = wrap(value)
            return true
        }
        let uri = kind.uri
        stream = { whole, writer, stream in
            guard let value = unwrap(whole) else { return false }
            stream.map { stream in
                stream.member(kindName) { $0.write(uri) }
                value.writeMembers(writer, to: &stream)
            }
            return true
        }
    }
}

private let kindName = JSONStream.Name("kind")

/// A family as schema writers see it.
public struct FamilyOutline: Sendable {
    public let name: String
    public let summary: String
    public let members: [(kind: Kind, outline: @Sendable () -> Outline)]
}

extension Family {
    /// The kind of the value; `nil` for a stranger's.
    public var kind: Kind? {
        Self.members.first { $0.holds(self) }?.kind
    }

    public static var type: ValueType {
        .family(
            FamilyOutline(
                name: familyName, summary: summary, members: members.map { (kind: $0.kind, outline: $0.outline) }))
    }

    public static func read(_ document: Document, _ reader: inout ModelReader) -> Self? {
        guard let documentMembers = reader.members(of: document) else {
            reader.wrongType(document, expected: "a map with a member kind")
            return nil
        }
        guard let named = documentMembers.first(where: { $0.name == "kind" }), !reader.isAbsent(named.value) else {
            return .other(kind: "", document)
        }
        guard let uri = named.value.text else {
            reader.enter(.member("kind"))
            reader.wrongType(named.value, expected: "a text")
            reader.leave()
            return nil
        }
        if let kind = Kind(uri: uri) {
            for member in members where member.kind == kind {
                return member.read(documentMembers, &reader)
            }
        }
        return .other(kind: uri, document)
    }

    public func write(_ writer: borrowing ModelWriter) -> Document? {
        if let stranger { return writer.leavesOutStrangers ? nil : stranger.document }
        for member in Self.members {
            var written: [DocumentMembers.Member] = [
                .init(name: writer.name("kind", .attribute), value: .text(member.kind.uri))
            ]
            if member.write(self, &written, writer) {
                return .map(DocumentMembers(uniqueMembers: written))
            }
        }
        preconditionFailure("\(Self.familyName): a case that is not in its list of members")
    }

    public func isLeftOut(_ writer: ModelWriter) -> Bool { writer.leavesOutStrangers && stranger != nil }

    public func write(_ writer: ModelWriter, to stream: inout JSONStream) {
        if let stranger { return stream.write(stranger.document) }
        for member in Self.members where member.stream(self, writer, &stream) { return }
        preconditionFailure("\(Self.familyName): a case that is not in its list of members")
    }
}
