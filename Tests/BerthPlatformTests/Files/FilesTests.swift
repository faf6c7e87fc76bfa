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
            #expect(error?.cause == "Not a directory")
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

    @Test("a copy is whole or not there, and not larger than it may be")
    func copying() throws {
        try inFolder { folder in
            let source = folder + "/source"
            try Files.write([UInt8](repeating: 7, count: 10), to: source)
            let error = #expect(throws: PlatformError.self) {
                try Files.copy(source, to: folder + "/copy", maximumBytes: 9)
            }
            #expect(error?.code == .overLimit)
            #expect(error?.message == "\(source) has 10 bytes; 9 are allowed.")
            #expect(!Files.exists(folder + "/copy"))
            for _ in 0..<2 { #expect(try Files.copy(source, to: folder + "/copy", maximumBytes: 10) == 10) }
            #expect(Files.names(in: folder) == ["copy", "source"])
        }
    }

    @Test("the size of a directory is what is on the disk, without what links lead to")
    func sizes() throws {
        try inFolder { folder in
            try Files.makeDirectory(folder + "/a/b")
            let before = Files.bytes(in: folder)
            try Files.write([UInt8](repeating: 7, count: 8192), to: folder + "/a/b/file")
            #expect(Files.bytes(in: folder) >= before + 8192)
            let full = Files.bytes(in: folder)
            symlink("/usr", folder + "/a/usr")
            #expect(Files.bytes(in: folder) < full + 8192)
        }
    }
}
