import BerthClient
import BerthModel
import BerthPlatform
import Synchronization

/// The other broker: how it is called, and what is known of it.
final class Site: Sendable {
    private struct State {
        var client: BrokerClient
        /// For what stays open, so that calls never wait for it.
        var follower: BrokerClient
        var streams = 0
        var token: String?
        var circuit: Circuit
        var clock = SiteClock()
        /// What it is; nil until it has answered once.
        var isBerth: Bool?
    }

    let name: String
    private let settings: RemoteSettings
    private let allows: (@Sendable (String) -> Bool)?
    private let now: @Sendable () -> Instant
    /// Of the people for whom it is asked; nil where it is asked as this service.
    private let tokens: SiteTokens?
    private let state: Mutex<State>

    /// - Throws: `refused` for a token that cannot be read.
    init(
        _ settings: RemoteSettings, allows: (@Sendable (String) -> Bool)? = nil, callers: CallerTokens,
        now: @escaping @Sendable () -> Instant
    ) throws(PlatformError) {
        name = settings.name
        tokens = try SiteTokens.of(settings, callers, now: now)
        self.settings = settings
        self.allows = allows
        self.now = now
        let token = try settings.tokenFile.map { file throws(PlatformError) in try Self.token(file, "tokenFile") }
        state = Mutex(
            State(
                client: try Self.client(settings, token, .calls, allows),
                follower: try Self.client(settings, token, .streams, allows),
                token: token,
                circuit: Circuit(failures: settings.failures)))
    }

    var client: BrokerClient { state.withLock { $0.client } }

    /// For what stays open, as somebody.
    func follower(as asker: Identity?) async throws(ClientError) -> BrokerClient {
        let follower = state.withLock { $0.follower }
        guard let token = try await token(for: asker) else { return follower }
        return try follower.with(token: token)
    }

    /// Streams of events that are open at the same time; sessions beyond are looked at now and then.
    private static let mostStreams = 128

    /// - Returns: whether one more may be opened; `endStream` then has to be called.
    func beginStream() -> Bool {
        state.withLock { state in
            if state.streams >= Self.mostStreams { return false }
            state.streams += 1
            return true
        }
    }

    func endStream() { state.withLock { $0.streams -= 1 } }

    /// Whether it knows keys that name a request, so that one may be sent again.
    var isBerth: Bool { state.withLock { $0.isBerth ?? false } }

    /// The time here.
    var time: Instant { now() }

    // MARK: who asks

    private static let longestToken = 64 << 10

    /// The one word of a file.
    static func token(_ file: String, _ key: String) throws(PlatformError) -> String {
        let bytes = try Files.read(file, from: 0, limit: longestToken, followsLink: true)
        let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count == 1 else {
            throw .setting(key, "names \(file), which must be there and have one word in it: the token")
        }
        return String(words[0])
    }

    private static func client(
        _ settings: RemoteSettings, _ token: String?, _ shared: SharedConnections,
        _ allows: (@Sendable (String) -> Bool)?
    ) throws(PlatformError) -> BrokerClient {
        do throws(ClientError) {
            return try BrokerClient(
                url: settings.url, token: token, authorityFile: settings.authorityFile, sharing: shared, allows: allows)
        } catch {
            throw PlatformError(.refused, error.message, subject: error.code == .badToken ? "tokenFile" : "url")
        }
    }

    /// Takes up the token that stands in its file now.
    ///
    /// - Returns: whether it is another one.
    private func renewToken() -> Bool {
        guard let file = settings.tokenFile, let token = try? Self.token(file, "tokenFile"),
            token != state.withLock({ $0.token }),
            let client = try? Self.client(settings, token, .calls, allows),
            let follower = try? Self.client(settings, token, .streams, allows)
        else { return false }
        state.withLock { state in (state.client, state.follower, state.token) = (client, follower, token) }
        return true
    }

    /// Whether each person is asked for with a token of its own.
    var asksForPeople: Bool { tokens != nil }

    /// The token for somebody; nil where the site is asked as this service, and where nobody in particular asks.
    ///
    /// - Throws: `notIdentified`, `notAllowed` when there is none; `unavailable` when nobody can tell now.
    func token(for asker: Identity?) async throws(ClientError) -> String? {
        guard let tokens, let asker else { return nil }
        return try await tokens.token(for: asker, now: now())
    }

    // MARK: calls

    /// One call, over in time; a token that is refused is read again once, because tokens are renewed.
    ///
    /// - Parameter asker: for whom, where each person has a token of its own.
    func call<Value: Sendable>(
        as asker: Identity?, seconds: Int64? = nil, _ body: (BrokerClient) async throws(ClientError) -> Value
    ) async throws(ClientError) -> Value {
        let end = ContinuousClock.now + .seconds(seconds ?? settings.callSeconds)
        guard let own = try await token(for: asker) else {
            do throws(ClientError) {
                return try await body(client.until(end))
            } catch {
                guard error.code == .notIdentified, renewToken() else { throw error }
                return try await body(client.until(end))
            }
        }
        do throws(ClientError) {
            return try await body(client.with(token: own).until(end))
        } catch {
            guard error.code == .notIdentified, let asker else { throw error }
            tokens?.refused(own, of: asker)
            guard let next = try await token(for: asker), next != own else { throw error }
            return try await body(client.with(token: next).until(end))
        }
    }

    /// A call that may be repeated, again and again while the site is away, with growing pauses.
    ///
    /// - Parameters:
    ///   - asker: as of `call`. Somebody whose token is over may come back with another one.
    ///   - patience: seconds after which the last error stands.
    func patiently<Value: Sendable>(
        as asker: Identity?, for patience: Int64, _ body: (BrokerClient) async throws(ClientError) -> Value
    ) async throws(ClientError) -> Value {
        let end = ContinuousClock.now + .seconds(patience)
        var pause = 0.1
        while true {
            do throws(ClientError) {
                return try await call(as: asker, body)
            } catch {
                let mayPass = error.isPassing || (asksForPeople && error.code == .notIdentified)
                guard mayPass, !Task.isCancelled, ContinuousClock.now < end else { throw error }
                try? await Task.sleep(for: .seconds(max(pause, min(60, Double(error.retryAfterSeconds ?? 0)))))
                pause = min(15, pause * 2)
            }
        }
    }

    // MARK: whether it is there

    /// - Returns: when it is tried again, and what happened last; nil when it may be asked now.
    func mayAsk() -> (until: Instant, problem: String)? {
        let time = now()
        return state.withLock { state in
            guard case .wait(let until) = state.circuit.ask(now: time) else { return nil }
            return (until, state.circuit.lastFailure)
        }
    }

    func answered() { state.withLock { $0.circuit.succeeded() } }

    func failed(_ what: String) {
        let time = now()
        state.withLock { $0.circuit.failed(what, now: time) }
    }

    /// Why nothing can be asked now.
    var outage: String? {
        state.withLock { state in
            state.circuit.openUntil.map { "\(state.circuit.lastFailure) It is asked again from \($0) on." }
        }
    }

    // MARK: what is known of it

    /// Makes its acquaintance, unless it has answered before: whether it is a Berth, and what its clock says.
    func meet(_ client: BrokerClient) async throws(ClientError) {
        if state.withLock({ $0.isBerth }) != nil { return }
        let asked = now()
        let known = try await client.meet()
        let answered = now()
        state.withLock { state in
            state.isBerth = known.isBerth
            state.clock.read(known.time, asked: asked, answered: answered)
        }
    }

    func read(time: Instant?, asked: Instant) {
        let answered = now()
        state.withLock { $0.clock.read(time, asked: asked, answered: answered) }
    }

    /// What has to be added to the instants of a question for them to mean the same there.
    func shift(of question: Question) -> TimeSpan {
        let time = now()
        return state.withLock { $0.clock.shift(of: question.now, now: time) }
    }
}
