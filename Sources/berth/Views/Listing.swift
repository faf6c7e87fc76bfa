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

    static func lines(_ platforms: [PlatformSummary], _ console: Console) -> [String] {
        if platforms.isEmpty { return ["This broker has no platforms."] }
        var table = Table(columns: [
            .init("name"), .init("kind"), .init("cores", isNumber: true), .init("memory", isNumber: true),
            .init("storage", isNumber: true), .init("also", yields: true), .init("runs"),
            .init("state", yields: true),
        ])
        for platform in platforms {
            table.rows.append([
                (platform.name ?? "").printable, (platform.kind ?? "").printable,
                platform.cores.map { $0 == 1 ? "1 core" : "\($0) cores" } ?? "", ValueText.bytes(platform.memory),
                ValueText.bytes(platform.storage),
                platform.countables.map { ($0.count.map { "\($0) " } ?? "") + ($0.name ?? "") }.joined(separator: ", ")
                    .printable,
                platform.executables.map { Kind(uri: $0)?.name ?? $0 }.joined(separator: ", ").printable,
                (platform.outage ?? "well").printable,
            ])
        }
        return table.lines(most: console.columns)
    }
}
