package import BerthPlatform
import Glibc
import Synchronization

/// The two files of one session, open for writing, while the output of its container is read from the beginning.
///
/// What is kept already comes again and is left out. An engine whose log is full begins it anew: then what comes is not
/// what is kept, and only its end is of use, which `complete` adds.
package final class LogWriter: Sendable {
    private struct Stream {
        let descriptor: Int32
        /// Bytes of the output that were in the file when it was opened.
        let kept: Int64
        /// Bytes in the file.
        var size: Int64
        /// Bytes that came and are the first of the file.
        var place: Int64 = 0
        /// What came is not what is kept; the end of it.
        var tail: [UInt8]?
        var isCut: Bool
        /// Whether the engine's log does not begin with what is kept.
        var isAnew: Bool { tail != nil || place < kept }
    }

    /// Bytes of the end of an output that are looked at when the engine has begun its log anew.
    private static let tailBytes = 1 << 16
    private static let note = Array(
        "\n[The engine kept only the end of this output; some of it may be missing here.]\n".utf8)

    private let streams: Mutex<[LogStream: Stream]>
    private let limitBytes: Int64
    private let changed: @Sendable () -> Void

    package init(folder: String, limitBytes: Int64, _ changed: @escaping @Sendable () -> Void) throws(PlatformError) {
        self.limitBytes = limitBytes
        self.changed = changed
        var opened: [LogStream: Stream] = [:]
        for stream in [LogStream.stdout, .stderr] {
            let file = folder + "/" + stream.rawValue
            let descriptor = open(file, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
            if descriptor < 0 { throw .file(file, "written") }
            let size = Files.size(file)
            opened[stream] = Stream(
                descriptor: descriptor, kept: min(size, limitBytes), size: size, isCut: size > limitBytes)
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
            guard var stream = streams[name] else { return false }
            defer { streams[name] = stream }
            let rest = LogWriter.withoutKept(&stream, bytes)
            return !rest.isEmpty && !stream.isCut && LogWriter.keep(rest, in: &stream, limit)
        }
        if wrote { changed() }
    }

    /// Everything that the engine has has come: where that is less than what is kept, or something else, its log was
    /// begun anew, and what of its end is not kept yet is added.
    package func complete() {
        let limit = limitBytes
        streams.withLock { streams in
            // One log has both outputs: where one begins anew, the other does.
            guard streams.values.contains(where: \.isAnew) else { return }
            for (name, stream) in streams where !stream.isCut {
                var stream = stream
                if !stream.isAnew {
                    LogWriter.note.withUnsafeBytes { _ = LogWriter.keep($0[...], in: &stream, limit) }
                    streams[name] = stream
                    continue
                }
                let tail = stream.tail ?? LogWriter.read(stream.descriptor, before: stream.place)
                let known = LogWriter.read(stream.descriptor, before: stream.size)
                let overlap = LogWriter.overlap(known, tail)
                let added = overlap == 0 ? LogWriter.note + tail : tail[overlap...] + LogWriter.note
                added.withUnsafeBytes { _ = LogWriter.keep($0[...], in: &stream, limit) }
                streams[name] = stream
            }
        }
        changed()
    }

    /// What of the next bytes is not kept yet.
    private static func withoutKept(_ stream: inout Stream, _ bytes: UnsafeRawBufferPointer)
        -> Slice<UnsafeRawBufferPointer>
    {
        if stream.tail == nil {
            let count = Int(min(stream.kept - stream.place, Int64(bytes.count)))
            let known = read(stream.descriptor, at: stream.place, count)
            if bytes.prefix(count).elementsEqual(known) {
                stream.place += Int64(count)
                return bytes[count...]
            }
            stream.tail = read(stream.descriptor, before: stream.place)
        }
        stream.tail = ((stream.tail ?? []) + bytes.suffix(tailBytes)).suffix(tailBytes)
        return bytes[bytes.count...]
    }

    private static func keep(_ bytes: Slice<UnsafeRawBufferPointer>, in stream: inout Stream, _ limit: Int64) -> Bool {
        let kept = bytes.prefix(Int(max(0, limit - stream.size)))
        stream.size += write(stream.descriptor, UnsafeRawBufferPointer(rebasing: kept))
        if kept.count < bytes.count {
            let note = Array("\n[Only the first \(limit) bytes of this output are kept.]\n".utf8)
            stream.size += note.withUnsafeBytes { write(stream.descriptor, $0) }
            stream.isCut = true
        }
        return true
    }

    private static func read(_ descriptor: Int32, at place: Int64, _ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, pread(descriptor, buffer.baseAddress, count, off_t(place)))
        }
    }

    /// The last bytes before a place.
    private static func read(_ descriptor: Int32, before place: Int64) -> [UInt8] {
        let count = min(place, Int64(tailBytes))
        return read(descriptor, at: place - count, Int(count))
    }

    /// The most bytes with which one ends and the other begins. Linear. Source: Knuth, Morris, Pratt 1977.
    static func overlap(_ first: [UInt8], _ second: [UInt8]) -> Int {
        if first.isEmpty || second.isEmpty { return 0 }
        var borders = [0]
        var length = 0
        for byte in second.dropFirst() {
            while length > 0 && second[length] != byte { length = borders[length - 1] }
            if second[length] == byte { length += 1 }
            borders.append(length)
        }
        length = 0
        for byte in first {
            if length == second.count { length = borders[length - 1] }
            while length > 0 && second[length] != byte { length = borders[length - 1] }
            if second[length] == byte { length += 1 }
        }
        return length
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
