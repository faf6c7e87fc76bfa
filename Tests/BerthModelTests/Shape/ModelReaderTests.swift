import BerthDocument
import BerthModel
import Testing

/// What a reader says of each thing that is not as it should be, word for word.
@Suite struct ModelReaderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var document: Document
        var code: Problem.Code
        var gravity: Problem.Gravity
        var path: String
        var message: String
        var testDescription: String { message }

        init(
            _ document: Document, _ code: Problem.Code, _ gravity: Problem.Gravity, _ path: String, _ rest: String
        ) {
            self.document = document
            self.code = code
            self.gravity = gravity
            self.path = path
            message = "\(path.isEmpty ? "the document" : path): \(rest)"
        }
    }

    static let noInstant = "is not an instant; write 2026-01-31T12:00:00Z."

    static let cases: [Case] = [
        Case("text", .wrongType, .malformed, "", "expected a map, got \"text\"."),
        Case([1, 2], .wrongType, .malformed, "", "expected a map, got a list."),
        Case(["executable": 5], .wrongType, .malformed, "executable", "expected a map with a member kind, got 5."),
        Case(
            ["executable": ["kind": ["a"]]], .wrongType, .malformed, "executable.kind", "expected a text, got a list."),
        Case(["storage": true], .wrongType, .malformed, "storage", "expected a list, got true."),
        Case(
            ["storage": [["kind": "simple-storage-resource", "size": ["min": "much"]]]], .wrongType, .malformed,
            "storage[0].size.min", "expected a whole number of 64 bits, got \"much\"."),
        Case(
            ["storage": [["kind": "simple-storage-resource", "size": ["min": 1.5]]]], .wrongType, .malformed,
            "storage[0].size.min", "expected a whole number of 64 bits, got 1.5."),
        Case(
            ["compute": ["kind": "simple-compute-resource", "memory": ["min": "4 GiB"]]], .wrongType, .malformed,
            "compute.memory.min", "expected a whole number of 64 bits without a unit, which is GiB, got \"4 GiB\"."),
        Case(
            ["compute": ["kind": "simple-compute-resource", "cores": ["max": "2x"]]], .wrongType, .malformed,
            "compute.cores.max", "expected a whole number of 64 bits without a unit, which is cores, got \"2x\"."),
        Case(
            ["costs": [["kind": "simple-minmax-float-cost", "min": "free"]]], .wrongType, .malformed, "costs[0].min",
            "expected a number, got \"free\"."),
        Case(
            ["executable": ["kind": "docker-container", "privileged": "yes"]], .wrongType, .malformed,
            "executable.privileged", "expected true or false, got \"yes\"."),
        Case(
            ["executable": ["kind": "docker-container", "command": [["a": 1]]]], .wrongType, .malformed,
            "executable.command[0]", "expected a text, got a map."),
        Case(
            ["executable": ["kind": "docker-container", "environment": ["A": 5]]], .wrongType, .malformed,
            "executable.environment.A", "expected a text, got 5."),
        Case(
            ["executable": ["kind": "docker-container", "environment": [1]]], .wrongType, .malformed,
            "executable.environment", "expected a map of names to texts, got a list."),
        Case(
            ["compute": ["kind": "simple-compute-resource", "phase": "SLEEPING"]], .wrongType, .malformed,
            "compute.phase",
            "expected one of INITIALIZING, WAITING, PREPARING, AVAILABLE, RUNNING, RELEASING, COMPLETED, FAILED,"
                + " CANCELLED, got \"SLEEPING\"."),
        Case(
            ["meta": ["name": .text(String(repeating: "x", count: 41)), "uuid": 1]], .wrongType, .malformed,
            "meta.uuid", "expected a text, got 1."),
        Case(
            ["storage": [["kind": "simple-storage-resource", "size": .text(String(repeating: "é", count: 41))]]],
            .wrongType, .malformed, "storage[0].size",
            "expected a map, got \"\(String(repeating: "é", count: 40))…\"."),
        Case(
            ["schedule": ["requested": "a\0b"]], .wrongType, .malformed, "schedule.requested",
            "expected a map, got \"a\\0b\"."),
        Case(
            ["colour": "red"], .unknownMember, .unused, "colour",
            "this member is not known here and was ignored."),
        Case(
            ["meta": ["size": 1]], .unknownMember, .unused, "meta.size",
            "this member is not known here and was ignored."),
        Case(["meta": ["created": "now"]], .badInstant, .refused, "meta.created", "\"now\" \(noInstant)"),
        Case(
            ["meta": ["uuid": "me"]], .badUUID, .refused, "meta.uuid",
            "\"me\" is not a UUID; leave it out or write 8-4-4-4-12 hexadecimal digits."),
        Case(
            ["schedule": ["requested": ["duration": "2h"]]], .badDuration, .refused, "schedule.requested.duration",
            "\"2h\" is not a duration; write PT2H for two hours or P1DT12H for a day and a half."),
        Case(
            ["schedule": ["requested": ["duration": "P1M"]]], .badDuration, .refused, "schedule.requested.duration",
            "\"P1M\" has years or months, whose length depends on when they begin; write days, such as P30D."),
        Case(
            ["schedule": ["requested": ["duration": "PT9223372036854775808S"]]], .badDuration, .refused,
            "schedule.requested.duration",
            "\"PT9223372036854775808S\" is longer than can be counted; write a shorter duration."),
        Case(
            ["schedule": ["requested": ["start": "soon"]]], .badInterval, .refused, "schedule.requested.start",
            "\"soon\" is not an interval; write 2026-01-31T12:00:00Z/PT2H or a start and an end."),
        Case(
            ["schedule": ["requested": ["start": "2026-01-02/2026-01-01"]]], .badInterval, .refused,
            "schedule.requested.start",
            "\"2026-01-02/2026-01-01\" ends before it begins; write the earlier instant first."),
        Case(
            ["schedule": ["requested": ["start": "2026-01-02/P1Y"]]], .badInterval, .refused,
            "schedule.requested.start",
            "\"2026-01-02/P1Y\" has years or months, whose length depends on when they begin; write days,"
                + " such as P30D."),
    ]

    @Test(arguments: cases)
    func `One thing is wrong`(_ item: Case) {
        let problems = ExecutionRequest.reading(item.document, from: .json).problems
        #expect(problems.map(\.message) == [item.message])
        #expect(problems.map(\.code) == [item.code])
        #expect(problems.map(\.gravity) == [item.gravity])
        #expect(problems.map(\.path.description) == [item.path])
    }

    @Test func `All problems are found in one pass, and the rest is read`() {
        let document: Document = [
            "meta": ["name": "task", "uuid": 1],
            "storage": [5, ["kind": "simple-storage-resource", "size": ["min": "x", "max": 3]]],
            "colour": .null,
        ]
        let (request, problems) = ExecutionRequest.reading(document, from: .json)
        #expect(problems.map(\.path.description) == ["meta.uuid", "storage[0]", "storage[1].size.min", "colour"])
        #expect(request.component.meta?.name == "task")
        guard case .simple(let storage) = request.storage.first else {
            Issue.record("the storage was lost")
            return
        }
        #expect(storage.size == IntegerRange(max: 3))
    }

    @Test func `A null member is a missing one`() {
        let document: Document = [
            "meta": .null, "executable": ["kind": "docker-container", "command": .null, "environment": ["A": .null]],
            "storage": .null,
        ]
        let (request, problems) = ExecutionRequest.reading(document, from: .json)
        #expect(problems == [])
        #expect(request.executable == .dockerContainer(DockerContainer()))
        #expect(request.document(for: .json)["storage"] == nil)
        for text in ["", "~", "null"] {
            let yaml = ExecutionRequest.reading(["meta": .plain(text)], from: .yaml)
            #expect(yaml.problems == [])
            #expect(yaml.value == ExecutionRequest())
        }
    }

    @Test func `What YAML and XML leave open is read as what is asked for`() {
        let document: Document = [
            "executable": [
                "kind": .plain("docker-container"), "command": [.plain("10"), .plain("0x1F"), .plain("true")],
                "privileged": .plain("false"),
            ],
            "compute": ["kind": .plain("simple-compute-resource"), "cores": ["min": .plain("2")]],
        ]
        for syntax in [Syntax.yaml, .xml] {
            let (request, problems) = ExecutionRequest.reading(document, from: syntax)
            #expect(problems == [])
            guard case .dockerContainer(let container) = request.executable,
                case .simple(let compute) = request.compute
            else {
                Issue.record("not read as the kinds that they are")
                return
            }
            #expect(container.command == ["10", "0x1F", "true"])
            #expect(container.privileged == false)
            #expect(compute.cores?.min == 2)
        }
    }

    @Test func `A component without a kind keeps its document`() {
        let (request, problems) = ExecutionRequest.reading(["compute": ["cores": ["min": 1]]], from: .json)
        #expect(problems == [])
        #expect(request.compute == .stranger(kind: "", ["cores": ["min": 1]]))
    }

    @Test func `Not more problems than the limit are kept`() {
        for count in [ModelReader.problemLimit, ModelReader.problemLimit + 1] {
            let document: Document = ["storage": .list(Array(repeating: 5, count: count))]
            let problems = ExecutionRequest.reading(document, from: .json).problems
            #expect(problems.count == ModelReader.problemLimit)
        }
    }
}
