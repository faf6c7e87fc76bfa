import BerthDocument
import BerthHTTP
import BerthModel
import BerthPlatform
import Foundation
import Testing

@testable import BerthData

/// Data from a server on loopback, into a folder that goes away with the test.
@Suite struct StagerTests {
    let folder: String
    let text = "twenty bytes of data"

    init() throws {
        folder = NSTemporaryDirectory() + "berth-staging-" + Foundation.UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func withServer(_ body: (String) async throws -> Void) async throws {
        let text = text
        let server = try HTTPServer(HTTPServerSettings()) { request in
            switch request.path {
            case "/data.txt": return HTTPResponse(.ok, contentType: "text/plain", body: Array(text.utf8))
            case "/moved": return HTTPResponse(303, headers: ["Location": "/data.txt"])
            case "/inside": return HTTPResponse(303, headers: ["Location": "http://127.0.0.2/data.txt"])
            case "/round": return HTTPResponse(303, headers: ["Location": "/round"])
            case "/file": return HTTPResponse(303, headers: ["Location": "file:///etc/passwd"])
            default: return HTTPResponse(.notFound)
            }
        }
        do {
            try await body("http://127.0.0.1:\(server.port)")
        } catch {
            Issue.record(error)
        }
        await server.stop()
        try FileManager.default.removeItem(atPath: folder)
    }

    private func stager(_ maximumBytes: Int64 = 1000, allowed: String = "127.0.0.1") -> Stager {
        Stager(
            limits: StagingLimits(
                maximumBytes: maximumBytes, maximumSeconds: 10,
                addresses: AddressRule(allowed: [AddressRange(allowed)].compactMap { $0 })))
    }

    private func source(_ urls: String..., sha256: String? = nil) -> DataSource {
        var source = DataSource()
        source.copies = urls.map { DataSource.Copy(url: $0, path: []) }
        if let sha256 {
            var checksum = Checksum()
            checksum.type = "sha256"
            checksum.value = sha256
            source.checksum = checksum
        }
        return source
    }

    private func stage(_ stager: Stager, _ source: DataSource) async throws(PlatformError) -> Int64 {
        try await stager.stage(source, to: folder + "/file", by: folder + "/part", maximumBytes: 10_000)
    }

    private var files: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? ["?"] }

    @Test("the limit of bytes, and one less")
    func limit() async throws {
        try await withServer { origin in
            let error = await #expect(throws: PlatformError.self) {
                try await stage(stager(19), source(origin + "/data.txt"))
            }
            #expect(error?.code == .overLimit)
            #expect(error?.message == "\(origin)/data.txt is larger than the 19 bytes that are allowed.")
            #expect(files == [])
            let bytes = try await stage(stager(20), source(origin + "/data.txt"))
            #expect(bytes == 20)
            #expect(try String(contentsOfFile: folder + "/file", encoding: .utf8) == text)
            #expect(files == ["file"])
        }
    }

    @Test("copies are tried in order, redirects are followed")
    func copies() async throws {
        try await withServer { origin in
            let bytes = try await stage(stager(), source(origin + "/nothing", origin + "/moved"))
            #expect(bytes == 20)
            let size = try await stager().size(of: source(origin + "/nothing", origin + "/moved"))
            #expect(size == .bytes(20))
        }
    }

    @Test("addresses inside the site are refused, also behind a redirect")
    func addresses() async throws {
        try await withServer { origin in
            for (stager, path) in [(stager(allowed: "10.0.0.1"), "/data.txt"), (stager(), "/inside")] {
                let error = await #expect(throws: PlatformError.self) {
                    try await stage(stager, source(origin + path))
                }
                #expect(error?.code == .refused)
                #expect(
                    error?.message == "\(origin)\(path) stands for an address inside this site, which is not allowed; "
                        + "the site can allow it with dataAddresses.")
            }
            #expect(files == [])
        }
    }

    @Test("redirects to other protocols and without end are refused")
    func redirects() async throws {
        try await withServer { origin in
            for path in ["/round", "/file"] {
                let error = await #expect(throws: PlatformError.self) {
                    try await stage(stager(), source(origin + path))
                }
                #expect(error?.code == .refused)
            }
            #expect(files == [])
        }
    }

    @Test("a checksum that does not fit leaves nothing")
    func checksum() async throws {
        try await withServer { origin in
            let wrong = String(repeating: "0", count: 64)
            let error = await #expect(throws: PlatformError.self) {
                try await stage(stager(), source(origin + "/data.txt", sha256: wrong))
            }
            #expect(error?.code == .mismatch)
            #expect(files == [])
            let digest = try #require(Digest("sha256"))
            Array(text.utf8).withUnsafeBytes { digest.add($0) }
            let bytes = try await stage(stager(), source(origin + "/data.txt", sha256: digest.finished()))
            #expect(bytes == 20)
        }
    }
}
