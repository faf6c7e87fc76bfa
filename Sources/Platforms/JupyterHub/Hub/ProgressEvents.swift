import BerthDocument

/// The events of a server that is being started, read from a stream. Source: JupyterHub REST API,
/// `/users/{name}/servers/{server}/progress`; HTML Standard, section 9.2.
struct ProgressEvents: Sendable {
    enum Event: Sendable, Hashable {
        case going
        case ready
        case failed(String)
    }

    private var line: [UInt8] = []
    /// Bytes of the longest line that is read.
    private static let lineBytes = 1 << 20

    /// Takes the next bytes of the stream.
    ///
    /// - Returns: the events that end with them.
    mutating func take(_ bytes: [UInt8]) -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            if byte != UInt8(ascii: "\n") {
                if line.count < Self.lineBytes { line.append(byte) }
                continue
            }
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            if let event = Self.event(line) { events.append(event) }
            line = []
        }
        return events
    }

    private static func event(_ line: [UInt8]) -> Event? {
        let mark = Array("data:".utf8)
        guard line.starts(with: mark), let data = try? Document.read(Array(line.dropFirst(mark.count)), as: .json)
        else { return nil }
        if data["ready"] == true { return .ready }
        if data["failed"] == true { return .failed(data["message"]?.text ?? "") }
        return .going
    }
}
