import BerthDocument
package import BerthModel

/// A sign-in that is confirmed in a browser, on whatever machine. Source: RFC 8628.
package struct DeviceLogin: Sendable, Hashable {
    /// What the person has to enter, and where.
    package var userCode: String
    package var address: String
    /// The same in one, when the issuer offers that.
    package var wholeAddress: String?
    /// When it is over.
    package var expires: Instant
    /// How long to wait before each look.
    package private(set) var interval: TimeSpan
    private let deviceCode: String

    /// What a look at a sign-in found.
    package enum Look: Sendable, Hashable {
        /// Nobody has confirmed yet; look again after the interval.
        case waiting
        case done(TokenGrant)
    }

    static let standardInterval: Int64 = 5
    static let standardLife: Int64 = 600

    /// - Throws: `notOffered`, `denied`, `unreachable`, `brokenReply`.
    package init(of program: SignInProgram) async throws(IdentityError) {
        let issuer = program.issuer
        let provider = try await issuer.provider()
        guard let url = provider.deviceAuthorization else {
            throw IdentityError(
                .notOffered,
                "\(issuer.settings.url) has no sign-in for command lines; get a token there, and name its "
                    + "file: --token-file.")
        }
        let fields = [(name: "scope", value: program.scope)] + program.audienceFields
        let document = try await program.post(fields, to: url, provider)
        try program.check(document)
        try self.init(reading: document, from: issuer, now: issuer.now())
    }

    init(reading document: Document, from issuer: Issuer, now: Instant) throws(IdentityError) {
        guard let device = document["device_code"]?.text, let user = document["user_code"]?.text,
            let address = (document["verification_uri"] ?? document["verification_url"])?.text
        else {
            throw IdentityError(.brokenReply, "\(issuer.settings.url) does not say how to confirm the sign-in.")
        }
        let plain = issuer.settings.allowsPlainHTTP
        try IssuerSettings.check(address, noun: "an address to confirm a sign-in under", allowsPlainHTTP: plain)
        if let whole = document["verification_uri_complete"]?.text {
            try IssuerSettings.check(whole, noun: "an address to confirm a sign-in under", allowsPlainHTTP: plain)
            wholeAddress = whole
        }
        deviceCode = device
        // It is printed on a terminal.
        userCode = String(decoding: user.utf8.filter { $0 >= 32 && $0 < 127 }.prefix(64), as: UTF8.self)
        self.address = address
        // Bounded before they are whole numbers: what is no whole number of 64 bits would be the end of the program.
        let life = document["expires_in"]?.number.map { Int64(max(1, min($0, 86_400)).rounded(.down)) }
        expires = now + TimeSpan(seconds: life ?? Self.standardLife)
        let interval = document["interval"]?.number.map { Int64(max(1, min($0, 60)).rounded(.up)) }
        self.interval = TimeSpan(seconds: interval ?? Self.standardInterval)
    }

    /// Asks the issuer once.
    ///
    /// - Throws: `denied`, `tooLate`, and why the issuer cannot be asked.
    package mutating func look(as program: SignInProgram) async throws(IdentityError) -> Look {
        if program.issuer.now() >= expires {
            throw IdentityError(.tooLate, "Nobody confirmed the sign-in in time; begin again.")
        }
        let document = try await program.answer([
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", deviceCode),
        ])
        switch document["error"]?.text {
        case "authorization_pending": return .waiting
        case "slow_down":
            interval = TimeSpan(seconds: interval.secondsRoundedUp + 5)
            return .waiting
        default:
            try program.check(document)
            return .done(
                try TokenGrant(reading: document, from: program.issuer.settings.url, now: program.issuer.now()))
        }
    }
}
