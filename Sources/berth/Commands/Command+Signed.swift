import BerthAnswers
import BerthClient
import BerthDocument
import BerthModel
import BerthSignatures

extension Command {
    private static let output = CommandOption(
        "output", short: "o", .file("FILE"), "Where the file goes; offer.json unless given, - is the standard output.")
    private static let key = CommandOption(
        "key", .file("FILE"), "Check with this key, as GET /keys answers it, and not with those that are remembered.")
    private static let broker = CommandOption(
        "broker", .text("URL"), "Check with the keys that the broker has now, and not with those that are remembered.")
    private static let request = CommandOption(
        "request", .file("TASK"), "Look whether the offer answers this task.")
    private static let replace = CommandOption(
        "replace", "Remember the keys also where they are none of those that were remembered.")

    static let offerExport = Command(
        "offer export", "Keep an offer as a file that the broker has signed.",
        discussion: [
            "The file says what is offered, for which question, by which broker, and until when; berth verify checks "
                + "it without the broker. Anybody may read it; only you can accept it."
        ],
        arguments: [.offer], options: [output] + CommandOption.ofClients.filter { $0 != .json && $0 != .yaml },
        examples: [
            ("berth offer export 1 -o offer.json", "Keeps the first offer of the last berth ask."),
            ("berth accept offer.json", "Accepts it, if it is still held and still the same."),
        ]
    ) { invocation, surroundings in
        let caller = try Caller(invocation, surroundings)
        let offer = try await caller.offer(invocation.argument)
        let document = try await caller.client.signedOffer(offer)
        let signed = try caller.signedOffer(in: Array(document.asJSON.utf8), name: caller.client.url)
        _ = try await caller.rememberKeys(replacing: false)
        let place = invocation.text(output) ?? "offer.json"
        let bytes = Array((document.asJSON + "\n").utf8)
        if place == "-" {
            surroundings.console.write(.output, bytes)
        } else {
            try LocalFile.write(bytes, to: place, mode: 0o644)
            let until = signed.statement.expires.map { ", held until \(caller.time.both($0))" } ?? ""
            let said = "Written to \(place): an offer of \(signed.statement.platform)\(until)."
            surroundings.console.print(said.printable)
        }
        return .success
    }

    static let verify = Command(
        "verify", "Check a signed offer, without asking anybody.",
        discussion: [
            "Says whether a broker signed exactly this, whether it answers your task, and whether it is still held. "
                + "The keys are those that berth key and berth offer export have remembered. Exit code 10: the "
                + "signature or the question is another one; 14: all holds, but the offer has expired."
        ],
        arguments: [CommandArgument("FILE", .file, "The signed offer; - is the standard input.")],
        options: [key, broker, request, .authorityFile] + CommandOption.everywhere,
        examples: [
            ("berth verify offer.json --request task.yaml", "Also says whether it is an offer for this task."),
            ("berth verify offer.json --key keys.json", "Checks with a key that came by another way."),
        ]
    ) { invocation, surroundings in
        let caller = Verifier(surroundings)
        let bytes = try LocalFile.read(invocation.argument, largest: SignedOffer.largestBytes)
        let signed = try Caller.signedOffer(in: bytes, name: invocation.argument)
        let digest = try invocation.text(request).map { try caller.digest(of: $0) }
        let keys: [PublicKey]
        if let file = invocation.text(key) {
            if invocation.has(broker) {
                throw ProgramError(.usage, "--key and --broker are two ways to a key; leave one out.")
            }
            keys = try caller.keys(in: file)
        } else if let url = invocation.text(broker) {
            let client = try BrokerClient(url: url, authorityFile: invocation.text(.authorityFile))
            keys = try caller.keys(in: try await client.keys(), of: signed.statement.broker, url)
        } else {
            keys = try KnownKeys(at: surroundings.places.knownKeys).keys(of: signed.statement.broker)
        }
        return try caller.tell(signed, by: keys, task: invocation.text(request), digest: digest)
    }

    static let brokerKey = Command(
        "key", "Show the keys that a broker signs offers with, and remember them.",
        discussion: [
            "Compare the first key with what whoever runs the broker tells you. A broker that shows none of the keys "
                + "that are remembered of it is not believed without --replace."
        ],
        options: [replace] + CommandOption.ofClients,
        examples: [("berth key --url https://broker.example.org", "Then berth verify needs no network.")]
    ) { invocation, surroundings in
        let caller = try Caller(invocation, surroundings)
        let (document, news) = try await caller.rememberKeys(replacing: invocation.has(replace))
        let keys = (try? PublicKey.keys(in: document)) ?? []
        try caller.show(document) {
            keys.enumerated().map { "\($1.name)\($0 == 0 ? "" : "  an older one")" }
        }
        if caller.form == .people, news != .nothing {
            surroundings.console.note("Remembered in \(surroundings.places.knownKeys).".printable)
        }
        return .success
    }

    static let keyRotate = Command(
        "key rotate", "Give the broker of this machine a new key to sign with.",
        discussion: [
            "The keys before stay known, so that what they signed can still be checked. A broker that runs signs with "
                + "the new one from its next start or SIGHUP on."
        ],
        options: [Command.stateFolder, .config] + CommandOption.everywhere,
        examples: [("berth key rotate", "Then kill -HUP the service.")]
    ) { invocation, surroundings in
        let folder = try ServeSettings(invocation, surroundings).stateFolder
        let path = SigningKeys.path(in: folder)
        if LocalFile.isMissing(path) {
            throw ProgramError(
                .unknownName, "There is no key in \(folder); berth serve makes one at its first start.", subject: path)
        }
        let next = try SigningKeys.read(path).rotated(at: surroundings.now())
        try SigningKeys.write(next, to: path)
        surroundings.console.print(next.current.name)
        surroundings.console.note(
            "A broker that runs signs with it from its next start on, or from SIGHUP on: kill -HUP, and its process.")
        return .success
    }
}

extension Caller {
    /// - Throws: `badInput`.
    static func signedOffer(in bytes: [UInt8], name: String) throws(ProgramError) -> SignedOffer {
        do throws(SignatureError) { return try SignedOffer(reading: bytes) } catch {
            throw ProgramError(.badInput, "\(name): \(error.message)", subject: name)
        }
    }

    func signedOffer(in bytes: [UInt8], name: String) throws(ProgramError) -> SignedOffer {
        try Self.signedOffer(in: bytes, name: name)
    }

    /// The keys of the broker, which are remembered.
    func rememberKeys(replacing: Bool) async throws -> (document: Document, news: KnownKeys.News) {
        let document = try await client.keys()
        let place = surroundings.places.knownKeys
        var known = try KnownKeys(at: place)
        let news = try known.learn(document, from: client.url, replacing: replacing)
        if news != .nothing { try known.write(to: place) }
        return (document, news)
    }
}
