import BerthDocument
import BerthModel
import Testing

@testable import BerthSchemas

struct JSONSchemaWriterTests {
    private static func schema(_ root: Example.Root) -> Document {
        let name =
            switch root {
            case .request: "execution-request.json"
            case .update: "update.json"
            case .offerSet: "offerset-response.json"
            case .session: "execution-session.json"
            }
        guard let entry = JSONSchemaWriter.roots.first(where: { $0.name == name }) else { return .null }
        return JSONSchemaWriter.schema(entry)
    }

    @Test(arguments: Example.all)
    func examplesAreValid(_ example: Example) throws {
        let schema = Self.schema(example.root)
        var check = SchemaCheck(root: schema)
        let isValid = check.accepts(try example.document(.json), schema)
        #expect(isValid)
        #expect(check.unknownKeywords == [])
    }

    /// Values of every type, some of them on the edge of what can be read.
    private static let others: [Document] = [
        .null, true, 5, -1, 1.5, 3.0, .integer(.min), .integer(.max), "", "text", "READWRITE",
        .text(Kind.simpleData.uri), "docker-container", [], [:], [.null], ["text"], [[:]], ["kind": .null],
        ["name": .null], ["name": 5], ["kind": 5],
    ]

    /// The schema of a request lets in exactly what the service reads: everything else is answered 400.
    @Test(arguments: Example.all.filter { $0.root == .request || $0.root == .update })
    func requestsAreValidWhenTheServiceReadsThem(_ example: Example) throws {
        let schema = Self.schema(example.root)
        var check = SchemaCheck(root: schema)
        var accepted = 0
        var refused = 0
        for document in try example.document(.json).variations(Self.others) {
            var reader = ModelReader(syntax: .json)
            switch example.root {
            case .request: _ = ExecutionRequest.read(document, &reader)
            default:
                if let update = Update.read(document, &reader), !update.saysWhatToDo {
                    reader.report(Problem(gravity: .malformed, code: .missingMember, path: [], message: "no update"))
                }
            }
            let problems = reader.problems.filter { $0.gravity == .malformed }
            let isValid = check.accepts(document, schema)
            #expect(isValid == problems.isEmpty, "\(document): \(problems.map(\.message))")
            if isValid { accepted += 1 } else { refused += 1 }
        }
        #expect(check.unknownKeywords == [])
        #expect(accepted > (example.root == .request ? 20 : 5) && refused > 20)
    }

    /// Whole numbers have 64 bits.
    @Test(
        arguments: [
            (.integer(.max), true), (.integer(.min), true), (9.3e18, false), (.number(-9.3e18), false), (0.5, false),
        ] as [(Document, Bool)])
    func wholeNumbersHave64Bits(_ number: Document, _ isGood: Bool) throws {
        var document = try Example(name: "memory-and-cores").document(.json)
        document.set(number, at: ["compute", "cores", "min"])
        let schema = Self.schema(.request)
        var check = SchemaCheck(root: schema)
        let isValid = check.accepts(document, schema)
        #expect(isValid == isGood)
        let problems = ExecutionRequest.reading(document, from: .json).problems
        #expect(problems.contains { $0.gravity == .malformed } == !isGood)
    }

    /// Words, kinds and members that are always there are closed in answers.
    @Test(
        arguments: [
            ["result": "MAYBE"], ["result": .null], ["kind": .null], ["kind": "uri:stranger"], ["meta": [:]],
            ["offers": [["phase": "ODD"]]],
            ["meta": ["uuid": "x", "options": [["kind": "uri:stranger", "path": "phase"]]]],
            ["meta": ["uuid": "x", "messages": [["level": "INFO"]]]],
        ] as [Document])
    func answersAreClosed(_ change: Document) throws {
        let schema = Self.schema(.offerSet)
        var check = SchemaCheck(root: schema)
        guard case .map(var members) = try Example(name: "offerset-yes").document(.json),
            case .map(let changes) = change
        else { return }
        let wasValid = check.accepts(.map(members), schema)
        #expect(wasValid)
        for member in changes.members { members[member.name] = member.value }
        let isValid = check.accepts(.map(members), schema)
        #expect(!isValid)
    }

    @Test func everyReferenceResolves() {
        for root in JSONSchemaWriter.roots {
            let schema = JSONSchemaWriter.schema(root)
            let check = SchemaCheck(root: schema)
            let references = schema.references
            #expect(!references.isEmpty)
            for reference in references { #expect(check.resolve(reference) != nil, "\(root.name): \(reference)") }
        }
    }

    /// Every definition is there because something refers to it.
    @Test func everyDefinitionIsUsed() {
        for root in JSONSchemaWriter.roots {
            let schema = JSONSchemaWriter.schema(root)
            guard case .map(let definitions)? = schema["$defs"] else { continue }
            let used = Set(schema.references.map { String($0.dropFirst("#/$defs/".count).split(separator: "/")[0]) })
            #expect(Set(definitions.members.map(\.name)) == used, "\(root.name)")
        }
    }

    @Test func requiredMembersAreMembers() {
        let catalogue = TypeCatalogue(roots: SchemaRoots.answers + SchemaRoots.service)
        var fields: [String: Set<String>] = [:]
        for outline in catalogue.shapes { fields[outline.name] = Set(outline.fields.map(\.name)) }
        for kind in catalogue.families.flatMap(\.kinds) {
            fields[kind.typeName] = Set(kind.outline.fields.map(\.name))
        }
        for (name, members) in RequiredMembers.table {
            #expect(fields[name]?.isSuperset(of: members) == true, "\(name)")
        }
    }

    /// What the service refuses as no update is none by its schema.
    @Test func anUpdateHasToSayWhatItIs() {
        let kinds = TypeCatalogue(roots: [Update.type]).families[0].kinds
        #expect(Set(kinds.map(\.typeName)) == Set(RequiredMembers.updates.keys))
        for kind in kinds {
            let members = Set(kind.outline.fields.map(\.name))
            #expect(members.isSuperset(of: RequiredMembers.ofRequest(kind.typeName)))
        }
    }
}

extension Update {
    /// Without a kind that is known, a path and, for words, a value, an update is none.
    fileprivate var saysWhatToDo: Bool {
        switch self {
        case .stringValue(let update), .enumValue(let update): update.path != nil && update.value != nil
        case .integerValue(let update): update.path != nil
        case .integerDelta(let update): update.path != nil
        case .stranger: false
        }
    }
}

extension Document {
    /// Every `$ref` in this document.
    var references: Set<String> {
        switch self {
        case .list(let items): items.reduce(into: []) { $0.formUnion($1.references) }
        case .map(let members):
            members.members.reduce(into: []) { references, member in
                if member.name == "$ref", case .text(let reference) = member.value { references.insert(reference) }
                references.formUnion(member.value.references)
            }
        default: []
        }
    }
}
