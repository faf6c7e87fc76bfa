package import BerthBroker

/// The whole contract of `Store`, as rules that anything that claims to be one must keep.
///
/// A test target names its candidates and runs every rule against a fresh, empty store of each.
package struct StoreConformance: Sendable {
    /// One promise of the contract.
    package struct Rule: Sendable, CustomStringConvertible {
        /// The promise, as a sentence.
        package var name: String
        var check: @Sendable (any Store, inout Violations) async throws -> Void

        package var description: String { name }

        /// What the store does otherwise, in the order it was found; empty when it keeps the rule. The store must be
        /// new and empty, and may be closed afterwards.
        package func violations(by store: any Store) async -> [String] {
            var violations = Violations()
            do { try await check(store, &violations) } catch { violations.add("threw \(error)") }
            return violations.found
        }
    }

    /// Every rule, the simple ones first.
    package static let rules: [Rule] = [
        Rule(name: "What is inserted is read back unchanged", check: keepsEveryMember),
        Rule(name: "What is not there is answered with nothing", check: answersNothing),
        Rule(name: "An insert adds everything or nothing", check: insertsAllOrNothing),
        Rule(name: "The sessions of an offer set keep the order of their insertion", check: keepsInsertionOrder),
        Rule(name: "A session is replaced only at the revision before", check: comparesRevisions),
        Rule(name: "A replace changes everything or nothing", check: replacesAllOrNothing),
        Rule(
            name: "A replace that is about a whole offer set is refused when another joined", check: countsSiblings),
        Rule(name: "Offers join a set only as long as nobody changed it", check: amends),
        Rule(name: "A session stays in its offer set", check: keepsOfferSet),
        Rule(name: "Sessions are listed latest first, by owner and phase", check: lists),
        Rule(name: "Pages meet without gap or overlap", check: pages),
        Rule(name: "Unfinished sessions are found, oldest first", check: findsUnfinished),
        Rule(name: "Forgetting takes the ended, the earliest first, up to its limit", check: forgets),
        Rule(name: "Forgetting takes offer sets that have none left", check: forgetsEmptyOfferSets),
        Rule(name: "A body of 1 MiB is kept", check: keepsLargeBodies),
        Rule(name: "10,000 sessions are kept", check: keepsManySessions),
        Rule(name: "Of two replaces at the same time exactly one wins", check: hasOneWinner),
        Rule(name: "A read sees every write that has returned", check: readsOwnWrites),
        Rule(name: "No read sees half a write", check: showsNoHalves),
        Rule(name: "After closing every call throws closed", check: closes),
        Rule(name: "Closing waits for what is being written", check: closesAfterWrites),
    ]
}
