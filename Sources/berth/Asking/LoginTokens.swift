import BerthClient
import BerthIdentity
import BerthModel

/// The tokens of somebody who has signed in: the one that is stored, and the next when its time is over.
///
/// Commands that run at the same time share the file, and the one refresh token in it: who renews has it locked.
actor LoginTokens {
    /// So long before its end a token is renewed: the call still has to get there.
    static let margin = TimeSpan(seconds: 60)

    private let path: String
    private var login: StoredLogin
    private let now: @Sendable () -> Instant
    private var renewing: Task<Result<StoredLogin, ClientError>, Never>?

    init(_ login: StoredLogin, at path: String, now: @escaping @Sendable () -> Instant) {
        self.login = login
        self.path = path
        self.now = now
    }

    /// - Throws: `notIdentified` when somebody has to sign in again, `unavailable` when the issuer does not answer.
    func current() async throws(ClientError) -> String {
        if Self.isGood(login, now()) { return login.accessToken }
        let task =
            renewing
            ?? Task { [login, path, now] in
                do throws(ClientError) {
                    return .success(try await Self.renewed(login, path, now))
                } catch {
                    return .failure(error)
                }
            }
        renewing = task
        let result = await task.value
        renewing = nil
        login = try result.get()
        return login.accessToken
    }

    private static func isGood(_ login: StoredLogin, _ now: Instant) -> Bool {
        login.expires.map { now + margin < $0 } ?? true
    }

    private static func renewed(
        _ old: StoredLogin, _ path: String, _ now: @escaping @Sendable () -> Instant
    ) async throws(ClientError) -> StoredLogin {
        let lock = FileLock(path + ".lock")
        defer { withExtendedLifetime(lock) {} }
        // Somebody else may have been quicker.
        var login = StoredLogin.read(from: path, for: old.broker) ?? old
        if isGood(login, now()) { return login }
        guard let refreshToken = login.refreshToken else { throw over(login) }
        do throws(IdentityError) {
            var settings = IssuerSettings(url: login.issuer, audience: login.audience)
            settings.authorityFile = login.authorityFile
            let program = SignInProgram(issuer: try Issuer(settings, now: now), clientID: login.clientID)
            let grant = try await program.refreshed(refreshToken)
            login.accessToken = grant.accessToken
            login.refreshToken = grant.refreshToken
            login.expires = grant.expires
        } catch {
            // What is nearly over is still good.
            if error.code == .unreachable, let expires = login.expires, now() < expires { return login }
            if error.code == .signInAgain || error.code == .denied { throw over(login) }
            throw ClientError(.unavailable, error.message, cause: error.cause)
        }
        do throws(ProgramError) {
            try login.write(to: path)
        } catch {
            throw ClientError(.unavailable, "The sign-in could not be kept: \(error.message)", cause: error.cause)
        }
        return login
    }

    private static func over(_ login: StoredLogin) -> ClientError {
        ClientError(.notIdentified, "The sign-in at \(login.broker) is over; sign in again: berth login.")
    }
}
