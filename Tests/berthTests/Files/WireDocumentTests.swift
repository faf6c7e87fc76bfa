import BerthDocument
import Testing

@testable import berth

struct WireDocumentTests {
    func input(_ text: String, _ name: String = "a.yaml") throws -> InputDocument {
        try InputDocument(Array(text.utf8), name: name)
    }

    @Test(arguments: [
        ("result: \"NO\"", WireDocument.Form.answer), ("offers: []", .answer), ("phase: RUNNING", .session),
        ("sessions: []", .sessions), ("kind: uri:enum-value-update", .update), ("path: phase", .update),
        ("executable: {}", .request), ("kind: simple-execution-session", .session),
    ])
    func formsByTheirMembers(_ text: String, _ form: WireDocument.Form) throws {
        #expect(WireDocument.Form(of: try input(text)) == form)
    }

    @Test func formsByTheirRoot() throws {
        for form in WireDocument.Form.allCases {
            #expect(WireDocument.Form(of: try input("<\(form.root)/>", "a.xml")) == form)
        }
    }

    @Test func whatIsNotKnownIsKeptWhereItCanBe() throws {
        let text = "executable:\n  kind: docker-container\n  extra: {a: 1}\ncommand: [10]\n"
        let json = try WireDocument(try input(text), as: .json)
        #expect(json.dropped.isEmpty)
        let document = try Document.read(json.text, as: .json)
        #expect(document.value(at: ["executable", "extra", "a"]) == .integer(1))
        #expect(document["command"] == .list([.integer(10)]))
        let xml = try WireDocument(try input(text), as: .xml)
        #expect(xml.dropped.map(\.description) == ["executable.extra", "command"])
    }

    @Test func plainScalarsBecomeWhatTheirPlaceAsksFor() throws {
        let text =
            "executable: {kind: docker-container, command: [10, yes]}\n"
            + "compute: {kind: simple-compute-resource, cores: {min: 2}}\n"
        let json = try WireDocument(try input(text), as: .json)
        let document = try Document.read(json.text, as: .json)
        #expect(document.value(at: ["executable", "command"]) == .list([.text("10"), .text("yes")]))
        #expect(document.value(at: ["compute", "cores", "min"]) == .integer(2))
    }

    @Test func anotherFormThanIsNeeded() throws {
        let error = #expect(throws: ProgramError.self) {
            try WireDocument(try input("phase: RUNNING"), of: .request, as: .json)
        }
        #expect(error?.code == .badInput)
        #expect(error?.message == "a.yaml: this is a session, and a task is needed.")
        #expect(Set(WireDocument.Form.allCases.map(\.noun)).count == WireDocument.Form.allCases.count)
    }

    @Test func wrongTypesNameTheirLine() throws {
        let error = #expect(throws: ProgramError.self) {
            try WireDocument(try input("compute:\n  kind: simple-compute-resource\n  cores: many\n"), as: .json)
        }
        #expect(error?.code == .badInput)
        #expect(error?.message == "a.yaml:3:10: compute.cores: expected a map, got \"many\".")
    }
}
