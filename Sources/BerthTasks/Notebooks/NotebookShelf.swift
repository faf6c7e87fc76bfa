package import BerthData
import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

/// Fetches notebooks while they are asked for, and what stands beside them.
package struct NotebookShelf: Sendable {
    /// A notebook as it was found.
    struct Found: Sendable, Hashable {
        var sha256: String
        var bytes: Int64
        var notebook: Notebook
    }

    /// Notebooks that are fetched and read at the same time, each of at most `notebookBytes`.
    static let maximumUnderWay = 8
    /// How long a notebook is taken to be as it was found; when it is run it is compared.
    static let memoSeconds: Int64 = 5
    static let requirementsBytes: Int64 = 1 << 20

    private let stager: Stager
    var maximumBytes: Int64 { stager.limits.maximumBytes }
    let hostPaths: [String]
    /// Where a notebook is until it is read.
    let folder: String
    private let memo = Memo<Result<Found, Notebook.Fault>>(
        seconds: NotebookShelf.memoSeconds, maximumUnderWay: NotebookShelf.maximumUnderWay)
    private let besideMemo = Memo<String?>(
        seconds: NotebookShelf.memoSeconds, maximumUnderWay: NotebookShelf.maximumUnderWay)

    /// - Parameters:
    ///   - folder: where a notebook is until it is read.
    ///   - limits: of a notebook.
    package init(folder: String, limits: StagingLimits, hostPaths: [String]) {
        self.folder = folder
        stager = Stager(limits: limits)
        self.hostPaths = hostPaths
    }

    /// The notebook at a URL, or why it is none.
    ///
    /// - Throws: `overLimit` when it is too large, else what `Stager.stage` throws.
    func found(_ url: String) async throws(PlatformError) -> Result<Found, Notebook.Fault> {
        let limit = stager.limits.maximumBytes
        return try await memo.value(url) { () async throws(PlatformError) -> Result<Found, Notebook.Fault> in
            let bytes = try await fetch(url, maximumBytes: limit)
            return await NotebookShelf.read(bytes)
        }
    }

    /// The text of the `requirements.txt` in the same folder; `nil` when there is none.
    func requirements(beside url: String) async throws(PlatformError) -> String? {
        guard let beside = NotebookShelf.beside(url, "requirements.txt") else { return nil }
        return try await besideMemo.value(beside) { () async throws(PlatformError) -> String? in
            do throws(PlatformError) {
                let bytes = try await fetch(beside, maximumBytes: NotebookShelf.requirementsBytes)
                return String(decoding: bytes, as: UTF8.self)
            } catch {
                // Stores that do not list their objects refuse what is not there.
                if error.code == .notFound || error.code == .refused { return nil }
                throw error
            }
        }
    }

    /// The URL of another file in the same folder; query and fragment belong to the notebook alone.
    static func beside(_ url: String, _ name: String) -> String? {
        let path = url.prefix { $0 != "?" && $0 != "#" }
        guard let slash = path.lastIndex(of: "/"), !path[..<slash].hasSuffix(":/") else { return nil }
        return path[...slash] + name
    }

    /// All bytes of a notebook, or of a file beside it.
    func fetch(_ url: String, maximumBytes: Int64) async throws(PlatformError) -> [UInt8] {
        try Files.makeDirectory(folder)
        let (first, second) = (UInt64.random(in: 0...(.max)), UInt64.random(in: 0...(.max)))
        let file = "\(folder)/\(UUID(random: first, second))"
        defer { Files.remove(file) }
        if DataURL.scheme(of: url) == "file" {
            guard let host = HostFile(url, allowed: hostPaths) else {
                throw PlatformError(.notFound, "There is no file \(url) that this site lets be read.", subject: url)
            }
            _ = try await Files.copy(
                host.descriptor, called: url, to: file, by: file + ".part", maximumBytes: maximumBytes)
        } else {
            try await transfer(url, to: file, maximumBytes)
        }
        return try Files.read(file, from: 0, limit: Int(maximumBytes))
    }

    private func transfer(_ url: String, to file: String, _ maximumBytes: Int64) async throws(PlatformError) {
        var data = SimpleData()
        data.location = url
        guard let source = try? DataSource.reading(.simple(data), at: ["executable"]) else {
            throw PlatformError(.refused, "\(DataURL.withoutSecrets(url)) cannot be fetched.")
        }
        let begin = ContinuousClock.now
        do throws(PlatformError) {
            _ = try await stager.stage(source, to: file, by: file + ".part", maximumBytes: maximumBytes)
        } catch {
            // Too slow is not too large.
            let isSlow = ContinuousClock.now - begin >= .seconds(stager.limits.maximumSeconds)
            if error.code != .overLimit || !isSlow { throw error }
            throw PlatformError(.unreachable, error.message, subject: error.subject, cause: error.cause)
        }
    }

    /// Reads a notebook on a thread of its own: a large one takes a while, and others are waiting.
    private static func read(_ bytes: [UInt8]) async -> Result<Found, Notebook.Fault> {
        await withCheckedContinuation { continuation in
            let code = DetachedThread.start(stackBytes: 1 << 20) {
                do throws(Notebook.Fault) {
                    let notebook = try Notebook.reading(bytes)
                    let found = Found(sha256: Digest.sha256(of: bytes), bytes: Int64(bytes.count), notebook: notebook)
                    continuation.resume(returning: .success(found))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
            if code != nil {
                continuation.resume(returning: .failure(Notebook.Fault(message: "no thread could be made to read it")))
            }
        }
    }
}
