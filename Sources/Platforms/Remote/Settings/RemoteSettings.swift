package import BerthModel

/// What a site says about another broker that it asks: keys of the configuration file. What is there that one says
/// itself.
package struct RemoteSettings: Shaped {
    package var name = "remote"
    package var url = "http://127.0.0.1:8470"
    package var identity: SiteIdentity?
    package var tokenFile: String?
    package var exchange: ExchangeSettings?
    package var people: [MappedToken] = []
    package var authorityFile: String?
    package var askSeconds: Int64 = 8
    package var callSeconds: Int64 = 20
    package var awaySeconds: Int64 = 3600
    package var queueSeconds: Int64 = 86_400
    package var failures: Int64 = 3
    package var brokers: Int64 = 4

    package init() {}

    package static let shape = Shape<RemoteSettings>(
        "RemoteSettings", "What a site says about another broker that it asks.",
        [
            Field("name", \.name, "Name of the platform in answers; remote unless set."),
            Field(
                "url", \.url,
                "URL of the broker, or unix: and the path of its socket; http://127.0.0.1:8470 unless set."),
            Field(
                "identity", \.identity,
                "As whom the broker is asked. service: as this service, with the token of tokenFile; pass: as the "
                    + "caller, whose token goes on to it; exchange: as the caller, with a token that an issuer gives "
                    + "for the caller's; map: with the token that people names; service unless set."),
            Field(
                "tokenFile", \.tokenFile,
                "File with the token that tells the broker who asks: this service, whoever asks it; none unless set."),
            Field(
                "exchange", \.exchange,
                "For identity: exchange. How tokens for the broker are had for those of the callers."),
            Field(
                "people", \.people,
                "For identity: map. Whose token goes to the broker for whom: the first with the person's name, else "
                    + "the first with a group of the person."),
            Field(
                "authorityFile", \.authorityFile, "Certificates in PEM that are trusted in place of the system's."),
            Field(
                "askSeconds", \.askSeconds,
                "Seconds that the broker has for an answer, less than broker.answerTime; 8 unless set."),
            Field("callSeconds", \.callSeconds, "Seconds that every other call may take; 20 unless set."),
            Field(
                "awaySeconds", \.awaySeconds, "Seconds that the broker may be away while tasks run; 3600 unless set."),
            Field(
                "queueSeconds", \.queueSeconds,
                "Seconds that a task may begin later than was offered; 86400 unless set."),
            Field(
                "failures", \.failures,
                "Failures in a row after which it is left alone for 5 seconds, then for longer; 3 unless set."),
            Field(
                "brokers", \.brokers,
                "Brokers that a question may have come through, with this one, to be passed on; 4 unless set."),
        ])
}
