import Glibc

/// Holds a thread of the system until it is opened: two pipes, of which one tells that somebody came.
final class BlockingGate: Sendable {
    private let came: (read: Int32, write: Int32)
    private let opened: (read: Int32, write: Int32)

    init() {
        came = Self.ends()
        opened = Self.ends()
    }

    deinit { for end in [came.read, came.write, opened.read, opened.write] { close(end) } }

    private static func ends() -> (Int32, Int32) {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "no pipe")
        return (ends[0], ends[1])
    }

    func wait() {
        Self.put(came.write)
        Self.take(opened.read)
    }

    func waitForSomebody() { Self.take(came.read) }
    func open() { Self.put(opened.write) }

    private static func put(_ end: Int32) {
        var byte: UInt8 = 1
        _ = write(end, &byte, 1)
    }

    private static func take(_ end: Int32) {
        var byte: UInt8 = 0
        _ = read(end, &byte, 1)
    }
}
