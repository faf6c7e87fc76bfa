package import BerthModel

/// Why a simulation did not come to its end.
package struct SimulationError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// Nobody can go on and nobody sleeps, but the body has not returned: it waits for something outside, or
        /// somebody forgot to wake it.
        case standstill
        /// More steps than a run may take.
        case endless
        /// A task asked for the time from another thread: its order is no longer the seed's.
        case escaped
    }

    package var code: Code
    package var instant: Instant
    package var seed: UInt64

    package init(_ code: Code, at instant: Instant, seed: UInt64) {
        self.code = code
        self.instant = instant
        self.seed = seed
    }

    package var description: String {
        switch code {
        case .standstill:
            "The simulation with the seed \(seed) stands still at \(instant): its body waits, and nobody sleeps."
        case .endless:
            "The simulation with the seed \(seed) has not ended at \(instant), after more steps than a run may take."
        case .escaped:
            "A task of the simulation with the seed \(seed) left it by \(instant): what runs in a simulation must not "
                + "call Task.yield(), Task.sleep or anything that has threads of its own."
        }
    }
}
