import BerthModel
import BerthPlatform
import Glibc
import Testing

@testable import BerthScripted

@Suite struct ThingShelfTests {
    /// A folder that goes with the test.
    final class Folder {
        let path: String

        init() throws {
            var template = Array("/tmp/berth-scripted-XXXXXX".utf8CString)
            try #require(mkdtemp(&template) != nil)
            path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }

        deinit { Files.remove(path) }
    }

    private let session = UUID(high: 1, low: 2)

    @Test("in files, what was made outlives the program")
    func files() async throws {
        let folder = try Folder()
        let yaml = "{stateDirectory: \(folder.path)/deep, name: one, run: {duration: PT1H}, steps: [{step: start}]}"
        let first = try await Script(yaml)
        try await first.prepare()
        _ = try await first.platform.start(first.work)
        let second = try Script.platform(yaml, first.clock)
        #expect(second.sessions == [first.work.session])
        #expect(second.shelf.thing(first.work.session) == first.platform.shelf.thing(first.work.session))
        #expect(try await second.observe(first.work, after: nil) == .running)
        #expect(try await second.releaseOrphans(keeping: []) == [first.work.session])
        await second.forget(first.work.session)
        #expect(Files.names(in: folder.path + "/deep/one") == [])
        #expect(try Script.platform(yaml).sessions == [])
    }

    @Test("a record that cannot be read is told with its file; other files are nobody's")
    func broken() throws {
        let folder = try Folder()
        try Files.write(Array("x".utf8), to: folder.path + "/notes.txt")
        try Files.write([], to: folder.path + "/\(session).json.part")
        #expect(try ThingShelf(directory: folder.path).sessions { _ in true } == [])
        let file = folder.path + "/\(session).json"
        try Files.write(Array("{".utf8), to: file)
        let unreadable = #expect(throws: PlatformError.self) { try ThingShelf(directory: folder.path) }
        #expect(unreadable?.message == "\(file) cannot be read; delete it to forget its session.")
        try Files.write(Array(#"{"started": 1}"#.utf8), to: file)
        let strange = #expect(throws: PlatformError.self) { try ThingShelf(directory: folder.path) }
        #expect(strange?.message == "\(file) is no record of a session; delete it to forget its session.")
        #expect(strange?.code == .broken)
    }

    @Test("a change that fails changes nothing")
    func failing() throws {
        let shelf = try ThingShelf(directory: nil)
        let error = PlatformError(.refused, "No.")
        #expect(throws: error) {
            try shelf.change(session) { thing throws(PlatformError) in
                thing.made = ["compute"]
                throw error
            }
        }
        #expect(shelf.thing(session) == nil)
    }
}
