import BerthDocument

/// What a service tells of one run. Source: GA4GH WES 1.0 and 1.1, `GET /runs/{run_id}`.
struct RunRecord: Sendable, Hashable {
    /// What one program wrote, and how it ended.
    struct Log: Sendable, Hashable {
        var name: String?
        /// An address, or the text itself; `nil` where there is none.
        var stdout: String?
        var stderr: String?
        var exitCode: Int64?
    }

    var state: RunState
    var log: Log
    var tasks: [Log]
    /// What the workflow made, as its engine says it; `nil` where there is nothing.
    var outputs: Document?
    /// What whoever handed it over called it; `nil` where the service does not tell.
    var tags: [String: String]?

    init(_ document: Document) {
        state = RunState(rawValue: document["state"]?.text ?? "UNKNOWN")
        log = RunRecord.log(document["run_log"] ?? .null)
        if case .list(let items)? = document["task_logs"] {
            tasks = items.map(RunRecord.log)
        } else {
            tasks = []
        }
        if case .map(let members)? = document["outputs"], !members.isEmpty { outputs = document["outputs"] }
        if case .map(let request)? = document["request"], !request.isEmpty {
            tags = RunRecord.tags(request["tags"])
        }
    }

    /// Empty where there are none.
    static func tags(_ document: Document?) -> [String: String] {
        guard case .map(let members)? = document else { return [:] }
        var tags: [String: String] = [:]
        for member in members.members { tags[member.name] = member.value.text }
        return tags
    }

    private static func log(_ document: Document) -> Log {
        func text(_ name: String) -> String? { document[name]?.text.flatMap { $0.isEmpty ? nil : $0 } }
        var log = Log(name: text("name"), stdout: text("stdout"), stderr: text("stderr"))
        if case .integer(let code)? = document["exit_code"] { log.exitCode = code }
        return log
    }
}

/// A page of the list of runs. Source: GA4GH WES 1.0 and 1.1, `GET /runs`.
struct RunPage: Sendable, Hashable {
    struct Entry: Sendable, Hashable {
        var run: String
        var state: RunState
        /// `nil` where the list does not tell.
        var tags: [String: String]?
    }

    var entries: [Entry] = []
    /// Names the next page; `nil` on the last one.
    var next: String?

    init(_ document: Document) {
        // The name of the list in the specification, and in the text of its first version.
        if case .list(let items)? = document["runs"] ?? document["workflows"] {
            entries = items.compactMap { item in
                guard let run = item["run_id"]?.text else { return nil }
                return Entry(
                    run: run, state: RunState(rawValue: item["state"]?.text ?? "UNKNOWN"),
                    tags: item["tags"].map { RunRecord.tags($0) })
            }
        }
        next = document["next_page_token"]?.text.flatMap { $0.isEmpty ? nil : $0 }
    }
}
