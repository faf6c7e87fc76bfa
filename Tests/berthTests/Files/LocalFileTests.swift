import Foundation
import Testing

@testable import berth

struct LocalFileTests {
    @Test func whatIsMissingForSure() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("there", "")
        #expect(!LocalFile.isMissing(file))
        #expect(LocalFile.isMissing(file + "s"))
        #expect(LocalFile.isMissing(file + "/below"))
    }

    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func writtenAndRead() throws {
        let path = folder.path + "/a"
        try LocalFile.write([1, 2, 3], to: path)
        #expect(try LocalFile.read(path) == [1, 2, 3])
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a"])
    }

    @Test func atTheLimitAndOneBeyond() throws {
        let path = try folder.write("a", "12345")
        #expect(try LocalFile.read(path, largest: 5).count == 5)
        let error = #expect(throws: ProgramError.self) { try LocalFile.read(path, largest: 4) }
        #expect(error?.code == .badInput)
        #expect(error?.message == "\(path) has more than 4 bytes, the most that are read.")
    }

    @Test func whatIsNotThere() throws {
        let path = folder.path + "/none"
        let error = #expect(throws: ProgramError.self) { try LocalFile.read(path) }
        #expect(error?.code == .cannotRead)
        #expect(error?.description == "Cannot read \(path). (No such file or directory)")
        #expect(!LocalFile.exists(path))
        let folderError = #expect(throws: ProgramError.self) { try LocalFile.read(folder.path) }
        #expect(folderError?.cause == "Is a directory")
        let writeError = #expect(throws: ProgramError.self) { try LocalFile.write([], to: path + "/a") }
        #expect(writeError?.code == .cannotWrite)
    }

    @Test func foldersAreMadeWithThoseAbove() throws {
        let path = folder.path + "/a/b//c"
        try LocalFile.makeFolder(path)
        try LocalFile.makeFolder(path)
        #expect(LocalFile.exists(path))
        let file = try folder.write("file", "")
        let error = #expect(throws: ProgramError.self) { try LocalFile.makeFolder(file) }
        #expect(error?.message == "\(file) is not a folder; name another.")
        #expect(throws: ProgramError.self) { try LocalFile.makeFolder(file + "/below") }
    }

    @Test func pathsFromTheRoot() throws {
        #expect(try LocalFile.absolute("/a") == "/a")
        #expect(try LocalFile.absolute("a") == FileManager.default.currentDirectoryPath + "/a")
    }
}
