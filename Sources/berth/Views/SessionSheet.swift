import BerthAnswers
import BerthModel

/// One session for people.
struct SessionSheet: Sendable {
    let session: Session
    let console: Console
    let time: TimeText

    var lines: [String] {
        let meta = session.component.meta
        var rows: [(String, String)] = []
        rows.append(("session", [meta?.uuid?.description, meta?.name].compactMap(\.self).joined(separator: "  ")))
        rows.append(("about", meta?.description ?? ""))
        rows.append(("phase", phase))
        rows.append(("runs", ValueText.executable(session.executable)))
        rows.append(("on", compute))
        rows.append(("created", meta?.created.map(time.both) ?? ""))
        rows.append(("held until", session.expires.map(time.both) ?? ""))
        rows.append(("available", available))
        for storage in session.storage { rows.append(("storage", text(storage))) }
        for data in session.data { rows.append(("data", text(data))) }
        for connector in session.connectors { rows.append(("reach", text(connector))) }
        rows.append(("cost", session.component.costs.map(ValueText.cost).joined(separator: ", ")))
        rows.append(("you may", options))
        var lines: [String] = []
        for (name, value) in rows where !value.isEmpty {
            lines.append(console.ink(.dim, WrappedText.padded(name, 11)) + value.printable)
        }
        let messages = (meta?.messages ?? []).map { Self.line($0, time) }
        return lines + (messages.isEmpty ? [] : [console.ink(.dim, "messages")] + messages.map { "  " + $0 })
    }

    /// A message with its time.
    static func line(_ message: Message, _ time: TimeText) -> String {
        let clock = message.time.map { time.clock($0) + "  " } ?? ""
        let level = WrappedText.padded(message.level?.rawValue ?? "", 5)
        return "\(clock)\(level)  \((message.message ?? message.template ?? "").printable)"
    }

    private var phase: String {
        guard let phase = session.phase else { return "" }
        let since = session.component.meta?.modified.map { ", last changed \(time.both($0))" } ?? ""
        return phase.rawValue + since
    }

    private var compute: String {
        guard let compute = session.compute?.basic else { return "" }
        return [
            ValueText.cores(compute.cores), ValueText.gibibytes(compute.memory), ValueText.counted(session).printable,
        ]
        .filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private var available: String {
        guard let available = session.schedule?.available else { return "" }
        let start = available.start.map { time.both($0.start) } ?? ""
        return start + (available.duration.map { " for \(TimeText.span($0))" } ?? "")
    }

    private func text(_ storage: StorageResource) -> String {
        guard case .simple(let simple) = storage else { return storage.stranger?.kind ?? "" }
        return [storage.name, ValueText.gibibytes(simple.size), storage.life?.phase?.rawValue].compactMap(\.self)
            .joined(separator: "  ")
    }

    private func text(_ data: DataResource) -> String {
        var location: String?
        if case .simple(let simple) = data { location = simple.location }
        return [data.name, location ?? data.kind?.name ?? data.stranger?.kind, data.life?.phase?.rawValue]
            .compactMap(\.self).joined(separator: "  ")
    }

    private func text(_ connector: Connector) -> String {
        [connector.location ?? connector.protocol, connector.status?.rawValue].compactMap(\.self)
            .joined(separator: "  ")
    }

    private var options: String {
        let id = ValueText.short(session.component.meta?.uuid)
        var commands: [String] = []
        for case .enumValue(let option) in session.component.meta?.options ?? [] where option.path == "phase" {
            for word in option.values {
                switch SessionPhase(rawValue: word) {
                case .accepted: commands.append("berth accept \(id)")
                case .rejected: commands.append("berth reject \(id)")
                case .cancelled: commands.append("berth cancel \(id)")
                default: break
                }
            }
        }
        return commands.joined(separator: ", ")
    }
}
