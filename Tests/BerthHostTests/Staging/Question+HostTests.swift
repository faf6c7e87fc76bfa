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
}
