import BerthData
import BerthHTTP
import BerthModel
import BerthSoftware
import Foundation
import Synchronization
import Testing

/// The look-alike of the catalogue service, `Tests/Catalogue/catalogue.py`, in a process of its own that ends with its
/// input: also when the tests are killed.
final class TestCatalogue: Sendable {
    static let root =
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    let url: String
    let client = HTTPClient()
    private let shell: Process
    private let input = Pipe()
    private let time = Mutex(Instant(seconds: 1_900_000_000))

    init() throws {
        shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        shell.arguments = ["python3", Self.root + "/Tests/Catalogue/catalogue.py"]
        shell.standardInput = input
        let output = Pipe()
        shell.standardOutput = output
        try shell.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        url = String(line.prefix { $0 != "\n" })
        try #require(url.hasPrefix("http://127.0.0.1:"), "The look-alike of the catalogue does not start: \(line)")
    }

    func stop() async {
        await client.close()
        try? input.fileHandleForWriting.close()
        shell.waitUntilExit()
    }

    /// Runs with one of its own.
    static func run<Result>(_ body: (TestCatalogue) async throws -> Result) async throws -> Result {
        let service = try TestCatalogue()
        do {
            let result = try await body(service)
            await service.stop()
            return result
        } catch {
            await service.stop()
            throw error
        }
    }

    func pass(_ seconds: Int64) { time.withLock { $0 = $0 + TimeSpan(seconds: seconds) } }

    /// The catalogue as a configuration would make it.
    func catalogue(
        _ shelf: any SoftwareShelf = MemoryShelf(), seconds: Double = 5
    ) throws -> any SoftwareCatalogue {
        var settings = CatalogueSettings()
        settings.name = "ossr"
        settings.service = url + "/api"
        settings.dataAddresses = ["127.0.0.0/8"]
        try settings.check()
        var limits = Fetcher.Limits()
        limits.totalSeconds = seconds
        return settings.part(client, shelf, limits: limits) { [self] in time.withLock { $0 } }.catalogue
    }

    /// How it answers from now on: ok, busy, down, hang.
    func control(_ mode: String) async throws {
        _ = try await client.send(HTTPClientRequest(.get, "\(url)/control?mode=\(mode)"))
    }

    /// What was asked since the last time, each with the range that it asked for.
    func seen() async throws -> [(path: String, range: String)] {
        let reply = try await client.send(HTTPClientRequest(.get, "\(url)/seen"))
        let items = try JSONSerialization.jsonObject(with: Data(reply.body)) as? [[String: String]] ?? []
        return items.map { ($0["path"] ?? "", $0["range"] ?? "") }
    }
}
