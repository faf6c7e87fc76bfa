import BerthDocument
import BerthModel
@testable import BerthSchemas
import Testing

struct SchemaDefinitionsTests {
    private func definition(_ name: String, _ use: SchemaUse, _ roots: [ValueType]) -> Document? {
        SchemaDefinitions(prefix: "#/", use: use, forOpenAPI: true).all(roots).first { $0.name == name }?.schema
    }

    @Test func aRequestMayLeaveOutAndNullEveryMember() {
        let range = definition("MinMaxIntegerRequest", .request, SchemaRoots.requests)
        #expect(range?["required"] == nil)
        #expect(range?["properties"]?["min"]?["type"] == ["integer", "null"])
        let compute = definition("ExecutionRequest", .request, SchemaRoots.requests)?["properties"]?["compute"]
        #expect(compute?["anyOf"] == [["$ref": "#/ComputeResourceRequest"], ["type": "null"]])
    }

    @Test func anAnswerHasFormatsAndRequiredMembers() {
        let message = definition("MessageItem", .answer, SchemaRoots.answers)
        #expect(message?["required"] == ["kind", "time", "level", "template", "message"])
        #expect(message?["properties"]?["time"]?["format"] == "date-time")
        #expect(message?["properties"]?["level"]?["$ref"] == "#/MessageLevel")
    }

    /// Texts of a form are answered NO when they cannot be understood, not 400: a request's schema lets them in.
    @Test func aRequestHasNoFormats() {
        let meta = definition("ComponentMetadataRequest", .request, SchemaRoots.requests)
        #expect(meta?["properties"]?["uuid"]?["type"] == ["string", "null"])
        #expect(meta?["properties"]?["uuid"]?["format"] == nil)
    }

    @Test func everySpellingOfAKindHasItsMembers() {
        let executable = definition("ExecutableRequest", .request, SchemaRoots.requests)
        let spellings = executable?["dependentSchemas"]?["kind"]?["if"]?["properties"]?["kind"]?["enum"]
        #expect(spellings == .list(Kind.dockerContainer.spellings.map { .text($0) }))
        #expect(Kind.dockerContainer.spellings.contains("docker-container"))
        #expect(executable?["properties"]?["kind"]?["type"] == ["string", "null"])
    }

    @Test func anAnswerKnowsOnlyItsKinds() {
        let executable = definition("Executable", .answer, SchemaRoots.answers)
        #expect(
            executable?["properties"]?["kind"]?["enum"]
                == .list(Executable.members.map { .text($0.kind.uri) }))
        #expect(executable?["required"] == ["kind"])
        let offers = definition("OfferSetResponse", .answer, SchemaRoots.answers)
        #expect(offers?["properties"]?["kind"]?["enum"] == [.text(Kind.offerSet.uri)])
    }

    /// A type of a kind inherits from its family in generated code, and knows its kind when it is made.
    @Test func aKindRepeatsItsFamily() {
        let container = definition("DockerContainerRequest", .request, SchemaRoots.requests)
        guard case .list(let parts)? = container?["allOf"], parts.count == 2 else {
            Issue.record("no two parts")
            return
        }
        #expect(parts[0] == ["$ref": "#/ExecutableRequest"])
        #expect(parts[1]["properties"]?["kind"]?["default"] == .text(Kind.dockerContainer.uri))
    }

    @Test func hintsOfXML() {
        let answer = definition("OfferSetResponse", .answer, SchemaRoots.answers)
        #expect(answer?["xml"] == ["name": "offers-response"])
        #expect(answer?["properties"]?["kind"]?["xml"] == ["attribute": true])
        #expect(answer?["properties"]?["offers"]?["xml"] == ["wrapped": true])
        #expect(answer?["properties"]?["offers"]?["items"]?["xml"] == ["name": "execution"])
    }

    @Test func unitsAndFormsAreInTheDescription() {
        let compute = definition("SimpleComputeResource", .answer, SchemaRoots.answers)
        guard case .list(let parts)? = compute?["allOf"] else { return }
        #expect(parts[1]["properties"]?["memory"]?["description"] == "Memory. In GiB.")
        let start = definition("LifecycleStartDurationInstant", .answer, SchemaRoots.answers)?["properties"]
        #expect(
            start?["duration"]?["description"]
                == "How long it takes. A duration of ISO 8601 without years and months: PT2H.")
    }
}
