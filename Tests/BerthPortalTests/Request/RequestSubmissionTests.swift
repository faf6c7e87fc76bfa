import BerthDocument
import BerthHTTP
import BerthModel
import Testing

@testable import BerthPortal

struct RequestSubmissionTests {
    private func submit(_ fields: [(String, String)], to request: Document) -> RequestSubmission {
        RequestSubmission(
            PortalForm(fields.map { RequestTarget.QueryItem($0.0, $0.1) }), to: DraftTests.draft(request),
            now: Sample.noon)
    }

    static let request: Document = [
        "executable": ["kind": "docker-container", "image": ["locations": ["a:1"]], "strange": ["x": 1]],
        "compute": ["kind": "simple-compute-resource", "cores": ["min": 2], "memory": ["min": 4]], "mine": "kept",
    ]

    @Test func onlyWhatWasChangedIsChanged() {
        let submission = submit(
            [
                ("at:executable.image.locations", "a:1"), ("at:compute.cores.min", "8"), ("at:compute.memory.min", ""),
                ("at:mine", "lost"), ("at:nowhere.at[0].all", "x"),
            ], to: Self.request)
        var expected = Self.request
        expected.set(8, at: ["compute", "cores", "min"])
        expected.remove(at: ["compute", "memory", "min"])
        #expect(submission.draft.request == expected)
        #expect(submission.draft.texts.isEmpty)
        #expect(
            submission.draft.origins == [
                ["compute", "cores", "min"]: .visitor, ["compute", "memory", "min"]: .visitor,
            ])
    }

    @Test func whatCannotBeTakenStandsThereAgain() {
        let submission = submit(
            [("at:compute.cores.min", "many"), ("at:compute.cores.max", "9")], to: Self.request)
        #expect(submission.draft.texts == [["compute", "cores", "min"]: ["many"]])
        #expect(submission.draft.request["compute"]?["cores"] == ["min": 2, "max": 9])
        // It is there until something else is written, be it what was there before.
        let form = PortalForm([.init("at:compute.cores.min", "2")])
        let after = RequestSubmission(form, to: submission.draft, now: Sample.noon).draft
        #expect(after.texts.isEmpty)
        #expect(after.request == submission.draft.request)
    }

    /// What is removed takes along what was written for it; what moves keeps it.
    @Test func textsMoveWithTheirFields() {
        var draft = DraftTests.draft([
            "executable": [:], "storage": [["kind": "simple-storage-resource"], ["kind": "simple-storage-resource"]],
        ])
        let place: (Int) -> DocumentPath = { ["storage", .index($0), "size", "min"] }
        draft.texts = [place(0): ["a"], place(1): ["b"], ["nowhere"]: ["c"]]
        let form = PortalForm([.init("do", "remove:storage[0]")])
        #expect(RequestSubmission(form, to: draft, now: Sample.noon).draft.texts == [place(0): ["b"]])
    }

    @Test func aMachineGetsItsKind() {
        let submission = submit([("at:compute.cores.min", "1")], to: ["executable": ["kind": "docker-container"]])
        #expect(
            submission.draft.request["compute"]
                == ["cores": ["min": 1], "kind": .text(Kind.simpleCompute.uri)])
    }

    static let buttons: [(String, DocumentPath, Document)] = [
        ("add-data-url", ["data", .index(0)], ["kind": .text(Kind.simpleData.uri), "meta": ["name": "data-1"]]),
        ("add-data-s3", ["data", .index(0), "kind"], .text(Kind.s3Data.uri)),
        ("add-data-rucio", ["data", .index(0), "kind"], .text(Kind.rucioData.uri)),
        ("add-data-ivoa", ["data", .index(0), "kind"], .text(Kind.ivoaData.uri)),
        ("add-storage", ["storage", .index(0), "size"], ["min": 1]),
        ("add-mount", ["compute", "volumes", .index(0)], ["kind": .text(Kind.simpleVolume.uri)]),
        ("add-cost", ["costs", .index(0)], ["kind": .text(Kind.simpleCost.uri)]),
        ("add-metric", ["metrics", .index(0)], ["kind": .text(Kind.simpleMetric.uri)]),
        ("add-port", ["executable", "network", "ports", .index(0), "access"], true),
        ("accelerate", ["compute", "kind"], .text(Kind.acceleratedCompute.uri)),
        ("accelerate", ["compute", "accelerators", .index(0)], ["count": ["min": 1]]),
        ("remove:executable.image.locations[0]", ["executable", "kind"], "docker-container"),
    ]

    @Test(arguments: buttons)
    func whatButtonsAdd(_ word: String, _ path: DocumentPath, _ value: Document) {
        #expect(submit([("do", word)], to: Self.request).draft.request.value(at: path) == value)
    }

    @Test func namesAreNeverTwice() {
        var request = Self.request
        for _ in 0..<2 { request = submit([("do", "add-data-url")], to: request).draft.request }
        #expect(request.value(at: ["data", .index(1), "meta", "name"]) == "data-2")
        let removed = submit([("do", "remove:data[0]")], to: request).draft.request
        let added = submit([("do", "add-data-s3")], to: removed).draft.request
        #expect(added.value(at: ["data", .index(1), "meta", "name"]) == "data-1")
    }

    /// What is removed from a list moves what follows, and what is known of it moves along.
    @Test func originsMoveWithTheirValues() {
        var draft = DraftTests.draft([
            "executable": [:],
            "data": [["kind": "simple-data-resource"], ["kind": "S3-data-resource"], ["kind": "ivoa-data-resource"]],
        ])
        draft.origins = [
            ["data", .index(0), "location"]: .visitor, ["data"]: .declared("x"), ["executable"]: .visitor,
            ["data", .index(2), "ivoa"]: .guessed("y"),
        ]
        let form = PortalForm([.init("do", "remove:data[0]")])
        let after = RequestSubmission(form, to: draft, now: Sample.noon).draft
        #expect(
            after.origins == [
                ["data"]: .declared("x"), ["executable"]: .visitor, ["data", .index(1), "ivoa"]: .guessed("y"),
            ])
        #expect(after.request["data"] == [["kind": "S3-data-resource"], ["kind": "ivoa-data-resource"]])
    }

    /// What the portal adds is neither the authors' nor the visitor's.
    @Test(arguments: ["add-data-url", "add-storage", "add-cost", "add-mount", "add-port", "accelerate"])
    func whatIsAddedIsPreset(_ word: String) {
        var draft = DraftTests.draft(Self.request)
        draft.origins = [.root: .declared("a")]
        let after = RequestSubmission(PortalForm([.init("do", word)]), to: draft, now: Sample.noon).draft
        #expect(after.origins.values.contains(.preset))
        #expect(after.origins.count == 2)
    }

    /// Of a list only the lines that were changed are the visitor's.
    @Test func linesKeepWhereTheyCameFrom() {
        let list: DocumentPath = ["executable", "command"]
        var draft = DraftTests.draft(["executable": ["kind": "docker-container", "command": ["echo", "a", "b"]]])
        draft.origins = [.root: .declared("a")]
        func send(_ text: String) {
            let form = PortalForm([.init("at:executable.command", text)])
            draft = RequestSubmission(form, to: draft, now: Sample.noon).draft
        }
        send("echo\nx\nb")
        #expect(draft.origin(at: list.appending(0)) == .declared("a"))
        #expect(draft.origin(at: list.appending(1)) == .visitor)
        send("x\necho\nb")
        #expect(draft.origin(at: list.appending(0)) == .visitor)
        #expect(draft.origin(at: list.appending(1)) == .declared("a"))
        send("x\ny")
        #expect(draft.origins == [.root: .declared("a"), list: .visitor])
    }

    /// To tell of each of very many lines where it stood before took minutes.
    @Test(arguments: [200, 201]) func ofAVeryLongListTheWholeIsTold(_ count: Int) {
        let lines = (0..<count).map { "l\($0)" }
        var draft = DraftTests.draft([
            "executable": ["kind": "docker-container", "command": .list(lines.map { .text($0) })]
        ])
        draft.origins = [.root: .declared("a")]
        let form = PortalForm([.init("at:executable.command", (["x"] + lines.dropFirst()).joined(separator: "\n"))])
        draft = RequestSubmission(form, to: draft, now: Sample.noon).draft
        let list: DocumentPath = ["executable", "command"]
        #expect(draft.origin(at: list.appending(0)) == .visitor)
        #expect(draft.origin(at: list.appending(1)) == (count > 200 ? .visitor : .declared("a")))
    }

    @Test func namesWithValuesDoToo() {
        var draft = DraftTests.draft(["executable": ["kind": "docker-container", "environment": ["A": "1", "B": "2"]]])
        draft.origins = [.root: .guessed("g")]
        let form = PortalForm([.init("at:executable.environment", "A=1\nB=3")])
        draft = RequestSubmission(form, to: draft, now: Sample.noon).draft
        #expect(draft.origin(at: ["executable", "environment", "A"]) == .guessed("g"))
        #expect(draft.origin(at: ["executable", "environment", "B"]) == .visitor)
    }

    @Test func theTitleFollowsTheName() {
        let submission = submit([("at:executable.meta.name", "look")], to: Self.request)
        #expect(submission.draft.title == "look")
    }
}
