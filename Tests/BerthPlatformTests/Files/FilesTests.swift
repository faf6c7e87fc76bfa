import BerthPlatform
import Glibc
import Testing

@Suite struct FilesTests {
    /// Runs a test in a folder of its own.
    private func inFolder(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/berth-files-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { Files.remove(path) }
        try body(path)
    }

    @Test("a directory is made with those above it; the second time it is there")
    func directories() throws {
        try inFolder { folder in
            for _ in 0..<2 { try Files.makeDirectory(folder + "/a/b", mode: 0o777) }
            var status = stat()
            #expect(stat(folder + "/a/b", &status) == 0 && status.st_mode & 0o777 == 0o777)
            #expect(stat(folder + "/a", &status) == 0 && status.st_mode & 0o777 == 0o700)
            try Files.write([1], to: folder + "/file")
            let error = #expect(throws: PlatformError.self) { try Files.makeDirectory(folder + "/file/x") }
            #expect(error?.detail == "\(folder)/file/x: Not a directory")
            #expect(error?.description.contains(folder) == false)
        }
    }

    @Test("a file is written whole, read in pieces, and never through a link")
    func writing() throws {
        try inFolder { folder in
            let file = folder + "/file"
            try Files.write([1, 2, 3], to: file)
            try Files.write([4, 5, 6, 7], to: file)
            #expect(Files.size(file) == 4)
            #expect(Files.names(in: folder) == ["file"])
            #expect(try Files.read(file, from: 0, limit: 9) == [4, 5, 6, 7])
            #expect(try Files.read(file, from: 1, limit: 2) == [5, 6])
            #expect(try Files.read(file, from: 9, limit: 2) == [])
            #expect(try Files.read(folder + "/none", from: 0, limit: 2) == [])
            // Who can make links in the folder does not choose what is overwritten.
            symlink("/dev/null", folder + "/other.part")
            #expect(throws: PlatformError.self) { try Files.write([1], to: folder + "/other") }
        }
    }

    @Test("what work put where its output was is neither followed nor waited for")
    func linksAndPipes() throws {
        try inFolder { folder in
            try Files.write([1], to: folder + "/secret")
            symlink(folder + "/secret", folder + "/link")
            mkfifo(folder + "/pipe", 0o600)
            for name in ["link", "pipe", "."] {
                #expect(throws: PlatformError.self) { try Files.read(folder + "/" + name, from: 0, limit: 9) }
            }
            #expect(try Files.read(folder + "/link", from: 0, limit: 9, followsLink: true) == [1])
        }
    }

    @Test("a copy is whole or not there, and not larger than it may be")
    func copying() async throws {
        var template = Array("/tmp/berth-files-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { Files.remove(folder) }
        try Files.write([UInt8](repeating: 7, count: 10), to: folder + "/source")
        let source = open(folder + "/source", O_RDONLY)
        defer { close(source) }
        func copy(_ maximumBytes: Int64) async throws(PlatformError) -> Int64 {
            try await Files.copy(
                source, called: "it", to: folder + "/copy", by: folder + "/part", maximumBytes: maximumBytes)
        }
        let error = await #expect(throws: PlatformError.self) { try await copy(9) }
        #expect(error?.code == .overLimit)
        #expect(error?.message == "it has 10 bytes; 9 are allowed.")
        #expect(Files.names(in: folder) == ["source"])
        for _ in 0..<2 {
            let bytes = try await copy(10)
            #expect(bytes == 10)
        }
        #expect(Files.names(in: folder) == ["copy", "source"])
        #expect(try Files.read(folder + "/copy", from: 0, limit: 99) == [UInt8](repeating: 7, count: 10))
        unlink(folder + "/copy")
        let cancelled = Task { [folder] in
            while !Task.isCancelled { await Task.yield() }
            return try await Files.copy(
                source, called: "it", to: folder + "/copy", by: folder + "/part", maximumBytes: 10)
        }
        cancelled.cancel()
        let end = await #expect(throws: PlatformError.self) { try await cancelled.value }
        #expect(end?.code == .cancelled)
        #expect(!Files.exists(folder + "/copy"))
    }
}
