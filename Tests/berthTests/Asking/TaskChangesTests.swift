import BerthDocument
import Testing

@testable import berth

struct TaskChangesTests {
    private static let task: Document = ["compute": ["cores": ["min": 4]], "storage": .list([["a": 1], ["b": 2]])]

    @Test func valuesAreReadAsYAML() throws {
        let changes = try TaskChanges(
            set: ["compute.cores.min=8", "compute.memory={min: 2}", "name=a=b", "flag=true"], unset: ["storage[0]"])
        let changed = try changes.applied(to: Self.task)
        #expect(changed.value(at: ["compute", "cores", "min"]) == 8)
        #expect(changed.value(at: ["compute", "memory", "min"]) == 2)
        #expect(changed["name"] == "a=b")
        #expect(changed["flag"] == true)
        #expect(changed.value(at: ["storage", .index(0), "b"]) == 2)
    }

    @Test(arguments: ["compute.cores.min", "=3", "a..b=3", "a=[", "a=b: c: d"])
    func whatIsNoChangeIsRefused(_ text: String) throws {
        #expect(throws: ProgramError.self) { try TaskChanges(set: [text], unset: []) }
    }

    @Test func placesThatAreNotThereAreRefused() throws {
        #expect(throws: ProgramError.self) { try TaskChanges(set: [], unset: [""]) }
        let changes = try TaskChanges(set: ["storage[7].a=1"], unset: [])
        #expect(throws: ProgramError.self) { try changes.applied(to: Self.task) }
    }
}
