import BerthModel
package import BerthPlatform
import Glibc
import Synchronization

/// Brings data over HTTP into a directory.
package struct Stager: Sendable {
    package var limits: StagingLimits

    package init(limits: StagingLimits) {
        self.limits = limits
    }

    /// What a server says about the size of data.
    package enum Size: Sendable, Hashable {
        case bytes(Int64)
        /// The data is there, or may be; the server does not say how large it is.
        case unknown
    }

    /// Asks the first copy that answers how large the data is.
    ///
    /// - Throws: what the last copy answered when none can be had.
    package func size(of source: DataSource) async throws(PlatformError) -> Size {
        var last: PlatformError?
        for copy in source.copies {
            do throws(PlatformError) {
                return try await size(of: copy)
            } catch {
                if error.code == .cancelled { throw error }
                last = error
            }
        }
        throw last ?? PlatformError(.notFound, "No address of the data is known.")
    }

    private func size(of copy: DataSource.Copy) async throws(PlatformError) -> Size {
        var request = self.request("HEAD", copy.url)
        request.connectSeconds = limits.askingSeconds
        request.totalSeconds = limits.askingSeconds
        let head = try await Transfer.perform(request) { _, _ in true }
        // 405 and 501: a server that does not answer HEAD; the data may well be there.
        if [405, 501].contains(head.status) { return .unknown }
        try Stager.check(head, copy)
        return head.contentLength.map { .bytes($0) } ?? .unknown
    }

    /// Fetches the data; copies are tried in order. Done at once when the file is there already: it gets its name only
    /// when it is whole.
    ///
    /// - Parameters:
    ///   - part: its name until then, in the same file system, and none that other data could have.
    ///   - maximumBytes: what is left of the storage.
    /// - Returns: the bytes of the file.
    /// - Throws: `overLimit`, `mismatch`, `notFound`, `unreachable`, `refused`, `cancelled`, `broken`.
    package func stage(
        _ source: DataSource, to file: String, by part: String, maximumBytes: Int64
    ) async throws(PlatformError) -> Int64 {
        var status = stat()
        if lstat(file, &status) == 0 { return Int64(status.st_size) }
        var last: PlatformError?
        for copy in source.copies {
            do throws(PlatformError) {
                return try await stage(
                    copy, source.checksum, to: file, by: part, min(maximumBytes, limits.maximumBytes))
            } catch {
                unlink(part)
                if error.code == .cancelled || Task.isCancelled { throw error }
                last = error
            }
        }
        throw last ?? PlatformError(.notFound, "No address of the data is known.")
    }

    private func stage(
        _ copy: DataSource.Copy, _ checksum: Checksum?, to file: String, by part: String, _ maximumBytes: Int64
    ) async throws(PlatformError) -> Int64 {
        let subject = DataURL.withoutSecrets(copy.url)
        let sink = try FileSink(part, checksum)
        var request = self.request("GET", copy.url)
        request.totalSeconds = limits.maximumSeconds
        request.stalledSeconds = limits.stalledSeconds
        request.maximumBytes = maximumBytes
        let head = try await Transfer.perform(request) { bytes, head in
            if !(200..<300).contains(head.status) { return false }
            if let length = head.contentLength, length > maximumBytes { return false }
            return sink.write(bytes)
        }
        try Stager.check(head, copy)
        if let length = head.contentLength, length > maximumBytes {
            throw PlatformError(
                .overLimit, "\(subject) has \(length) bytes; \(maximumBytes) are allowed.", subject: subject)
        }
        return try sink.close(as: file, subject: subject)
    }

    private func request(_ method: String, _ url: String) -> TransferRequest {
        let addresses = limits.addresses
        var request = TransferRequest(method, url)
        request.maximumRedirects = limits.maximumRedirects
        request.headers = ["User-Agent: berth", "Accept-Encoding: identity"]
        request.allows = { addresses.allows($0) }
        return request
    }

    private static func check(_ head: TransferHead, _ copy: DataSource.Copy) throws(PlatformError) {
        if (200..<300).contains(head.status) { return }
        let subject = DataURL.withoutSecrets(copy.url)
        let code: PlatformError.Code = [404, 410].contains(head.status) ? .notFound : .refused
        throw PlatformError(
            code,
            code == .notFound
                ? "There is no data at \(subject) (status \(head.status))."
                : "\(subject) does not hand out the data (status \(head.status)).",
            subject: subject)
    }
}

/// A file that is written under another name until it is whole. Used by one thread after the other.
private final class FileSink: @unchecked Sendable {
    private let part: String
    private let checksum: Checksum?
    private let digest: Digest?
    private var descriptor: Int32
    private var bytes: Int64 = 0
    private var fault: Int32 = 0

    init(_ part: String, _ checksum: Checksum?) throws(PlatformError) {
        self.part = part
        self.checksum = checksum
        digest = checksum.flatMap { Digest($0.type ?? "") }
        descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o644)
        if descriptor < 0 {
            throw .file(part, "written")
        }
    }

    deinit {
        if descriptor >= 0 { _ = Glibc.close(descriptor) }
    }

    func write(_ piece: UnsafeRawBufferPointer) -> Bool {
        digest?.add(piece)
        bytes += Int64(piece.count)
        var rest = piece[...]
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.base.baseAddress! + rest.startIndex, rest.count)
            if count < 0 && errno == EINTR { continue }
            if count < 0 {
                fault = errno
                return false
            }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Makes the file durable and gives it its name.
    func close(as file: String, subject: String) throws(PlatformError) -> Int64 {
        if let digest, let wanted = checksum?.value {
            let found = digest.finished()
            if found != wanted.lowercased() {
                throw PlatformError(
                    .mismatch,
                    "The \(checksum?.type ?? "checksum") of \(subject) is \(found), not \(wanted.lowercased()).",
                    subject: subject)
            }
        }
        if fault == 0 && fsync(descriptor) != 0 { fault = errno }
        if fault == 0 && rename(part, file) != 0 { fault = errno }
        if fault != 0 {
            errno = fault
            throw .file(file, "written")
        }
        let directory = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            _ = Glibc.close(folder)
        }
        return bytes
    }
}
