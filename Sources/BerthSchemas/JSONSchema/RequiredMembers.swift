/// The members that the service always fills in its answers. Empty lists and maps are left out, so none stands here.
enum RequiredMembers {
    static func of(_ typeName: String) -> [String] { table[typeName] ?? [] }

    static let table: [String: [String]] = [
        "OfferSetResponse": ["kind", "meta", "result"],
        "ExecutionSession": ["kind", "meta", "phase"],
        "ComponentMetadata": ["uuid"],
        "MessageItem": ["kind", "time", "level", "template", "message"],
        "Connector": ["kind", "status", "protocol"],
        "StringValueOption": ["path"],
        "EnumValueOption": ["path", "values"],
        "IntegerValueOption": ["path"],
        "IntegerDeltaOption": ["path"],
        "Problem": ["type", "title", "status", "detail"],
        "MemberProblem": ["path", "code", "message"],
        "PlatformSummary": ["name", "kind"],
        "Health": ["status"],
    ]
}
