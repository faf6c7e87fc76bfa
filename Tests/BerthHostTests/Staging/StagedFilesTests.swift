import BerthDocument
import BerthModel
import Testing

@testable import BerthHost

@Suite struct StagedFilesTests {
    @Test("no two files of one storage have one name")
    func names() {
        let staged = StagedFiles(["a", "a", "a", "2-a", "b"], storages: [0, 0, 1, 0, 1])
        #expect(staged.files == ["a", "2-a", "a", "2-2-a", "b"])
        #expect(staged[1]?.name == "2-a")
        #expect(staged[2]?.storage == 1)
        #expect(staged[5] == nil)
        #expect(staged[-1] == nil)
    }

    @Test("it comes back from a plan")
    func comesBack() {
        let staged = StagedFiles(["a", "b"], storages: [0, 1])
        let (read, problems) = StagedFiles.reading(staged.document(for: .json), from: .json)
        #expect(read == staged)
        #expect(problems == [])
    }
}
