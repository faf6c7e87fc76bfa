import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@Suite struct ChangeTests {
    private let request: Document = ["compute": ["cores": ["min": 8]], "data": [["location": "a"], ["location": "b"]]]

    private func changed(_ path: DocumentPath, to value: Document) -> Document {
        Change(path: path, to: value, range: .text(pattern: nil)).applied(to: request)
    }

    @Test func `A member is set where it stands`() {
        #expect(changed(["compute", "cores", "min"], to: 4)["compute"]?["cores"]?["min"] == 4)
        #expect(
            changed(["data", .index(1), "location"], to: "c")
                == ["compute": ["cores": ["min": 8]], "data": [["location": "a"], ["location": "c"]]])
    }

    @Test func `Maps on the way are made`() {
        #expect(
            changed(["schedule", "requested", "duration"], to: "PT1H")["schedule"] == [
                "requested": ["duration": "PT1H"]
            ])
        #expect(Change(path: ["a", "b"], to: 1, range: .words([])).applied(to: .null) == ["a": ["b": 1]])
    }

    @Test func `A step that does not fit leaves the document as it is`() {
        #expect(changed(["data", .index(2), "location"], to: "c") == request)
        #expect(changed(["data", "location"], to: "c") == request)
        #expect(changed(["compute", "cores", "min", "more"], to: 1) == request)
    }

    @Test func `What is left out becomes null`() {
        let change = Change(path: ["compute", "cores"], to: 5, range: .absent)
        #expect(change.applied(to: request)["compute"]?["cores"] == .null)
        #expect(change.option == nil)
    }

    @Test func `An item of a list that is left out is gone, and no null that nobody can read`() {
        let change = Change(path: ["data", .index(0)], to: .null, range: .absent)
        #expect(change.applied(to: request)["data"] == [["location": "b"]])
    }

    @Test func `Each range is an option of the wire`() {
        let path: DocumentPath = ["compute", "memory", "min"]
        #expect(
            Change(path: path, to: 8, range: .integers(min: 1, max: 8, unit: .gibibyte)).option
                == .integerValue(IntegerOption(path: "compute.memory.min", min: 1, max: 8, units: "GiB")))
        #expect(
            Change(path: path, to: "a", range: .words(["a", "b"])).option
                == .enumValue(EnumValueOption(path: "compute.memory.min", values: ["a", "b"])))
        guard case .stringValue(let option)? = Change(path: path, to: "a", range: .text(pattern: "^a")).option else {
            Issue.record("not an option of a text")
            return
        }
        #expect(option.pattern == "^a")
    }
}
