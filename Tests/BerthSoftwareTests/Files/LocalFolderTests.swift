import Foundation
import Testing

@testable import BerthSoftware

struct LocalFolderTests {
    @Test func whatIsBelow() async throws {
        try await Sample.withFolder { folder in
            for name in ["b.txt", "a/c/d.txt", ".git/config", "a/.hidden"] { try Sample.file(name, "x", in: folder) }
            try FileManager.default.createSymbolicLink(atPath: folder + "/loop", withDestinationPath: folder)
            #expect(LocalFolder.files(below: folder + "/") == ["a/c/d.txt", "b.txt", "loop"])
            #expect(LocalFolder.files(below: folder, isWhole: false).isEmpty)
            #expect(LocalFolder.isFile(folder + "/b.txt"))
            #expect(LocalFolder.isFolder(folder))
            #expect(!LocalFolder.isFile(folder + "/x"))
        }
    }

    @Test func aFileAtTheLimitAndOneBeyond() async throws {
        try await Sample.withFolder { folder in
            try Sample.file("f", "12345", in: folder)
            #expect(try LocalFolder.read(folder + "/f", most: 5) == Array("12345".utf8))
            #expect(await SoftwareError.of { try LocalFolder.read(folder + "/f", most: 4) }?.code == .tooLarge)
            #expect(await SoftwareError.of { try LocalFolder.read(folder, most: 4) }?.code == .cannotRead)
        }
    }
}
