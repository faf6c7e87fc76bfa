public import BerthModel

/// What a kind of platform can do at all, whatever a site says: for people who compare kinds, and for the conformance
/// suite, which looks whether it is so.
public struct Abilities: Sendable, Hashable {
    /// Kinds of executable that it can run, where the site has what they need.
    public var executables: [Kind]
    /// How each of these comes out, in the order of `Ability.allCases`.
    public var answers: [Ability: Answer]

    /// How well something is done.
    public enum Answer: Sendable, Hashable {
        case yes
        /// Done, and with what bounds.
        case partly(String)
        /// Not done, and why.
        case no(String)

        /// As a table shows it.
        public var text: String {
            switch self {
            case .yes: "yes"
            case .partly(let bounds): bounds
            case .no(let why): "no: \(why)"
            }
        }
    }

    public init(executables: [Kind], _ answers: [Ability: Answer]) {
        self.executables = executables
        self.answers = answers
    }
}

/// What platforms differ in.
public enum Ability: String, Sendable, CaseIterable {
    case holds, data, storage, volumes, ports, accelerators, output, limits, prices, restart

    /// What it is, for people.
    public var summary: String {
        switch self {
        case .holds: "holds what it offers"
        case .data: "brings data"
        case .storage: "storage"
        case .volumes: "mounts volumes"
        case .ports: "ports and connectors"
        case .accelerators: "GPUs and what else is counted"
        case .output: "output while it runs"
        case .limits: "keeps work to what was offered"
        case .prices: "prices and footprint"
        case .restart: "work goes on while the broker is away"
        }
    }
}
