import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel

/// Writes events, one line each: for people, or as JSON for programs.
struct EventLog: Sendable {
    var least: BrokerEvent.Level
    var format: LogFormat
    var now: @Sendable () -> Instant
    /// Writes one line with its end.
    var write: @Sendable ([UInt8]) -> Void
    var hasColor = false

    func log(_ event: BrokerEvent) {
        guard Self.order(event.level) >= Self.order(least) else { return }
        write(line(event))
    }

    /// One call, without its query, its headers and its body.
    func log(_ access: HTTPAccess) {
        guard Self.order(.debug) >= Self.order(least) else { return }
        log(
            BrokerEvent(
                .debug, "http.answered",
                [
                    "method": access.method.name, "route": access.route ?? "-", "status": "\(access.status.code)",
                    "milliseconds": "\(access.durationMicroseconds / 1000)", "bytes": "\(access.responseBytes)",
                    "peer": access.peer?.host ?? "-",
                ]))
    }

    func line(_ event: BrokerEvent) -> [UInt8] {
        switch format {
        case .json: json(event)
        case .text: text(event)
        }
    }

    private func json(_ event: BrokerEvent) -> [UInt8] {
        var members = DocumentMembers()
        members.append("time", .text(now().description))
        members.append("level", .text(event.level.rawValue))
        members.append("event", .text(event.name))
        for field in event.fields where members[field.name] == nil { members.append(field.name, .text(field.value)) }
        guard let bytes = try? Document.map(members).written(as: .json) else { return [] }
        return bytes + [UInt8(ascii: "\n")]
    }

    /// `2030-01-31T10:00:00.123Z info    session.phase  session=4f6b… phase=RUNNING`
    private func text(_ event: BrokerEvent) -> [UInt8] {
        var line = now().description + " " + level(event.level) + " " + event.name
        for field in event.fields {
            let needsQuotes = field.value.isEmpty || field.value.contains { $0 == " " || $0 == "\"" || $0 == "=" }
            let value = field.value.printable
            line +=
                " \(field.name)="
                + (needsQuotes
                    ? "\"\(value.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\""))\""
                    : value)
        }
        return Array((line + "\n").utf8)
    }

    private func level(_ level: BrokerEvent.Level) -> String {
        let word = WrappedText.padded(level.rawValue, 7)
        let ink: Console.Ink? =
            switch level {
            case .debug: .dim
            case .info: nil
            case .warning: .yellow
            case .error: .red
            }
        guard hasColor, let ink else { return word }
        return "\u{1B}[\(ink.rawValue)m\(word)\u{1B}[0m"
    }

    private static func order(_ level: BrokerEvent.Level) -> Int {
        BrokerEvent.Level.allCases.firstIndex(of: level) ?? 0
    }
}

extension LogLevel {
    var level: BrokerEvent.Level {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}
