import BerthDocument
import BerthModel

/// The definitions of all types of one use, as JSON Schema 2020-12 and OpenAPI 3.1 write them.
///
/// A family is an object with a `kind`; a chain of `if` and `then` gives the members of each kind their types, whatever
/// spelling of the kind was written. A type of a kind repeats the family by `allOf`, which is how code generators learn
/// what inherits from what.
///
/// Source: JSON Schema 2020-12 Core and Validation.
struct SchemaDefinitions {
    /// Where definitions stand: `#/$defs/` or `#/components/schemas/`.
    let prefix: String
    let use: SchemaUse
    /// Whether OpenAPI's `discriminator` and `xml` are wanted.
    let forOpenAPI: Bool
    /// Names that both uses know: requests then write theirs with an ending.
    private static let answerNames = TypeCatalogue(roots: SchemaRoots.answers).names

    static let requestEnding = "Request"

    init(prefix: String, use: SchemaUse, forOpenAPI: Bool) {
        self.prefix = prefix
        self.use = use
        self.forOpenAPI = forOpenAPI
    }

    /// The name under which a type is defined.
    func name(_ typeName: String) -> String {
        guard use == .request, Self.answerNames.contains(typeName) else { return typeName }
        return typeName + Self.requestEnding
    }

    /// Name and definition of every type that the roots need.
    func all(_ roots: [ValueType]) -> [(name: String, schema: Document)] {
        let catalogue = TypeCatalogue(roots: roots)
        var all: [(name: String, schema: Document)] = []
        for outline in catalogue.shapes {
            all.append((name(outline.name), .map(object(outline, typeName: outline.name))))
        }
        for family in catalogue.families {
            all.append((name(family.outline.name), base(family)))
            for kind in family.kinds { all.append((name(kind.typeName), schema(of: kind, in: family))) }
        }
        for enumeration in catalogue.enumerations {
            all.append(
                (
                    enumeration.name,
                    [
                        "type": "string", "description": .text(enumeration.summary),
                        "enum": .list(enumeration.values.map { .text($0) }),
                    ]
                ))
        }
        return all
    }

    /// A reference to a type, or the schema of a value that has no name.
    func reference(_ type: ValueType) -> Document {
        switch type {
        case .shape(let outline): ["$ref": .text(prefix + name(outline.name))]
        case .family(let family): ["$ref": .text(prefix + name(family.name))]
        case .enumeration(let name, _, _): ["$ref": .text(prefix + name)]
        case .text(let format): .map(text(format))
        case .integer: .map(Self.whole)
        case .number: .map(Self.number)
        case .bool: ["type": "boolean"]
        case .list(let element): ["type": "array", "items": reference(element)]
        case .texts: ["type": "object", "additionalProperties": ["type": textTypes]]
        case .any: [:]
        }
    }

    /// Whole numbers of 64 bits are read; beyond them a document is refused.
    private static let whole: DocumentMembers = [
        "type": "integer", "format": "int64", "minimum": .integer(.min), "maximum": .integer(.max),
    ]

    /// A whole number beyond 64 bits is refused where any number may stand, too.
    private static let number: DocumentMembers = [
        "type": "number", "format": "double", "minimum": .integer(.min), "maximum": .integer(.max),
    ]

    private var textTypes: Document { use == .request ? ["string", "null"] : "string" }

    private func text(_ format: TextFormat?) -> DocumentMembers {
        var schema: DocumentMembers = ["type": "string"]
        guard use == .answer else { return schema }
        switch format {
        case .uuid: schema["format"] = "uuid"
        case .uri: schema["format"] = "uri"
        case .instant: schema["format"] = "date-time"
        // JSON Schema's duration knows no fractions, and no format is an interval.
        case .duration, .interval, nil: break
        }
        return schema
    }

    /// Root elements that are not named after their type.
    private static let elements = [
        OfferSetResponse.shape.name: XMLRoots.offerSetResponse, Session.shape.name: XMLRoots.session,
    ]

    /// The kinds of documents that are of no family.
    private static let kinds: [String: [Kind]] = [
        OfferSetResponse.shape.name: [.offerSet], Session.shape.name: [.scheduledSession, .simpleSession],
    ]

    private func object(_ outline: Outline, typeName: String) -> DocumentMembers {
        var schema: DocumentMembers = ["type": "object", "description": .text(outline.summary)]
        if forOpenAPI {
            schema["title"] = .text(name(typeName))
            if let element = Self.elements[typeName] { schema["xml"] = ["name": .text(element)] }
        }
        let required = use == .answer ? RequiredMembers.of(typeName) : RequiredMembers.ofRequest(typeName)
        var properties: DocumentMembers = [:]
        for field in outline.fields {
            var member = member(field, mayBeNull: use == .request && !required.contains(field.name))
            if field.name == "kind", use == .answer, let kinds = Self.kinds[typeName] {
                member["enum"] = .list(kinds.map { .text($0.uri) })
            }
            properties.append(field.name, .map(member))
        }
        schema["properties"] = .map(properties)
        if !required.isEmpty { schema["required"] = .list(required.map { .text($0) }) }
        return schema
    }

    private func member(_ field: FieldOutline, mayBeNull: Bool) -> DocumentMembers {
        let type = field.type()
        guard case .map(var schema) = reference(type) else { return [:] }
        if mayBeNull { Self.letNull(into: &schema) }
        schema["description"] = .text(Self.description(field, type))
        guard forOpenAPI else { return schema }
        switch field.xml {
        case .element: break
        case .attribute: schema["xml"] = ["attribute": true]
        case .wrapped(let item):
            schema["xml"] = ["wrapped": true]
            if case .map(var items)? = schema["items"] {
                items["xml"] = ["name": .text(item)]
                schema["items"] = .map(items)
            }
        }
        return schema
    }

    /// Null is read as if the member was not there.
    private static func letNull(into schema: inout DocumentMembers) {
        if let type = schema["type"] {
            schema["type"] = .list([type, "null"])
        } else if let reference = schema["$ref"] {
            schema["$ref"] = nil
            schema["anyOf"] = [["$ref": reference], ["type": "null"]]
        }
    }

    static func description(_ field: FieldOutline, _ type: ValueType) -> String {
        var text = field.summary
        switch field.unit {
        case .core?, nil: break
        case .gibibyte?: text += " In GiB."
        case .byte?: text += " In bytes."
        }
        if case .text(let format) = type {
            switch format {
            case .instant: text += " An instant of RFC 3339 in UTC: 2026-01-31T12:00:00Z."
            case .duration: text += " A duration of ISO 8601 without years and months: PT2H."
            case .interval: text += " An interval of ISO 8601: 2026-01-31T12:00:00Z/PT2H."
            case .uuid, .uri, nil: break
            }
        }
        return text
    }
}

// Families.
extension SchemaDefinitions {
    /// What all kinds of a family have in common.
    private func base(_ family: TypeCatalogue.FamilyEntry) -> Document {
        var schema: DocumentMembers = ["type": "object", "description": .text(family.outline.summary)]
        var kind: DocumentMembers = ["type": textTypes]
        kind["description"] = "Which kind it is."
        // What is to be done with a session has to be said in words that are known.
        let isClosed = use == .answer || family.outline.name == Update.familyName
        if isClosed { kind["enum"] = .list(family.kinds.map { .text($0.kind.uri) }) }
        if forOpenAPI {
            schema["title"] = .text(name(family.outline.name))
            kind["xml"] = ["attribute": true]
            var mapping: DocumentMembers = [:]
            for entry in family.kinds {
                mapping.append(entry.kind.uri, .text(prefix + name(entry.typeName)))
            }
            schema["discriminator"] = ["propertyName": "kind", "mapping": .map(mapping)]
        }
        schema["properties"] = ["kind": .map(kind)]
        if isClosed { schema["required"] = ["kind"] }
        // Code generators take an `if` beside `discriminator` for something else; this they pass over.
        schema["dependentSchemas"] = ["kind": .map(chain(family.kinds[...]))]
        return .map(schema)
    }

    /// `if` it is the first kind `then` its members, `else` the rest of the kinds.
    private func chain(_ kinds: ArraySlice<TypeCatalogue.KindEntry>) -> DocumentMembers {
        guard let first = kinds.first else { return [:] }
        let spellings = use == .request ? first.kind.spellings : [first.kind.uri]
        var chain: DocumentMembers = [
            "if": ["properties": ["kind": ["enum": .list(spellings.map { .text($0) })]]],
            "then": members(of: first),
        ]
        let rest = self.chain(kinds.dropFirst())
        if !rest.isEmpty { chain.append("else", .map(rest)) }
        return chain
    }

    /// The members of a kind without those of its family. Code generators make a type of whatever is referred to.
    private func members(of kind: TypeCatalogue.KindEntry) -> Document {
        guard forOpenAPI else { return ["$ref": .text(prefix + name(kind.typeName) + "/allOf/1")] }
        var own = object(kind.outline, typeName: kind.typeName)
        own["description"] = nil
        own["title"] = nil
        return .map(own)
    }

    /// A type of a kind: its family, and its own members.
    private func schema(of kind: TypeCatalogue.KindEntry, in family: TypeCatalogue.FamilyEntry) -> Document {
        var own = object(kind.outline, typeName: kind.typeName)
        own["description"] = nil
        own["title"] = nil
        if use == .request, case .map(var properties)? = own["properties"] {
            properties["kind"] = ["type": textTypes, "default": .text(kind.kind.uri)]
            own["properties"] = .map(properties)
        }
        var schema: DocumentMembers = ["description": .text(kind.outline.summary)]
        if forOpenAPI { schema["title"] = .text(name(kind.typeName)) }
        schema["allOf"] = [["$ref": .text(prefix + name(family.outline.name))], .map(own)]
        return .map(schema)
    }
}
