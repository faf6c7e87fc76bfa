import BerthDocument
import BerthModel
import BerthPlatform
import BerthReservations

extension DocumentPath {
    static let requestedStart: DocumentPath = ["schedule", "requested", "start"]
    static let requestedDuration: DocumentPath = ["schedule", "requested", "duration"]
}

extension SlotTimes {
    /// Why these times cannot be, whatever is free.
    func obstacle(_ question: Question) -> Obstacle? {
        // Nothing is sworn for times that cannot be written.
        if first > latest {
            let most = max(1, Instant.latest.seconds - first - preparing - releasing)
            return Obstacle(
                .contradictory, .requestedDuration, "{path}: {wanted} would end after the year 9999.",
                ["wanted": question.duration.description],
                change: .shorter(seconds: most))
        }
        if isPossible { return nil }
        if question.window.end < question.now {
            return Obstacle(
                .contradictory, .requestedStart, "{path}: {wanted} is over; it is {now}.",
                ["wanted": question.window.description, "now": question.now.description],
                change: Self.change(to: Instant(seconds: first + preparing)))
        }
        return Obstacle(
            .notNow, .requestedStart,
            "{path}: preparing takes {seconds} s, so the work can be available from {earliest} on;"
                + " the interval that was asked for ends at {wanted}.",
            [
                "seconds": "\(preparing)", "earliest": Instant(seconds: first + preparing).description,
                "wanted": question.window.end.description,
            ], change: Self.change(to: Instant(seconds: first + preparing)))
    }

    static func change(to start: Instant) -> Change {
        Change(path: .requestedStart, to: .text("\(start)/P1D"), range: .text(pattern: "^\(start)/P1D$"))
    }
}

extension Change {
    static func shorter(seconds: Int64) -> Change {
        Change(path: .requestedDuration, to: .text(TimeSpan(seconds: seconds).description), range: .text(pattern: nil))
    }
}

extension Obstacle {
    /// Others were promised what would be needed, or it is closed then.
    static func booked(until earliest: Instant?, _ times: SlotTimes, _ closure: Closure? = nil) -> Obstacle {
        if let closure { return closed(closure, until: earliest, times) }
        guard let earliest else {
            return Obstacle(
                .notNow, .requestedStart,
                "{path}: everything is booked, and nothing becomes free for {seconds} s in a row.",
                ["seconds": "\(times.total)"], couldChange: "the site")
        }
        return Obstacle(
            .notNow, .requestedStart, "{path}: what is asked for is held or booked; it is free from {earliest} on.",
            ["earliest": earliest.description], change: SlotTimes.change(to: earliest))
    }

    private static func closed(_ closure: Closure, until earliest: Instant?, _ times: SlotTimes) -> Obstacle {
        let never = "nothing becomes free for \(times.total) s in a row"
        let after = earliest.map { "the work can begin at \($0)" } ?? never
        var values: NamedTexts = [
            "closure": closure.reason, "until": Instant(seconds: closure.slot.end).description, "after": after,
        ]
        if let earliest { values.entries.append(.init(name: "earliest", text: earliest.description)) }
        let places = closure.places.joined(separator: ", ")
        if !places.isEmpty { values.entries.append(.init(name: "nodes", text: places)) }
        return Obstacle(
            .notNow, .requestedStart,
            "{path}: \(places.isEmpty ? "" : "{nodes} ")down for {closure}, until {until}; {after}.", values,
            couldChange: "the site", change: earliest.map { SlotTimes.change(to: $0) })
    }

    /// The platform's own plan demands what the platform does not have.
    static func lacking(_ resource: String, wanted: Int64, available: Int64) -> Obstacle {
        Obstacle(
            .never, [], "{wanted} of {resource} are needed, this platform has {available}.",
            ["wanted": "\(wanted)", "resource": resource, "available": "\(available)"], couldChange: "the site")
    }

    /// The platform is for members of some groups, and the asker is in none of them.
    static func notInGroup(_ platform: String, _ asker: Identity, _ groups: [String]) -> Obstacle {
        Obstacle(
            .notYou, [], "{platform} is for members of {available}; {asker} is in {wanted}.",
            [
                "platform": platform, "available": groups.joined(separator: " or "), "asker": asker.subject,
                "wanted": asker.groups.isEmpty ? "no group" : asker.groups.joined(separator: ", ") + " only",
            ], couldChange: "who keeps the group", change: .inGroup(groups))
    }

    /// The asker has too many unfinished offers and sessions for another one.
    static func fullForYou(_ settings: BrokerSettings) -> Obstacle {
        Obstacle(
            .notYou, [],
            "You have {available} unfinished offers and sessions, the most that one person may have here;"
                + " reject or cancel some.",
            ["available": "\(settings.unfinishedPerPerson)"], couldChange: "the site")
    }

    /// The question has come back to a broker that passed it on.
    static func loop(_ via: [String]) -> Obstacle {
        Obstacle(
            .notAllowed, [], "This question has come through this broker before, which asks nobody a second time.",
            ["via": via.joined(separator: ", ")],
            couldChange: "whoever keeps the brokers: one of them has this one among its platforms, by way of others")
    }

    /// Too many offers and sessions are unfinished for another one.
    static func full(_ settings: BrokerSettings) -> Obstacle {
        Obstacle(
            .notNow, [], "This service has {available} unfinished offers and sessions, the most that it takes.",
            ["available": "\(settings.unfinishedSessions)"], couldChange: "the site")
    }
}
