package import BerthPlatform
import Glibc
import Synchronization

/// The two files of one session, open for writing.
package final class LogWriter: Sendable {
    private struct Stream {
        var descriptor: Int32
        /// Bytes in the file.
        var size: Int64
        /// Bytes that come again and are in the file already.
        var skipped: Int64
        var isCut: Bool
    }

    private let streams: Mutex<[LogStream: Stream]>
    private let limitBytes: Int64
    private let changed: @Sendable () -> Void

    init(folder: String, limitBytes: Int64, _ changed: @escaping @Sendable () -> Void) throws(PlatformError) {
        self.limitBytes = limitBytes
        self.changed = changed
        var opened: [LogStream: Stream] = [:]
        for stream in LogStream.allCases {
            let file = folder + "/" + stream.rawValue
            let descriptor = open(file, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
            if descriptor < 0 { throw .file(file, "written") }
            let size = Files.size(file)
            opened[stream] = Stream(
                descriptor: descriptor, size: size, skipped: size, isCut: size > limitBytes)
        }
        streams = Mutex(opened)
    }

    deinit {
        streams.withLock { streams in
            for stream in streams.values { _ = close(stream.descriptor) }
        }
    }

    /// Keeps the next bytes of a stream, up to the limit; the first that are not kept leave a note.
    package func append(_ name: LogStream, _ bytes: UnsafeRawBufferPointer) {
        let limit = limitBytes
        let wrote = streams.withLock { streams -> Bool in
            guard var stream = streams[name], !stream.isCut else { return false }
            defer { streams[name] = stream }
            let skipped = min(stream.skipped, Int64(bytes.count))
            stream.skipped -= skipped
            let rest = bytes[Int(skipped)...]
            if rest.isEmpty { return false }
            let kept = rest.prefix(Int(max(0, limit - stream.size)))
            stream.size += LogWriter.write(stream.descriptor, UnsafeRawBufferPointer(rebasing: kept))
            if kept.count < rest.count {
                let note = Array("\n[Only the first \(limit) bytes of this output are kept.]\n".utf8)
                stream.size += note.withUnsafeBytes { LogWriter.write(stream.descriptor, $0) }
                stream.isCut = true
            }
            return true
        }
        if wrote { changed() }
    }

    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int64 {
        var place = 0
        while place < bytes.count, let base = bytes.baseAddress {
            let count = Glibc.write(descriptor, base + place, bytes.count - place)
            if count < 0 && errno == EINTR { continue }
            // A full disk must not stop the container: the log then ends here.
            if count < 0 { break }
            place += count
        }
        return Int64(place)
    }
}
