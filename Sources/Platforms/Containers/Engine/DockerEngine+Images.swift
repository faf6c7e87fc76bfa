import BerthData
import BerthDocument
import BerthHost
package import BerthPlatform
import Synchronization

/// What the engine knows about an image that it has.
package struct EngineImage: Sendable, Hashable {
    /// `sha256:` and the digest of its configuration.
    package var id: String
    /// Digests of the manifests under which it was pulled: `name@sha256:…`.
    package var repositoryDigests: [String]
    package var architecture: String
    package var os: String
    package var bytes: Int64
    /// Paths that the image wants volumes at, sorted.
    package var volumes: [String]

    init(_ document: Document) {
        id = document["Id"]?.text ?? ""
        repositoryDigests = document["RepoDigests"]?.items.compactMap(\.text) ?? []
        architecture = document["Architecture"]?.text ?? ""
        os = document["Os"]?.text ?? ""
        bytes = document["Size"]?.integer ?? 0
        volumes = []
        if case .map(let members)? = document["Config"]?["Volumes"] { volumes = members.members.map(\.name).sorted() }
        if !id.isEmpty && !id.contains(":") { id = "sha256:" + id }
    }

    /// Whether a digest is one of the image's own: of a manifest it was pulled by, or of its configuration.
    package func has(digest: String) -> Bool {
        id == digest || repositoryDigests.contains { $0.hasSuffix("@" + digest) }
    }

    /// The most volumes that an image may declare.
    static let maximumVolumes = 16

    /// Why the volumes that it declares cannot be given to it, `nil` when they can.
    package var faultOfVolumes: String? {
        if volumes.count > EngineImage.maximumVolumes {
            return "it declares \(volumes.count) volumes, and \(EngineImage.maximumVolumes) are allowed"
        }
        for volume in volumes where MountPoint.canonical(volume) != "/tmp" {
            if let fault = ContainerPath.fault(of: volume) {
                return "it declares a volume that cannot be mounted: \(fault)"
            }
        }
        return nil
    }
}

extension DockerEngine {
    /// The image of a reference or ID, `nil` when the engine does not have it.
    package func image(_ reference: String, seconds: Int = DockerEngine.callSeconds) async throws(PlatformError)
        -> EngineImage?
    {
        let reply = try await call("GET", "/images/\(DockerEngine.encoded(reference))/json", seconds: seconds)
        if reply.status == 404 { return nil }
        guard reply.status == 200 else { throw .engine(reply, "look up the image", subject: reference) }
        return EngineImage(reply.body)
    }

    /// Fetches an image from its registry. Stops at once when the task is cancelled.
    ///
    /// - Throws: `notFound`, `refused`, `overLimit`, `unreachable`, `cancelled`.
    package func pull(_ reference: String, platform: String, seconds: Int) async throws(PlatformError) {
        let lines = PullLines()
        let query = "fromImage=\(DockerEngine.encodedQuery(reference))&platform=\(DockerEngine.encodedQuery(platform))"
        let head: TransferHead
        do throws(PlatformError) {
            head = try await stream("POST", "/images/create?" + query, seconds: seconds) { bytes, _ in
                lines.add(bytes)
                return true
            }
        } catch {
            guard error.isTimeout else { throw error }
            throw PlatformError(
                .overLimit, "\(reference) was not fetched within \(seconds) seconds.", subject: reference,
                detail: error.detail)
        }
        let fault = lines.fault
        if head.status == 200 && fault == nil { return }
        let words = fault ?? "status \(head.status)"
        let isAbsent = EngineWords.areAbsence(words) || head.status == 404
        let reason = isAbsent ? "the registry does not have it" : EngineWords.reason(words)
        throw PlatformError(
            isAbsent ? .notFound : .refused,
            "The image \(reference) cannot be fetched\(reason.map { ": \($0)" } ?? "").", subject: reference,
            detail: words)
    }

    static func encoded(_ text: String) -> String {
        // Slashes, colons and the at sign of a reference stand as they are in the path.
        DataURL.encoded(text).replacingAll("%3A", ":").replacingAll("%40", "@")
    }

    static func encodedQuery(_ text: String) -> String {
        DataURL.encoded(text).replacingAll("/", "%2F")
    }
}

/// The lines of progress of a pull, each a JSON document; what matters is whether one of them is an error.
final class PullLines: Sendable {
    private struct Progress {
        var rest: [UInt8] = []
        var fault: String?
    }

    /// Bytes of one line; longer ones are no progress of an engine.
    private static let lineBytes = 1 << 16
    private let progress = Mutex(Progress())

    func add(_ bytes: UnsafeRawBufferPointer) {
        progress.withLock { progress in
            progress.rest.append(contentsOf: bytes)
            while let end = progress.rest.firstIndex(of: 10) {
                PullLines.read(Array(progress.rest[..<end]), &progress.fault)
                progress.rest.removeSubrange(...end)
            }
            if progress.rest.count > PullLines.lineBytes { progress.rest = [] }
        }
    }

    /// What the engine says went wrong.
    var fault: String? {
        progress.withLock { progress in
            PullLines.read(progress.rest, &progress.fault)
            return progress.fault
        }
    }

    private static func read(_ line: [UInt8], _ fault: inout String?) {
        guard let document = try? DockerEngine.read(line) else { return }
        if let said = document["error"]?.text ?? document["errorDetail"]?["message"]?.text ?? document["message"]?.text
        {
            fault = said
        }
    }
}

extension String {
    func replacingAll(_ part: String, _ other: String) -> String {
        split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
    }
}

extension Document {
    /// The items of a list; none for anything else.
    var items: [Document] {
        if case .list(let items) = self { items } else { [] }
    }

    var integer: Int64? {
        switch self {
        case .integer(let integer): integer
        case .number(let number): Int64(exactly: number)
        default: nil
        }
    }

    var isTrue: Bool { self == .bool(true) }
}
