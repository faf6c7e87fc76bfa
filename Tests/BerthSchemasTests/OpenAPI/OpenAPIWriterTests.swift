import BerthDocument
import BerthModel
import Testing

@testable import BerthSchemas

struct OpenAPIWriterTests {
    private let document = OpenAPIWriter.document()

    @Test func everyOperationIsDescribed() throws {
        for operation in Operation.allCases {
            let path: DocumentPath = ["paths", .member(operation.path), .member(operation.method.lowercased())]
            let description = try #require(document.value(at: path))
            #expect(description["operationId"] == .text(operation.identifier))
            #expect(description["summary"] == .text(operation.summary))
        }
    }

    @Test func noOtherPathIsDescribed() {
        guard case .map(let paths)? = document["paths"] else { return }
        #expect(Set(paths.members.map(\.name)) == Set(Operation.allCases.map(\.path)))
    }

    /// Each name in braces is a parameter of the path, and there is no other.
    @Test(arguments: Operation.allCases)
    func pathParametersAreThoseInThePath(_ operation: Operation) {
        let check = SchemaCheck(root: document)
        var names: [String] = []
        if case .list(let parameters)? = Document.map(operation.description)["parameters"] {
            for parameter in parameters {
                var parameter = parameter
                if case .text(let reference)? = parameter["$ref"] { parameter = check.resolve(reference) ?? .null }
                if parameter["in"] == "path" {
                    names.append(parameter["name"]?.text ?? "")
                    #expect(parameter["required"] == true)
                }
            }
        }
        let braced = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast())
        }
        #expect(names == braced)
    }

    @Test func everyReferenceResolves() {
        let check = SchemaCheck(root: document)
        for reference in document.references { #expect(check.resolve(reference) != nil, "\(reference)") }
    }

    @Test func everyKindOfEveryFamilyIsMappedToItsType() throws {
        let catalogue = TypeCatalogue(roots: SchemaRoots.requests + SchemaRoots.answers)
        #expect(catalogue.families.count == 9)
        for (use, roots) in [(SchemaUse.request, SchemaRoots.requests), (.answer, SchemaRoots.answers)] {
            let names = SchemaDefinitions(prefix: OpenAPIWriter.prefix, use: use, forOpenAPI: true)
            for family in TypeCatalogue(roots: roots).families {
                let schema: DocumentPath = ["components", "schemas", .member(names.name(family.outline.name))]
                for kind in family.kinds {
                    let mapped = document.value(at: schema)?["discriminator"]?["mapping"]?[kind.kind.uri]
                    #expect(mapped == .text(OpenAPIWriter.prefix + names.name(kind.typeName)))
                }
            }
        }
    }

    @Test func everyWordOfEveryEnumerationIsThere() throws {
        let catalogue = TypeCatalogue(roots: SchemaRoots.requests + SchemaRoots.answers)
        let phases = catalogue.enumerations.first { $0.name == "SessionPhase" }
        #expect(phases?.values == SessionPhase.allCases.map(\.rawValue))
        for enumeration in catalogue.enumerations {
            let words = document.value(at: ["components", "schemas", .member(enumeration.name), "enum"])
            #expect(words == .list(enumeration.values.map { .text($0) }))
        }
    }

    /// Bodies come in three syntaxes wherever one can be sent, JSON first.
    @Test(arguments: [Operation.offerSetPost, .directPost, .sessionPost])
    func bodiesAreReadInEverySyntax(_ operation: Operation) {
        guard case .map(let content)? = Document.map(operation.description)["requestBody"]?["content"] else {
            Issue.record("\(operation) has no body")
            return
        }
        // An offer may be presented as it was signed, which is no update.
        let others = operation == .sessionPost ? ["application/jose+json"] : []
        #expect(content.members.map(\.name) == ["application/json", "application/yaml", "application/xml"] + others)
    }

    @Test(arguments: Operation.allCases)
    func everyPostTakesAKey(_ operation: Operation) {
        let key: Document = ["$ref": "#/components/parameters/idempotencyKey"]
        var isThere = false
        if case .list(let parameters)? = Document.map(operation.description)["parameters"] {
            isThere = parameters.contains(key)
        }
        #expect(isThere == (operation.method == "POST"))
    }

    @Test func answersOfARequest() {
        guard case .map(let responses)? = Document.map(Operation.offerSetPost.description)["responses"] else { return }
        let statuses = responses.members.map(\.name)
        #expect(
            statuses == [
                "200", "303", "400", "401", "403", "406", "408", "409", "413", "415", "421", "422", "429", "431", "503",
            ])
        #expect(responses["303"]?["headers"]?["Location"] == ["$ref": "#/components/headers/Location"])
    }

    /// Types that requests and answers share have names of their own in requests.
    @Test func typesOfRequestsHaveNamesOfTheirOwn() {
        let requests = SchemaDefinitions(prefix: "", use: .request, forOpenAPI: true)
        #expect(requests.name("DockerContainer") == "DockerContainerRequest")
        #expect(requests.name("ExecutionRequest") == "ExecutionRequest")
        #expect(requests.name("EnumValueUpdate") == "EnumValueUpdate")
    }
}
