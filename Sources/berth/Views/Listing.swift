import BerthAnswers
import BerthModel

/// Lists for people.
enum Listing {
    static func lines(_ sessions: [Session], _ console: Console, _ time: TimeText) -> [String] {
        if sessions.isEmpty { return ["No sessions."] }
        var table = Table(columns: [
            .init("identifier"), .init("name", yields: true), .init("phase"), .init("created"), .init("changed"),
            .init("runs", yields: true),
        ])
        for session in sessions {
            let meta = session.component.meta
            table.rows.append([
                ValueText.short(meta?.uuid), (meta?.name ?? "").printable, session.phase?.rawValue ?? "",
                meta?.created.map(time.clock) ?? "", meta?.modified.map(time.relative) ?? "",
                ValueText.executable(session.executable).printable,
            ])
        }
        return table.lines(most: console.columns)
    }

    static func lines(_ platforms: [PlatformSummary], _ console: Console, _ time: TimeText) -> [String] {
        if platforms.isEmpty { return ["This broker has no platforms."] }
        var table = Table(columns: [
            .init("name"), .init("kind"), .init("cores", isNumber: true), .init("memory", isNumber: true),
            .init("storage", isNumber: true), .init("also", yields: true), .init("runs"),
            .init("for", yields: true), .init("price", yields: true),
            .init("answered"), .init("state", yields: true), .init("found"),
        ])
        for platform in platforms {
            table.rows.append([
                (platform.name ?? "").printable, (platform.kind ?? "").printable,
                text(platform.freeCores, of: platform.cores, { "\($0)" }, platform.cores == 1 ? " core" : " cores"),
                text(platform.freeMemory, of: platform.memory, ValueText.bytes),
                text(platform.freeStorage, of: platform.storage, ValueText.bytes),
                platform.countables.map { countable in
                    let amount = text(countable.free, of: countable.count, { "\($0)" })
                    return (amount.isEmpty ? "" : amount + " ") + (countable.name ?? "")
                }.joined(separator: ", ").printable,
                platform.executables.map { Kind(uri: $0)?.name ?? $0 }.joined(separator: ", ").printable,
                platform.groups.joined(separator: ", ").printable,
                (platform.prices + platform.footprint).map(ValueText.price).joined(separator: "; ").printable,
                answered(platform, time), state(platform).printable, found(platform, time),
            ])
        }
        return table.lines(most: console.columns)
    }

    /// `3 of 8 cores`; what is free is left out where it is all, or not known.
    private static func text(_ free: Int64?, of all: Int64?, _ text: (Int64) -> String, _ unit: String = "") -> String {
        guard let all else { return "" }
        guard let free, free != all else { return text(all) + unit }
        return "\(text(free)) of \(text(all))" + unit
    }

    /// Where it was found, and how old that is.
    private static func found(_ platform: PlatformSummary, _ time: TimeText) -> String {
        guard let registry = platform.registry else { return "" }
        return (registry + (platform.listed.map { ", listed \(time.relative($0))" } ?? "")).printable
    }

    /// What is to be said of registries: how old their lists are, and what of them is not asked.
    static func lines(_ registries: [RegistrySummary], _ time: TimeText) -> [String] {
        registries.flatMap { registry -> [String] in
            let age = registry.answered.map { "as of \(time.relative($0))" } ?? "no list yet"
            var lines = [
                "registry \(registry.name ?? ""): \(registry.listed ?? 0) listed, \(registry.asked ?? 0) asked, \(age)"
            ]
            if let problem = registry.problem { lines.append("  \(problem)") }
            for service in registry.unasked {
                let next = service.next.map { " Looked at again \(time.relative($0))." } ?? ""
                lines.append("  \(service.identifier ?? service.url ?? ""): \(service.reason ?? "")\(next)")
            }
            let named = Int64(registry.unasked.count)
            let left = (registry.listed ?? 0) - (registry.asked ?? 0) - named
            if left > 0 { lines.append("  and \(left) more that are not asked") }
            return lines.map(\.printable)
        }
    }

    /// What was silent when it was asked last is not called well.
    private static func state(_ platform: PlatformSummary) -> String {
        if let outage = platform.outage { return outage }
        switch platform.answer {
        case "unreachable", "tooSlow", "brokenReply": return "not answering"
        default: return "well"
        }
    }

    private static func answered(_ platform: PlatformSummary, _ time: TimeText) -> String {
        guard let answered = platform.answered else { return "" }
        return "\(platform.answer ?? "") \(time.relative(answered))".printable
    }
}
