import BerthClient
import BerthModel
package import BerthPlatform

// What is held there for offers that nobody wants here is given back at once, and not left until it expires.

extension RemotePlatform {
    package func giveBack(_ plans: [Plan]) async {
        asked.used(plans)
        let offers = plans.compactMap { try? offer(of: $0) }
        let end = plans.compactMap(\.heldUntil).max()
        for asker in Set(offers.map(\.asker)) {
            await reject(offers.filter { $0.asker == asker }.map(\.offer), as: asker, until: end)
        }
    }

    /// Seconds for which rejecting is tried.
    private static let patienceSeconds: Int64 = 60

    /// What cannot be rejected expires there by itself.
    func reject(_ offers: [UUID], as asker: Identity?, until end: Instant?) async {
        for offer in offers {
            if let end, now() > end { return }
            do throws(ClientError) {
                _ = try await site.patiently(as: asker, for: Self.patienceSeconds) { client throws(ClientError) in
                    try await client.reject(offer)
                }
            } catch {
                // The next one would have to wait for as long.
                if error.isPassing { return }
            }
        }
    }

    /// A question whose answer came too late or was lost may have been answered with offers all the same: with its key
    /// a Berth tells which.
    func giveBackLate(_ exchange: Exchange) {
        guard site.isBerth else { return }
        Task {
            let asker = exchange.passed.question.asker
            let reply = try? await site.patiently(as: asker, for: Self.patienceSeconds) { client throws(ClientError) in
                try await exchange.send(client)
            }
            let offers = reply?.answer.value.offers.filter { $0.phase ?? .offered == .offered } ?? []
            await reject(offers.compactMap { $0.component.meta?.uuid }, as: asker, until: nil)
        }
    }
}
