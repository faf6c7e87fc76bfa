import BerthBroker
import BerthData
import BerthDocument
import BerthIdentity
import BerthModel

/// Who is signed in, with what the provider gave. Browsers are known by random words, of which only the digests are
/// kept; what is kept beside a digest is sealed with the word.
actor SignedInVisitors {
    struct Session: Sendable, Hashable {
        var visitor: PortalVisitor
        var accessToken: String
        var refreshToken: String?
        var idToken: String?
        /// When the access token is over; nil when nobody knows.
        var expires: Instant?
        /// When the sign-in is over, whatever the provider says.
        var until: Instant
    }

    /// So long before its end an access token is renewed.
    static let margin = TimeSpan(seconds: 60)
    /// So many are kept in memory; the others are read again.
    static let places = 1_000

    private let program: SignInProgram
    private let store: any PortalStore
    private let world: any World
    private var known: [String: Session] = [:]
    /// A refresh token is good for one use: whoever comes meanwhile waits for what it gives.
    private var renewing: [String: Task<Session?, Never>] = [:]

    init(program: SignInProgram, store: any PortalStore, world: any World) {
        self.program = program
        self.store = store
        self.world = world
    }

    private static func key(_ word: String) -> String { Digest.sha256(of: Array(word.utf8)) }

    /// - Throws: as the store.
    func begin(
        _ word: String, _ visitor: PortalVisitor, _ grant: TokenGrant, until: Instant
    ) async throws(StoreError) {
        let now = world.now()
        let session = Session(
            visitor: visitor, accessToken: grant.accessToken, refreshToken: grant.refreshToken, idToken: grant.idToken,
            expires: grant.expires, until: until)
        try await keep(session, word)
        // Nobody can use those that are older any more.
        let oldest = Instant(milliseconds: now.milliseconds - OpenIDSignIn.life.milliseconds)
        try await store.forget(.signIn, before: oldest, keeping: OpenIDSignIn.places)
    }

    /// Ends a sign-in.
    ///
    /// - Returns: the ID token, with which the provider knows whom to sign out.
    @discardableResult
    func end(_ word: String) async -> String? {
        let session = await kept(word)
        await forget(Self.key(word))
        return session?.idToken
    }

    /// Who has that word; nil when nobody has, or the sign-in is over. Renews the access token when its time is over.
    func session(of word: String) async -> Session? {
        let key = Self.key(word)
        guard let session = await kept(word) else { return nil }
        if session.until <= world.now() {
            await forget(key)
            return nil
        }
        guard let expires = session.expires, expires <= world.now() + Self.margin else { return session }
        guard let token = session.refreshToken else {
            if world.now() < expires { return session }
            await forget(key)
            return nil
        }
        let task = renewing[key] ?? Task { await self.renewed(session, token, word) }
        renewing[key] = task
        let renewed = await task.value
        renewing[key] = nil
        return renewed
    }

    private func renewed(_ old: Session, _ token: String, _ word: String) async -> Session? {
        var session = old
        do throws(IdentityError) {
            let grant = try await program.refreshed(token)
            session.accessToken = grant.accessToken
            session.refreshToken = grant.refreshToken
            session.idToken = grant.idToken ?? old.idToken
            session.expires = grant.expires
        } catch {
            // A provider that does not answer has not said no: the broker says what it thinks of the old token.
            if error.code == .unreachable || error.code == .brokenReply { return old }
            await forget(Self.key(word))
            return nil
        }
        // Signed out meanwhile: it stays so.
        guard await kept(word) != nil else { return nil }
        try? await keep(session, word)
        return session
    }

    private func keep(_ session: Session, _ word: String) async throws(StoreError) {
        let key = Self.key(word)
        if known.count >= Self.places { known = [:] }
        known[key] = session
        let body = BrowserSeal.sealed(
            Array(Self.document(session).asJSON.utf8), for: word, id: world.nextID())
        try await store.put(
            PortalRecord(.signIn, key: key, owner: session.visitor.subject, at: world.now(), body: body))
    }

    private func kept(_ word: String) async -> Session? {
        let key = Self.key(word)
        if let session = known[key] { return session }
        guard let record = try? await store.record(.signIn, key),
            let body = BrowserSeal.opened(record.body, by: word), let session = Self.session(body)
        else { return nil }
        if known.count >= Self.places { known = [:] }
        known[key] = session
        return session
    }

    private func forget(_ key: String) async {
        known[key] = nil
        try? await store.remove(.signIn, key)
    }

    // MARK: As it is stored

    static func document(_ session: Session) -> Document {
        var members: DocumentMembers = [
            "subject": .text(session.visitor.subject), "name": .text(session.visitor.name),
            "groups": .list(session.visitor.groups.map { .text($0) }), "accessToken": .text(session.accessToken),
            "until": .integer(session.until.milliseconds),
        ]
        if let token = session.refreshToken { members["refreshToken"] = .text(token) }
        if let token = session.idToken { members["idToken"] = .text(token) }
        if let expires = session.expires { members["expires"] = .integer(expires.milliseconds) }
        return .map(members)
    }

    /// Nil for what is damaged: then nobody is signed in by it.
    static func session(_ body: [UInt8]) -> Session? {
        guard let document = try? Document.read(body, as: .json), let subject = document["subject"]?.text,
            let name = document["name"]?.text, let token = document["accessToken"]?.text,
            case .list(let groups)? = document["groups"], case .integer(let until)? = document["until"]
        else { return nil }
        var expires: Instant?
        if case .integer(let time)? = document["expires"] { expires = Instant(milliseconds: time) }
        return Session(
            visitor: PortalVisitor(subject: subject, name: name, groups: groups.compactMap(\.text)),
            accessToken: token, refreshToken: document["refreshToken"]?.text, idToken: document["idToken"]?.text,
            expires: expires, until: Instant(milliseconds: until))
    }
}
