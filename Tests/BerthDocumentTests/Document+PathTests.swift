import BerthDocument
import Testing

@Suite struct DocumentPathTests {
    let document: Document = ["compute": ["cores": ["min": 2]], "data": [["location": "a"], ["location": "b"]]]

    @Test func findsValues() {
        #expect(document.value(at: []) == document)
        #expect(document.value(at: ["compute", "cores", "min"]) == 2)
        #expect(document.value(at: ["data", .index(1), "location"]) == "b")
        #expect(document.value(at: ["data", .index(2)]) == nil)
        #expect(document.value(at: ["data", "location"]) == nil)
        #expect(document.value(at: ["compute", .index(0)]) == nil)
        #expect(document.value(at: ["missing"]) == nil)
    }

    @Test func setsValues() {
        var changed = document
        let answers = [
            changed.set(4, at: ["compute", "cores", "min"]),
            changed.set("c", at: ["data", .index(2), "location"]),
            changed.set(1, at: ["new", "list", .index(0), "x"]),
            changed.set(1, at: ["data", .index(9)]),
            changed.set(1, at: ["compute", "cores", "min", "x"]),
        ]
        #expect(answers == [true, true, true, false, false])
        #expect(
            changed == [
                "compute": ["cores": ["min": 4]],
                "data": [["location": "a"], ["location": "b"], ["location": "c"]], "new": ["list": [["x": 1]]],
            ])
    }
}
