import BerthAnswers
import BerthDocument
import BerthHTTP
import BerthModel
import Testing

@testable import BerthPortal

struct PortalAskedTests {
    private static func set(
        _ fields: [(String, String)], _ options: [Option] = [], _ messages: [Message] = [Sample.change()]
    ) throws(PortalError) -> String? {
        var meta = Metadata()
        meta.messages = messages
        meta.options = options
        let form = PortalForm(fields.map { RequestTarget.QueryItem($0.0, $0.1) })
        return try Portal.changes(form, Refusal(meta))?.phrase
    }

    @Test func aChangeThatWasTried() throws {
        #expect(try Self.set([("change", "1")]) == "compute.cores.min=4")
        #expect(try Self.set([("change", "2")]) == nil)
        #expect(try Self.set([]) == nil)
    }

    private static let cores = Option.integerValue(
        IntegerOption(path: "compute.cores.min", min: 1, max: 4, units: "core"))
    private static let words = Option.enumValue(
        EnumValueOption(path: "executable.privileged", values: ["false"]))

    @Test func aMemberThatMayBeSet() throws {
        #expect(try Self.set([("path", "compute.cores.min"), ("value", " 3 ")], [Self.cores]) == "compute.cores.min=3")
        #expect(
            try Self.set([("path", "executable.privileged"), ("value", "false")], [Self.words])
                == "executable.privileged=false")
        // Only what the answer says may be set, and to what it says.
        #expect(try Self.set([("path", "executable.privileged"), ("value", "true")], [Self.words]) == nil)
        #expect(try Self.set([("path", "storage"), ("value", "3")], [Self.cores]) == nil)
        #expect(throws: PortalError(.badForm, "<b> is no whole number; compute.cores.min needs one.")) {
            try Self.set([("path", "compute.cores.min"), ("value", "<b>")], [Self.cores])
        }
    }
}
