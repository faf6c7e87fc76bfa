import BerthPlatform
import Glibc
import Testing

/// `Files`, for what programs left in their storage.
@Suite struct FilesTreesTests {
    /// Runs a test in a folder of its own.
    private func inFolder(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/berth-trees-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { Files.remove(path) }
        try body(path)
    }

    /// Makes a file whose name is these bytes.
    private func make(_ name: [UInt8], in folder: String, bytes: Int) throws {
        let directory = open(folder, O_RDONLY | O_DIRECTORY)
        defer { close(directory) }
        let file = openat(directory, name.map { CChar(bitPattern: $0) } + [0], O_WRONLY | O_CREAT, 0o600)
        try #require(file >= 0)
        defer { close(file) }
        let content = [UInt8](repeating: 7, count: bytes)
        #expect(write(file, content, bytes) == bytes)
    }

    @Test("a file whose name is no text counts and is deleted", arguments: [[0xff], [0x61, 0xc3], [0xed, 0xa0]])
    func rawNames(_ name: [UInt8]) throws {
        try inFolder { folder in
            try Files.makeDirectory(folder + "/mine/deep/deeper")
            let before = try #require(Files.bytes(in: folder))
            for part in ["/mine", "/mine/deep", "/mine/deep/deeper"] {
                try make(name, in: folder + part, bytes: 1 << 16)
            }
            #expect(try #require(Files.bytes(in: folder)) >= before + 3 << 16)
            #expect(Files.remove(folder + "/mine"))
            #expect(Files.names(in: folder) == [])
        }
    }

    @Test("an empty file counts as a block, so that their number has a limit")
    func emptyFiles() throws {
        try inFolder { folder in
            for number in 0..<100 { try make(Array("\(number)".utf8), in: folder, bytes: 0) }
            #expect(try #require(Files.bytes(in: folder)) >= 100 * 4096)
        }
    }

    @Test("256 directories in one another are counted, one more counts as too much")
    func depth() throws {
        try inFolder { folder in
            let path = folder + String(repeating: "/d", count: 256)
            try Files.makeDirectory(path)
            #expect(try #require(Files.bytes(in: folder)) < 256 * 16384)
            try Files.makeDirectory(path + "/d")
            #expect(Files.bytes(in: folder) == .max)
        }
    }

    @Test("what may not be looked into counts as too much")
    func closed() throws {
        try inFolder { folder in
            try Files.makeDirectory(folder + "/mine/closed")
            chmod(folder + "/mine/closed", 0)
            // Nothing is closed to root.
            #expect(geteuid() == 0 || Files.bytes(in: folder) == .max)
        }
    }

    @Test("deleting a directory does not follow links")
    func removing() throws {
        try inFolder { folder in
            try Files.makeDirectory(folder + "/mine/deep")
            try Files.write([1], to: folder + "/kept")
            symlink(folder, folder + "/mine/up")
            chmod(folder + "/mine/deep", 0)
            #expect(Files.remove(folder + "/mine"))
            #expect(Files.names(in: folder) == ["kept"])
            #expect(Files.remove(folder + "/none"))
        }
    }

    @Test("directories deeper than a path can name are deleted, and count as too much")
    func deep() throws {
        try inFolder { folder in
            try Files.makeDirectory(folder + "/mine")
            var directory = open(folder + "/mine", O_RDONLY | O_DIRECTORY)
            for _ in 0..<1500 {
                try #require(mkdirat(directory, "deeper", 0o500 | 0o200) == 0)
                let next = openat(directory, "deeper", O_RDONLY | O_DIRECTORY)
                close(directory)
                directory = next
            }
            close(openat(directory, "file", O_WRONLY | O_CREAT, 0o600))
            close(directory)
            #expect(Files.bytes(in: folder) == .max)
            #expect(Files.remove(folder + "/mine"))
            #expect(Files.names(in: folder) == [])
        }
    }

    @Test("the size of a directory is what is on the disk, without what links lead to")
    func sizes() throws {
        try inFolder { folder in
            try Files.makeDirectory(folder + "/a/b")
            let before = try #require(Files.bytes(in: folder))
            try Files.write([UInt8](repeating: 7, count: 8192), to: folder + "/a/b/file")
            let full = try #require(Files.bytes(in: folder))
            #expect(full >= before + 8192)
            symlink("/usr", folder + "/a/usr")
            #expect(try #require(Files.bytes(in: folder)) < full + 8192)
            #expect(Files.bytes(in: folder + "/none") == 0)
        }
    }
}
