import BerthPlatform
import Glibc
import Testing

@testable import BerthHost

@Suite struct HostFileTests {
    /// A directory with `allowed/deep/file`, and `secret` beside `allowed`.
    private func inFolder(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/berth-host-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { Files.remove(path) }
        try Files.makeDirectory(path + "/allowed/deep")
        try Files.write(Array("data".utf8), to: path + "/allowed/deep/file")
        try Files.write(Array("secret".utf8), to: path + "/secret")
        try body(path)
    }

    @Test("an ordinary file below an allowed directory is open, also behind links that stay there")
    func allowed() throws {
        try inFolder { folder in
            symlink("deep", folder + "/allowed/link")
            symlink(folder + "/allowed", folder + "/other")
            for (path, allowed) in [
                ("/allowed/deep/file", "/allowed"), ("/allowed/link/file", "/allowed/"), ("/other/deep/file", "/other"),
                ("/allowed/deep/../deep/file", ""),
            ] {
                let file = try #require(HostFile("file://" + folder + path, allowed: ["/nowhere", folder + allowed]))
                #expect(file.bytes == 4)
                #expect(file.path == folder + "/allowed/deep/file")
                #expect(fcntl(file.descriptor, F_GETFD) & FD_CLOEXEC != 0)
            }
        }
    }

    @Test("a pipe, a socket, a device or a directory is not waited for: it is no file")
    func special() throws {
        try inFolder { folder in
            try #require(mkfifo(folder + "/allowed/pipe", 0o600) == 0)
            for name in ["pipe", "deep", ""] {
                #expect(HostFile("file://" + folder + "/allowed/" + name, allowed: [folder + "/allowed"]) == nil)
            }
            #expect(HostFile("file:///dev/zero", allowed: ["/dev"]) == nil)
        }
    }

    @Test("what is not below an allowed directory is not read, by links and dots neither")
    func outside() throws {
        try inFolder { folder in
            symlink("../secret", folder + "/allowed/link")
            for path in ["/secret", "/allowed/link", "/allowed/../secret", "/allowed/none"] {
                #expect(HostFile("file://" + folder + path, allowed: [folder + "/allowed", folder + "/allow"]) == nil)
            }
            #expect(HostFile(folder + "/allowed/deep/file", allowed: ["/"]) == nil)
            #expect(HostFile("file://" + folder + "/allowed/deep/file", allowed: []) == nil)
        }
    }

    @Test("who swaps a directory for a link after the check gets nothing else read")
    func swapped() async throws {
        var template = Array("/tmp/berth-host-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { Files.remove(folder) }
        for (name, text) in [("allowed/deep", "data"), ("elsewhere", "secret")] {
            try Files.makeDirectory(folder + "/" + name)
            try Files.write(Array(text.utf8), to: folder + "/\(name)/file")
        }
        symlink(folder + "/elsewhere", folder + "/allowed/link")
        let swapping = Task.detached {
            while !Task.isCancelled {
                rename(folder + "/allowed/deep", folder + "/allowed/kept")
                rename(folder + "/allowed/link", folder + "/allowed/deep")
                rename(folder + "/allowed/deep", folder + "/allowed/link")
                rename(folder + "/allowed/kept", folder + "/allowed/deep")
            }
        }
        for _ in 0..<5000 {
            if let file = HostFile("file://\(folder)/allowed/deep/file", allowed: [folder + "/allowed"]) {
                #expect(file.bytes == 4)
            }
        }
        swapping.cancel()
        await swapping.value
    }
}
