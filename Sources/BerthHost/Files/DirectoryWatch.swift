import BerthData
package import BerthPlatform
import Glibc
import Synchronization

/// Tells when something in a directory is another: a file that grew, came, or got its name. One thread for all.
///
/// Source: inotify(7). It sees what this machine does; what other machines do to a directory that they share it does
/// not.
package final class DirectoryWatch: Sendable {
    private let core: Core

    /// What ends a watch.
    package struct Token: Sendable {
        fileprivate let watch: Int32
        fileprivate let number: Int
    }

    package init() throws(PlatformError) {
        let core = try Core()
        self.core = core
        if let code = DetachedThread.start(stackBytes: 1 << 18, { core.run() }) {
            throw PlatformError(.broken, "No thread could be made to watch directories.", cause: "error \(code)")
        }
    }

    deinit { core.end() }

    /// Calls back after each change, on a thread that must not be kept. Changes in quick succession may be told once.
    ///
    /// - Throws: `broken` when there is no such directory, or nothing more can be watched.
    package func watch(_ directory: String, _ changed: @escaping @Sendable () -> Void) throws(PlatformError) -> Token {
        try core.add(directory, changed)
    }

    package func stop(_ token: Token) { core.remove(token.watch, token.number) }

    private final class Core: Sendable {
        private let events: Int32
        private let wake: Pipe
        private let callbacks = Mutex<[Int32: [Int: @Sendable () -> Void]]>([:])
        private let nextNumber = Atomic<Int>(0)

        private static let kinds = UInt32(IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_DELETE)

        init() throws(PlatformError) {
            wake = try Pipe()
            events = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
            if events < 0 {
                throw PlatformError(
                    .broken, "Directories cannot be watched.", detail: "inotify: \(String(cString: strerror(errno)))")
            }
        }

        deinit { if events >= 0 { close(events) } }

        func end() { wake.closeWrite() }

        func add(_ directory: String, _ changed: @escaping @Sendable () -> Void) throws(PlatformError) -> Token {
            let number = nextNumber.add(1, ordering: .relaxed).newValue
            // The same directory has the same watch; so the number is looked up where callbacks are changed.
            let watch = callbacks.withLock { callbacks in
                let watch = inotify_add_watch(events, directory, Core.kinds)
                if watch >= 0 { callbacks[watch, default: [:]][number] = changed }
                return watch
            }
            if watch < 0 { throw .file(directory, "watched") }
            return Token(watch: watch, number: number)
        }

        func remove(_ watch: Int32, _ number: Int) {
            callbacks.withLock { callbacks in
                callbacks[watch]?[number] = nil
                if callbacks[watch]?.isEmpty == true {
                    callbacks[watch] = nil
                    _ = inotify_rm_watch(events, watch)
                }
            }
        }

        func run() {
            while true {
                var waiting = [
                    pollfd(fd: wake.read, events: Int16(POLLIN), revents: 0),
                    pollfd(fd: events, events: Int16(POLLIN), revents: 0),
                ]
                if poll(&waiting, 2, -1) < 0 && errno != EINTR { return }
                if waiting[0].revents != 0 { return }
                if waiting[1].revents == 0 { continue }
                let changed = next()
                let called = callbacks.withLock { callbacks in
                    // Too many at once: whoever watches looks.
                    let watches = changed ?? Set(callbacks.keys)
                    return watches.flatMap { callbacks[$0].map { Array($0.values) } ?? [] }
                }
                for callback in called { callback() }
            }
        }

        /// The watches in which something changed; `nil` when some were lost.
        private func next() -> Set<Int32>? {
            let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, filled in
                filled = max(0, read(events, buffer.baseAddress, buffer.count))
            }
            var watches: Set<Int32> = []
            var place = 0
            let headBytes = 16
            return bytes.withUnsafeBytes { bytes in
                while place + headBytes <= bytes.count {
                    let watch = bytes.loadUnaligned(fromByteOffset: place, as: Int32.self)
                    if watch < 0 { return nil }
                    watches.insert(watch)
                    place += headBytes + Int(bytes.loadUnaligned(fromByteOffset: place + 12, as: UInt32.self))
                }
                return watches
            }
        }
    }
}
