/// The members that the service always fills in its answers. Empty lists and maps are left out, so none stands here.
enum RequiredMembers {
    static func of(_ typeName: String) -> [String] { table[typeName] ?? [] }

    /// What a client has to send: a request may leave out everything, an update may not.
    static func ofRequest(_ typeName: String) -> [String] { updates[typeName] ?? [] }

    static let updates: [String: [String]] = [
        "StringValueUpdate": ["path", "value"], "EnumValueUpdate": ["path", "value"],
        "IntegerValueUpdate": ["path"], "IntegerDeltaUpdate": ["path"],
    ]

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
        "CountableAmount": ["name"],
        "Health": ["status"],
    ]
}
