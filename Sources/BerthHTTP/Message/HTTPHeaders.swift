/// The header fields of a message in the order in which they were sent; names compare without regard to case.
package struct HTTPHeaders: Sendable, Hashable, Sequence, ExpressibleByDictionaryLiteral {
    package struct Field: Sendable, Hashable {
        package var name: String
        package var value: String
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package private(set) var fields: [Field] = []

    package init() {}

    package init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field($0.0, $0.1) }
    }

    package func makeIterator() -> IndexingIterator<[Field]> { fields.makeIterator() }

    package var isEmpty: Bool { fields.isEmpty }

    /// The first value of that name; setting replaces every field of that name, nil removes them.
    package subscript(name: String) -> String? {
        get { fields.first { Self.same($0.name, name) }?.value }
        set {
            guard let newValue else { return fields.removeAll { Self.same($0.name, name) } }
            guard let first = fields.firstIndex(where: { Self.same($0.name, name) }) else {
                return fields.append(Field(name, newValue))
            }
            fields[first].value = newValue
            if fields.count > first + 1 {
                let rest = fields[(first + 1)...].filter { !Self.same($0.name, name) }
                fields.replaceSubrange((first + 1)..., with: rest)
            }
        }
    }

    /// Every value of that name, in order.
    package func values(_ name: String) -> [String] {
        fields.filter { Self.same($0.name, name) }.map(\.value)
    }

    /// The members of a comma-separated list spread over any number of fields, without empty ones; commas inside quoted
    /// text do not separate. Source: RFC 9110 §5.6.1.
    package func list(_ name: String) -> [String] {
        fields.filter { Self.same($0.name, name) }.flatMap { HTTPText.split($0.value, at: UInt8(ascii: ",")) }
    }

    package mutating func add(_ name: String, _ value: String) {
        fields.append(Field(name, value))
    }

    mutating func replaceLast(with value: String) {
        guard !fields.isEmpty else { return }
        fields[fields.count - 1].value = value
    }

    /// Adds a member to a comma-separated list unless it is there already.
    package mutating func addListed(_ name: String, _ member: String) {
        let present = list(name)
        if present.contains(where: { Self.same($0, member) || $0 == "*" }) { return }
        self[name] = (present + [member]).joined(separator: ", ")
    }

    mutating func reserve(_ count: Int) { fields.reserveCapacity(count) }

    /// Equal but for the case of ASCII letters.
    static func same(_ one: String, _ other: String) -> Bool {
        let left = one.utf8
        let right = other.utf8
        guard left.count == right.count else { return false }
        var place = right.startIndex
        for byte in left {
            if lower(byte) != lower(right[place]) { return false }
            place = right.index(after: place)
        }
        return true
    }

    @inline(__always) static func lower(_ byte: UInt8) -> UInt8 {
        byte >= 65 && byte <= 90 ? byte | 0x20 : byte
    }
}
