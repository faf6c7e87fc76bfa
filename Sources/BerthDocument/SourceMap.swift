/// Where in its bytes each value of a document was written: a second reading, for messages to people.
///
/// Made only when a message needs it. A document that cannot be read to its end has places up to there.
public struct SourceMap: Sendable {
    private let bytes: [UInt8]
    private let syntax: Syntax
    private let places: [Place]
    /// Where lines end.
    private let lineEnds: [Int]

    /// - Complexity: as reading the document.
    public init(_ bytes: [UInt8], _ syntax: Syntax, limits: DocumentLimits = .standard) {
        // Readers count from behind a byte order mark.
        self.bytes = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? Array(bytes.dropFirst(3)) : bytes
        self.syntax = syntax
        var lineEnds: [Int] = []
        for (offset, byte) in self.bytes.enumerated() where byte == UInt8(ascii: "\n") { lineEnds.append(offset) }
        self.lineEnds = lineEnds
        places = bytes.withUnsafeBytes { buffer in
            switch syntax {
            case .json: JSONScanner.places(buffer, limits)
            case .yaml: YAMLReader.places(buffer, limits)
            case .xml: XMLReader.places(buffer, limits)
            }
        }
    }

    /// The place of a value, or of the nearest one around it that is there; `nil` for bytes that cannot be read at all.
    ///
    /// A JSON or YAML value stands where its first character is, an XML element where its tag begins.
    public func position(of path: DocumentPath) -> DocumentError.Position? {
        nearest(path).map { position(at: $0) }
    }

    /// The line of that place, from one: for many places of one file, which is not read again for each of them.
    package func line(of path: DocumentPath) -> Int? {
        guard let place = nearest(path) else { return nil }
        switch places[place].spot {
        case .position(let position): return position.line
        case .offset(let offset):
            var (low, high) = (0, lineEnds.count)
            while low < high {
                let middle = (low + high) / 2
                if lineEnds[middle] < offset { low = middle + 1 } else { high = middle }
            }
            return low + 1
        }
    }

    /// The value at a path, or the nearest one around it.
    private func nearest(_ path: DocumentPath) -> Int? {
        guard !places.isEmpty else { return nil }
        var place = 0
        var siblings: [Int] = []
        for (number, step) in path.steps.enumerated() {
            switch step {
            case .member:
                siblings = children(of: place).filter { places[$0].step == step }
                guard let first = siblings.first else { return place }
                place = first
            case .index(let index) where syntax == .xml:
                guard let item = item(index, of: place, among: siblings, before: path.steps.dropFirst(number + 1).first)
                else { return place }
                place = item
                siblings = []
            case .index:
                guard let item = children(of: place).first(where: { places[$0].step == step }) else { return place }
                place = item
            }
        }
        return place
    }

    /// An item of a list in XML: one of the elements of a name, or inside the one element that wraps them.
    private func item(
        _ index: Int, of place: Int, among siblings: [Int], before next: DocumentPath.Step?
    ) -> Int? {
        if siblings.count > 1 { return siblings.indices.contains(index) ? siblings[index] : nil }
        let inner = children(of: place)
        // The element is the item itself where it has the member that comes next.
        if index == 0, inner.contains(where: { places[$0].step == next }) { return place }
        let areAlike = inner.allSatisfy { places[$0].step == places[inner[0]].step }
        if areAlike, inner.indices.contains(index) { return inner[index] }
        return index == 0 ? place : nil
    }

    private func children(of place: Int) -> [Int] {
        var children: [Int] = []
        var next = place + 1
        while next < places[place].end {
            children.append(next)
            next = places[next].end
        }
        return children
    }

    private func position(at place: Int) -> DocumentError.Position {
        switch places[place].spot {
        case .position(let position): position
        case .offset(let offset):
            bytes.withUnsafeBufferPointer { LineIndex($0).position(of: offset) }
        }
    }
}
