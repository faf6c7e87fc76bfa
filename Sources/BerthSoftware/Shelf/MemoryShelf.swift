package import BerthModel
import Synchronization

/// A shelf that is empty after a restart. What was put there first goes when it is full.
package final class MemoryShelf: SoftwareShelf {
    private struct State {
        var items: [String: (bytes: [UInt8], at: Instant)] = [:]
        var order: [String] = []
        var bytes = 0
    }

    private let mostBytes: Int
    private let state = Mutex(State())

    package init(mostBytes: Int = 64 << 20) {
        self.mostBytes = mostBytes
    }

    package func get(_ key: String) async -> (bytes: [UInt8], at: Instant)? {
        state.withLock { $0.items[key] }
    }

    package func put(_ key: String, _ bytes: [UInt8], at: Instant) async {
        state.withLock { state in
            if let old = state.items.removeValue(forKey: key) {
                state.bytes -= old.bytes.count
                state.order.removeAll { $0 == key }
            }
            guard bytes.count <= mostBytes else { return }
            while state.bytes + bytes.count > mostBytes, let first = state.order.first {
                state.order.removeFirst()
                state.bytes -= state.items.removeValue(forKey: first)?.bytes.count ?? 0
            }
            state.items[key] = (bytes, at)
            state.order.append(key)
            state.bytes += bytes.count
        }
    }
}
