package import BerthModel
package import BerthPlatform

/// The answer NO, understood: its reasons by the ladder, and what would mend each.
package struct Refusal: Sendable {
    /// Why not.
    package enum Reason: Sendable, Hashable, Comparable {
        case rung(Obstacle.Rung)
        /// A platform gave no answer.
        case silence
        /// Another kind of broker says so.
        case other

        package var title: String {
            switch self {
            case .rung(.notNow): "Not now"
            case .rung(.tooDear): "Too dear"
            case .rung(.notYou): "Not for you"
            case .rung(.dataUnreachable): "Data that cannot be reached"
            case .rung(.notAllowed): "Not allowed here"
            case .rung(.never): "Not possible here"
            case .rung(.notKnown): "Not known here"
            case .rung(.contradictory): "Contradictory"
            case .silence: "No answer"
            case .other: "Other reasons"
            }
        }

        private var order: Int {
            switch self {
            case .silence: -1
            case .rung(let rung): rung.step
            case .other: Int.max
            }
        }

        package static func < (left: Reason, right: Reason) -> Bool { left.order < right.order }

        package init(_ message: Message) {
            let word = message.values["reason"]
            if let rung = word.flatMap({ Obstacle.Rung(rawValue: $0) }) {
                self = .rung(rung)
            } else if message.values["waited"] != nil {
                self = .silence
            } else {
                self = .other
            }
        }
    }

    package private(set) var reasons: [(reason: Reason, message: Message)] = []
    /// Said besides.
    package private(set) var notes: [Message] = []
    package private(set) var options: [Option]
    /// What was tried and would be a yes, by the number under which the broker tells it.
    package private(set) var changes: [(number: String, platforms: String, set: ChangeSet)] = []

    package init(_ meta: Metadata?) {
        options = meta?.options ?? []
        for message in meta?.messages ?? [] {
            if let set = ChangeSet(reading: message), let number = message.values["change"] {
                changes.append((number, message.values["platforms"] ?? "", set))
                continue
            }
            switch message.level {
            case .info, .debug: notes.append(message)
            default: reasons.append((Reason(message), message))
            }
        }
    }

    /// Reasons that differ in nothing but the platform and what it has.
    package struct Group: Sendable {
        package var reason: Reason
        package var messages: [Message]
    }

    /// By the ladder; in a rung in the order in which they were told first.
    package var groups: [Group] {
        var groups: [Group] = []
        for (reason, message) in reasons.sorted(by: { $0.reason < $1.reason }) {
            let same = groups.firstIndex { group in
                let first = group.messages[0]
                return group.reason == reason && first.template == message.template && message.values["platform"] != nil
                    && ["path", "wanted", "unit"].allSatisfy { first.values[$0] == message.values[$0] }
                    && (message.values["available"] != nil || first.message == message.message)
            }
            if let same {
                groups[same].messages.append(message)
            } else {
                groups.append(Group(reason: reason, messages: [message]))
            }
        }
        return groups
    }

    /// The option for a member, and its place among all.
    package func option(at path: String?) -> Option? {
        guard let path else { return nil }
        return options.first { $0.path == path }
    }
}

extension Option {
    /// The member that may be set; nil for a stranger's.
    package var path: String? {
        switch self {
        case .stringValue(let option): option.path
        case .enumValue(let option): option.path
        case .integerValue(let option), .integerDelta(let option): option.path
        case .stranger: nil
        }
    }

    /// Which values would do, for people; nil when that is not known.
    package var range: String? {
        switch self {
        case .stringValue(let option):
            // A pattern for one text alone is that text.
            guard let pattern = option.pattern else { return nil }
            return pattern.hasPrefix("^") && pattern.hasSuffix("$") ? String(pattern.dropFirst().dropLast()) : pattern
        case .enumValue(let option): return option.values.joined(separator: " or ")
        case .integerValue(let option):
            let unit = option.units.map { " " + ($0 == "core" && option.max != 1 ? "cores" : $0) } ?? ""
            switch (option.min, option.max) {
            case (let min?, let max?): return min == max ? "\(min)\(unit)" : "\(min) to \(max)\(unit)"
            case (let min?, nil): return "\(min)\(unit) or more"
            case (nil, let max?): return "\(max)\(unit) or less"
            case (nil, nil): return nil
            }
        case .integerDelta(let option):
            let unit = option.units.map { " \($0)" } ?? ""
            return "a change from \(option.min ?? 0) to \(option.max ?? 0)\(unit)"
        case .stranger(let kind, _): return kind
        }
    }
}
