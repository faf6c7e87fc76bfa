import BerthData
import BerthModel
import BerthPlatform
import Testing

@testable import BerthHost

@Suite struct VolumeMountTests {
    private static let storage = HostStorage(
        folders: SessionFolders(state: "/s", instance: "a"),
        limits: StagingLimits(maximumBytes: 1, maximumSeconds: 1), hostPaths: [])

    private func work() throws -> Work {
        let question = try ProgramHostTests.question(
            """
            compute: {kind: simple-compute-resource, volumes: [
              {kind: simple-volume-mount, path: /a/, mode: READWRITE, resource: disk},
              {kind: simple-volume-mount, path: /b, resource: disk}]}
            storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]
            """)
        var plan = Plan()
        plan.compute = question.compute
        plan.storage = question.storage
        return Work(session: UUID(random: 1, 2), plan: plan, owner: .anonymous, end: Instant(seconds: 0))
    }

    @Test("storage is mounted whole, and for writing where that was asked for")
    func mounts() throws {
        let work = try work()
        let place = "/s/sessions/\(work.session)/storage-0"
        #expect(
            try Self.storage.mounts(of: work, StagedFiles()) == [
                VolumeMount(source: place, target: "/a", isReadOnly: false),
                VolumeMount(source: place, target: "/b", isReadOnly: true),
            ])
    }

    @Test func aVolumeOfNothingIsAMistake() throws {
        var work = try work()
        work.plan.storage = []
        let error = #expect(throws: PlatformError.self) { try Self.storage.mounts(of: work, StagedFiles()) }
        #expect(error?.code == .broken)
    }
}
