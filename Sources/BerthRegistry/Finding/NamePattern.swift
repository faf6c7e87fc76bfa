/// A pattern in which `*` stands for any characters; case counts for nothing.
package struct NamePattern: Sendable, Hashable {
    private let parts: [[UInt8]]

    package init(_ text: String) {
        parts = text.lowercased().utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
            .map { Array($0) }
    }

    /// Whether the whole text is of the pattern.
    ///
    /// - Complexity: linear in the text for each part of the pattern.
    package func fits(_ text: String) -> Bool {
        let bytes = Array(text.lowercased().utf8)
        guard let first = parts.first, let last = parts.last, parts.count > 1 else { return parts.first == bytes }
        guard bytes.count >= first.count + last.count, bytes.starts(with: first), bytes.suffix(last.count) == last[...]
        else { return false }
        // Each part in between is taken where it stands first: a later place leaves less for the others.
        var rest = bytes[first.count..<(bytes.count - last.count)]
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let place = Self.place(of: part, in: rest) else { return false }
            rest = rest[(place + part.count)...]
        }
        return true
    }

    private static func place(of part: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= part.count else { return nil }
        return (bytes.startIndex...(bytes.endIndex - part.count)).first {
            bytes[$0..<($0 + part.count)].elementsEqual(part)
        }
    }

    /// Whether the identifier or the URL of a service is of the pattern.
    package func fits(_ service: ListedService) -> Bool { fits(service.ivoid) || fits(service.url) }
}
