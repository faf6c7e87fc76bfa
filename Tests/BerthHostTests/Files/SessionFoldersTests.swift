import BerthModel
import BerthPlatform
import Testing

@testable import BerthHost

@Suite struct SessionFoldersTests {
    private let session = UUID(random: 1, 2)

    @Test("what is of a session is found by its name")
    func names() {
        let folders = SessionFolders(state: "/state/berth", instance: "berth")
        #expect(folders.directory(session) == "/state/berth/sessions/\(session)")
        #expect(folders.storage(session, 1) == folders.directory(session) + "/storage-1")
        #expect(folders.part(session, 0) == folders.directory(session) + "/data-0.part")
        #expect(folders.logs == "/state/berth/logs")
    }

    @Test("what is kept of a session is removed, once or again")
    func removed() throws {
        let scratch = try Scratch()
        let folders = SessionFolders(state: scratch.path, instance: "berth")
        try Files.makeDirectory(folders.storage(session, 0))
        try Files.touch(folders.storage(session, 0) + "/file")
        try folders.remove(session)
        #expect(Files.names(in: folders.sessions) == [])
        try folders.remove(session)
    }

    @Test("what stays is an error, which says to administrators where it is")
    func stays() throws {
        let scratch = try Scratch()
        let folders = SessionFolders(state: scratch.path, instance: "berth")
        // A file where the directory of all sessions should be.
        try Files.touch(folders.sessions)
        let error = #expect(throws: PlatformError.self) { try folders.remove(session) }
        #expect(error?.code == .broken && error?.detail == folders.directory(session))
        #expect(error?.message == "What is kept of the session cannot be removed; may the broker write there?")
    }
}
