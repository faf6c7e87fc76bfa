import BerthClient
import BerthDocument
import BerthModel
package import BerthPlatform

extension RemotePlatform {
    package func canIDoThis(_ question: Question) async -> Answer {
        if question.via.count > settings.brokers { return .no([tooFar(question)]) }
        return await asked.answer(to: question.print(), now: now) { [self] in await ask(question) }
    }

    private func tooFar(_ question: Question) -> Obstacle {
        Obstacle(
            .notAllowed, ["executable"],
            "{origin} is not asked: the question has come through {wanted} brokers, {available} are the most.",
            [
                "origin": settings.name, "wanted": "\(question.via.count)", "available": "\(settings.brokers)",
                "via": question.via.joined(separator: ", "),
            ], couldChange: "the site")
    }

    private func ask(_ question: Question) async -> Answer {
        let begin = ContinuousClock.now
        func waited() -> TimeSpan {
            let (seconds, rest) = (ContinuousClock.now - begin).components
            return TimeSpan(milliseconds: seconds * 1000 + rest / 1_000_000_000_000_000)
        }
        if let (until, problem) = site.mayAsk() {
            let message = "\(problem) It is asked again from \(until) on."
            return .silence(Silence(.unreachable, message, waited: .zero))
        }
        let exchange = Exchange(question, site, seconds: settings.askSeconds)
        do throws(ClientError) {
            let reply = try await site.call(seconds: settings.askSeconds) { [exchange] client throws(ClientError) in
                try await exchange.carryOut(client)
            }
            let answer = read(reply, question, waited())
            if case .silence(let silence) = answer { site.failed(silence.message) } else { site.answered() }
            return answer
        } catch {
            let fault = SiteFault(error, settings.name, url: site.client.url, seconds: settings.askSeconds)
            site.failed(fault.message)
            if error.code == .tooSlow || error.code == .brokenReply { giveBackLate(exchange) }
            return fault.silence(waited: waited())
        }
    }

    // MARK: what came back

    private func read(_ reply: Exchange.Reply, _ question: Question, _ waited: TimeSpan) -> Answer {
        let answer = reply.answer
        if !answer.isYes {
            // A document of another kind reads as an answer that says nothing.
            guard answer.value.result != nil || !(answer.value.meta?.messages ?? []).isEmpty else {
                return SiteFault(.brokenReply, "\(settings.name) did not answer with an offer set.")
                    .silence(waited: waited)
            }
            let reader = RefusalReader(question: question, request: reply.request, name: settings.name)
            return .no(reader.obstacles(answer.value))
        }
        let reader = OfferReader(question: question, name: settings.name, shift: reply.shift, sent: reply.sent)
        var plans: [Plan] = []
        var faults: [String] = []
        var useless: [UUID] = []
        for (index, offer) in answer.value.offers.enumerated() {
            do throws(OfferReader.Fault) {
                if index >= Self.mostOffers { throw OfferReader.Fault(what: "there are too many offers") }
                plans.append(try reader.plan(offer, of: answer.value))
            } catch {
                faults.append(error.what)
                if let id = offer.component.meta?.uuid, offer.phase ?? .offered == .offered { useless.append(id) }
            }
        }
        if !useless.isEmpty { Task { [useless] in await reject(useless, until: nil) } }
        if !plans.isEmpty { return .yes(plans) }
        let why = faults.first.map { ": \($0)" } ?? " and offers nothing"
        return SiteFault(.brokenReply, "\(settings.name) says yes\(why).".shortened(to: 1000)).silence(waited: waited)
    }

    /// Offers of one answer that are looked at; the others are given back.
    private static let mostOffers = 50
}

/// One question on its way to a site.
struct Exchange: Sendable {
    struct Reply: Sendable {
        var answer: Received<OfferSetResponse>
        var request: ExecutionRequest
        var shift: TimeSpan
        var sent: Instant
    }

    private let question: Question
    private let site: Site
    /// Names the question at a site that knows such keys.
    let key = "\(UUID(random: .random(in: 0...(.max)), .random(in: 0...(.max))))"

    /// How long the answer is waited for.
    private let seconds: Int64

    init(_ question: Question, _ site: Site, seconds: Int64) {
        self.question = question
        self.site = site
        self.seconds = seconds
    }

    func carryOut(_ client: BrokerClient) async throws(ClientError) -> Reply {
        try await site.meet(client)
        do throws(ClientError) {
            return try await send(client)
        } catch {
            // The connection broke, or its answer was lost: with the key it is the same question still.
            guard site.isBerth, error.code == .unreachable || error.code == .brokenReply else { throw error }
            return try await send(client)
        }
    }

    func send(_ client: BrokerClient) async throws(ClientError) -> Reply {
        let shift = site.shift(of: question)
        let request = question.request(shift: shift)
        let sent = site.time
        // One slow platform there is not to cost the answers of its others: what it has heard by then comes back.
        let patience = site.isBerth ? TimeSpan(milliseconds: max(500, seconds * 1000 - 1000)) : nil
        let (answer, time) = try await client.ask(
            request.document(for: .json), key: key, via: question.via, within: patience)
        site.read(time: time, asked: sent)
        // By the clock of the question, which all of its instants are of.
        return Reply(answer: answer, request: request, shift: shift, sent: question.now)
    }
}
