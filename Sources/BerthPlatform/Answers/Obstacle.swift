public import BerthDocument
public import BerthModel

/// One reason why something cannot be run: a value, not an error.
public struct Obstacle: Sendable, Hashable {
    public var rung: Rung
    /// The member of the request that stands in the way.
    public var path: DocumentPath
    /// A sentence with names in braces. Source: messagetemplates.org.
    public var template: String
    /// What stands for the names: at least `wanted`, `available` and `unit` where there are such.
    public var values: NamedTexts
    /// Who could change it, when it is neither the asker nor time: the site, the owner of a quota.
    public var couldChange: String?
    /// What the asker could change.
    public var change: Change?
    /// What else would do: changes that are made together, any of these lists by itself.
    public var otherWays: [[Change]] = []

    /// The ladder by which refusals are grouped and sorted, worst last.
    public enum Rung: String, ModelEnumeration, Comparable {
        /// Booked; there is an earliest time.
        case notNow
        case tooDear
        /// Not for this person: group, quota.
        case notYou
        case dataUnreachable
        /// Site policy.
        case notAllowed
        /// More than there is.
        case never
        /// A kind or member that is not known here.
        case notKnown
        /// The request contradicts itself.
        case contradictory

        public static let name = "Rung"
        public static let summary = "The ladder of refusals, worst last."

        public static func < (left: Rung, right: Rung) -> Bool { left.step < right.step }

        /// Its place on the ladder, from 0.
        package var step: Int {
            switch self {
            case .notNow: 0
            case .tooDear: 1
            case .notYou: 2
            case .dataUnreachable: 3
            case .notAllowed: 4
            case .never: 5
            case .notKnown: 6
            case .contradictory: 7
            }
        }

        /// The word for it in messages, logs and metrics.
        public var name: String { rawValue }
    }

    public init(
        _ rung: Rung, _ path: DocumentPath, _ template: String, _ values: NamedTexts = [:],
        couldChange: String? = nil, change: Change? = nil, otherWays: [[Change]] = []
    ) {
        self.rung = rung
        self.path = path
        self.template = template
        self.values = values
        self.couldChange = couldChange
        self.change = change
        self.otherWays = otherWays
    }

    /// Bytes of a value in a message: what a request holds is not said again at any length.
    private static let longestText = 1000

    /// The message that goes out.
    ///
    /// - Parameter platform: named in the values when more than one platform answered.
    public func message(at time: Instant, from platform: String?) -> Message {
        // A name that an obstacle has of its own stands once.
        var all = NamedTexts(values.entries.filter { $0.name != "path" && $0.name != "reason" })
        all.entries.append(.init(name: "path", text: path.description))
        all.entries.append(.init(name: "reason", text: rung.name))
        if let couldChange, all["couldChange"] == nil {
            all.entries.append(.init(name: "couldChange", text: couldChange))
        }
        if let platform, all["platform"] == nil { all.entries.append(.init(name: "platform", text: platform)) }
        for index in all.entries.indices { all.entries[index].text.shorten(to: Self.longestText) }
        return Message(.warn, time: time, template, all)
    }
}

extension [Obstacle] {
    /// By the ladder, those of one rung in the order in which they were found.
    public var sortedByRung: [Obstacle] { sorted { $0.rung < $1.rung } }
}

extension Problem {
    /// A problem of the request itself as an obstacle.
    public var obstacle: Obstacle {
        Obstacle(.contradictory, path, "{problem}", ["problem": message])
    }
}

extension String {
    /// Cuts what is longer, between characters.
    fileprivate mutating func shorten(to bytes: Int) {
        if utf8.count <= bytes { return }
        var end = utf8.index(startIndex, offsetBy: bytes)
        while end.samePosition(in: self) == nil { end = utf8.index(before: end) }
        self = self[..<end] + "…"
    }
}
