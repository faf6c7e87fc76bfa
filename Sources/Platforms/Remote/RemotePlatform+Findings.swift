import BerthClient
import BerthModel
package import BerthPlatform

extension RemotePlatform: SelfChecking {
    package func findings() async -> [Finding] {
        let acquaintance: BrokerClient.Acquaintance
        let begin = now()
        var takesQuestions = true
        do throws(ClientError) {
            acquaintance = try await site.call(as: nil) { client throws(ClientError) in try await client.meet() }
            if !acquaintance.isBerth {
                takesQuestions = try await site.call(as: nil) { client throws(ClientError) in
                    try await client.takesQuestions()
                }
            }
        } catch {
            return [
                Finding(
                    "broker", error.description,
                    remedy: "start the broker, or set url, and authorityFile where its certificate is of the site")
            ]
        }
        if !takesQuestions {
            return [
                Finding(
                    "broker", "\(site.client.url) answers, and is no ExecutionBroker",
                    remedy: "set url to where the broker is: to what /requests is added, without it")
            ]
        }
        let kind = acquaintance.isBerth ? "a Berth" : "a broker of another kind"
        return [
            Finding("broker", "\(site.client.url) answers, \(kind)"), clock(acquaintance, asked: begin),
            await whoAsks(),
        ]
    }

    private func clock(_ acquaintance: BrokerClient.Acquaintance, asked: Instant) -> Finding {
        guard let time = acquaintance.time else { return Finding("clock", "it does not tell its time") }
        var clock = SiteClock()
        clock.read(time, asked: asked, answered: now())
        if clock.shift(of: asked, now: asked) == .zero { return Finding("clock", "the same as here") }
        return Finding(
            "clock", "\(time) there when it is \(asked) here; times are translated",
            remedy: "set the clock that is wrong")
    }

    private func whoAsks() async -> Finding {
        if site.asksForPeople {
            let way = (settings.identity ?? .service).rawValue
            return Finding("identity", "each caller is asked for with a token of its own (\(way))")
        }
        do throws(ClientError) {
            let list = try await site.call(as: nil) { client throws(ClientError) in try await client.platforms() }
            let names = list.value.platforms.compactMap(\.name)
            return Finding("identity", "may ask \(names.isEmpty ? "nobody yet" : names.joined(separator: ", "))")
        } catch {
            if error.code == .notFound { return Finding("identity", "it does not list its platforms") }
            return Finding(
                "identity", error.description, remedy: "set tokenFile to a file with a token that the broker knows")
        }
    }
}
