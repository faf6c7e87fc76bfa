public import BerthDocument

/// What a caller may do with a component now.
public enum Option: Family {
    case stringValue(StringValueOption)
    case enumValue(EnumValueOption)
    case integerValue(IntegerOption)
    case integerDelta(IntegerOption)
    case stranger(kind: String, Document)

    public static let familyName = "Option"
    public static let summary = "What a caller may do with a component now."
    public static let members: [FamilyMember<Option>] = [
        FamilyMember(.stringValueOption, wrap: { .stringValue($0) }) {
            if case .stringValue(let it) = $0 { it } else { nil }
        },
        FamilyMember(.enumValueOption, wrap: { .enumValue($0) }) {
            if case .enumValue(let it) = $0 { it } else { nil }
        },
        FamilyMember(.integerValueOption, wrap: { .integerValue($0) }) {
            if case .integerValue(let it) = $0 { it } else { nil }
        },
        FamilyMember(.integerDeltaOption, wrap: { .integerDelta($0) }) {
            if case .integerDelta(let it) = $0 { it } else { nil }
        },
    ]

    public static func other(kind: String, _ document: Document) -> Option { .stranger(kind: kind, document) }
    public var stranger: (kind: String, document: Document)? {
        if case .stranger(let kind, let document) = self { (kind, document) } else { nil }
    }
}

/// A text may be set.
public struct StringValueOption: Shaped {
    public var path: String?
    public var pattern: String?

    public init() {}

    public static let shape = Shape<StringValueOption>(
        "StringValueOption", "A text may be set.",
        [
            Field("path", \.path, "The member that may be set."),
            Field("pattern", \.pattern, "Regular expression that the text must match."),
        ])
}

/// One of several words may be set.
public struct EnumValueOption: Shaped {
    public var path: String?
    public var values: [String] = []

    public init() {}

    public init(path: String, values: [String]) {
        self.path = path
        self.values = values
    }

    public static let shape = Shape<EnumValueOption>(
        "EnumValueOption", "One of several words may be set.",
        [
            Field("path", \.path, "The member that may be set."),
            Field("values", \.values, "The words.", xml: .wrapped(item: "value")),
        ])
}

/// A whole number may be set, or changed by a difference.
public struct IntegerOption: Shaped {
    public var path: String?
    public var min: Int64?
    public var max: Int64?
    public var units: String?

    public init() {}

    public init(path: String, min: Int64?, max: Int64?, units: String?) {
        self.path = path
        self.min = min
        self.max = max
        self.units = units
    }

    public static let shape = Shape<IntegerOption>(
        "IntegerOption", "A whole number may be set, or changed by a difference.",
        [
            Field("path", \.path, "The member that may be set."),
            Field("min", \.min, "The least value."),
            Field("max", \.max, "The greatest value."),
            Field("units", \.units, "Unit of the values."),
        ])
}

/// What a caller does with a session.
public enum Update: Family {
    case stringValue(TextUpdate)
    case enumValue(TextUpdate)
    case integerValue(IntegerUpdate)
    case integerDelta(IntegerDeltaUpdate)
    case stranger(kind: String, Document)

    public static let familyName = "Update"
    public static let summary = "What a caller does with a session."
    public static let members: [FamilyMember<Update>] = [
        FamilyMember(.stringValueUpdate, wrap: { .stringValue($0) }) {
            if case .stringValue(let it) = $0 { it } else { nil }
        },
        FamilyMember(.enumValueUpdate, wrap: { .enumValue($0) }) {
            if case .enumValue(let it) = $0 { it } else { nil }
        },
        FamilyMember(.integerValueUpdate, wrap: { .integerValue($0) }) {
            if case .integerValue(let it) = $0 { it } else { nil }
        },
        FamilyMember(.integerDeltaUpdate, wrap: { .integerDelta($0) }) {
            if case .integerDelta(let it) = $0 { it } else { nil }
        },
    ]

    public static func other(kind: String, _ document: Document) -> Update { .stranger(kind: kind, document) }
    public var stranger: (kind: String, document: Document)? {
        if case .stranger(let kind, let document) = self { (kind, document) } else { nil }
    }
}

/// Sets a member to a text or a word.
public struct TextUpdate: Shaped {
    public var path: String?
    public var value: String?

    public init() {}

    public init(path: String, value: String) {
        self.path = path
        self.value = value
    }

    public static let shape = Shape<TextUpdate>(
        "TextUpdate", "Sets a member to a text or a word.",
        [Field("path", \.path, "The member to set."), Field("value", \.value, "The text or word.")])
}

/// Sets a member to a whole number.
public struct IntegerUpdate: Shaped {
    public var path: String?
    public var value: Int64?
    public var units: String?

    public init() {}

    public static let shape = Shape<IntegerUpdate>(
        "IntegerValueUpdate", "Sets a member to a whole number.",
        [
            Field("path", \.path, "The member to set."), Field("value", \.value, "The number."),
            Field("units", \.units, "Unit of the number."),
        ])
}

/// Changes a whole number by a difference.
public struct IntegerDeltaUpdate: Shaped {
    public var path: String?
    public var delta: Int64?
    public var units: String?

    public init() {}

    public static let shape = Shape<IntegerDeltaUpdate>(
        "IntegerDeltaUpdate", "Changes a whole number by a difference.",
        [
            Field("path", \.path, "The member to change."), Field("delta", \.delta, "What is added to it."),
            Field("units", \.units, "Unit of the difference."),
        ])
}
