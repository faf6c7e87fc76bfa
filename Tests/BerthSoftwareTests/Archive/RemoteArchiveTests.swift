import BerthHTTP
import Testing

@testable import BerthSoftware

struct RemoteArchiveTests {
    private func read(
        _ bytes: [UInt8], _ name: String = "codemeta.json", _ answer: CannedService.Answer? = nil
    ) async throws -> (bytes: [UInt8]?, names: [String]) {
        try await CannedService.answering(answer ?? { .part(of: bytes, $0) }) { service in
            let archive = try await RemoteArchive(service.url + "/x.zip", name: "x.zip", service.fetcher())
            guard let member = archive.member(called: name) else { return (nil, archive.names) }
            return (try await archive.bytes(of: member), archive.names)
        }
    }

    private static let hello = ZipBytes.Member(
        name: "r/codemeta.json", bytes: ZipBytes.hello, deflated: ZipBytes.deflatedHello)

    @Test func aMemberOfALargeArchive() async throws {
        let ballast = ZipBytes.Member(name: "r/x.bin", bytes: [UInt8](repeating: 7, count: 300_000))
        let deeper = ZipBytes.Member(name: "r/s/codemeta.json", bytes: [1])
        let found = try await read(ZipBytes.archive([ballast, deeper, Self.hello, ballast]))
        #expect(found.bytes == ZipBytes.hello)
        #expect(found.names == ["x.bin", "s/codemeta.json", "codemeta.json", "x.bin"])
    }

    @Test func theListIsFetchedWhereItIsLong() async throws {
        let many = (0..<3000).map { ZipBytes.Member(name: "r/\($0)-with-a-name-that-takes-some-place", bytes: []) }
        let found = try await read(ZipBytes.archive(many + [Self.hello]))
        #expect(found.bytes == ZipBytes.hello)
    }

    @Test func whatIsNotThere() async throws {
        #expect(try await read(ZipBytes.archive([Self.hello]), "x").bytes == nil)
    }

    @Test(arguments: [
        (
            ZipBytes.Member(name: "codemeta.json", bytes: ZipBytes.hello, deflated: ZipBytes.deflatedHello, said: 10),
            SoftwareError.Code.badArchive,
            "The archive x.zip cannot be read: codemeta.json in it is larger than it says."
        ),
        (
            ZipBytes.Member(name: "codemeta.json", bytes: [1], said: 3 << 20), .tooLarge,
            "codemeta.json in x.zip has more than 2 MiB; a description is shorter."
        ),
        (
            ZipBytes.Member(name: "codemeta.json", bytes: [1], deflated: [0xFF, 0xFF]), .badArchive,
            "The archive x.zip cannot be read: it is damaged."
        ),
        (
            ZipBytes.Member(name: "codemeta.json", bytes: [1, 2], said: 1), .badArchive,
            "The archive x.zip cannot be read: codemeta.json in it does not match its checksum."
        ),
    ])
    func whatIsRefused(_ member: ZipBytes.Member, _ code: SoftwareError.Code, _ message: String) async throws {
        let error = await SoftwareError.of { try await read(ZipBytes.archive([member])) }
        #expect(error?.code == code)
        #expect(error?.message == message)
    }

    /// What is added to the place that an archive says would be more than a number holds.
    @Test(arguments: [Int.max, Int.max - 30, 1 << 40])
    func aMemberThatLiesNowhere(_ place: Int) async throws {
        let member = ZipBytes.Member(name: "codemeta.json", bytes: [1], place: place)
        let error = await SoftwareError.of { try await read(ZipBytes.archive([member])) }
        #expect(error?.code == .badArchive)
    }

    @Test func aFileWithMoreBytesThanThereAreIsNone() async throws {
        let bytes = ZipBytes.archive([ZipBytes.Member(name: "codemeta.json", bytes: [1], place: Int.max - 40)])
        let error = await SoftwareError.of {
            try await read(bytes, "codemeta.json") { _ in
                HTTPResponse(
                    HTTPStatus(206), headers: ["Content-Range": "bytes 0-9/\(Int.max)"], contentType: "application/zip",
                    body: bytes)
            }
        }
        #expect(error?.code == .brokenReply)
    }

    @Test func aServerThatHandsOutNoParts() async throws {
        let bytes = ZipBytes.archive([ZipBytes.Member(name: "r/x", bytes: [UInt8](repeating: 7, count: 300_000))])
        let error = await SoftwareError.of {
            try await read(bytes, "x") { _ in HTTPResponse(.ok, contentType: "application/zip", body: bytes) }
        }
        #expect(error?.code == .tooLarge)
        // A small one may come whole.
        let small = ZipBytes.archive([Self.hello])
        let answer = await SoftwareError.of {
            try await read(small, "x") { _ in HTTPResponse(.ok, contentType: "application/zip", body: small) }
        }
        #expect(answer == nil)
    }
}
