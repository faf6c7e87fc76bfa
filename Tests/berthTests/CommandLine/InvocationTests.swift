import Testing

@testable import berth

struct InvocationTests {
    @Test func theLastValueCounts() {
        let name = CommandOption("name", .text("NAME"), repeats: true, "A name.")
        let found = Invocation(.version, ["name": ["a", "b"], "quiet": [""]], ["x", "y"])
        #expect(found.text(name) == "b")
        #expect(found.texts(name) == ["a", "b"])
        #expect(found.has(.quiet))
        #expect(!found.has(.json))
        #expect(found.text(.json) == nil)
        #expect(found.texts(.json).isEmpty)
        #expect(found.argument == "x")
        #expect(Invocation(.version, ["name": ["12"]]).number(name) == 12)
    }
}
