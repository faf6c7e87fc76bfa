import BerthDocument
import BerthModel
import Testing

@testable import BerthPortal

struct RequestTextTests {
    @Test func yamlBecomesWhatItMeans() throws {
        let request = try RequestText.read(
            "executable: {kind: docker-container, image: {locations: [a]}, command: [10, yes]}\n"
                + "compute: {kind: simple-compute-resource, cores: {min: 2}}\nmine: [1, {a: b}]\n")
        #expect(request["executable"]?["command"] == ["10", "yes"])
        #expect(request["compute"]?["cores"] == ["min": 2])
        #expect(request["mine"] == [1, ["a": "b"]])
        #expect(request["executable"]?["kind"] == .text(Kind.dockerContainer.uri))
        #expect(
            try RequestText.read(#" {"executable": {"kind": "x", "a": 1}}"#)
                == ["executable": ["kind": "x", "a": 1]])
    }

    @Test(arguments: [
        ("a: [", "Line 2, column 1: This is not YAML;"), ("- a", "This is no request;"),
        ("compute: {}", "This request has no executable"),
        ("executable: {kind: docker-container, command: x}", "executable.command: expected a list"),
    ])
    func whatIsNoRequest(_ text: String, _ beginning: String) {
        let fault = #expect(throws: RequestText.Fault.self) { try RequestText.read(text) }
        #expect(fault?.message.hasPrefix(beginning) == true, "\(fault?.message ?? "")")
    }

    @Test func deepAndLargeDocumentsAreBounded() {
        for text in [String(repeating: "[", count: 100), String(repeating: "{\"a\":", count: 100)] {
            #expect(throws: RequestText.Fault.self) { try RequestText.read(text) }
        }
        #expect(throws: RequestText.Fault.self) {
            try RequestText.read("executable: \"" + String(repeating: "a", count: 1 << 20) + "\"")
        }
    }
}
