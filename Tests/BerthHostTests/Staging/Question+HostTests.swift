import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthHost

@Suite struct QuestionHostTests {
    @Test("a volume is refused, and leaving it out would do")
    func volumes() throws {
        let question = try ProgramHostTests.question(
            """
            compute: {kind: simple-compute-resource, volumes: [
              {kind: simple-volume-mount, path: /a, resource: disk},
              {kind: simple-volume-mount, path: /b, resource: disk}]}
            storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]
            """)
        let obstacles = question.obstaclesOfMounts
        #expect(obstacles.map(\.path.description) == ["compute.volumes[0]", "compute.volumes[1]"])
        #expect(obstacles.allSatisfy { $0.change?.range == .absent })
        #expect(try ProgramHostTests.question("").obstaclesOfMounts == [])
    }

    @Test("a volume of a container needs a place of its own, and storage or data of the request")
    func volumesOfContainers() throws {
        let question = try ProgramHostTests.question(
            """
            compute: {kind: simple-compute-resource, volumes: [
              {kind: simple-volume-mount, path: /a, resource: disk},
              {kind: simple-volume-mount, path: /./a//, resource: disk},
              {kind: simple-volume-mount, path: /bad, resource: disk},
              {kind: simple-volume-mount, path: /b, resource: 8f2b8f0c-7d53-4c9d-9a35-3a9f0d0f4a11}]}
            storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]
            """)
        #expect(question.mountable == Set(question.storage.compactMap { $0.uuid?.description }))
        let obstacles = question.obstaclesOfVolumes { $0 == "/bad" ? "it is bad" : nil }
        #expect(
            obstacles.map { $0.message(at: Instant(seconds: 0), from: nil).message } == [
                "compute.volumes[1].path: two volumes cannot both be at /./a//.",
                "compute.volumes[2].path: /bad cannot be mounted at: it is bad.",
                "compute.volumes[3].resource: 8f2b8f0c-7d53-4c9d-9a35-3a9f0d0f4a11 names neither storage nor data of"
                    + " this request.",
            ])
        #expect(try ProgramHostTests.question("").obstaclesOfVolumes { _ in nil } == [])
    }

    @Test("storage that the broker added for data is not what was asked for")
    func storageForData() throws {
        let question = try ProgramHostTests.question(
            """
            data: [{kind: simple-data-resource, location: "https://a.example/x"}]
            storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]
            """)
        let made = question.storage.indices.filter { question.isMadeForData(question.storage[$0], $0) }
        #expect(question.storage.count == 2 && made.count == 1)
    }

    @Test(arguments: [("/a/b/", "/a/b"), ("//a/./b", "/a/b"), ("/", "/"), ("/.", "/")])
    func placesAreTheSame(_ path: String, _ place: String) {
        #expect(MountPoint.canonical(path) == place)
    }
}
