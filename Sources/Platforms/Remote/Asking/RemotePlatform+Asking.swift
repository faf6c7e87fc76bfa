import BerthClient
import BerthDocument
import BerthModel
package import BerthPlatform

extension RemotePlatform {
    package func canIDoThis(_ question: Question) async -> Answer {
        if question.via.count > settings.brokers { return .no([tooFar(question)]) }
        let passed = PassedQuestion.of(question)
        return await asked.answer(to: passed.print, now: now) { [self] in await ask(passed) }
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

    private func ask(_ passed: PassedQuestion) async -> Answer {
        let begin = ContinuousClock.now
        func waited() -> TimeSpan {
            let (seconds, rest) = (ContinuousClock.now - begin).components
            return TimeSpan(milliseconds: seconds * 1000 + rest / 1_000_000_000_000_000)
        }
        if let (until, problem) = site.mayAsk() {
            let message = "\(problem) It is asked again from \(until) on."
            return .silence(Silence(.unreachable, message, waited: .zero))
        }
        let asker = passed.question.asker
        do throws(ClientError) {
            // Whoever has none is no reason to leave the site alone.
            _ = try await site.token(for: asker)
        } catch {
            return unidentified(error, asker, waited())
        }
        let exchange = Exchange(passed, site, seconds: settings.askSeconds)
        do throws(ClientError) {
            let reply = try await site.call(as: asker, seconds: settings.askSeconds) { client throws(ClientError) in
                try await exchange.carryOut(client)
            }
            let answer = read(reply, passed.question, waited())
            if case .silence(let silence) = answer { site.failed(silence.message) } else { site.answered() }
            return answer
        } catch {
            if site.asksForPeople, error.code == .notIdentified || error.code == .notAllowed {
                return unidentified(error, asker, waited())
            }
            let fault = SiteFault(error, settings.name, url: site.client.url, seconds: settings.askSeconds)
            site.failed(fault.message)
            if error.code == .tooSlow || error.code == .brokenReply { giveBackLate(exchange) }
            return fault.silence(waited: waited())
        }
    }

    /// The answer to somebody whom the site does not know, or as whom nobody can ask.
    private func unidentified(_ error: ClientError, _ asker: Identity, _ waited: TimeSpan) -> Answer {
        if error.code != .notIdentified && error.code != .notAllowed {
            return SiteFault(.unreachable, "\(settings.name) cannot be asked: \(error.message)").silence(waited: waited)
        }
        return .no([
            Obstacle(
                .notYou, ["executable"], "{origin} does not answer {asker}: {problem}",
                [
                    "origin": settings.name, "asker": asker.subject,
                    "problem": error.message.replacing(site.client.url, with: settings.name).shortened(to: 300),
                ], couldChange: "the site")
        ])
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
        let asker = site.asksForPeople ? question.asker : nil
        let reader = OfferReader(
            question: question, name: settings.name, shift: reply.shift, sent: reply.sent, asker: asker)
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
        if !useless.isEmpty { Task { [useless] in await reject(useless, as: question.asker, until: nil) } }
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

    let passed: PassedQuestion
    private let site: Site
    /// Names the question at a site that knows such keys.
    let key = "\(UUID(random: .random(in: 0...(.max)), .random(in: 0...(.max))))"

    /// How long the answer is waited for.
    private let seconds: Int64

    init(_ passed: PassedQuestion, _ site: Site, seconds: Int64) {
        self.passed = passed
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
        let question = passed.question
        let shift = site.shift(of: question)
        let written = try passed.written(shift: shift)
        let sent = site.time
        // One slow platform there is not to cost the answers of its others: what it has heard by then comes back.
        let patience = site.isBerth ? TimeSpan(milliseconds: max(500, seconds * 1000 - 1000)) : nil
        let (answer, time) = try await client.ask(
            written.bytes, key: key, via: question.via, within: patience)
        site.read(time: time, asked: sent)
        // By the clock of the question, which all of its instants are of.
        return Reply(answer: answer, request: written.request, shift: shift, sent: question.now)
    }
}
