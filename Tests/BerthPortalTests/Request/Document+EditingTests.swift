import BerthDocument
import Testing

@testable import BerthPortal

struct DocumentEditingTests {
    @Test func whatIsTakenOutLeavesNothingEmpty() {
        var document: Document = ["a": ["b": ["c": 1], "kind": "k"], "l": [1, [:], 3]]
        document.remove(at: ["a", "b", "c"])
        #expect(document == ["a": ["kind": "k"], "l": [1, [:], 3]])
        document.remove(at: ["l", .index(0)])
        document.remove(at: ["l", .index(7)])
        document.remove(at: ["x", "y"])
        document.remove(at: [])
        #expect(document == ["a": ["kind": "k"], "l": [[:], 3]])
        document.remove(at: ["l", .index(1)])
        document.remove(at: ["l", .index(0)])
        #expect(document == ["a": ["kind": "k"]])
    }

    @Test func aListIsMadeWhenThereIsNone() {
        var document: Document = [:]
        document.append(1, at: ["a", "b"])
        document.append(2, at: ["a", "b"])
        #expect(document == ["a": ["b": [1, 2]]])
    }
}
