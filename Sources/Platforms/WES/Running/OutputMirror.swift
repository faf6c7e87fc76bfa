import BerthHost
import BerthModel
import BerthPlatform
import Glibc

/// Brings what the service has of the outputs of runs into the files here, what is new each time.
actor OutputMirror {
    private let service: WESService
    private let logs: LogShelf
    private let limit: Int64
    private let gap: Duration
    private var underWay: [UUID: Task<Void, Never>] = [:]
    private var last: [UUID: ContinuousClock.Instant] = [:]

    /// Bytes that are read at once.
    private static let pieceBytes: Int64 = 4 << 20

    init(_ service: WESService, _ logs: LogShelf, _ settings: WESSettings) {
        self.service = service
        self.logs = logs
        limit = settings.logBytes
        gap = .seconds(settings.pollSeconds)
    }

    /// Brings what there is now, unless somebody did a moment ago. What cannot be had now comes later.
    func refresh(_ session: UUID, _ run: String) async {
        if let task = underWay[session] { return await task.value }
        if let last = last[session], ContinuousClock.now - last < gap { return }
        let task = Task { [service] in
            guard let record = try? await service.record(of: run) else { return }
            _ = try? await self.bring(record.log, run, session)
        }
        underWay[session] = task
        await task.value
        underWay[session] = nil
        last[session] = ContinuousClock.now
    }

    /// Brings all that there is of a run at its end.
    ///
    /// - Returns: the outputs that are not handed out.
    /// - Throws: what calls of the service throw.
    func complete(_ session: UUID, _ run: String, _ log: RunRecord.Log) async throws(PlatformError) -> [LogStream] {
        await underWay[session]?.value
        last[session] = nil
        return try await bring(log, run, session)
    }

    func forget(_ session: UUID) { last[session] = nil }

    private nonisolated func bring(
        _ log: RunRecord.Log, _ run: String, _ session: UUID
    ) async throws(PlatformError) -> [LogStream] {
        var missing: [LogStream] = []
        for (stream, place) in [(LogStream.stdout, log.stdout), (.stderr, log.stderr)] {
            guard let place else { continue }
            if try await !bring(place, run, to: logs.folder(session) + "/" + stream.rawValue) {
                missing.append(stream)
            }
            logs.changed(session)
        }
        return missing
    }

    /// - Returns: `false` when it is not handed out.
    private nonisolated func bring(
        _ place: String, _ run: String, to file: String
    ) async throws(PlatformError) -> Bool {
        switch OutputPlace(place, in: service.address + "/runs/" + run) {
        case .elsewhere: return false
        case .text(let text):
            try OutputMirror.append(Array(text.utf8).dropFirst(Int(Files.size(file))), to: file, limit)
            return true
        case .url(let url):
            while true {
                let size = Files.size(file)
                let wanted = min(Self.pieceBytes, limit - size)
                guard let bytes = try await service.output(at: url, of: run, from: size, limit: wanted) else {
                    return false
                }
                try OutputMirror.append(bytes[...], to: file, limit)
                if bytes.isEmpty || Int64(bytes.count) < wanted { return true }
            }
        }
    }

    /// Adds bytes to a file, as many as are kept.
    nonisolated static func append(_ bytes: ArraySlice<UInt8>, to file: String, _ limit: Int64) throws(PlatformError) {
        var rest = bytes.prefix(Int(max(0, limit - Files.size(file))))
        if rest.isEmpty { return }
        let descriptor = open(file, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw .file(file, "written") }
        defer { close(descriptor) }
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw .file(file, "written") }
            rest = rest.dropFirst(count)
        }
    }
}
