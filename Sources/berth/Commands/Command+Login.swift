import BerthAnswers
import BerthBroker
import BerthClient
import BerthIdentity
import BerthModel

extension Command {
    private static let issuer = CommandOption(
        "issuer", .text("URL"), "The issuer to sign in at, where the broker takes tokens of several.")
    private static let clientID = CommandOption(
        "client-id", .text("NAME"), "The program as which the issuer knows this one; the broker says it unless set.")
    private static let issuerAuthority = CommandOption(
        "issuer-ca-file", .file("FILE"), "Certificates to trust at the issuer in place of the system's.")
    private static let brokerOptions: [CommandOption] = [.url, .authorityFile, .config] + CommandOption.everywhere

    static let login = Command(
        "login", "Sign in at a broker that takes tokens of an OpenID provider.",
        discussion: [
            "Prints an address and a code: open the one in a browser, on whatever machine, and enter the other. The "
                + "tokens are kept in ~/.config/berth/logins, readable by you only; every command uses them for this "
                + "broker, and renews them while the provider allows it. --token-file and BERTH_TOKEN go before them."
        ],
        options: [issuer, clientID, issuerAuthority] + brokerOptions,
        examples: [
            ("berth login --url https://broker.example.org", "Signs in; Ctrl-C stops waiting."),
            ("berth logout", "Forgets the tokens for the broker."),
        ]
    ) { invocation, surroundings in
        let chosen = try ClientChoice(
            url: invocation.text(.url), tokenFile: nil, authorityFile: invocation.text(.authorityFile),
            config: invocation.text(.config), surroundings)
        let client = try BrokerClient(url: chosen.url, token: nil, authorityFile: chosen.authorityFile)
        let offered = try choice(of: try await client.issuers(), named: invocation.text(issuer), at: chosen.url)
        guard let name = invocation.text(clientID) ?? offered.clientID else {
            throw ProgramError(
                .usage,
                "\(chosen.url) does not say as which program to sign in at \(offered.url); ask who runs it, and "
                    + "write --client-id NAME.", subject: "--client-id")
        }
        var settings = IssuerSettings(url: offered.url, audience: offered.audience)
        settings.scopes = offered.scopes
        settings.authorityFile = try invocation.text(issuerAuthority).map { file throws(ProgramError) in
            try LocalFile.absolute(file)
        }
        let program = SignInProgram(issuer: try Issuer(settings, now: surroundings.now), clientID: name)
        let signIn = try await DeviceLogin(of: program)
        tell(signIn, surroundings)
        let result = try await Interruption.during(surroundings.signals) { try await grant(signIn, program) }
        let tokens: TokenGrant
        switch result {
        case .success(let grant): tokens = grant
        case .failure(let interrupted): return interrupted.exitCode
        }
        // A token that the broker does not take would only be in the way.
        let signedIn = try BrokerClient(url: chosen.url, token: tokens.accessToken, authorityFile: chosen.authorityFile)
        _ = try await signedIn.sessions(limit: 1)
        var stored = StoredLogin()
        stored.broker = chosen.url
        (stored.issuer, stored.audience, stored.clientID) = (offered.url, offered.audience, name)
        stored.authorityFile = settings.authorityFile
        (stored.accessToken, stored.refreshToken) = (tokens.accessToken, tokens.refreshToken)
        stored.expires = tokens.expires
        try stored.write(to: surroundings.places.login(at: chosen.url))
        surroundings.console.print("You are signed in at \(chosen.url).".printable)
        return .success
    }

    static let logout = Command(
        "logout", "Forget the sign-in at a broker.",
        discussion: ["What the provider gave ends by itself; at the provider you stay signed in."],
        options: brokerOptions,
        examples: [("berth logout --url https://broker.example.org", "Forgets the tokens for that broker.")]
    ) { invocation, surroundings in
        let chosen = try ClientChoice(
            url: invocation.text(.url), tokenFile: nil, authorityFile: invocation.text(.authorityFile),
            config: invocation.text(.config), surroundings)
        let path = surroundings.places.login(at: chosen.url)
        let isSignedIn = LocalFile.exists(path)
        LocalFile.remove(path)
        LocalFile.remove(path + ".lock")
        let text = isSignedIn ? "You are signed out at \(chosen.url)." : "You were not signed in at \(chosen.url)."
        surroundings.console.print(text.printable)
        return .success
    }

    /// The issuer to sign in at.
    ///
    /// - Throws: `usage` when there is none, or several and none is named.
    static func choice(
        of issuers: [OfferedIssuer], named name: String?, at url: String
    ) throws(ProgramError) -> OfferedIssuer {
        let names = issuers.map(\.url).joined(separator: ", ")
        if let name {
            if let named = issuers.first(where: { $0.url == name }) { return named }
            throw ProgramError(
                .usage,
                "\(url) does not take tokens of \(name); it takes those of: \(names.isEmpty ? "nobody" : names).",
                subject: "--issuer")
        }
        if issuers.count == 1 { return issuers[0] }
        throw ProgramError(
            .usage,
            issuers.isEmpty
                ? "\(url) takes no tokens of OpenID providers: use it without a token, or ask who runs it for one."
                : "\(url) takes tokens of several; name one: --issuer URL, of \(names).", subject: "--issuer")
    }

    private static func tell(_ signIn: DeviceLogin, _ surroundings: Surroundings) {
        surroundings.console.print("Open \(signIn.wholeAddress ?? signIn.address)".printable)
        surroundings.console.print("and confirm the code \(signIn.userCode)".printable)
        surroundings.console.note("Waiting; the code is good until \(surroundings.time.clock(signIn.expires)).")
    }

    /// Looks until somebody has confirmed.
    private static func grant(_ signIn: DeviceLogin, _ program: SignInProgram) async throws -> TokenGrant {
        var signIn = signIn
        let world = SystemWorld()
        while true {
            await world.sleep(until: world.now() + signIn.interval)
            try Task.checkCancellation()
            if case .done(let grant) = try await signIn.look(as: program) { return grant }
        }
    }
}
