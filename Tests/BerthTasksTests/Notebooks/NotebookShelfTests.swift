import BerthData
import BerthPlatform
import Glibc
import Testing

@testable import BerthTasks

@Suite struct NotebookShelfTests {
    @Test(
        "what stands beside a notebook is in the same folder, without the query of the notebook",
        arguments: [
            ("https://h/a/b.ipynb?key=1#x", "https://h/a/requirements.txt"),
            ("https://h/b.ipynb", "https://h/requirements.txt"), ("file:///a/b.ipynb", "file:///a/requirements.txt"),
            ("https://h", nil), ("https://h?a=/b", nil),
        ] as [(String, String?)])
    func beside(_ url: String, _ other: String?) {
        #expect(NotebookShelf.beside(url, "requirements.txt") == other)
    }

    @Test("files of this machine: found, as large as is allowed and one byte more, and gone from where they were read")
    func files() async throws {
        var template = Array("/tmp/berth-shelf-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { Files.remove(folder) }
        let text = Array(#"{"nbformat": 4, "cells": []}"#.utf8)
        try Files.write(text, to: folder + "/a.ipynb")
        try Files.write(text + [32], to: folder + "/b.ipynb")
        try Files.write(Array("numpy\n".utf8), to: folder + "/requirements.txt")
        let shelf = NotebookShelf(
            folder: folder + "/asked",
            limits: StagingLimits(maximumBytes: Int64(text.count), maximumSeconds: 5, addresses: AddressRule()),
            hostPaths: [folder])
        let url = "file://\(folder)/a.ipynb"
        let found = try await shelf.found(url).get()
        #expect(found.bytes == Int64(text.count))
        #expect(found.sha256 == Digest.sha256(of: text))
        let large = await #expect(throws: PlatformError.self) { try await shelf.found("file://\(folder)/b.ipynb") }
        #expect(large?.code == .overLimit)
        let strange = await #expect(throws: PlatformError.self) { try await shelf.found("file:///etc/passwd") }
        #expect(strange?.code == .notFound)
        #expect(try await shelf.requirements(beside: url) == "numpy\n")
        #expect(Files.names(in: folder + "/asked").isEmpty)
    }
}
