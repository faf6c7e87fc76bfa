import BerthHTTP
import BerthHost
import BerthModel
import BerthPlatform
import Synchronization
import Testing

@testable import BerthContainers

@Suite struct OrphanageTests {
    private static let sessions = (1...3).map { UUID(high: 0, low: $0) }

    /// How an engine fails until it is well again.
    private final class Fault: Sendable {
        private let path = Mutex<String?>(nil)
        init(_ path: String) { self.path.withLock { $0 = path } }
        func mend() { path.withLock { $0 = nil } }
        func concerns(_ call: String) -> Bool { path.withLock { $0.map { call.contains($0) } ?? false } }
    }

    private static func engine(_ fault: Fault, containers: [UUID]) throws -> ScriptedEngine {
        let list = containers.map { "{\"Id\":\"x\",\"Labels\":{\"org.berth.session\":\"\($0)\"}}" }
        return try ScriptedEngine { call in
            if fault.concerns(call) {
                return HTTPResponse(
                    500, contentType: "application/json", body: Array("{\"message\":\"container not known\"}".utf8))
            }
            if call.hasPrefix("DELETE") { return HTTPResponse(204) }
            return HTTPResponse(
                200, contentType: "application/json", body: Array("[\(list.joined(separator: ","))]".utf8))
        }
    }

    private static func deleted(_ session: UUID) -> String { "DELETE /containers/berth-mine-\(session)" }

    private static func within(_ seconds: Int, _ condition: () -> Bool) async throws -> Bool {
        for _ in 0..<(seconds * 20) where !condition() { try await Task.sleep(for: .milliseconds(50)) }
        return condition()
    }

    @Test("an engine that cannot list its containers deletes those whose names are known, and lists them later")
    func listingFails() async throws {
        let fault = Fault("/containers/json")
        let engine = try Self.engine(fault, containers: Self.sessions)
        let folders = SessionFolders(state: engine.directory, instance: "mine")
        let orphanage = Orphanage(engine: engine.engine, folders: folders, firstGap: .milliseconds(50))
        let (known, unknown, begun) = (Self.sessions[0], Self.sessions[1], Self.sessions[2])
        try Files.makeDirectory(folders.directory(known))
        let error = await #expect(throws: PlatformError.self) { try await orphanage.release(keeping: []) }
        #expect(
            error?.message
                == "1 of the things that belong to no session could not be released; it is tried again.")
        #expect(engine.asked.contains(Self.deleted(known)))
        #expect(!Files.exists(folders.directory(known)))
        // A session that began since is nobody's orphan.
        orphanage.began(begun)
        fault.mend()
        #expect(try await Self.within(10) { engine.asked.contains(Self.deleted(unknown)) })
        #expect(!engine.asked.contains(Self.deleted(begun)))
        await engine.stop()
    }

    @Test("one container that cannot be deleted keeps no other, and is tried again")
    func deletingFails() async throws {
        let fault = Fault(Self.sessions[0].description)
        let engine = try Self.engine(fault, containers: Self.sessions)
        let folders = SessionFolders(state: engine.directory, instance: "mine")
        let orphanage = Orphanage(engine: engine.engine, folders: folders, firstGap: .milliseconds(50))
        for session in Self.sessions { try Files.makeDirectory(folders.directory(session)) }
        let error = await #expect(throws: PlatformError.self) {
            try await orphanage.release(keeping: [Self.sessions[2]])
        }
        #expect(error?.detail == "The container engine could not delete the container. [container not known]")
        #expect(orphanage.isWaiting(Self.sessions[0]))
        #expect(Files.exists(folders.directory(Self.sessions[0])))
        #expect(!Files.exists(folders.directory(Self.sessions[1])))
        #expect(Files.exists(folders.directory(Self.sessions[2])))
        fault.mend()
        #expect(try await Self.within(10) { !Files.exists(folders.directory(Self.sessions[0])) })
        #expect(try await Self.within(10) { !orphanage.isWaiting(Self.sessions[0]) })
        #expect(!engine.asked.contains(Self.deleted(Self.sessions[2])))
        await engine.stop()
    }
}
