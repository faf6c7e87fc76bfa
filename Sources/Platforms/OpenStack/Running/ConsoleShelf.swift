import BerthHost
import BerthModel
import BerthPlatform
import Glibc
import Synchronization

/// Keeps what machines told on their consoles, of which a cloud shows no more than the end.
final class ConsoleShelf: Sendable {
    private let folders: SessionFolders
    private let logs: LogShelf
    private let limitBytes: Int64
    /// One at a time: a cancel looks at a console while others do.
    private let lock = Mutex(())

    init(_ folders: SessionFolders, _ logs: LogShelf, limitBytes: Int64) {
        self.folders = folders
        self.logs = logs
        self.limitBytes = limitBytes
    }

    /// How much of an output is kept: what the machine told, and the bytes in the file, which has notes besides.
    struct Place: Equatable {
        var told: Int64 = 0
        var size: Int64 = 0
    }

    /// Keeps what is new of the outputs, and how the task ended.
    ///
    /// Repeating it changes nothing. Where the console has lost something, a note says how much.
    func keep(_ frames: [ConsoleFrame], of session: UUID) throws(PlatformError) {
        let result = lock.withLock { _ in
            Result<Bool, any Error> { try kept(frames, of: session) }
        }
        switch result {
        case .success(true): logs.changed(session)
        case .success(false): break
        case .failure(let error as PlatformError): throw error
        case .failure(let error): throw PlatformError(.broken, "The output cannot be kept.", detail: "\(error)")
        }
    }

    /// Words of the broker in the errors of a session, once.
    func add(_ text: String, to session: UUID) throws(PlatformError) {
        let marker = folders.directory(session) + "/added"
        if Files.exists(marker) { return }
        let place = places(session).errors.told
        try keep([.piece(.stderr, place, Array(text.utf8))], of: session)
        try Files.touch(marker)
    }

    /// How the task ended, as far as it was told.
    func end(of session: UUID) -> MachineEnd? {
        guard let bytes = try? Files.read(folders.end(session), from: 0, limit: 8192), !bytes.isEmpty else {
            return nil
        }
        return MachineEnd(line: String(decoding: bytes, as: UTF8.self))
    }

    private func kept(_ frames: [ConsoleFrame], of session: UUID) throws -> Bool {
        let before = places(session)
        var (out, errors) = (before.out, before.errors)
        var (outText, errorText): ([UInt8], [UInt8]) = ([], [])
        var end: MachineEnd?
        for frame in frames {
            switch frame {
            case .begin: break
            case .piece(.stdout, let offset, let bytes): ConsoleShelf.add(bytes, offset, &out, &outText)
            case .piece(_, let offset, let bytes): ConsoleShelf.add(bytes, offset, &errors, &errorText)
            case .end(let how):
                end = how
                guard case .exited(_, _, let outBytes, let errorBytes) = how else { continue }
                ConsoleShelf.add([], outBytes, &out, &outText)
                ConsoleShelf.add([], errorBytes, &errors, &errorText)
            }
        }
        try Files.makeDirectory(logs.folder(session))
        out.size += try write(outText, at: out.size, logs.folder(session) + "/stdout")
        errors.size += try write(errorText, at: errors.size, logs.folder(session) + "/stderr")
        if before.out != out || before.errors != errors {
            let line = "\(out.told) \(out.size) \(errors.told) \(errors.size)\n"
            try Files.write(Array(line.utf8), to: folders.told(session))
        }
        if let end, self.end(of: session) == nil {
            try Files.write(Array((end.line + "\n").utf8), to: folders.end(session))
        }
        return before.out != out || before.errors != errors
    }

    /// What of a piece is new, after a note of what is missing before it.
    static func add(_ bytes: [UInt8], _ offset: Int64, _ place: inout Place, _ text: inout [UInt8]) {
        let (end, isHuge) = offset.addingReportingOverflow(Int64(bytes.count))
        if isHuge || (end <= place.told) { return }
        if offset > place.told {
            let lost = offset - place.told
            text += Array(
                "\n[\(lost) bytes of this output are lost: they came faster than the console was read.]\n".utf8)
            text += bytes
        } else {
            text += bytes[Int(place.told - offset)...]
        }
        place.told = end
    }

    /// - Returns: how many bytes were written: a machine says what it likes, and not all of it is kept.
    private func write(_ bytes: [UInt8], at place: Int64, _ file: String) throws(PlatformError) -> Int64 {
        let room = max(0, limitBytes + 4096 - place)
        let bytes = bytes.prefix(Int(min(room, Int64(bytes.count))))
        if bytes.isEmpty { return 0 }
        let descriptor = open(file, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw .file(file, "written") }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes.dropFirst(written).withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress, $0.count, off_t(place) + off_t(written))
            }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw .file(file, "written") }
            written += count
        }
        return Int64(written)
    }

    private func places(_ session: UUID) -> (out: Place, errors: Place) {
        let bytes = (try? Files.read(folders.told(session), from: 0, limit: 200)) ?? []
        let numbers = String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }.compactMap { Int64($0) }
        guard numbers.count == 4 else { return (Place(), Place()) }
        return (Place(told: numbers[0], size: numbers[1]), Place(told: numbers[2], size: numbers[3]))
    }
}

extension SessionFolders {
    /// How much of both outputs is kept.
    func told(_ session: UUID) -> String { directory(session) + "/told" }
    /// How the task ended.
    func end(_ session: UUID) -> String { directory(session) + "/end" }
    /// What is to be run.
    func script(_ session: UUID) -> String { directory(session) + "/script" }
    /// Somebody is about to order the machine, or has.
    func ordering(_ session: UUID) -> String { directory(session) + "/ordering" }
    /// The id of the machine.
    func server(_ session: UUID) -> String { directory(session) + "/server" }
    /// The machine was deleted because the session was cancelled.
    func stopped(_ session: UUID) -> String { directory(session) + "/stopped" }
}
