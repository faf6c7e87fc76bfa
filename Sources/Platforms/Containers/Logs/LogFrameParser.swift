package import BerthPlatform

/// Takes apart the stream of a container without a terminal: frames of eight bytes of header (stream, three zeros,
/// length with the most significant byte first) and their content. Source: Docker Engine API 1.41, *ContainerAttach*.
package struct LogFrameParser: Sendable {
    private var header: [UInt8] = []
    private var left = 0
    private var stream = LogStream.stdout

    package init() {}

    /// Takes the next bytes, wherever they were cut, and hands over what belongs to a stream.
    ///
    /// - Throws: `broken` when the bytes are no frames.
    package mutating func feed(
        _ bytes: UnsafeRawBufferPointer, _ content: (LogStream, UnsafeRawBufferPointer) -> Void
    ) throws(PlatformError) {
        var place = 0
        while place < bytes.count {
            if left == 0 {
                let count = min(8 - header.count, bytes.count - place)
                header.append(contentsOf: bytes[place..<(place + count)])
                place += count
                if header.count == 8 { try begin() }
                continue
            }
            let count = min(left, bytes.count - place)
            content(stream, UnsafeRawBufferPointer(rebasing: bytes[place..<(place + count)]))
            place += count
            left -= count
        }
    }

    private mutating func begin() throws(PlatformError) {
        guard header[0] <= 2, header[1...3].allSatisfy({ $0 == 0 }) else {
            throw PlatformError(.broken, "The engine's log is not in frames.", cause: "\(header)")
        }
        stream = header[0] == 2 ? .stderr : .stdout
        left = header[4...].reduce(0) { $0 << 8 | Int($1) }
        header.removeAll(keepingCapacity: true)
    }
}
