/// Takes the bytes of a stream of server-sent events apart. Source: HTML Living Standard, section 9.2.6.
struct EventParser: Sendable {
    struct Event: Sendable, Hashable {
        /// The last identifier that the stream named, with this event or before it.
        var id: String?
        var name: String
        var data: String
    }

    /// A line longer than this is not an event of a session.
    static let largestLineBytes = 16 << 20
    /// Nor are all lines of one event together.
    static let largestEventBytes = 32 << 20

    private var line: [UInt8] = []
    private var id: String?
    private var name = ""
    private var data: [String] = []
    private var dataBytes = 0
    private var afterReturn = false
    private var isFirstLine = true
    /// How long the server wants a client to wait before it connects again.
    private(set) var retryMilliseconds: Int64?
    /// A line or an event was longer than the limit; nothing more is read.
    private(set) var isOverflown = false

    /// The events that these bytes complete.
    mutating func take(_ bytes: [UInt8]) -> [Event] {
        var events: [Event] = []
        for byte in bytes where !isOverflown {
            let wasReturn = afterReturn
            afterReturn = byte == 13
            // A line ends with a return, a line feed or both.
            if byte == 10 && wasReturn { continue }
            if byte == 10 || byte == 13 {
                if let event = endLine() { events.append(event) }
            } else {
                line.append(byte)
                if line.count > Self.largestLineBytes { isOverflown = true }
            }
        }
        return events
    }

    private mutating func endLine() -> Event? {
        defer { line.removeAll(keepingCapacity: true) }
        if isFirstLine, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        isFirstLine = false
        if line.isEmpty { return dispatch() }
        let text = String(decoding: line, as: UTF8.self)
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var value = parts.count == 2 ? String(parts[1]) : ""
        if value.hasPrefix(" ") { value.removeFirst() }
        switch parts[0] {
        case "id": if !value.utf8.contains(0) { id = value }
        case "event": name = value
        case "data": add(value)
        case "retry": if value.utf8.allSatisfy({ (48...57).contains($0) }) { retryMilliseconds = Int64(value) }
        default: break
        }
        return nil
    }

    private mutating func add(_ value: String) {
        // Each takes more than its bytes, also when it has none.
        dataBytes += value.utf8.count + 16
        if dataBytes > Self.largestEventBytes {
            isOverflown = true
            data = []
        } else {
            data.append(value)
        }
    }

    private mutating func dispatch() -> Event? {
        defer {
            name = ""
            data = []
            dataBytes = 0
        }
        if data.isEmpty { return nil }
        return Event(id: id, name: name.isEmpty ? "message" : name, data: data.joined(separator: "\n"))
    }
}
