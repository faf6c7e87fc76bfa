import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthPython

@Suite struct WorkerObstacleTests {
    private static func change(_ json: String) throws -> Change? {
        WorkerChange.reading(try Document.read(Array(json.utf8), as: .json), from: .json).value.change
    }

    @Test func `every range is known`() throws {
        let path: DocumentPath = ["compute", "cores", "min"]
        func read(_ rest: String) throws -> Change? { try Self.change(#"{"path":"compute.cores.min",\#(rest)}"#) }
        #expect(
            try read(#""to":4,"range":{"type":"integers","min":1,"max":4,"unit":"core"}"#) == .atMost(4, path, .core))
        #expect(try read(#""to":4,"range":{"type":"integers","min":4}"#) == .atLeast(4, path, nil))
        #expect(
            try read(#""to":"a","range":{"type":"words","words":["a","b"]}"#)
                == Change(path: path, to: "a", range: .words(["a", "b"])))
        #expect(
            try read(#""to":"a","range":{"type":"text","pattern":"a*"}"#)
                == Change(path: path, to: "a", range: .text(pattern: "a*")))
        #expect(try read(#""to":"a""#) == Change(path: path, to: "a", range: .text(pattern: nil)))
        #expect(try read(#""range":{"type":"absent"}"#) == Change(path: path, to: .null, range: .absent))
        #expect(
            try read(#""to":{"kind":"k"},"range":{"type":"component"}"#)
                == Change(path: path, to: ["kind": "k"], range: .component))
        #expect(
            try Self.change(#"{"path":"asker.groups","to":"a","range":{"type":"groups","groups":["a","b"]}}"#)
                == .inGroup(["a", "b"]))
    }

    @Test(arguments: [
        #"{"path":"a..b","to":1}"#, #"{"path":"a"}"#, #"{"path":"a","to":1,"range":{"type":"words"}}"#,
        #"{"path":"a","to":1,"range":{"type":"groups"}}"#, #"{"path":"a","to":1,"range":{"type":"component"}}"#,
        #"{"path":"a","to":1,"range":{"type":"magic"}}"#,
    ])
    func `a change that cannot be told is none`(_ json: String) throws {
        #expect(try Self.change(json) == nil)
    }

    @Test func `an obstacle keeps its ways`() throws {
        let json = """
            {"rung":"notYou","path":"executable","template":"No.","couldChange":"the owner",
            "change":{"path":"a","to":1},"otherWays":[[{"path":"b","to":2}],[{"path":"","to":null}]]}
            """
        let read = WorkerObstacle.reading(try Document.read(Array(json.utf8), as: .json), from: .json).value
        let obstacle = try #require(read.obstacle)
        #expect((obstacle.rung, obstacle.couldChange, obstacle.change?.to) == (.notYou, "the owner", 1))
        #expect(obstacle.otherWays.map(\.count) == [1])
    }
}
