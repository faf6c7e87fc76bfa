import BerthDocument
import BerthModel
import Testing

@testable import BerthTasks

@Suite struct YAMLValuesTests {
    @Test func valuesAreYAML() {
        let values = YAMLValues(
            ["a": "3", "b": "[x, 1.5]", "c": "", "d": "2", "e": "{k: yes}"], "configuration", .anywhere, dataNames: []
        ) { $0 == "d" }
        #expect(values.obstacles.isEmpty)
        #expect(values.document.asJSON == #"{"a":3,"b":["x",1.5],"c":null,"d":"2","e":{"k":"yes"}}"#)
    }

    @Test func whatIsNoYAMLOrNamesNoData() {
        let values = YAMLValues(
            ["a": "[1", "b": "data:x", "c": "data:y"], "configuration", .anywhere, dataNames: ["y"])
        let sentences = values.obstacles.map(Sentences.text)
        #expect(sentences.count == 2)
        #expect(
            sentences.first?.hasPrefix("contradictory executable.configuration.a: this is no YAML: ") == true)
        #expect(
            sentences.last
                == "contradictory executable.configuration.b: the request has no data with the name x; it has y.")
    }

    @Test func dataIsPutInItsPlace() {
        let value: Document = [
            "text": "data:a", "file": ["class": "File", "location": "data:a", "basename": "data:a"],
        ]
        let files = DataNames.inFiles.placed(value) { "/s/" + $0 }
        #expect(
            files.asJSON
                == #"{"text":"data:a","file":{"class":"File","location":"/s/a","basename":"data:a"}}"#)
        let all = DataNames.anywhere.placed(["data:a", ["data:b"], "c"]) { $0 == "a" ? "/s/a" : nil }
        #expect(all.asJSON == #"["/s/a",["data:b"],"c"]"#)
        #expect(DataNames.inFiles.all(in: value) == ["a"])
    }
}
