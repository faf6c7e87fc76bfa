public import BerthDocument

/// Data that is brought to where the executable runs.
public enum DataResource: Family {
    case simple(SimpleData)
    case s3(S3Data)
    case rucio(RucioData)
    case ivoa(IvoaData)
    case skao(SkaoData)
    case stranger(kind: String, Document)

    public static let familyName = "DataResource"
    public static let summary = "Data that is brought to where the executable runs."
    public static let members: [FamilyMember<DataResource>] = [
        FamilyMember(.simpleData, wrap: { .simple($0) }) { if case .simple(let it) = $0 { it } else { nil } },
        FamilyMember(.s3Data, wrap: { .s3($0) }) { if case .s3(let it) = $0 { it } else { nil } },
        FamilyMember(.rucioData, wrap: { .rucio($0) }) { if case .rucio(let it) = $0 { it } else { nil } },
        FamilyMember(.ivoaData, wrap: { .ivoa($0) }) { if case .ivoa(let it) = $0 { it } else { nil } },
        FamilyMember(.skaoData, wrap: { .skao($0) }) { if case .skao(let it) = $0 { it } else { nil } },
    ]

    public static func other(kind: String, _ document: Document) -> DataResource { .stranger(kind: kind, document) }
    public var stranger: (kind: String, document: Document)? {
        if case .stranger(let kind, let document) = self { (kind, document) } else { nil }
    }
}

/// Data behind a URL.
public struct SimpleData: Shaped, HasLife {
    public var component = Component()
    public var life = Life()
    public var storage: String?
    public var location: String?

    public init() {}

    public static let shape = Shape<SimpleData>(
        "SimpleDataResource", "Data behind a URL.", Field.inline(\.component), Field.inline(\.life),
        [
            Field("storage", \.storage, DataResource.storageSummary),
            Field("location", \.location, "URL of the data."),
        ])
}

extension DataResource {
    static let storageSummary = "Name or UUID of the storage resource that keeps the data."
}

/// An object in an S3 store.
public struct S3Data: Shaped, HasLife {
    public var component = Component()
    public var life = Life()
    public var storage: String?
    public var endpoint: String?
    public var template: String?
    public var bucket: String?
    public var object: String?

    public init() {}

    public static let shape = Shape<S3Data>(
        "S3DataResource", "An object in an S3 store.", Field.inline(\.component), Field.inline(\.life),
        [
            Field("storage", \.storage, DataResource.storageSummary),
            Field("endpoint", \.endpoint, "URL of the S3 service."),
            Field("template", \.template, "Template of the object's URL."),
            Field("bucket", \.bucket, "Name of the bucket."),
            Field("object", \.object, "Key of the object."),
        ])
}

/// A data identifier in a Rucio data lake.
public struct RucioData: Shaped, HasLife {
    public var component = Component()
    public var life = Life()
    public var storage: String?
    public var rucio: RucioObject?

    public init() {}

    public static let shape = Shape<RucioData>(
        "RucioDataResource", "A data identifier in a Rucio data lake.", Field.inline(\.component), Field.inline(\.life),
        [
            Field("storage", \.storage, DataResource.storageSummary),
            Field("rucio", \.rucio, "The data identifier."),
        ])
}

/// Scope and name of an object in Rucio.
public struct RucioObject: Shaped {
    public var endpoint: String?
    public var scope: String?
    public var object: String?
    public var type: RucioObjectType?

    public init() {}

    public static let shape = Shape<RucioObject>(
        "RucioObject", "Scope and name of an object in Rucio.",
        [
            Field("endpoint", \.endpoint, "URL of the Rucio server."),
            Field("scope", \.scope, "Scope of the data identifier."),
            Field("object", \.object, "Name of the data identifier."),
            Field("type", \.type, "What the data identifier stands for."),
        ])
}

/// What a Rucio data identifier stands for.
public enum RucioObjectType: String, ModelEnumeration {
    case file = "FILE"
    case container = "CONTAINER"
    case dataset = "DATASET"

    public static let name = "RucioObjectType"
    public static let summary = "What a Rucio data identifier stands for."
}
