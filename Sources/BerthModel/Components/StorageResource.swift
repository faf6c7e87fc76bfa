public import BerthDocument

/// Where data is kept.
public enum StorageResource: Family {
    case simple(SimpleStorage)
    case stranger(kind: String, Document)

    public static let familyName = "StorageResource"
    public static let summary = "Where data is kept."
    public static let members: [FamilyMember<StorageResource>] = [
        FamilyMember(.simpleStorage, wrap: { .simple($0) }) { if case .simple(let it) = $0 { it } else { nil } }
    ]

    public static func other(kind: String, _ document: Document) -> StorageResource { .stranger(kind: kind, document) }
    public var stranger: (kind: String, document: Document)? {
        if case .stranger(let kind, let document) = self { (kind, document) } else { nil }
    }
}

/// Storage of a size, made for the session.
public struct SimpleStorage: Shaped, HasLife {
    public var component = Component()
    public var life = Life()
    public var size: IntegerRange?
    public var data: [String] = []

    public init() {}

    public static let shape = Shape<SimpleStorage>(
        "SimpleStorageResource", "Storage of a size, made for the session.",
        Field.inline(\.component), Field.inline(\.life),
        [
            Field("size", \.size, "Size of the storage.", unit: .gibibyte),
            Field("data", \.data, "UUIDs of the data resources kept here; in answers only."),
        ])
}
