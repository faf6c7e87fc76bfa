import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@Suite struct ResourcesTests {
    @Test func `What is not named is zero, and setting names it once`() {
        var resources = Resources()
        #expect(resources[.cores] == 0)
        resources[.cores] = 2
        resources[.cores] = 3
        #expect(resources.amounts == [ResourceAmount(.cores, 3)])
    }

    @Test(arguments: [(1, 1 << 30), (0, 0), (.max, .max), (.min, .min), (1 << 40, .max)] as [(Int64, Int64)])
    func `Gibibytes stop at the largest number`(_ gibibytes: Int64, _ bytes: Int64) {
        #expect(gibibytes.gibibytesInBytes == bytes)
    }

    @Test func `Amounts come back from JSON`() {
        let resources = Resources(cores: 1, memoryBytes: 2, storageBytes: 3)
        let (read, problems) = Resources.reading(resources.document(for: .json), from: .json)
        #expect(read == resources)
        #expect(problems.isEmpty)
    }
}
