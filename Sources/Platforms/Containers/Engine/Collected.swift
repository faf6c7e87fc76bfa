import Synchronization

/// Bytes that another thread collects.
final class Collected: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    func append(_ piece: UnsafeRawBufferPointer) {
        bytes.withLock { $0.append(contentsOf: piece) }
    }

    var all: [UInt8] { bytes.withLock { $0 } }
}
